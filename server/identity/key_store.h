#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// SQL of API keys. On the thread of the connection.
namespace beaver::identity::store {

/// A key with everything that lets somebody in with it.
struct StoredKey
{
    struct Old
    {
        KeyHash hash{};
        std::int64_t worksUntilMs = 0;
    };

    KeyHash hash{};
    ApiKey key;
    std::vector<Old> old;                     ///< those that a rotation has just ended too
    std::optional<std::int64_t> requestsMade; ///< where the change sets a cap
};

/// What a caller's secret or id leads to.
struct FoundKey
{
    ApiKey key;
    std::optional<std::int64_t> worksUntilMs; ///< of an old secret
    std::string sealedSigning;                ///< empty: it can't sign
    std::optional<std::int64_t> requestsMade; ///< of a key with a cap
};

Result<void> forEachKeyHash(storage::Connection &connection, const std::function<void(std::uint64_t firstBits)> &each);
Result<void> forEachSigner(storage::Connection &connection, const std::function<void(const std::string &id)> &each);
/// Old secrets are found until their time is over.
Result<std::optional<FoundKey>> findKeyByHash(storage::Connection &connection, const KeyHash &hash, std::int64_t nowMs);
Result<std::optional<FoundKey>> findKeyById(storage::Connection &connection, const KeyId &id);
Result<std::optional<StoredKey>> findKey(storage::Connection &connection, const KeyId &id);
/// All of an account, newest first.
Result<std::vector<ApiKey>> listKeys(storage::Connection &connection, const AccountId &account);
/// At most `query.limit` + 1, newest first, with what is shown of each.
Result<std::vector<ApiKey>> pageOfKeys(storage::Connection &connection, const KeyQuery &query, std::int64_t nowMs);
/// How many there are on all pages.
Result<std::int64_t> countKeys(storage::Connection &connection, const KeyQuery &query, std::int64_t nowMs);
/// Adds the old secrets that still work, and how many calls a capped key has made.
Result<void> addShown(storage::Connection &connection, ApiKey &key, std::int64_t nowMs);

/// `sealedSigning` may be empty.
Result<void> insertKey(storage::Connection &connection, const ApiKey &key, const KeyHash &hash,
                       const std::string &sealedSigning = {});
/// Everything that PATCH may change.
Result<void> updateKey(storage::Connection &connection, const ApiKey &key);
Result<void> setSigningSecret(storage::Connection &connection, const KeyId &id, const std::string &sealed);
/// The key's hash and preview become the new ones; the old ones work until then (not at all where it is now or past).
Result<void> rotateKey(storage::Connection &connection, const StoredKey &was, const KeyHash &hash,
                       const std::string &preview, std::int64_t worksUntilMs, std::int64_t nowMs);
Result<void> revokeKey(storage::Connection &connection, const KeyId &id, std::int64_t nowMs);
/// Calls that were let through to a model, over the key's whole life, as far as they are settled.
Result<std::int64_t> requestsMade(storage::Connection &connection, const AccountId &account, const KeyId &key);
Result<void> noteUse(storage::Connection &connection, const KeyId &id, std::int64_t lastUsedMs);
/// Whether limits or budgets stand on it.
Result<bool> hasLimits(storage::Connection &connection, const KeyId &id);
/// Whose project it is, where it may get keys.
Result<std::optional<AccountId>> accountOfProject(storage::Connection &connection, const ProjectId &project);

} // namespace beaver::identity::store
