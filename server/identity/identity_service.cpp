#include <server/identity/access_token.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_store.h>
#include <server/identity/session_store.h>

#include <algorithm>
#include <future>

namespace beaver::identity {

namespace {

/// How often a record is read anew because something changed while it was read.
constexpr int loadAttempts = 20;
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

Error spentTokenError()
{
    return {ErrorCode::InvalidRequest,
            "The token is not valid, was used already, or is too old. Ask for a new one.",
            "token",
            "invalid_or_expired_token",
            {},
            0};
}

Error tooManyError(std::string message, std::int64_t waitMs)
{
    return {ErrorCode::RateLimited, std::move(message), {}, "too_many_requests", {}, waitMs};
}

std::string shown(std::string_view text, std::size_t most)
{
    std::string kept(text.substr(0, most));
    std::erase_if(kept, [](char c) { return c < ' ' || c > '~'; });
    return kept;
}

IdentityService::Private::Private(Settings given, storage::Database &storage, const Clock &time)
    : settings(std::move(given))
    , masterKeyBytes(settings.masterKey.reveal().size())
    , database(storage)
    , clock(time)
    , material(settings.masterKey)
    , box(settings.masterKey)
    , startedMs(time.wallMs())
    , revoked(settings.accessTokenS * 1'000'000 + dayUs)
    , throttle(time)
    , hasher(HashCost{settings.hashOpsLimit, settings.hashMemLimit}, std::max(settings.hashThreads, 1))
{
    settings.masterKey = Secret();
}

Result<Principal> IdentityService::Private::admit(const std::shared_ptr<const KeyRecord> &record, const Caller &caller,
                                                  bool isSigned) const
{
    const ApiKey &key = record->key;
    const std::int64_t nowMs = clock.wallMs();
    if (!key.active || (key.expiresAtMs && nowMs >= *key.expiresAtMs) ||
        (record->worksUntilMs && nowMs >= *record->worksUntilMs))
        return invalidKeyError();
    auto account = record->account->current();
    if (!account->active())
        return account->status == "suspended" ? suspendedError() : invalidKeyError();
    if (key.requireSignature && !isSigned)
        return Error{ErrorCode::Unauthenticated,
                     "This API key takes signed requests only: sign them with its signing secret.",
                     {},
                     "signature_required",
                     {},
                     0};
    if (!record->allowsAddress(caller.address))
        return Error{
            ErrorCode::Forbidden, "This API key may not be used from this address.", {}, "ip_not_allowed", {}, 0};
    if (!record->allowsReferrer(caller.referrer))
        return Error{
            ErrorCode::Forbidden, "This API key may not be used from this page.", {}, "referrer_not_allowed", {}, 0};
    uses.touch(record->use, nowMs);
    const Role role = std::min(key.role, account->role);
    return Principal{std::move(account), std::shared_ptr<const ApiKey>(record, &key), SessionId(), role, record->use};
}

Result<Principal> IdentityService::Private::admitSigned(const std::shared_ptr<const KeyRecord> &record,
                                                        const SignedRequest &request, const Caller &caller) const
{
    if (record->signingSecret.isEmpty())
        return invalidKeyError();
    if (auto right = checkSignature(record->signingSecret, request); !right)
        return std::move(right).error();
    // Who is refused for another reason hasn't used the signature up.
    auto principal = admit(record, caller, true);
    if (!principal)
        return principal;
    if (auto fresh = seen.add(request.keyId, request.signature, clock.wallMs()); !fresh)
        return std::move(fresh).error();
    return principal;
}

Result<Principal> IdentityService::Private::admit(std::shared_ptr<const Account> account, SessionId session) const
{
    if (!account->active())
        return account->status == "suspended" ? suspendedError() : invalidTokenError();
    const Role role = account->role;
    return Principal{std::move(account), nullptr, std::move(session), role, nullptr};
}

/// With its account and its signing secret opened.
Result<std::optional<LoadedKey>> IdentityService::Private::complete(storage::Connection &connection,
                                                                    Result<std::optional<store::FoundKey>> found,
                                                                    bool opens) const
{
    if (!found)
        return std::move(found).error();
    if (!*found)
        return std::optional<LoadedKey>();
    LoadedKey loaded;
    loaded.found = std::move(**found);
    auto account = store::findAccount(connection, loaded.found.key.account);
    if (!account)
        return std::move(account).error();
    if (!*account)
        return std::optional<LoadedKey>();
    loaded.account = std::move(**account);
    if (opens && !loaded.found.sealedSigning.empty()) {
        auto secret = box.open(loaded.found.sealedSigning, loaded.found.key.id.text());
        if (!secret)
            return std::move(secret).error();
        loaded.signingSecret = std::move(*secret);
    }
    return std::optional(std::move(loaded));
}

Result<std::shared_ptr<const KeyRecord>> IdentityService::Private::loadKey(storage::Connection &connection,
                                                                           const KeyHash &hash)
{
    for (int attempt = 1; attempt <= loadAttempts; ++attempt) {
        if (auto known = cache.find(hash))
            return known;
        const std::uint64_t generation = cache.generation();
        auto loaded = complete(connection, store::findKeyByHash(connection, hash, clock.wallMs()), false);
        if (!loaded)
            return std::move(loaded).error();
        if (!*loaded)
            return std::shared_ptr<const KeyRecord>();
        if (auto added = cache.add(hash, **loaded, generation))
            return added;
    }
    return Error{ErrorCode::Unavailable, "Too much changes at once. Please try again.", {}, {}, {}, 1000};
}

Result<std::shared_ptr<const KeyRecord>> IdentityService::Private::loadKeyById(storage::Connection &connection,
                                                                               const KeyId &id)
{
    for (int attempt = 1; attempt <= loadAttempts; ++attempt) {
        if (auto known = cache.findById(id.text()))
            return known;
        const std::uint64_t generation = cache.generation();
        auto loaded = complete(connection, store::findKeyById(connection, id), true);
        if (!loaded)
            return std::move(loaded).error();
        if (!*loaded)
            return std::shared_ptr<const KeyRecord>();
        if (auto added = cache.addById(**loaded, generation))
            return added;
    }
    return Error{ErrorCode::Unavailable, "Too much changes at once. Please try again.", {}, {}, {}, 1000};
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
        auto signersLoaded =
            store::forEachSigner(connection, [this](const std::string &id) { d->signers.add(d->signerBits(id)); });
        if (!signersLoaded)
            return signersLoaded;
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
    RecentHashes &recent = RecentHashes::ofThread();
    const KeyHash hash = recent.of(d->material.apiKeys(), secret);
    if (const auto record = d->cache.find(hash)) {
        recent.remember();
        return d->admit(record, caller);
    }
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

std::optional<Result<Principal>> IdentityService::trySigned(const SignedRequest &request, const Caller &caller) const
{
    if (!couldBeKey(request.keyId))
        return invalidKeyError();
    const auto sound = checkSignatureTime(request, d->clock.wallMs(), d->startedMs);
    if (!sound)
        return sound.error();
    if (const auto record = d->cache.findById(std::string(request.keyId)))
        return d->admitSigned(record, request, caller);
    if (!d->signers.mayContain(d->signerBits(request.keyId)))
        return invalidKeyError();
    return std::nullopt;
}

bool IdentityService::couldSign(std::string_view keyId) const
{
    return couldBeKey(keyId) && d->signers.mayContain(d->signerBits(keyId));
}

QCoro::Task<Result<Principal>> IdentityService::authenticateSigned(ops::Executor &loop, SignedRequest request,
                                                                   Caller caller)
{
    auto known = trySigned(request, caller);
    if (known)
        co_return std::move(*known);
    auto reading =
        d->database.read(loop, [p = d, id = KeyId(std::string(request.keyId))](storage::Connection &connection) {
            return p->loadKeyById(connection, id);
        });
    auto loaded = co_await reading;
    if (!loaded)
        co_return std::move(loaded).error();
    if (!*loaded)
        co_return invalidKeyError();
    const auto sound = checkSignatureTime(request, d->clock.wallMs(), d->startedMs);
    if (!sound)
        co_return sound.error();
    co_return d->admitSigned(*loaded, request, caller);
}

QCoro::Task<Result<Principal>> IdentityService::principal(ops::Executor &loop, AccountId account, KeyId key)
{
    auto reading = d->database.read(
        loop, [p = d, key](storage::Connection &connection) { return p->loadKeyById(connection, key); });
    auto loaded = co_await reading;
    if (!loaded)
        co_return std::move(loaded).error();
    const auto &record = *loaded;
    if (!record || record->key.account != account || !record->key.active ||
        (record->key.expiresAtMs && d->clock.wallMs() >= *record->key.expiresAtMs))
        co_return invalidKeyError();
    auto owner = record->account->current();
    if (!owner->active())
        co_return owner->status == "suspended" ? suspendedError() : invalidKeyError();
    const Role role = std::min(record->key.role, owner->role);
    co_return Principal{std::move(owner), std::shared_ptr<const ApiKey>(record, &record->key), SessionId(), role,
                        record->use};
}

void IdentityService::writeUses()
{
    auto lines = std::make_shared<const std::vector<KeyUses::Line>>(d->uses.take());
    if (lines->empty())
        return;
    d->database.write(
        [lines](storage::Connection &connection) -> Result<void> {
            for (const auto &line : *lines)
                if (auto done = store::noteUse(connection, line.id, line.lastUsedMs); !done)
                    return done;
            return {};
        },
        [](const Result<void> &) {});
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
