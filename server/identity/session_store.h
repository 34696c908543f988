#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>
#include <server/storage/connection.h>

#include <functional>

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
};

struct RefreshToken
{
    std::int64_t expiresAtMs = 0;
    bool used = false;
    Session session;
};

Result<void> insertSession(storage::Connection &connection, const Session &session);
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
