#include <server/identity/session_store.h>
#include <server/identity/store_values.h>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

namespace {

#define SESSION_COLUMNS                                                                                                \
    "s.id, s.account_id, s.user_agent, s.address, s.created_at, s.expires_at, s.revoked_at, s.refreshed_at, s.method"
constexpr int sessionColumns = 9;

Session readSession(const Statement &row)
{
    return {SessionId(row.text(0)), AccountId(row.text(1)), row.text(2),    row.text(3), row.integer(4),
            row.integer(5),         !row.isNull(6),         row.integer(7), row.text(8)};
}

} // namespace

Result<void> insertSession(Connection &connection, const Session &session, const std::optional<KeyHash> &cookie)
{
    Statement &insert = connection.prepared("INSERT INTO sessions (id, account_id, user_agent, address, created_at, "
                                            "expires_at, method, cookie_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(session.id.text())
        .bind(session.account.text())
        .bind(session.userAgent)
        .bind(session.address)
        .bind(session.createdAtMs)
        .bind(session.expiresAtMs)
        .bind(session.method);
    if (cookie)
        insert.bindBlob(bytes(*cookie));
    else
        insert.bindNull();
    return finish(insert.run());
}

Result<std::optional<Session>> findSessionByCookie(Connection &connection, const KeyHash &cookie)
{
    Statement &find = connection.prepared("SELECT " SESSION_COLUMNS " FROM sessions s WHERE s.cookie_hash = ?");
    find.bindBlob(bytes(cookie));
    auto row = find.next();
    if (!row)
        return std::move(row).error();
    std::optional<Session> session;
    if (*row)
        session = readSession(find);
    find.reset();
    return session;
}

Result<std::vector<Session>> listSessions(Connection &connection, const AccountId &account, std::int64_t nowMs,
                                          int limit, const std::string &after)
{
    Statement &find = connection.prepared("SELECT " SESSION_COLUMNS " FROM sessions s WHERE s.account_id = ? AND "
                                          "s.revoked_at IS NULL AND s.expires_at > ? AND (? = '' OR s.id < ?) "
                                          "ORDER BY s.id DESC LIMIT ?");
    find.bind(account.text()).bind(nowMs).bind(after).bind(after).bind(limit);
    std::vector<Session> sessions;
    auto row = find.next();
    for (; row && *row; row = find.next())
        sessions.push_back(readSession(find));
    if (!row)
        return std::move(row).error();
    return sessions;
}

Result<std::vector<std::string>> addressesOf(Connection &connection, const std::string &email)
{
    Statement &find = connection.prepared("SELECT s.address FROM sessions s WHERE s.account_id = (SELECT a.id FROM "
                                          "accounts a WHERE a.email = ?) ORDER BY s.id DESC LIMIT 300");
    find.bind(email);
    std::vector<std::string> addresses;
    auto row = find.next();
    for (; row && *row; row = find.next())
        addresses.push_back(find.text(0));
    if (!row)
        return std::move(row).error();
    return addresses;
}

Result<std::vector<SessionId>> endSessions(Connection &connection, const AccountId &account, const SessionId &kept,
                                           std::string_view why, std::int64_t nowMs)
{
    Statement &find =
        connection.prepared("SELECT id FROM sessions WHERE account_id = ? AND revoked_at IS NULL AND id <> ?");
    find.bind(account.text()).bind(kept.text());
    std::vector<SessionId> ended;
    auto row = find.next();
    for (; row && *row; row = find.next())
        ended.emplace_back(find.text(0));
    if (!row)
        return std::move(row).error();
    auto done = connection
                    .prepared("UPDATE sessions SET revoked_at = ?, revoked_why = ? WHERE account_id = ? AND "
                              "revoked_at IS NULL AND id <> ?")
                    .bind(nowMs)
                    .bind(why)
                    .bind(account.text())
                    .bind(kept.text())
                    .run();
    if (!done)
        return std::move(done).error();
    return ended;
}

Result<std::optional<Session>> findSession(Connection &connection, const SessionId &id)
{
    Statement &find = connection.prepared("SELECT " SESSION_COLUMNS " FROM sessions s WHERE s.id = ?");
    find.bind(id.text());
    auto row = find.next();
    if (!row)
        return std::move(row).error();
    std::optional<Session> session;
    if (*row)
        session = readSession(find);
    find.reset();
    return session;
}

Result<void> endSession(Connection &connection, const SessionId &id, std::string_view why, std::int64_t nowMs)
{
    return finish(
        connection.prepared("UPDATE sessions SET revoked_at = ?, revoked_why = ? WHERE id = ? AND revoked_at IS NULL")
            .bind(nowMs)
            .bind(why)
            .bind(id.text())
            .run());
}

Result<void> forEachRevokedSession(Connection &connection, std::int64_t sinceMs,
                                   const std::function<void(const std::string &)> &each)
{
    Statement &find = connection.prepared("SELECT id FROM sessions WHERE revoked_at >= ? ORDER BY revoked_at");
    find.bind(sinceMs);
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        each(find.text(0));
    }
}

Result<void> insertRefreshToken(Connection &connection, const KeyHash &hash, const SessionId &session,
                                std::int64_t issuedAtMs, std::int64_t expiresAtMs)
{
    return finish(
        connection
            .prepared("INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at) VALUES (?, ?, ?, ?)")
            .bindBlob(bytes(hash))
            .bind(session.text())
            .bind(issuedAtMs)
            .bind(expiresAtMs)
            .run());
}

Result<std::optional<RefreshToken>> findRefreshToken(Connection &connection, const KeyHash &hash)
{
    Statement &find = connection.prepared("SELECT " SESSION_COLUMNS ", t.expires_at, t.used_at FROM refresh_tokens t "
                                          "JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = ?");
    find.bindBlob(bytes(hash));
    auto row = find.next();
    if (!row)
        return std::move(row).error();
    std::optional<RefreshToken> token;
    if (*row)
        token = RefreshToken{find.integer(sessionColumns), !find.isNull(sessionColumns + 1), readSession(find)};
    find.reset();
    return token;
}

Result<void> spendRefreshToken(Connection &connection, const KeyHash &hash, const SessionId &session,
                               std::int64_t nowMs, std::int64_t sessionExpiresAtMs)
{
    auto spent = connection.prepared("UPDATE refresh_tokens SET used_at = ? WHERE token_hash = ?")
                     .bind(nowMs)
                     .bindBlob(bytes(hash))
                     .run();
    if (!spent)
        return std::move(spent).error();
    auto extended = connection.prepared("UPDATE sessions SET expires_at = ?, refreshed_at = ? WHERE id = ?")
                        .bind(sessionExpiresAtMs)
                        .bind(nowMs)
                        .bind(session.text())
                        .run();
    if (!extended)
        return std::move(extended).error();
    return finish(connection.prepared("DELETE FROM refresh_tokens WHERE session_id = ? AND expires_at < ?")
                      .bind(session.text())
                      .bind(nowMs)
                      .run());
}

} // namespace beaver::identity::store
