#pragma once

#include <server/identity/cidr.h>
#include <server/identity/key_material.h>
#include <server/identity/key_store.h>
#include <server/identity/key_use.h>
#include <server/identity/referrer.h>
#include <server/identity/types.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace beaver::identity {

/// An account as memory knows it, shared by all its keys. The record in it is replaced as a whole, never changed. Any
/// thread.
class AccountSlot
{
public:
    explicit AccountSlot(Account account)
        : m_current(std::make_shared<const Account>(std::move(account)))
    {}

    std::shared_ptr<const Account> current() const
    {
        const std::lock_guard lock(m_mutex);
        return m_current;
    }
    void replace(std::shared_ptr<const Account> account)
    {
        const std::lock_guard lock(m_mutex);
        m_current.swap(account);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const Account> m_current;
};

/// A key with its lists parsed.
struct KeyRecord
{
    KeyRecord(ApiKey apiKey, std::shared_ptr<AccountSlot> slot, std::shared_ptr<KeyUse> counted);

    /// An unreadable line of a list allows nothing; a list of nothing but those still allows nobody.
    bool allowsAddress(std::string_view address) const;
    bool allowsReferrer(std::string_view referrer) const;

    ApiKey key;
    std::vector<Cidr> networks;
    std::vector<ReferrerRule> referrers;
    std::shared_ptr<AccountSlot> account;
    std::shared_ptr<KeyUse> use;
    std::optional<std::int64_t> worksUntilMs; ///< of an old secret
    Secret signingSecret;                     ///< only where it was found by its id
};

/// What a record is made of.
struct LoadedKey
{
    store::FoundKey found;
    Secret signingSecret;
    Account account;
};

/// Keys and accounts that were used since the start, in memory. What changes is replaced at once; what was read from
/// the database before a change that it may have missed isn't taken in. Bounded: beyond `capacity` some other one makes
/// room. Any thread.
class KeyCache
{
public:
    explicit KeyCache(std::size_t capacity = 131'072);

    std::shared_ptr<const KeyRecord> find(const KeyHash &hash) const;
    /// Those that sign, and those of batches.
    std::shared_ptr<const KeyRecord> findById(const std::string &id) const;
    std::shared_ptr<const Account> findAccount(const std::string &id) const;

    /// To be asked before a record is read from the database, and given with it.
    std::uint64_t generation() const { return m_generation.load(); }
    /// Null or false: something has changed meanwhile; read again.
    std::shared_ptr<const KeyRecord> add(const KeyHash &hash, const LoadedKey &key, std::uint64_t generation);
    std::shared_ptr<const KeyRecord> addById(const LoadedKey &key, std::uint64_t generation);
    bool addAccount(const Account &account, std::uint64_t generation);

    /// After the commit, in the order of the commits.
    void accountChanged(const Account &account);
    void keyChanged(const store::StoredKey &key);
    /// Of a key that was used since the start, as a rule; null for others.
    std::shared_ptr<KeyUse> use(const KeyId &id) const;

private:
    static constexpr std::size_t shardCount = 64;
    struct KeyShard
    {
        mutable std::shared_mutex mutex;
        std::unordered_map<KeyHash, std::shared_ptr<const KeyRecord>, KeyHashHasher> records;
    };
    struct AccountShard
    {
        mutable std::shared_mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<AccountSlot>> slots;
    };
    struct IdShard
    {
        mutable std::shared_mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<const KeyRecord>> records;
        std::unordered_map<std::string, std::shared_ptr<KeyUse>> uses;
    };
    static std::size_t shardOf(const KeyHash &hash) { return hash[31] % shardCount; }
    static std::size_t shardOf(const std::string &id) { return (std::hash<std::string>()(id) >> 20) % shardCount; }
    std::shared_ptr<AccountSlot> slot(const Account &account);
    std::shared_ptr<const KeyRecord> record(const LoadedKey &key);
    std::shared_ptr<KeyUse> countedUse(const store::FoundKey &key);

    const std::size_t m_perShard;
    std::mutex m_changes; ///< one who adds or changes at a time
    std::atomic<std::uint64_t> m_generation = 0;
    std::array<KeyShard, shardCount> m_keys;
    std::array<IdShard, shardCount> m_byId;
    std::array<AccountShard, shardCount> m_accounts;
};

} // namespace beaver::identity
