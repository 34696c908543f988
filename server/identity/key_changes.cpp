#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_json.h>
#include <server/identity/key_rules.h>

#include <algorithm>

namespace beaver::identity {

namespace {

using Authority = KeyAuthority;
using store::StoredKey;

constexpr std::int64_t longestGraceS = 30 * 86'400;
constexpr int mostAtOnce = 1000; // keys of one round of a bulk revocation

Error noSuchKey()
{
    return {ErrorCode::NotFound, "There is no such API key.", {}, {}, {}, 0};
}

/// The key, if it is there for who asks.
Result<StoredKey> theirKey(storage::Connection &connection, const KeyId &id, const Authority &by)
{
    auto found = store::findKey(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return noSuchKey();
    const ApiKey &key = (*found)->key;
    if ((!by.account.isEmpty() && key.account != by.account) || (!by.project.isEmpty() && key.project != by.project) ||
        (!by.createdBy.isEmpty() && key.createdBy != by.createdBy))
        return noSuchKey();
    return std::move(**found);
}

/// The same, to be changed: not by a key that has less, nor by a person with a lower role.
Result<StoredKey> theirKeyToChange(storage::Connection &connection, const KeyId &id, const Authority &by)
{
    auto found = theirKey(connection, id, by);
    if (!found)
        return found;
    if (found->key.role > by.role)
        return Error{ErrorCode::Forbidden, "This key has a role above yours.", {}, "role_required", {}, 0};
    auto account = store::findAccount(connection, found->key.account);
    if (!account)
        return std::move(account).error();
    if (*account)
        if (auto may = checkKeeper(by, **account); !may)
            return std::move(may).error();
    if (by.through)
        if (auto within = checkWithin(*by.through, found->key); !within)
            return std::move(within).error();
    return found;
}

Error revokedError()
{
    return {ErrorCode::Conflict, "This key is revoked, for good. Make a new one.", {}, "key_revoked", {}, 0};
}

Result<void> note(storage::Connection &connection, const Authority &by, std::string action, const KeyId &id,
                  const std::string &before, const ApiKey &after, std::int64_t nowMs)
{
    audit::Actor actor = by.actor;
    if (actor.account.empty())
        actor.account = after.account.text();
    return audit::append(connection, {actor, std::move(action), id.text(), before, keyAuditJson(after)}, nowMs);
}

void apply(const KeyPatch &patch, ApiKey &key)
{
    key.name = patch.name.value_or(key.name);
    key.scopes = patch.scopes.value_or(key.scopes);
    key.permissions = patch.permissions.value_or(key.permissions);
    key.allowedModels = patch.allowedModels.value_or(key.allowedModels);
    key.allowedIps = patch.allowedIps.value_or(key.allowedIps);
    key.allowedReferrers = patch.allowedReferrers.value_or(key.allowedReferrers);
    key.requestCap = patch.requestCap.value_or(key.requestCap);
    key.expiresAtMs = patch.expiresAtMs.value_or(key.expiresAtMs);
    key.active = patch.active.value_or(key.active);
    key.requireSignature = patch.requireSignature.value_or(key.requireSignature);
    key.role = patch.role.value_or(key.role);
    key.metadata = patch.metadata.value_or(key.metadata);
}

Result<StoredKey> change(storage::Connection &connection, const KeyId &id, const KeyPatch &patch, const Authority &by,
                         std::int64_t nowMs)
{
    auto found = theirKeyToChange(connection, id, by);
    if (!found)
        return found;
    if (found->key.revokedAtMs)
        return revokedError();
    ApiKey &key = found->key;
    const std::string before = keyAuditJson(key);
    apply(patch, key);
    auto sound = checkKey(key, nowMs, patch.expiresAtMs.has_value());
    if (sound && key.permissions.empty())
        sound = Error{ErrorCode::Unprocessable,
                      "'permissions': a key has at least one of read, write and admin.",
                      "permissions",
                      {},
                      {},
                      0};
    if (sound && by.through)
        sound = checkWithin(*by.through, key);
    if (sound)
        sound = checkAdministers(key, by.mayAdminister);
    if (sound && key.requireSignature && !key.canSign)
        sound = Error{ErrorCode::Unprocessable,
                      "'require_signature': this key has no signing secret yet. POST /api-keys/{id}/signing-secret.",
                      "require_signature",
                      "no_signing_secret",
                      {},
                      0};
    if (!sound)
        return std::move(sound).error();
    auto account = store::findAccount(connection, key.account);
    if (!account)
        return std::move(account).error();
    if (!*account || key.role > (*account)->role)
        return Error{
            ErrorCode::Unprocessable, "The role of a key can't be above that of its account.", "role", {}, {}, 0};
    if (auto done = store::updateKey(connection, key); !done)
        return std::move(done).error();
    if (patch.requestCap && key.requestCap) {
        auto made = store::requestsMade(connection, key.account, key.id);
        if (!made)
            return std::move(made).error();
        found->requestsMade = *made;
    }
    if (auto done = note(connection, by, "key.change", id, before, key, nowMs); !done)
        return std::move(done).error();
    if (auto done = store::addShown(connection, key, nowMs); !done)
        return std::move(done).error();
    return found;
}

struct KeyRotation
{
    KeyHash hash{};
    std::string preview;
    std::int64_t worksUntilMs = 0;
    std::int64_t nowMs = 0;
};

/// Both hashes stand in what it answers: the caches of each change.
Result<StoredKey> rotateStored(storage::Connection &connection, const KeyId &id, const KeyRotation &rotation,
                               const Authority &by)
{
    auto found = theirKeyToChange(connection, id, by);
    if (!found)
        return found;
    if (found->key.revokedAtMs)
        return revokedError();
    ApiKey &key = found->key;
    const std::string before = keyAuditJson(key);
    if (auto done = store::rotateKey(connection, *found, rotation.hash, rotation.preview, rotation.worksUntilMs,
                                     rotation.nowMs);
        !done)
        return std::move(done).error();
    found->old.push_back({found->hash, rotation.worksUntilMs});
    found->hash = rotation.hash;
    key.preview = rotation.preview;
    key.rotatedAtMs = rotation.nowMs;
    if (auto done = note(connection, by, "key.rotate", id, before, key, rotation.nowMs); !done)
        return std::move(done).error();
    if (auto done = store::addShown(connection, key, rotation.nowMs); !done)
        return std::move(done).error();
    return found;
}

Result<StoredKey> revokeStored(storage::Connection &connection, StoredKey stored, const Authority &by,
                               std::int64_t nowMs)
{
    if (stored.key.revokedAtMs)
        return stored;
    const std::string before = keyAuditJson(stored.key);
    if (auto done = store::revokeKey(connection, stored.key.id, nowMs); !done)
        return std::move(done).error();
    stored.key.active = false;
    stored.key.revokedAtMs = nowMs;
    if (auto done = note(connection, by, "key.revoke", stored.key.id, before, stored.key, nowMs); !done)
        return std::move(done).error();
    return stored;
}

} // namespace

QCoro::Task<Result<ApiKey>> IdentityService::changeKey(ops::Executor &loop, KeyId id, KeyPatch patch, KeyAuthority by)
{
    std::function<Result<StoredKey>(storage::Connection &)> work =
        [id, patch, by, nowMs = d->clock.wallMs()](storage::Connection &connection) {
            return change(connection, id, patch, by, nowMs);
        };
    std::function<void(const StoredKey &)> committed = [p = d](const StoredKey &stored) {
        p->cache.keyChanged(stored);
    };
    auto writing = d->write<StoredKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return written->key;
}

QCoro::Task<Result<CreatedApiKey>> IdentityService::rotateKey(ops::Executor &loop, KeyId id, std::int64_t graceS,
                                                              KeyAuthority by)
{
    if (graceS < 0 || graceS > longestGraceS)
        co_return Error{ErrorCode::Unprocessable,
                        "'grace_seconds' takes 0 to " + std::to_string(longestGraceS) + ".",
                        "grace_seconds",
                        {},
                        {},
                        0};
    // The new secret begins as the old one does.
    auto asking = key(loop, id, by);
    auto known = co_await asking;
    if (!known)
        co_return std::move(known).error();
    const std::size_t random = known->preview.find_last_of('_') + 1;
    CreatedApiKey created{{}, randomToken(known->preview.substr(0, random)), {}};
    const std::int64_t nowMs = d->clock.wallMs();
    const KeyRotation rotation{d->material.apiKeys().of(created.secret.reveal()), keyPreview(created.secret),
                               nowMs + graceS * 1000, nowMs};
    std::function<Result<StoredKey>(storage::Connection &)> work = [id, rotation, by](storage::Connection &connection) {
        return rotateStored(connection, id, rotation, by);
    };
    std::function<void(const StoredKey &)> committed = [p = d](const StoredKey &stored) {
        p->filter.add(firstBits(stored.hash));
        p->cache.keyChanged(stored);
    };
    auto writing = d->write<StoredKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    created.key = std::move(written->key);
    co_return created;
}

QCoro::Task<Result<CreatedApiKey>> IdentityService::renewSigningSecret(ops::Executor &loop, KeyId id, KeyAuthority by)
{
    CreatedApiKey created{{}, {}, randomToken("bss_")};
    const std::string sealed = d->sealSigning(id, created.signingSecret);
    std::function<Result<StoredKey>(storage::Connection &)> work =
        [id, sealed, by, nowMs = d->clock.wallMs()](storage::Connection &connection) -> Result<StoredKey> {
        auto found = theirKeyToChange(connection, id, by);
        if (!found)
            return found;
        if (found->key.revokedAtMs)
            return revokedError();
        const std::string before = keyAuditJson(found->key);
        if (auto done = store::setSigningSecret(connection, id, sealed); !done)
            return std::move(done).error();
        found->key.canSign = true;
        if (auto done = note(connection, by, "key.signing_secret", id, before, found->key, nowMs); !done)
            return std::move(done).error();
        if (auto done = store::addShown(connection, found->key, nowMs); !done)
            return std::move(done).error();
        return found;
    };
    std::function<void(const StoredKey &)> committed = [p = d](const StoredKey &stored) {
        p->signers.add(p->signerBits(stored.key.id.text()));
        p->cache.keyChanged(stored);
    };
    auto writing = d->write<StoredKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    created.key = std::move(written->key);
    co_return created;
}

QCoro::Task<Result<ApiKey>> IdentityService::revokeKey(ops::Executor &loop, KeyId id, KeyAuthority by)
{
    std::function<Result<StoredKey>(storage::Connection &)> work =
        [id, by, nowMs = d->clock.wallMs()](storage::Connection &connection) -> Result<StoredKey> {
        auto found = theirKeyToChange(connection, id, by);
        if (!found)
            return found;
        return revokeStored(connection, std::move(*found), by, nowMs);
    };
    std::function<void(const StoredKey &)> committed = [p = d](const StoredKey &stored) {
        p->cache.keyChanged(stored);
    };
    auto writing = d->write<StoredKey>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return written->key;
}

QCoro::Task<Result<ApiKey>> IdentityService::revokeKey(ops::Executor &loop, AccountId owner, KeyId id)
{
    KeyAuthority by;
    by.account = std::move(owner);
    by.role = Role::Owner;
    return revokeKey(loop, std::move(id), std::move(by));
}

QCoro::Task<Result<IdentityService::Revocation>> IdentityService::revokeKeys(ops::Executor &loop,
                                                                             std::vector<std::string> ids,
                                                                             KeyQuery query, bool dryRun,
                                                                             KeyAuthority by)
{
    struct Revoked
    {
        std::vector<StoredKey> keys;
        std::vector<std::pair<std::string, Error>> left;
    };
    constexpr std::size_t mostLeft = 10'000;
    const bool named = !ids.empty();
    query.limit = mostAtOnce;
    Revocation all;
    // In rounds: one transaction with a hundred thousand keys would keep everybody's calls waiting.
    for (bool more = true; more;) {
        std::vector<std::string> round;
        if (named) {
            const std::size_t size = std::min<std::size_t>(ids.size(), mostAtOnce);
            round.assign(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(size));
            ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(size));
            more = !ids.empty();
        } else {
            auto paging = keyPage(loop, query);
            auto page = co_await paging;
            if (!page)
                co_return std::move(page).error();
            for (const ApiKey &key : page->keys)
                round.push_back(key.id.text());
            more = page->hasMore;
            if (!round.empty())
                query.after = round.back();
        }
        if (round.empty())
            break;
        std::function<Result<Revoked>(storage::Connection &)> work =
            [round, by, dryRun, nowMs = d->clock.wallMs()](storage::Connection &connection) -> Result<Revoked> {
            Revoked revoked;
            for (const std::string &id : round) {
                auto found = theirKeyToChange(connection, KeyId(id), by);
                if (!found &&
                    (found.error().code == ErrorCode::NotFound || found.error().code == ErrorCode::Forbidden)) {
                    revoked.left.emplace_back(id, std::move(found).error());
                    continue;
                }
                if (!found)
                    return std::move(found).error();
                if (found->key.revokedAtMs)
                    continue;
                if (!dryRun) {
                    auto done = revokeStored(connection, std::move(*found), by, nowMs);
                    if (!done)
                        return std::move(done).error();
                    found = std::move(done);
                }
                revoked.keys.push_back(std::move(*found));
            }
            return revoked;
        };
        std::function<void(const Revoked &)> committed = [p = d, dryRun](const Revoked &revoked) {
            if (!dryRun)
                for (const StoredKey &stored : revoked.keys)
                    p->cache.keyChanged(stored);
        };
        auto writing = d->write<Revoked>(loop, std::move(work), std::move(committed));
        auto written = co_await writing;
        if (!written)
            co_return std::move(written).error();
        all.count += static_cast<std::int64_t>(written->keys.size());
        for (auto &each : written->left)
            if (all.left.size() < mostLeft)
                all.left.push_back(std::move(each));
    }
    co_return all;
}

QCoro::Task<Result<ApiKey>> IdentityService::key(ops::Executor &loop, KeyId id, KeyAuthority by)
{
    auto reading = d->database.read(loop, [p = d, id, by](storage::Connection &connection) -> Result<ApiKey> {
        auto found = theirKey(connection, id, by);
        if (!found)
            return std::move(found).error();
        if (auto added = store::addShown(connection, found->key, p->clock.wallMs()); !added)
            return std::move(added).error();
        p->addLive(found->key);
        return found->key;
    });
    co_return co_await reading;
}

} // namespace beaver::identity
