#include <server/identity/access_token.h>
#include <server/identity/account_rules.h>
#include <server/identity/address_name.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/password_policy.h>
#include <server/identity/people_store.h>
#include <server/identity/session_store.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr std::string_view refreshPrefix = "bvr_";

/// The same for an unknown e-mail, a wrong password and an account that can't sign in.
Error wrongCredentials()
{
    return {ErrorCode::Unauthenticated, "The email or the password is wrong.", {}, "invalid_credentials", {}, 0};
}

Error tooManyTries(std::int64_t waitMs)
{
    return {ErrorCode::RateLimited,
            "Too many failed sign-ins. Try again in " + std::to_string((waitMs + 999) / 1000) + " s.",
            {},
            "too_many_sign_ins",
            {},
            waitMs};
}

/// What failures are counted under; the same text whether there is such an account or not.
std::string throttleName(const std::string &email)
{
    auto normalised = normaliseEmail(email);
    return normalised ? std::move(*normalised) : shown(email, 254);
}

/// Did somebody get in to the account from this address before?
Result<bool> wasLetIn(storage::Connection &connection, const std::string &email, const std::string &address)
{
    const auto addresses = store::addressesOf(connection, email);
    if (!addresses)
        return addresses.error();
    const std::string own = addressName(address);
    return std::any_of(addresses->begin(), addresses->end(),
                       [&own](const std::string &one) { return addressName(one) == own; });
}

SignIn makeSignIn(const Mac &mac, const Account &account, const SessionId &session, std::int64_t nowMs,
                  std::int64_t lifeS, Secret refreshToken)
{
    const Claims claims{account.id, session, account.role, nowMs / 1000, nowMs / 1000 + lifeS};
    SignIn signIn;
    signIn.accessToken = issueAccessToken(mac, claims);
    signIn.refreshToken = std::move(refreshToken);
    signIn.expiresInS = lifeS;
    signIn.account = account;
    signIn.session = session;
    return signIn;
}

/// What became of a refresh token that is there.
struct Refreshed
{
    Account account;
    SessionId session;
    bool stolen = false; ///< it was used before; the session has been ended
};

struct Rotation
{
    KeyHash spent{};
    KeyHash issued{};
    std::int64_t nowMs = 0;
    std::int64_t lifeMs = 0;
};

Result<Refreshed> rotate(storage::Connection &connection, const Rotation &rotation)
{
    auto found = store::findRefreshToken(connection, rotation.spent);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return invalidTokenError();
    const store::RefreshToken &token = **found;
    const std::int64_t nowMs = rotation.nowMs;
    if (token.session.revoked || token.session.expiresAtMs <= nowMs || token.expiresAtMs <= nowMs)
        return invalidTokenError();
    Refreshed refreshed;
    refreshed.session = token.session.id;
    if (token.used) {
        // Not an error here: that would undo the end of the session.
        if (auto ended = store::endSession(connection, token.session.id, "reuse", nowMs); !ended)
            return std::move(ended).error();
        refreshed.stolen = true;
        return refreshed;
    }
    auto account = store::findAccount(connection, token.session.account);
    if (!account)
        return std::move(account).error();
    if (!*account || !(*account)->active())
        return *account && (*account)->status == "suspended" ? suspendedError() : invalidTokenError();
    refreshed.account = std::move(**account);
    const std::int64_t expiresAtMs = nowMs + rotation.lifeMs;
    if (auto done = store::spendRefreshToken(connection, rotation.spent, refreshed.session, nowMs, expiresAtMs); !done)
        return std::move(done).error();
    if (auto done = store::insertRefreshToken(connection, rotation.issued, refreshed.session, nowMs, expiresAtMs);
        !done)
        return std::move(done).error();
    return refreshed;
}

} // namespace

IdentityService::Private::NewSession IdentityService::Private::newSession(const AccountId &account,
                                                                          const Caller &caller, std::string method,
                                                                          bool cookie) const
{
    NewSession opened;
    store::Session &session = opened.session;
    session.createdAtMs = clock.wallMs();
    session.id = newId<SessionId>(session.createdAtMs);
    session.account = account;
    session.userAgent = shown(caller.userAgent, 300);
    session.address = shown(caller.address, 64);
    session.expiresAtMs = session.createdAtMs + settings.refreshTokenS * 1000;
    session.method = std::move(method);
    opened.refreshToken = randomToken(refreshPrefix);
    opened.refreshHash = material.refreshTokens().of(opened.refreshToken.reveal());
    if (cookie) {
        opened.cookie = randomToken(sessionCookiePrefix);
        opened.cookieHash = material.oneTimeTokens().of(opened.cookie.reveal());
    }
    return opened;
}

Result<void> IdentityService::Private::storeSession(storage::Connection &connection, const NewSession &opened)
{
    if (auto done = store::insertSession(connection, opened.session, opened.cookieHash); !done)
        return done;
    return store::insertRefreshToken(connection, opened.refreshHash, opened.session.id, opened.session.createdAtMs,
                                     opened.session.expiresAtMs);
}

SignIn IdentityService::Private::signInOf(const Account &account, const NewSession &opened) const
{
    SignIn signIn = makeSignIn(material.accessTokens(), account, opened.session.id, opened.session.createdAtMs,
                               settings.accessTokenS, opened.refreshToken);
    signIn.cookie = opened.cookie;
    return signIn;
}

void IdentityService::Private::sessionsEnded(const std::vector<SessionId> &sessions)
{
    for (const SessionId &session : sessions)
        revoked.add(session.text(), clock.monotonicUs());
}

QCoro::Task<Result<SignIn>> IdentityService::login(ops::Executor &loop, std::string email, Secret password,
                                                   Caller caller, bool cookie)
{
    password = normalisePassword(password);
    const std::string name = throttleName(email);
    std::int64_t waitMs = d->throttle.begin(caller.address, name, LoginThrottle::passwordMs);
    if (waitMs > 0 && !d->throttle.slows(caller.address)) {
        auto looking = d->database.read(loop, [name, address = caller.address](storage::Connection &connection) {
            return wasLetIn(connection, name, address);
        });
        const auto known = co_await looking;
        if (known && *known)
            waitMs = d->throttle.beginKnown(caller.address, name, LoginThrottle::passwordMs);
    }
    if (waitMs > 0)
        co_return tooManyTries(waitMs);
    // No password of ours is longer, and Argon2 mustn't be fed whole documents.
    if (password.reveal().size() > longestPassword)
        co_return wrongCredentials();

    auto reading =
        d->database.read(loop, [name](storage::Connection &connection) { return store::findLogin(connection, name); });
    auto found = co_await reading;
    if (!found) {
        d->throttle.takenBack(caller.address, name);
        co_return std::move(found).error();
    }
    std::string stored;
    if (*found && (*found)->account.status != "deleted")
        stored = (*found)->passwordHash;
    auto verifying = d->hasher.verify(loop, stored, password);
    auto checked = co_await verifying;
    if (!checked) {
        d->throttle.takenBack(caller.address, name);
        co_return std::move(checked).error();
    }
    if (!checked->matches)
        co_return wrongCredentials();
    d->throttle.succeeded(caller.address, name);
    const Account account = std::move((*found)->account);
    if (!account.active())
        co_return suspendedError();

    std::string newHash;
    if (checked->needsRehash) {
        auto hashing = d->hasher.hash(loop, password);
        auto hashed = co_await hashing;
        if (hashed) // else the next sign-in does it
            newHash = std::move(*hashed);
    }
    if (account.secondFactor) {
        SignIn half;
        half.challenge = randomToken(store::challengePrefix);
        const store::OneTimeToken token{d->material.oneTimeTokens().of(half.challenge.reveal()),
                                        store::challengeKind,
                                        account.id,
                                        account.email,
                                        d->clock.wallMs(),
                                        d->clock.wallMs() + store::challengeMs};
        auto asking = d->database.write(
            loop, [token](storage::Connection &connection) { return store::insertToken(connection, token); });
        auto asked = co_await asking;
        if (!asked)
            co_return std::move(asked).error();
        co_return half;
    }
    const auto opened = d->newSession(account.id, caller, "password", cookie);
    auto writing = d->database.write(loop, [opened, stored, newHash](storage::Connection &connection) {
        const store::Session &session = opened.session;
        if (!newHash.empty())
            if (auto done =
                    store::replacePasswordHash(connection, session.account, stored, newHash, session.createdAtMs);
                !done)
                return done;
        return Private::storeSession(connection, opened);
    });
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return d->signInOf(account, opened);
}

QCoro::Task<Result<SignIn>> IdentityService::refresh(ops::Executor &loop, Secret refreshToken, Caller)
{
    if (!couldBeKey(refreshToken.reveal()))
        co_return invalidTokenError();
    Rotation rotation;
    rotation.spent = d->material.refreshTokens().of(refreshToken.reveal());
    // Made-up tokens end here, before they cost the writer anything.
    auto reading = d->database.read(loop, [hash = rotation.spent](storage::Connection &connection) {
        return store::findRefreshToken(connection, hash);
    });
    auto found = co_await reading;
    if (!found)
        co_return std::move(found).error();
    if (!*found)
        co_return invalidTokenError();

    const Secret next = randomToken(refreshPrefix);
    rotation.issued = d->material.refreshTokens().of(next.reveal());
    rotation.nowMs = d->clock.wallMs();
    rotation.lifeMs = d->settings.refreshTokenS * 1000;
    std::function<Result<Refreshed>(storage::Connection &)> work = [rotation](storage::Connection &connection) {
        return rotate(connection, rotation);
    };
    std::function<void(const Refreshed &)> committed = [p = d](const Refreshed &refreshed) {
        if (refreshed.stolen)
            p->revoked.add(refreshed.session.text(), p->clock.monotonicUs());
    };
    auto writing = d->write<Refreshed>(loop, std::move(work), std::move(committed));
    auto refreshed = co_await writing;
    if (!refreshed)
        co_return std::move(refreshed).error();
    if (refreshed->stolen)
        co_return invalidTokenError();
    co_return makeSignIn(d->material.accessTokens(), refreshed->account, refreshed->session, rotation.nowMs,
                         d->settings.accessTokenS, next);
}

QCoro::Task<Result<void>> IdentityService::logout(ops::Executor &loop, Principal principal)
{
    if (principal.session.isEmpty())
        co_return invalid({}, "An API key has no sign-in to end.");
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<SessionId>(storage::Connection &)> work = [session = principal.session,
                                                                    nowMs](storage::Connection &connection) {
        auto done = store::endSession(connection, session, "logout", nowMs);
        return done ? Result<SessionId>(session) : Result<SessionId>(std::move(done).error());
    };
    std::function<void(const SessionId &)> committed = [p = d](const SessionId &session) {
        p->revoked.add(session.text(), p->clock.monotonicUs());
    };
    auto writing = d->write<SessionId>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return Result<void>();
}

} // namespace beaver::identity
