#include <server/identity/key_cache.h>

#include <algorithm>

namespace beaver::identity {

KeyRecord::KeyRecord(ApiKey apiKey, std::shared_ptr<AccountSlot> slot, std::shared_ptr<KeyUse> counted)
    : key(std::move(apiKey))
    , account(std::move(slot))
    , use(std::move(counted))
{
    for (const std::string &text : key.allowedIps)
        if (const auto network = Cidr::parse(text))
            networks.push_back(*network);
    for (const std::string &text : key.allowedReferrers)
        if (auto rule = ReferrerRule::parse(text))
            referrers.push_back(std::move(*rule));
}

bool KeyRecord::allowsAddress(std::string_view address) const
{
    if (key.allowedIps.empty())
        return true;
    const auto ip = parseIp(address);
    return ip && std::ranges::any_of(networks, [&](const Cidr &network) { return network.contains(*ip); });
}

bool KeyRecord::allowsReferrer(std::string_view referrer) const
{
    return key.allowedReferrers.empty() ||
           std::ranges::any_of(referrers, [&](const ReferrerRule &rule) { return rule.allows(referrer); });
}

KeyCache::KeyCache(std::size_t capacity)
    : m_perShard(std::max<std::size_t>(capacity / shardCount, 1))
{}

std::shared_ptr<const KeyRecord> KeyCache::find(const KeyHash &hash) const
{
    const KeyShard &shard = m_keys[shardOf(hash)];
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.records.find(hash);
    return found == shard.records.end() ? nullptr : found->second;
}

std::shared_ptr<const Account> KeyCache::findAccount(const std::string &id) const
{
    const AccountShard &shard = m_accounts[shardOf(id)];
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.slots.find(id);
    return found == shard.slots.end() ? nullptr : found->second->current();
}

std::shared_ptr<const KeyRecord> KeyCache::findById(const std::string &id) const
{
    const IdShard &shard = m_byId[shardOf(id)];
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.records.find(id);
    return found == shard.records.end() ? nullptr : found->second;
}

std::shared_ptr<KeyUse> KeyCache::use(const KeyId &id) const
{
    const IdShard &shard = m_byId[shardOf(id.text())];
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.uses.find(id.text());
    return found == shard.uses.end() ? nullptr : found->second;
}

std::shared_ptr<const KeyRecord> KeyCache::record(const LoadedKey &key)
{
    auto made = std::make_shared<KeyRecord>(key.found.key, slot(key.account), countedUse(key.found));
    made->worksUntilMs = key.found.worksUntilMs;
    made->signingSecret = key.signingSecret;
    return made;
}

std::shared_ptr<const KeyRecord> KeyCache::add(const KeyHash &hash, const LoadedKey &key, std::uint64_t generation)
{
    const std::lock_guard changes(m_changes);
    if (generation != m_generation)
        return nullptr;
    auto made = record(key);
    KeyShard &shard = m_keys[shardOf(hash)];
    const std::unique_lock lock(shard.mutex);
    if (shard.records.size() >= m_perShard && !shard.records.contains(hash))
        shard.records.erase(shard.records.begin());
    shard.records[hash] = made;
    return made;
}

std::shared_ptr<const KeyRecord> KeyCache::addById(const LoadedKey &key, std::uint64_t generation)
{
    const std::lock_guard changes(m_changes);
    if (generation != m_generation)
        return nullptr;
    auto made = record(key);
    const std::string &id = key.found.key.id.text();
    IdShard &shard = m_byId[shardOf(id)];
    const std::unique_lock lock(shard.mutex);
    if (shard.records.size() >= m_perShard && !shard.records.contains(id))
        shard.records.erase(shard.records.begin());
    shard.records[id] = made;
    return made;
}

bool KeyCache::addAccount(const Account &account, std::uint64_t generation)
{
    const std::lock_guard changes(m_changes);
    if (generation != m_generation)
        return false;
    slot(account);
    return true;
}

void KeyCache::accountChanged(const Account &account)
{
    const std::lock_guard changes(m_changes);
    ++m_generation;
    AccountShard &shard = m_accounts[shardOf(account.id.text())];
    const std::shared_lock lock(shard.mutex);
    if (const auto found = shard.slots.find(account.id.text()); found != shard.slots.end())
        found->second->replace(std::make_shared<const Account>(account));
}

void KeyCache::keyChanged(const store::StoredKey &key)
{
    const std::lock_guard changes(m_changes);
    ++m_generation;
    const auto renew = [&](const KeyHash &hash, std::optional<std::int64_t> worksUntilMs) {
        KeyShard &shard = m_keys[shardOf(hash)];
        const std::unique_lock lock(shard.mutex);
        const auto found = shard.records.find(hash);
        if (found == shard.records.end())
            return;
        auto made = std::make_shared<KeyRecord>(key.key, found->second->account, found->second->use);
        made->worksUntilMs = worksUntilMs;
        found->second = std::move(made);
    };
    renew(key.hash, std::nullopt);
    for (const auto &old : key.old)
        renew(old.hash, old.worksUntilMs);
    const std::string &id = key.key.id.text();
    IdShard &shard = m_byId[shardOf(id)];
    const std::unique_lock lock(shard.mutex);
    shard.records.erase(id);
    const auto use = shard.uses.find(id);
    if (use != shard.uses.end() && key.requestsMade)
        use->second->setRequests(*key.requestsMade, true);
}

/// A count that somebody may still go by isn't made twice: only a use that no record refers to and that counts nothing
/// may go.
std::shared_ptr<KeyUse> KeyCache::countedUse(const store::FoundKey &key)
{
    const std::string &id = key.key.id.text();
    IdShard &shard = m_byId[shardOf(id)];
    const std::unique_lock lock(shard.mutex);
    auto found = shard.uses.find(id);
    if (found == shard.uses.end()) {
        if (shard.uses.size() >= m_perShard) {
            const auto unused = std::ranges::find_if(
                shard.uses, [](const auto &entry) { return entry.second.use_count() == 1 && !entry.second->counts(); });
            if (unused != shard.uses.end())
                shard.uses.erase(unused);
        }
        found = shard.uses.emplace(id, std::make_shared<KeyUse>(key.key.id)).first;
    }
    if (key.requestsMade)
        found->second->setRequests(*key.requestsMade, false);
    return found->second;
}

std::shared_ptr<AccountSlot> KeyCache::slot(const Account &account)
{
    const std::string &id = account.id.text();
    AccountShard &shard = m_accounts[shardOf(id)];
    const std::unique_lock lock(shard.mutex);
    if (const auto found = shard.slots.find(id); found != shard.slots.end())
        return found->second;
    if (shard.slots.size() >= m_perShard) {
        // Only one that no key refers to may go: a change must reach every key of its account.
        const auto unused =
            std::ranges::find_if(shard.slots, [](const auto &entry) { return entry.second.use_count() == 1; });
        if (unused != shard.slots.end())
            shard.slots.erase(unused);
    }
    return shard.slots.emplace(id, std::make_shared<AccountSlot>(account)).first->second;
}

} // namespace beaver::identity
