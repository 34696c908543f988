#include <server/identity/address_name.h>
#include <server/identity/people_private.h>

#include <algorithm>

namespace beaver::identity {

namespace {

/// In place of an environment: no first key.
constexpr const char *noKey = "none";

Error forbidden(std::string message, std::string reason)
{
    return {ErrorCode::Forbidden, std::move(message), {}, std::move(reason), {}, 0};
}

Error invalidInvitation()
{
    return forbidden("The invitation is not valid, was used or withdrawn already, or is for another address.",
                     "invalid_invitation");
}

Error emailTaken()
{
    return {ErrorCode::Conflict, "There is an account with this email already.", "email", "email_taken", {}, 0};
}

Result<void> checkEnvironment(std::string_view environment)
{
    if (environment.empty() || environment == "live" || environment == "test" || environment == "staging" ||
        environment == "dev")
        return {};
    return unprocessable("environment_tag", "environment_tag takes live, test, staging or dev.");
}

bool usable(const store::Invitation &invitation, const std::string &email, std::int64_t nowMs)
{
    return !invitation.acceptedAtMs && !invitation.withdrawnAtMs && invitation.expiresAtMs > nowMs &&
           (invitation.email.empty() || invitation.email == email);
}

} // namespace

PeopleService::Draft PeopleService::draft(const store::PendingRegistration &from, const Caller &caller,
                                          bool cookie) const
{
    Draft draft;
    const std::int64_t nowMs = d->clock.wallMs();
    Account &account = draft.account;
    account.id = newId<AccountId>(nowMs);
    account.email = from.email;
    account.fullName = from.fullName;
    account.username = from.username;
    account.plan = d->settings.defaultPlan();
    account.status = "active";
    account.timeZone = "UTC";
    account.createdAtMs = nowMs;
    draft.passwordHash = from.passwordHash;
    draft.invitation = from.invitation;
    if (from.environment != noKey) {
        NewApiKey wanted;
        wanted.account = account.id;
        wanted.createdBy = account.id;
        wanted.name = "Primary Key";
        wanted.permissions = {"read", "write", "admin"}; // what has no sign-in manages its keys with it
        if (!from.environment.empty())
            wanted.prefix = "gw_" + from.environment + "_";
        draft.key = d->makeKey(wanted);
        draft.keyHash = d->material.apiKeys().of(draft.key->secret.reveal());
    }
    draft.session = d->newSession(account.id, caller, "register", cookie);
    return draft;
}

Result<Registered> PeopleService::makeAccount(storage::Connection &connection, const Draft &draft)
{
    Account account = draft.account;
    if (!draft.invitation.empty()) {
        auto accepted = store::acceptInvitation(connection, draft.invitation, account.id, account.createdAtMs);
        if (!accepted)
            return std::move(accepted).error();
        if (!*accepted)
            return invalidInvitation();
        auto invitation = store::findInvitationById(connection, draft.invitation);
        if (!invitation)
            return std::move(invitation).error();
        account.role = (*invitation)->role;
        if (!(*invitation)->plan.empty())
            account.plan = (*invitation)->plan;
    }
    if (auto done = store::insertAccount(connection, account, draft.passwordHash); !done)
        return storage::isConstraintViolation(done.error()) ? emailTaken() : std::move(done).error();
    if (draft.key)
        if (auto done = store::insertKey(connection, draft.key->key, draft.keyHash); !done)
            return std::move(done).error();
    if (auto done = Identity::storeSession(connection, draft.session); !done)
        return std::move(done).error();
    if (!draft.verification.isEmpty()) {
        const store::OneTimeToken token{d->material.oneTimeTokens().of(draft.verification.reveal()),
                                        store::verifyKind,
                                        account.id,
                                        account.email,
                                        account.createdAtMs,
                                        account.createdAtMs + store::verifyMs};
        if (auto done = store::insertToken(connection, token); !done)
            return std::move(done).error();
        auto letter = letters::verify(m_settings.publicUrl, account.email, draft.verification);
        letter.account = account.id.text();
        if (auto queued = m_outbox.enqueue(connection, letter); !queued)
            return std::move(queued).error();
    }
    return Registered{draft.key, d->signInOf(account, draft.session)};
}

QCoro::Task<Result<std::optional<Registered>>> PeopleService::registerAccount(ops::Executor &loop, Registration wanted,
                                                                              Caller caller)
{
    using Mode = PeopleSettings::Registration;
    if (m_settings.registration == Mode::Closed)
        co_return forbidden("Registration is closed: the operator of this gateway makes accounts.",
                            "registration_closed");
    if (m_settings.registration == Mode::Invite && wanted.invitation.empty())
        co_return forbidden("Registration needs an invitation of this gateway's operator.", "invitation_required");
    store::PendingRegistration pending;
    auto email = normaliseEmail(wanted.email);
    if (!email)
        co_return std::move(email).error();
    pending.email = std::move(*email);
    pending.fullName = wanted.fullName;
    pending.username = wanted.username;
    pending.environment = wanted.withKey ? wanted.environment : noKey;
    for (auto sound :
         {checkFullName(wanted.fullName), checkUsername(wanted.username), checkEnvironment(wanted.environment)})
        if (!sound)
            co_return std::move(sound).error();
    if (wanted.password) {
        wanted.password = normalisePassword(*wanted.password);
        if (auto sound = checkNewPassword(*wanted.password, pending.email); !sound)
            co_return std::move(sound).error();
    }
    const std::int64_t waitMs = m_registrations.take(addressName(caller.address), d->clock.monotonicUs());
    if (waitMs > 0)
        co_return tooManyError("Too many registrations from this address. Try again later.", waitMs);

    const std::int64_t nowMs = d->clock.wallMs();
    bool proved = false;
    if (!wanted.invitation.empty()) {
        const KeyHash hash = d->material.oneTimeTokens().of(wanted.invitation);
        auto reading = d->database.read(
            loop, [hash](storage::Connection &connection) { return store::findInvitation(connection, hash); });
        auto invitation = co_await reading;
        if (!invitation)
            co_return std::move(invitation).error();
        if (!*invitation || !usable(**invitation, pending.email, nowMs))
            co_return invalidInvitation();
        pending.invitation = (*invitation)->id;
        proved = !(*invitation)->email.empty(); // it was mailed there
    }
    if (wanted.password) {
        auto hashing = d->hasher.hash(loop, *wanted.password);
        auto hashed = co_await hashing;
        if (!hashed)
            co_return std::move(hashed).error();
        pending.passwordHash = std::move(*hashed);
    }
    const Secret verification = randomToken(store::verifyPrefix);
    if (m_settings.verifyFirst && !proved) {
        pending.hash = d->material.oneTimeTokens().of(verification.reveal());
        pending.createdAtMs = nowMs;
        pending.expiresAtMs = nowMs + store::verifyMs;
        auto writing = d->database.write(loop, [this, pending, verification](storage::Connection &connection) {
            auto taken = store::findLogin(connection, pending.email);
            if (!taken)
                return Result<void>(std::move(taken).error());
            if (!*taken)
                if (auto done = store::insertPending(connection, pending); !done)
                    return done;
            auto queued = m_outbox.enqueue(connection,
                                           *taken ? letters::registeredAlready(m_settings.publicUrl, (*taken)->account)
                                                  : letters::verify(m_settings.publicUrl, pending.email, verification));
            return queued ? Result<void>() : Result<void>(std::move(queued).error());
        });
        auto written = co_await writing;
        if (!written)
            co_return std::move(written).error();
        m_outbox.wake();
        co_return std::optional<Registered>();
    }

    Draft drafted = draft(pending, caller, wanted.cookie);
    drafted.account.emailVerified = proved;
    if (!proved)
        drafted.verification = verification;
    std::function<Result<Registered>(storage::Connection &)> work = [this, drafted](storage::Connection &connection) {
        return makeAccount(connection, drafted);
    };
    std::function<void(const Registered &)> committed = [p = d, hash = drafted.keyHash](const Registered &made) {
        if (made.key)
            p->filter.add(firstBits(hash));
    };
    auto writing = d->write<Registered>(loop, std::move(work), std::move(committed));
    auto made = co_await writing;
    if (!made)
        co_return std::move(made).error();
    m_outbox.wake();
    co_return std::optional(std::move(*made));
}

QCoro::Task<Result<PeopleService::Verified>> PeopleService::verifyEmail(ops::Executor &loop, Secret token,
                                                                        Caller caller, bool cookie)
{
    if (!couldBeKey(token.reveal()))
        co_return spentTokenError();
    const KeyHash hash = d->material.oneTimeTokens().of(token.reveal());
    const std::int64_t nowMs = d->clock.wallMs();
    auto reading = d->database.read(
        loop, [hash, nowMs](storage::Connection &connection) { return store::findPending(connection, hash, nowMs); });
    auto pending = co_await reading;
    if (!pending)
        co_return std::move(pending).error();
    if (*pending) {
        Draft drafted = draft(**pending, caller, cookie);
        drafted.account.emailVerified = true;
        std::function<Result<Registered>(storage::Connection &)> work = [this, drafted, hash,
                                                                         nowMs](storage::Connection &connection) {
            // It may have been used meanwhile.
            auto still = store::findPending(connection, hash, nowMs);
            if (!still || !*still)
                return Result<Registered>(still ? spentTokenError() : std::move(still).error());
            auto made = makeAccount(connection, drafted);
            if (made)
                if (auto done = store::forgetPending(connection, drafted.account.email); !done)
                    return Result<Registered>(std::move(done).error());
            return made;
        };
        std::function<void(const Registered &)> committed = [p = d, key = drafted.keyHash](const Registered &made) {
            if (made.key)
                p->filter.add(firstBits(key));
        };
        auto writing = d->write<Registered>(loop, std::move(work), std::move(committed));
        auto made = co_await writing;
        if (!made)
            co_return std::move(made).error();
        Verified verified{made->signIn.account, std::nullopt};
        verified.registered = std::move(*made);
        co_return verified;
    }

    std::function<Result<Account>(storage::Connection &)> work =
        [hash, nowMs](storage::Connection &connection) -> Result<Account> {
        auto found = store::findToken(connection, hash, store::verifyKind, nowMs);
        if (!found)
            return std::move(found).error();
        if (!*found)
            return spentTokenError();
        if (auto spent = store::spendToken(connection, hash); !spent)
            return std::move(spent).error();
        auto account = store::findAccount(connection, (*found)->account);
        if (!account)
            return std::move(account).error();
        if (!*account || !(*account)->active() || (*account)->email != (*found)->email)
            return spentTokenError();
        if (auto done = store::markVerified(connection, (*found)->account, nowMs); !done)
            return std::move(done).error();
        if (auto done = store::forgetTokens(connection, (*found)->account, store::verifyKind); !done)
            return std::move(done).error();
        (*account)->emailVerified = true;
        return std::move(**account);
    };
    std::function<void(const Account &)> committed = [p = d](const Account &account) { p->accountChanged(account); };
    auto writing = d->write<Account>(loop, std::move(work), std::move(committed));
    auto account = co_await writing;
    if (!account)
        co_return std::move(account).error();
    co_return Verified{std::move(*account), std::nullopt};
}

Result<void> PeopleService::resendVerification(const std::string &email, const Caller &caller)
{
    const std::int64_t nowUs = d->clock.monotonicUs();
    const std::int64_t waitMs = m_mailsAsked.take(addressName(caller.address), nowUs);
    if (waitMs > 0)
        return tooManyError("Too many mails asked for from this address. Try again later.", waitMs);
    auto normalised = normaliseEmail(email);
    if (!normalised || m_mailsTo.take(*normalised, nowUs) > 0)
        return {};
    const Secret token = randomToken(store::verifyPrefix);
    const KeyHash hash = d->material.oneTimeTokens().of(token.reveal());
    const std::int64_t nowMs = d->clock.wallMs();
    d->database.write(
        [this, to = *normalised, token, hash, nowMs](storage::Connection &connection) -> Result<void> {
            auto login = store::findLogin(connection, to);
            if (!login)
                return std::move(login).error();
            std::string account;
            if (*login) {
                if (!(*login)->account.active() || (*login)->account.emailVerified)
                    return {};
                account = (*login)->account.id.text();
                const store::OneTimeToken fresh{hash,  store::verifyKind,      (*login)->account.id, to,
                                                nowMs, nowMs + store::verifyMs};
                if (auto done = store::insertToken(connection, fresh); !done)
                    return done;
            } else {
                auto pending = store::newestPending(connection, to, nowMs);
                if (!pending)
                    return std::move(pending).error();
                if (!*pending)
                    return {};
                if (auto done = store::renewPending(connection, (*pending)->hash, hash, nowMs + store::verifyMs); !done)
                    return done;
            }
            auto letter = letters::verify(m_settings.publicUrl, to, token);
            letter.account = account;
            auto queued = m_outbox.enqueue(connection, letter);
            return queued ? Result<void>() : Result<void>(std::move(queued).error());
        },
        [this](Result<void>) { m_outbox.wake(); });
    return {};
}

} // namespace beaver::identity
