#include <server/identity/expiry_notices.h>
#include <server/identity/store_values.h>
#include <shared/api/rfc3339.h>

#include <string>

namespace beaver::identity {

namespace {

constexpr std::int64_t oneDayMs = 86'400'000;
constexpr int mostNotices = 200; // the others at the next look

struct EndingKey
{
    std::string id, name, preview, account, email;
    std::int64_t expiresAtMs = 0;
    std::int64_t createdAtMs = 0;
};

Result<std::vector<EndingKey>> endingKeys(storage::Connection &connection, std::int64_t nowMs)
{
    storage::Statement &find = connection.prepared(
        "SELECT k.id, k.name, k.preview, k.account_id, a.email, k.expires_at, k.created_at FROM api_keys k JOIN "
        "accounts a ON a.id = k.account_id WHERE k.expires_at > ? AND k.expires_at <= ? AND (k.noticed_days = 0 OR "
        "(k.noticed_days = 7 AND k.expires_at <= ?)) AND k.revoked_at IS NULL AND a.status = 'active' ORDER BY "
        "k.expires_at LIMIT ?");
    find.bind(nowMs).bind(nowMs + 7 * oneDayMs).bind(nowMs + oneDayMs).bind(mostNotices);
    return store::all(find, [](const storage::Statement &row) {
        return EndingKey{row.text(0), row.text(1),    row.text(2),   row.text(3),
                         row.text(4), row.integer(5), row.integer(6)};
    });
}

mail::Message noticeOf(const EndingKey &key, int days)
{
    mail::Message message;
    message.to = key.email;
    message.account = key.account;
    message.kind = "key_expiry";
    message.subject = "Your API key ends in " + std::string(days == 1 ? "a day" : "7 days");
    message.text = "The API key \"" + key.name + "\" (" + key.preview + ") ends at " + api::rfc3339(key.expiresAtMs) +
                   ". From then on calls with it are refused.\n\nGive it more time, or make another one before.\n";
    return message;
}

Result<void> tellAll(storage::Connection &connection, mail::Outbox &outbox, std::int64_t nowMs)
{
    auto keys = endingKeys(connection, nowMs);
    if (!keys)
        return std::move(keys).error();
    for (const EndingKey &key : *keys) {
        const int days = key.expiresAtMs <= nowMs + oneDayMs ? 1 : 7;
        const bool shortLived = key.expiresAtMs - key.createdAtMs <= days * oneDayMs;
        // Accounts that nobody signs in to have no mailbox.
        if (!shortLived && !key.email.ends_with(".invalid"))
            if (auto queued = outbox.enqueue(connection, noticeOf(key, days)); !queued)
                return std::move(queued).error();
        auto noted =
            connection.prepared("UPDATE api_keys SET noticed_days = ? WHERE id = ?").bind(days).bind(key.id).run();
        if (!noted)
            return std::move(noted).error();
    }
    return {};
}

} // namespace

void ExpiryNotices::tick()
{
    m_database.write([outbox = &m_outbox, nowMs = m_clock.wallMs()](
                         storage::Connection &connection) { return tellAll(connection, *outbox, nowMs); },
                     [outbox = &m_outbox](const Result<void> &) { outbox->wake(); });
}

} // namespace beaver::identity
