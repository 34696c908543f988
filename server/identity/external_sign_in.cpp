#include <server/identity/people_private.h>
#include <shared/base/json_writer.h>

namespace beaver::identity {

namespace {

/// What became of it: an account, and the half of a sign-in that its second factor asks for.
struct Entered
{
    Account account;
    bool challenged = false;
    bool linked = false;
};

Error refusedExternal(ErrorCode code, std::string message, std::string reason)
{
    return {code, std::move(message), {}, std::move(reason), {}, 0};
}

} // namespace

QCoro::Task<Result<SignIn>> PeopleService::externalSignIn(ops::Executor &loop, External who, Caller caller)
{
    using Mode = PeopleSettings::Registration;
    const std::int64_t nowMs = d->clock.wallMs();
    store::PendingRegistration wanted;
    if (auto email = normaliseEmail(who.email))
        wanted.email = std::move(*email);
    const bool proved = who.emailVerified && !wanted.email.empty();
    if (checkFullName(who.name))
        wanted.fullName = who.name;
    Draft drafted = draft(wanted, caller, true);
    drafted.key.reset();
    drafted.account.emailVerified = true;
    drafted.session.session.method = who.provider;
    const Secret challenge = randomToken(store::challengePrefix);
    const KeyHash challengeHash = d->material.oneTimeTokens().of(challenge.reveal());

    std::function<Result<Entered>(storage::Connection &)> work =
        [this, who, proved, drafted, challengeHash, nowMs](storage::Connection &connection) -> Result<Entered> {
        Entered entered;
        auto known = store::findExternal(connection, who.provider, who.subject);
        if (!known)
            return std::move(known).error();
        AccountId id = known->value_or(AccountId());
        if (id.isEmpty()) {
            if (!proved)
                return refusedExternal(ErrorCode::Forbidden,
                                       "The provider doesn't vouch for an address of yours. Confirm it there first.",
                                       "email_not_verified");
            auto login = store::findLogin(connection, drafted.account.email);
            if (!login)
                return std::move(login).error();
            if (*login && !(*login)->account.emailVerified)
                return refusedExternal(ErrorCode::Conflict,
                                       "There is an account with this address that hasn't been confirmed. Sign in to "
                                       "it, or set a new password, and confirm the address first.",
                                       "account_not_verified");
            entered.linked = true;
            if (*login) {
                id = (*login)->account.id;
            } else if (m_settings.registration != Mode::Open) {
                return m_settings.registration == Mode::Closed
                           ? refusedExternal(ErrorCode::Forbidden, "There is no account of this address.",
                                             "registration_closed")
                           : refusedExternal(ErrorCode::Forbidden,
                                             "There is no account of this address: registration needs an invitation.",
                                             "invitation_required");
            } else {
                id = drafted.account.id;
                if (auto done = store::insertAccount(connection, drafted.account, {}); !done)
                    return std::move(done).error();
            }
            if (auto done =
                    store::insertExternal(connection, who.provider, who.subject, id, drafted.account.email, nowMs);
                !done)
                return std::move(done).error();
            JsonWriter after;
            after.beginObject().field("provider", who.provider).endObject();
            if (auto done = audit::append(connection, {id.text(), "account.link", id.text(), {}, after.take()}, nowMs);
                !done)
                return std::move(done).error();
        }
        auto account = store::findAccount(connection, id);
        if (!account)
            return std::move(account).error();
        if (!*account || !(*account)->active())
            return *account && (*account)->status == "suspended" ? suspendedError() : invalidTokenError();
        entered.account = std::move(**account);
        if (entered.account.secondFactor) {
            entered.challenged = true;
            const store::OneTimeToken token{challengeHash, store::challengeKind,      id, entered.account.email,
                                            nowMs,         nowMs + store::challengeMs};
            auto done = store::insertToken(connection, token);
            return done ? Result<Entered>(std::move(entered)) : Result<Entered>(std::move(done).error());
        }
        auto session = drafted.session;
        session.session.account = id;
        auto done = Identity::storeSession(connection, session);
        return done ? Result<Entered>(std::move(entered)) : Result<Entered>(std::move(done).error());
    };
    auto writing = d->write<Entered>(loop, std::move(work), [](const Entered &) {});
    auto entered = co_await writing;
    if (!entered)
        co_return std::move(entered).error();
    if (entered->challenged) {
        SignIn half;
        half.challenge = challenge;
        co_return half;
    }
    co_return d->signInOf(entered->account, drafted.session);
}

} // namespace beaver::identity
