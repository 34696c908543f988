#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_json.h>
#include <server/identity/key_rules.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr std::string_view signingPrefix = "bss_";
constexpr int longestKeyPage = 1000;

/// What the writer is given of a new key.
struct NewKeyRow
{
    ApiKey key;
    KeyHash hash{};
    std::string sealedSigning;
    std::int64_t nowMs = 0;
};

Result<ApiKey> insert(storage::Connection &connection, const NewKeyRow &row, const KeyAuthority &by)
{
    const ApiKey &key = row.key;
    auto account = store::findAccount(connection, key.account);
    if (!account)
        return std::move(account).error();
    if (!*account || (*account)->status == "deleted")
        return noAccountError();
    if (auto may = checkKeeper(by, **account); !may)
        return std::move(may).error();
    if (key.role > (*account)->role)
        return Error{
            ErrorCode::Unprocessable, "The role of a key can't be above that of its account.", "role", {}, {}, 0};
    auto owner = store::accountOfProject(connection, key.project);
    if (!owner)
        return std::move(owner).error();
    if (!*owner || **owner != key.account)
        return Error{ErrorCode::NotFound, "There is no such project.", "project_id", {}, {}, 0};
    if (by.through) {
        auto limited = store::hasLimits(connection, by.through->id);
        if (!limited)
            return std::move(limited).error();
        if (*limited)
            return Error{ErrorCode::Forbidden,
                         "A key with limits or a budget of its own can't make keys: together they could use more.",
                         {},
                         "key_limited",
                         {},
                         0};
    }
    if (auto done = store::insertKey(connection, key, row.hash, row.sealedSigning); !done)
        return std::move(done).error();
    audit::Actor actor = by.actor;
    if (actor.account.empty())
        actor.account = key.account.text();
    if (auto done = audit::append(connection, {actor, "key.create", key.id.text(), {}, keyAuditJson(key)}, row.nowMs);
        !done)
        return std::move(done).error();
    return key;
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
    key.requireSignature = wanted.requireSignature;
    key.canSign = wanted.canSign || wanted.requireSignature;
    key.metadata = wanted.metadata;
    key.createdAtMs = nowMs;
    return created;
}

std::string IdentityService::Private::sealSigning(const KeyId &id, const Secret &secret) const
{
    return secret.isEmpty() ? std::string() : box.seal(secret, id.text());
}

QCoro::Task<Result<CreatedApiKey>> IdentityService::createKey(ops::Executor &loop, NewApiKey wanted, KeyAuthority by)
{
    CreatedApiKey created = d->makeKey(wanted);
    ApiKey &key = created.key;
    if (by.through) {
        inheritFrom(*by.through, key);
        key.canSign |= key.requireSignature;
        if (wanted.permissions.empty())
            std::erase_if(key.permissions, [&](const auto &one) { return !by.through->hasPermission(one); });
    }
    auto sound = checkKey(key, d->clock.wallMs(), true);
    if (sound && by.through)
        sound = checkWithin(*by.through, key);
    if (sound)
        sound = checkAdministers(key, by.mayAdminister);
    if (!sound)
        co_return std::move(sound).error();
    if (key.canSign)
        created.signingSecret = randomToken(signingPrefix);
    const KeyHash hash = d->material.apiKeys().of(created.secret.reveal());
    const NewKeyRow row{key, hash, d->sealSigning(key.id, created.signingSecret), d->clock.wallMs()};
    std::function<Result<ApiKey>(storage::Connection &)> work = [row, by](storage::Connection &connection) {
        return insert(connection, row, by);
    };
    std::function<void(const ApiKey &)> committed = [p = d, hash](const ApiKey &made) {
        p->filter.add(firstBits(hash));
        if (made.canSign)
            p->signers.add(p->signerBits(made.id.text()));
    };
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

QCoro::Task<Result<IdentityService::KeyPage>> IdentityService::keyPage(ops::Executor &loop, KeyQuery query)
{
    query.limit = std::clamp(query.limit, 1, longestKeyPage);
    auto reading = d->database.read(loop, [p = d, query](storage::Connection &connection) {
        auto keys = store::pageOfKeys(connection, query, p->clock.wallMs());
        if (keys)
            for (ApiKey &key : *keys)
                p->addLive(key);
        return keys;
    });
    auto keys = co_await reading;
    if (!keys)
        co_return std::move(keys).error();
    KeyPage page;
    page.keys = std::move(*keys);
    page.hasMore = page.keys.size() > static_cast<std::size_t>(query.limit);
    if (page.hasMore)
        page.keys.pop_back();
    co_return page;
}

QCoro::Task<Result<std::int64_t>> IdentityService::keyCount(ops::Executor &loop, KeyQuery query)
{
    auto reading = d->database.read(loop, [p = d, query](storage::Connection &connection) {
        return store::countKeys(connection, query, p->clock.wallMs());
    });
    co_return co_await reading;
}

void IdentityService::Private::addLive(ApiKey &key) const
{
    const auto use = cache.use(key.id);
    if (!use)
        return;
    if (use->lastUsedMs() > key.lastUsedAtMs.value_or(0))
        key.lastUsedAtMs = use->lastUsedMs();
    if (key.requestCap && use->counts())
        key.requestsMade = use->requests();
}

} // namespace beaver::identity
