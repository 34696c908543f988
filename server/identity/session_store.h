#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>
#include <server/storage/connection.h>

#include <functional>
#include <optional>
#include <vector>

/// SQL of sign-ins. On the thread of the connection.
namespace beaver::identity::store {

struct Session
{
    SessionId id;
    AccountId account;
    std::string userAgent;
    std::string address;
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
    bool revoked = false;
    std::int64_t refreshedAtMs = 0;  ///< 0: not since it began
    std::string method = "password"; ///< how it began
};

struct RefreshToken
{
    std::int64_t expiresAtMs = 0;
    bool used = false;
    Session session;
};

/// `cookie`: the hash of its cookie, if it has one.
Result<void> insertSession(storage::Connection &connection, const Session &session,
                           const std::optional<KeyHash> &cookie = std::nullopt);
Result<std::optional<Session>> findSessionByCookie(storage::Connection &connection, const KeyHash &cookie);
/// Those that last, newest first; `after` is a session's id.
Result<std::vector<Session>> listSessions(storage::Connection &connection, const AccountId &account, std::int64_t nowMs,
                                          int limit, const std::string &after);
/// From where its newest sessions began, a few hundred; of the account with this e-mail, empty where there is none.
Result<std::vector<std::string>> addressesOf(storage::Connection &connection, const std::string &email);
/// Ends all of an account but `kept` (empty: all) and answers them.
Result<std::vector<SessionId>> endSessions(storage::Connection &connection, const AccountId &account,
                                           const SessionId &kept, std::string_view why, std::int64_t nowMs);
Result<std::optional<Session>> findSession(storage::Connection &connection, const SessionId &id);
Result<void> endSession(storage::Connection &connection, const SessionId &id, std::string_view why, std::int64_t nowMs);
Result<void> forEachRevokedSession(storage::Connection &connection, std::int64_t sinceMs,
                                   const std::function<void(const std::string &id)> &each);

Result<void> insertRefreshToken(storage::Connection &connection, const KeyHash &hash, const SessionId &session,
                                std::int64_t issuedAtMs, std::int64_t expiresAtMs);
Result<std::optional<RefreshToken>> findRefreshToken(storage::Connection &connection, const KeyHash &hash);
/// Marks it used, lets the session live until `sessionExpiresAtMs`, and forgets tokens of the session that have
/// expired.
Result<void> spendRefreshToken(storage::Connection &connection, const KeyHash &hash, const SessionId &session,
                               std::int64_t nowMs, std::int64_t sessionExpiresAtMs);

} // namespace beaver::identity::store
