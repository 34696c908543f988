#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>

namespace beaver::identity {

namespace {

Result<ApiKey> insert(storage::Connection &connection, const ApiKey &key, const KeyHash &hash)
{
    auto account = store::findAccount(connection, key.account);
    if (!account)
        return std::move(account).error();
    if (!*account || (*account)->status == "deleted")
        return noAccountError();
    if (key.role > (*account)->role)
        return unprocessable("role", "The role of a key can't be above that of its account.");
    if (auto done = store::insertKey(connection, key, hash); !done)
        return std::move(done).error();
    return key;
}

Result<store::StoredKey> revoke(storage::Connection &connection, const AccountId &owner, const KeyId &id,
                                std::int64_t nowMs)
{
    auto found = store::findKey(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found || (!owner.isEmpty() && (*found)->key.account != owner))
        return Error{ErrorCode::NotFound, "There is no such API key.", {}, {}, {}, 0};
    if (auto done = store::revokeKey(connection, id, nowMs); !done)
        return std::move(done).error();
    (*found)->key.active = false;
    return std::move(**found);
}

} // namespace

CreatedApiKey IdentityService::Private::makeKey(const NewApiKey &wanted) const
{
    const std::int64_t nowMs = clock.wallMs();
    CreatedApiKey created{{}, randomToken(wanted.prefix), {}};
    ApiKey &key = created.key;
    key.id = newId<KeyId>(nowMs);
    key.account = wanted.account;
    key.project = wanted.project.isEmpty() ? defaultProject(wanted.account) : wanted.project;
    key.createdBy = wanted.createdBy;
    key.name = wanted.name;
    key.preview = keyPreview(created.secret);
    key.role = wanted.role;
    key.scopes = wanted.scopes;
    key.permissions = wanted.permissions.empty() ? std::vector<std::string>{"read", "write"} : wanted.permissions;
    key.allowedModels = wanted.allowedModels;
    key.allowedIps = wanted.allowedIps;
    key.allowedReferrers = wanted.allowedReferrers;
    key.requestCap = wanted.requestCap;
    key.expiresAtMs = wanted.expiresAtMs;
    key.createdAtMs = nowMs;
    return created;
}

QCoro::Task<Result<CreatedApiKey>> IdentityService::createKey(ops::Executor &loop, NewApiKey wanted)
{
    auto sound = checkNewKey(wanted, d->clock.wallMs());
    if (!sound)
        co_return std::move(sound).error();
    CreatedApiKey created = d->makeKey(wanted);
    const KeyHash hash = d->material.apiKeys().of(created.secret.reveal());
    std::function<Result<ApiKey>(storage::Connection &)> work =
        [key = created.key, hash](storage::Connection &connection) { return insert(connection, key, hash); };
    std::function<void(const ApiKey &)> committed = [p = d, hash](const ApiKey &) { p->filter.add(firstBits(hash)); };
    auto writing = d->write<ApiKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return created;
}

QCoro::Task<Result<std::vector<ApiKey>>> IdentityService::keys(ops::Executor &loop, AccountId account)
{
    auto reading = d->database.read(
        loop, [account](storage::Connection &connection) { return store::listKeys(connection, account); });
    co_return co_await reading;
}

QCoro::Task<Result<ApiKey>> IdentityService::revokeKey(ops::Executor &loop, AccountId owner, KeyId id)
{
    using store::StoredKey;
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<StoredKey>(storage::Connection &)> work = [owner, id, nowMs](storage::Connection &connection) {
        return revoke(connection, owner, id, nowMs);
    };
    std::function<void(const StoredKey &)> committed = [p = d](const StoredKey &stored) {
        p->cache.keyChanged(stored.hash, stored.key);
    };
    auto writing = d->write<StoredKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return written->key;
}

} // namespace beaver::identity
