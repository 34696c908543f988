#include <server/identity/access_token.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/session_store.h>

#include <algorithm>
#include <future>

namespace beaver::identity {

namespace {

/// How often a record is read anew because something changed while it was read.
constexpr int loadAttempts = 3;
constexpr std::int64_t dayUs = 86'400'000'000;

} // namespace

Error invalidKeyError()
{
    return {ErrorCode::Unauthenticated, "The API key is missing or not valid.", {}, "invalid_api_key", {}, 0};
}

Error invalidTokenError()
{
    return {ErrorCode::Unauthenticated, "The sign-in is not valid or over. Sign in anew.", {}, "invalid_token", {}, 0};
}

Error suspendedError()
{
    return {
        ErrorCode::Forbidden, "The account is suspended. Its operator can tell why.", {}, "account_suspended", {}, 0};
}

Error noAccountError()
{
    return {ErrorCode::NotFound, "There is no such account.", {}, {}, {}, 0};
}

IdentityService::Private::Private(Settings given, storage::Database &storage, const Clock &time)
    : settings(std::move(given))
    , masterKeyBytes(settings.masterKey.reveal().size())
    , database(storage)
    , clock(time)
    , material(settings.masterKey)
    , revoked(settings.accessTokenS * 1'000'000 + dayUs)
    , throttle(time)
    , hasher(HashCost{settings.hashOpsLimit, settings.hashMemLimit}, std::max(settings.hashThreads, 1))
{
    settings.masterKey = Secret();
}

Result<Principal> IdentityService::Private::admit(const std::shared_ptr<const KeyRecord> &record,
                                                  const Caller &caller) const
{
    const ApiKey &key = record->key;
    if (!key.active || (key.expiresAtMs && clock.wallMs() >= *key.expiresAtMs))
        return invalidKeyError();
    auto account = record->account->current();
    if (!account->active())
        return account->status == "suspended" ? suspendedError() : invalidKeyError();
    if (!record->allowsAddress(caller.address))
        return Error{
            ErrorCode::Forbidden, "This API key may not be used from this address.", {}, "ip_not_allowed", {}, 0};
    if (!record->allowsReferrer(caller.referrer))
        return Error{
            ErrorCode::Forbidden, "This API key may not be used from this page.", {}, "referrer_not_allowed", {}, 0};
    const Role role = std::min(key.role, account->role);
    return Principal{std::move(account), std::shared_ptr<const ApiKey>(record, &key), SessionId(), role};
}

Result<Principal> IdentityService::Private::admit(std::shared_ptr<const Account> account, SessionId session) const
{
    if (!account->active())
        return account->status == "suspended" ? suspendedError() : invalidTokenError();
    const Role role = account->role;
    return Principal{std::move(account), nullptr, std::move(session), role};
}

Result<std::shared_ptr<const KeyRecord>> IdentityService::Private::loadKey(storage::Connection &connection,
                                                                           const KeyHash &hash)
{
    for (int attempt = 1;; ++attempt) {
        if (auto known = cache.find(hash))
            return known;
        const std::uint64_t generation = cache.generation();
        auto found = store::findKeyByHash(connection, hash);
        if (!found)
            return std::move(found).error();
        if (!*found)
            return std::shared_ptr<const KeyRecord>();
        if (auto added = cache.add(hash, (*found)->key, (*found)->account, generation))
            return added;
        if (attempt == loadAttempts)
            return std::make_shared<const KeyRecord>((*found)->key, std::make_shared<AccountSlot>((*found)->account));
    }
}

Result<std::shared_ptr<const Account>> IdentityService::Private::loadAccount(storage::Connection &connection,
                                                                             const AccountId &id)
{
    for (int attempt = 1;; ++attempt) {
        if (auto known = cache.findAccount(id.text()))
            return known;
        const std::uint64_t generation = cache.generation();
        auto found = store::findAccount(connection, id);
        if (!found)
            return std::move(found).error();
        if (!*found)
            return std::shared_ptr<const Account>();
        if (cache.addAccount(**found, generation) || attempt == loadAttempts)
            return std::make_shared<const Account>(std::move(**found));
    }
}

Result<void> IdentityService::Private::writeNow(std::function<Result<void>(storage::Connection &)> work) const
{
    std::promise<Result<void>> promise;
    database.write(std::move(work), [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
}

Result<void> IdentityService::Private::readNow(std::function<Result<void>(storage::Connection &)> work) const
{
    std::promise<Result<void>> promise;
    database.read(
        [&promise, work = std::move(work)](storage::Connection &connection) { promise.set_value(work(connection)); });
    return promise.get_future().get();
}

IdentityService::IdentityService(Settings settings, storage::Database &database, const Clock &clock)
    : d(std::make_shared<Private>(std::move(settings), database, clock))
{}

IdentityService::~IdentityService() = default;

Result<void> IdentityService::start()
{
    if (d->masterKeyBytes < 32)
        return invalid("BEAVER_SECRET_KEY", "BEAVER_SECRET_KEY has " + std::to_string(d->masterKeyBytes) +
                                                " bytes; it takes at least 32, at random.");
    const std::int64_t nowMs = d->clock.wallMs();
    return d->readNow([this, nowMs](storage::Connection &connection) -> Result<void> {
        auto keysLoaded = store::forEachKeyHash(connection, [this](std::uint64_t bits) { d->filter.add(bits); });
        if (!keysLoaded)
            return keysLoaded;
        const std::int64_t sinceMs = nowMs - d->settings.accessTokenS * 1000;
        const std::int64_t nowUs = d->clock.monotonicUs();
        return store::forEachRevokedSession(connection, sinceMs,
                                            [&](const std::string &session) { d->revoked.add(session, nowUs); });
    });
}

std::optional<Result<Principal>> IdentityService::tryKey(std::string_view secret, const Caller &caller) const
{
    if (!couldBeKey(secret))
        return invalidKeyError();
    const KeyHash hash = d->material.apiKeys().of(secret);
    if (const auto record = d->cache.find(hash))
        return d->admit(record, caller);
    if (!d->filter.mayContain(firstBits(hash)))
        return invalidKeyError();
    return std::nullopt;
}

QCoro::Task<Result<Principal>> IdentityService::authenticateKey(ops::Executor &loop, std::string secret, Caller caller)
{
    auto known = tryKey(secret, caller);
    if (known)
        co_return std::move(*known);
    const KeyHash hash = d->material.apiKeys().of(secret);
    auto reading =
        d->database.read(loop, [p = d, hash](storage::Connection &connection) { return p->loadKey(connection, hash); });
    auto loaded = co_await reading;
    if (!loaded)
        co_return std::move(loaded).error();
    if (!*loaded)
        co_return invalidKeyError();
    co_return d->admit(*loaded, caller);
}

std::optional<Result<Principal>> IdentityService::tryAccessToken(std::string_view token) const
{
    auto claims = verifyAccessToken(d->material.accessTokens(), token, d->clock.wallMs());
    if (!claims || d->revoked.contains(claims->session.text()))
        return invalidTokenError();
    auto account = d->cache.findAccount(claims->account.text());
    if (!account)
        return std::nullopt;
    return d->admit(std::move(account), std::move(claims->session));
}

QCoro::Task<Result<Principal>> IdentityService::authenticateToken(ops::Executor &loop, std::string token)
{
    auto known = tryAccessToken(token);
    if (known)
        co_return std::move(*known);
    auto claims = verifyAccessToken(d->material.accessTokens(), token, d->clock.wallMs());
    if (!claims)
        co_return invalidTokenError();
    auto reading = d->database.read(loop, [p = d, id = claims->account](storage::Connection &connection) {
        return p->loadAccount(connection, id);
    });
    auto account = co_await reading;
    if (!account)
        co_return std::move(account).error();
    // The session may have ended while the account was read.
    if (!*account || d->revoked.contains(claims->session.text()))
        co_return invalidTokenError();
    co_return d->admit(std::move(*account), std::move(claims->session));
}

bool IdentityService::looksLikeAccessToken(std::string_view credential)
{
    return identity::looksLikeAccessToken(credential);
}

} // namespace beaver::identity
