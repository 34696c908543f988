#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <vector>

/// SQL of what people register, prove and are invited with. On the thread of the connection.
namespace beaver::identity::store {

inline constexpr std::string_view verifyKind = "verify";
inline constexpr std::string_view verifyPrefix = "bvv_";
inline constexpr std::int64_t verifyMs = 3 * 86'400'000;
inline constexpr std::string_view resetKind = "reset";
inline constexpr std::string_view resetPrefix = "bvp_";
inline constexpr std::int64_t resetMs = 3'600'000;
inline constexpr std::string_view challengeKind = "challenge";
inline constexpr std::string_view challengePrefix = "bvc_";
inline constexpr std::int64_t challengeMs = 300'000;
inline constexpr std::string_view invitationPrefix = "bvi_";

struct OneTimeToken
{
    KeyHash hash{};
    std::string_view kind;
    AccountId account;
    std::string email; ///< the address it proves
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
};
struct FoundToken
{
    AccountId account;
    std::string email;
};

/// Also forgets those that have expired.
Result<void> insertToken(storage::Connection &connection, const OneTimeToken &token);
/// One that hasn't expired.
Result<std::optional<FoundToken>> findToken(storage::Connection &connection, const KeyHash &hash, std::string_view kind,
                                            std::int64_t nowMs);
/// False: it isn't there (any more).
Result<bool> spendToken(storage::Connection &connection, const KeyHash &hash);
Result<void> forgetTokens(storage::Connection &connection, const AccountId &account, std::string_view kind);

struct PendingRegistration
{
    KeyHash hash{};
    std::string email;
    std::string fullName;
    std::string username;
    std::string passwordHash;
    std::string environment;
    std::string invitation; ///< id, or empty
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
};
/// Also forgets those that have expired, and the oldest ones of this address beyond five.
Result<void> insertPending(storage::Connection &connection, const PendingRegistration &pending);
Result<std::optional<PendingRegistration>> findPending(storage::Connection &connection, const KeyHash &hash,
                                                       std::int64_t nowMs);
/// The newest of an address.
Result<std::optional<PendingRegistration>> newestPending(storage::Connection &connection, const std::string &email,
                                                         std::int64_t nowMs);
/// Gives a pending registration another token.
Result<void> renewPending(storage::Connection &connection, const KeyHash &from, const KeyHash &to,
                          std::int64_t expiresAtMs);
Result<void> forgetPending(storage::Connection &connection, const std::string &email);

struct Invitation
{
    std::string id;
    std::string email; ///< empty: whoever has the token
    Role role = Role::None;
    std::string plan; ///< empty: the gateway's
    std::string createdBy;
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
    std::string acceptedBy;
    std::optional<std::int64_t> acceptedAtMs;
    std::optional<std::int64_t> withdrawnAtMs;
};
Result<void> insertInvitation(storage::Connection &connection, const Invitation &invitation, const KeyHash &hash);
Result<std::optional<Invitation>> findInvitation(storage::Connection &connection, const KeyHash &hash);
Result<std::optional<Invitation>> findInvitationById(storage::Connection &connection, const std::string &id);
Result<std::vector<Invitation>> listInvitations(storage::Connection &connection, int limit, const std::string &after);
/// False: somebody was faster.
Result<bool> acceptInvitation(storage::Connection &connection, const std::string &id, const AccountId &by,
                              std::int64_t nowMs);
Result<void> withdrawInvitation(storage::Connection &connection, const std::string &id, std::int64_t nowMs);

/// Who somebody of a provider is here.
Result<std::optional<AccountId>> findExternal(storage::Connection &connection, const std::string &provider,
                                              const std::string &subject);
Result<void> insertExternal(storage::Connection &connection, const std::string &provider, const std::string &subject,
                            const AccountId &account, const std::string &email, std::int64_t nowMs);

Result<void> markVerified(storage::Connection &connection, const AccountId &account, std::int64_t nowMs);
Result<void> setPasswordHash(storage::Connection &connection, const AccountId &account, const std::string &hash,
                             std::int64_t nowMs);

/// Everything of the account that tells who it was is gone from these tables afterwards; ids and the ledger stay.
Result<void> anonymise(storage::Connection &connection, const AccountId &account, const std::string &email,
                       const std::string &formerEmail, std::int64_t nowMs);

} // namespace beaver::identity::store
