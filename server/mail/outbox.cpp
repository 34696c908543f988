#include <server/mail/header_text.h>
#include <server/mail/outbox.h>
#include <server/storage/like_pattern.h>
#include <shared/base/ids.h>

#include <algorithm>
#include <array>

namespace beaver::mail {

namespace {

constexpr std::size_t longestSubject = 200;
constexpr std::size_t longestText = 64 * 1024;
constexpr std::array<std::string_view, 4> stateNames{"queued", "sent", "failed", "logged"};

#define MAIL_COLUMNS                                                                                                   \
    "id, account_id, kind, recipient, subject, state, attempts, next_attempt_at, last_error, created_at, ended_at"
constexpr int bodyColumn = 11;

Entry readEntry(const storage::Statement &row)
{
    Entry entry;
    entry.id = row.text(0);
    entry.account = row.text(1);
    entry.kind = row.text(2);
    entry.to = row.text(3);
    entry.subject = row.text(4);
    const auto *const state = std::ranges::find(stateNames, row.text(5));
    entry.state = static_cast<State>(state - stateNames.begin());
    entry.attempts = static_cast<int>(row.integer(6));
    entry.nextAttemptMs = row.integer(7);
    entry.lastError = row.text(8);
    entry.createdAtMs = row.integer(9);
    entry.endedAtMs = row.isNull(10) ? 0 : row.integer(10);
    return entry;
}

Result<void> finished(Result<std::int64_t> changed)
{
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

Result<void> end(storage::Connection &connection, const std::string &id, State state, const std::string &why,
                 std::int64_t nowMs)
{
    return finished(connection
                        .prepared("UPDATE mail_outbox SET state = ?, last_error = ?, attempts = attempts + 1, "
                                  "body = NULL, ended_at = ? WHERE id = ? AND state = 'queued'")
                        .bind(stateName(state))
                        .bind(why)
                        .bind(nowMs)
                        .bind(id)
                        .run());
}

} // namespace

std::string_view stateName(State state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

Result<std::string> Outbox::enqueue(storage::Connection &connection, const Message &message)
{
    const bool oneLine =
        std::ranges::none_of(message.subject, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (!isAddress(message.to) || !oneLine || message.subject.size() > longestSubject ||
        message.text.size() > longestText)
        return internalError("a message of kind " + message.kind + " can't be one: address, subject or length");
    const std::int64_t nowMs = m_clock.wallMs();
    const std::string id = "mail_" + newUlid(nowMs);
    const std::string body = m_box.seal(Secret(message.text), id);
    auto written = connection
                       .prepared("INSERT INTO mail_outbox (id, account_id, kind, recipient, subject, body, state, "
                                 "attempts, next_attempt_at, last_error, created_at) "
                                 "VALUES (?, ?, ?, ?, ?, ?, 'queued', 0, ?, '', ?)")
                       .bind(id)
                       .bind(message.account)
                       .bind(message.kind)
                       .bind(message.to)
                       .bind(message.subject)
                       .bindBlob(body)
                       .bind(nowMs)
                       .bind(nowMs)
                       .run();
    if (!written)
        return std::move(written).error();
    return id;
}

void Outbox::wake()
{
    const std::lock_guard lock(m_mutex);
    if (m_action)
        m_action();
}

void Outbox::onWake(std::function<void()> action)
{
    const std::lock_guard lock(m_mutex);
    m_action = std::move(action);
}

Result<std::vector<Outbox::Due>> Outbox::due(storage::Connection &connection, int limit) const
{
    auto &find = connection.prepared("SELECT " MAIL_COLUMNS ", body FROM mail_outbox WHERE state = 'queued' AND "
                                     "next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?");
    find.bind(m_clock.wallMs()).bind(limit);
    std::vector<Due> found;
    auto row = find.next();
    for (; row && *row; row = find.next()) {
        Due due{readEntry(find), {}};
        if (auto text = m_box.open(find.text(bodyColumn), due.entry.id))
            due.text = std::move(*text);
        found.push_back(std::move(due));
    }
    if (!row)
        return std::move(row).error();
    return found;
}

Result<std::optional<std::int64_t>> Outbox::nextDueMs(storage::Connection &connection) const
{
    auto &find = connection.prepared(
        "SELECT next_attempt_at FROM mail_outbox WHERE state = 'queued' ORDER BY next_attempt_at LIMIT 1");
    auto row = find.next();
    if (!row)
        return std::move(row).error();
    const auto next = *row ? std::optional(find.integer(0)) : std::nullopt;
    find.reset();
    return next;
}

Result<void> Outbox::markSent(storage::Connection &connection, const std::string &id, State state) const
{
    return end(connection, id, state, {}, m_clock.wallMs());
}

Result<void> Outbox::markRetry(storage::Connection &connection, const std::string &id, const std::string &why,
                               std::int64_t nextAttemptMs) const
{
    return finished(connection
                        .prepared("UPDATE mail_outbox SET attempts = attempts + 1, last_error = ?, next_attempt_at = ? "
                                  "WHERE id = ? AND state = 'queued'")
                        .bind(why)
                        .bind(nextAttemptMs)
                        .bind(id)
                        .run());
}

Result<void> Outbox::markFailed(storage::Connection &connection, const std::string &id, const std::string &why) const
{
    return end(connection, id, State::Failed, why, m_clock.wallMs());
}

Result<void> Outbox::forget(storage::Connection &connection, std::int64_t beforeMs)
{
    return finished(
        connection.prepared("DELETE FROM mail_outbox WHERE state <> 'queued' AND ended_at < ?").bind(beforeMs).run());
}

Result<std::vector<Entry>> Outbox::list(storage::Connection &connection, int limit, const std::string &after,
                                        const std::string &state, const std::string &search)
{
    std::string sql = "SELECT " MAIL_COLUMNS " FROM mail_outbox WHERE (? = '' OR id < ?) AND (? = '' OR state = ?)";
    const std::string pattern = storage::likePattern(search);
    if (!search.empty())
        sql += " AND (LOWER(recipient) LIKE ? ESCAPE '\\' OR LOWER(subject) LIKE ? ESCAPE '\\' OR "
               "LOWER(kind) LIKE ? ESCAPE '\\')";
    auto &find = connection.prepared(sql + " ORDER BY id DESC LIMIT ?");
    find.bind(after).bind(after).bind(state).bind(state);
    if (!search.empty())
        find.bind(pattern).bind(pattern).bind(pattern);
    find.bind(limit);
    std::vector<Entry> found;
    auto row = find.next();
    for (; row && *row; row = find.next())
        found.push_back(readEntry(find));
    if (!row)
        return std::move(row).error();
    return found;
}

} // namespace beaver::mail
