#include <QLoggingCategory>

#include <server/usage/body_keeper.h>
#include <server/usage/totals.h>
#include <simdjson.h>

#include <future>

Q_LOGGING_CATEGORY(bodyLog, "beaver.bodies")

namespace beaver::usage {

namespace {

constexpr int mostWaiting = 64;
constexpr int deletedRows = 50; // up to two megabytes each
constexpr std::int64_t pauseUs = 60'000'000;

/// Text of bounded size; what isn't text isn't kept.
std::string shownText(std::string body)
{
    if (!simdjson::validate_utf8(body))
        return "(" + std::to_string(body.size()) + " bytes that are no text)";
    if (body.size() <= BodyKeeper::longest)
        return body;
    std::size_t end = BodyKeeper::longest;
    while ((static_cast<unsigned char>(body[end]) & 0xC0) == 0x80)
        --end;
    body.resize(end);
    return body;
}

} // namespace

Result<void> BodyKeeper::start()
{
    std::promise<Result<void>> done;
    auto finished = done.get_future();
    m_database.read([this, &done](storage::Connection &connection) {
        auto &list = connection.prepared("SELECT key_id FROM body_keeping");
        auto row = list.next();
        for (; row && *row; row = list.next())
            chosen(KeyId(list.text(0)), true);
        done.set_value(row ? Result<void>() : Result<void>(row.error()));
    });
    return finished.get();
}

bool BodyKeeper::keeps(const KeyId &key) const
{
    if (!m_any.load(std::memory_order_relaxed))
        return false;
    const std::lock_guard lock(m_mutex);
    return m_keys.contains(key);
}

void BodyKeeper::chosen(const KeyId &key, bool keep)
{
    const std::lock_guard lock(m_mutex);
    if (keep)
        m_keys.insert(key);
    else
        m_keys.erase(key);
    m_any = !m_keys.empty();
}

void BodyKeeper::keep(const CallId &call, const AccountId &account, const KeyId &key, std::string request,
                      std::string answer)
{
    if (++m_waiting > mostWaiting) {
        --m_waiting;
        qCWarning(bodyLog, "bodies of call %s are not kept: too many wait", call.text().c_str());
        return;
    }
    request = shownText(std::move(request));
    answer = shownText(std::move(answer));
    m_database.write(
        [self = shared_from_this(), call, account, key, request = std::move(request),
         answer = std::move(answer)](storage::Connection &connection) -> Result<void> {
            const std::string sealedRequest = self->m_box.seal(Secret(request), call.text());
            const std::string sealedAnswer = self->m_box.seal(Secret(answer), call.text());
            auto &insert =
                connection.prepared("INSERT INTO call_bodies (call_id, account_id, key_id, request, answer, "
                                    "created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (call_id) DO NOTHING");
            insert.bind(call.text()).bind(account.text()).bind(key.text());
            const auto done = insert.bindBlob(sealedRequest).bindBlob(sealedAnswer).bind(self->m_clock.wallMs()).run();
            return done ? Result<void>() : Result<void>(done.error());
        },
        [self = shared_from_this(), call](const Result<void> &written) {
            --self->m_waiting;
            if (!written)
                qCWarning(bodyLog, "bodies of call %s are not kept: %s", call.text().c_str(),
                          written.error().detail.c_str());
        });
}

Result<std::optional<CallBodies>> BodyKeeper::find(storage::Connection &connection, const CallId &call) const
{
    auto &find =
        connection.prepared("SELECT b.account_id, b.request, b.answer, k.project_id FROM call_bodies b LEFT JOIN "
                            "api_keys k ON k.id = b.key_id WHERE b.call_id = ?");
    const auto row = find.bind(call.text()).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<CallBodies>();
    const AccountId account(find.text(0));
    const ProjectId project(find.text(3));
    const auto request = m_box.open(find.text(1), call.text());
    const auto answer = m_box.open(find.text(2), call.text());
    find.reset();
    if (!request || !answer)
        return !request ? request.error() : answer.error();
    return std::optional(CallBodies{account, project, request->reveal(), answer->reveal()});
}

void BodyKeeper::tick()
{
    const std::int64_t now = m_clock.monotonicUs();
    if (m_days == 0 || now < m_nextLookUs || m_deleting.exchange(true))
        return;
    m_database.write(
        [self = shared_from_this(), now](storage::Connection &connection) -> Result<void> {
            auto &forget = connection.prepared("DELETE FROM call_bodies WHERE call_id IN (SELECT call_id FROM "
                                               "call_bodies WHERE created_at < ? ORDER BY created_at LIMIT ?)");
            const auto gone = forget.bind(self->m_clock.wallMs() - self->m_days * dayMs).bind(deletedRows).run();
            if (!gone)
                return gone.error();
            if (*gone < deletedRows)
                self->m_nextLookUs = now + pauseUs;
            return {};
        },
        [self = shared_from_this()](const Result<void> &) { self->m_deleting = false; });
}

namespace store {

Result<void> setKeeping(storage::Connection &connection, const KeyId &key, const AccountId &account,
                        const std::string &actor, bool keep, std::int64_t nowMs)
{
    auto &change = connection.prepared(keep ? "INSERT INTO body_keeping (key_id, account_id, actor, created_at) VALUES "
                                              "(?, ?, ?, ?) ON CONFLICT (key_id) "
                                              "DO NOTHING"
                                            : "DELETE FROM body_keeping WHERE key_id = ?");
    change.bind(key.text());
    if (keep)
        change.bind(account.text()).bind(actor).bind(nowMs);
    const auto done = change.run();
    return done ? Result<void>() : Result<void>(done.error());
}

} // namespace store

} // namespace beaver::usage
