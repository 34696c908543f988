#include <server/identity/address_name.h>
#include <server/identity/people_private.h>

namespace beaver::identity {

namespace {

/// An account whose password is another now, and the sign-ins that ended with the old one.
struct Changed
{
    Account account;
    std::vector<SessionId> ended;
};

Result<Changed> setPassword(storage::Connection &connection, mail::Outbox &outbox, Account account,
                            const std::string &hash, const SessionId &kept, std::string_view why, std::int64_t nowMs)
{
    if (auto done = store::setPasswordHash(connection, account.id, hash, nowMs); !done)
        return std::move(done).error();
    auto ended = store::endSessions(connection, account.id, kept, why, nowMs);
    if (!ended)
        return std::move(ended).error();
    for (const std::string_view kind : {store::resetKind, store::challengeKind})
        if (auto done = store::forgetTokens(connection, account.id, kind); !done)
            return std::move(done).error();
    if (auto queued = outbox.enqueue(connection, letters::passwordChanged(account)); !queued)
        return std::move(queued).error();
    const audit::Action action{account.id.text(), "account.password", account.id.text(), {}, {}};
    if (auto done = audit::append(connection, action, nowMs); !done)
        return std::move(done).error();
    return Changed{std::move(account), std::move(*ended)};
}

} // namespace

Result<void> PeopleService::forgotPassword(const std::string &email, const Caller &caller)
{
    const std::int64_t nowUs = d->clock.monotonicUs();
    const std::int64_t waitMs = m_mailsAsked.take(addressName(caller.address), nowUs);
    if (waitMs > 0)
        return tooManyError("Too many mails asked for from this address. Try again later.", waitMs);
    auto normalised = normaliseEmail(email);
    if (!normalised || m_mailsTo.take(*normalised, nowUs) > 0)
        return {};
    const Secret token = randomToken(store::resetPrefix);
    const KeyHash hash = d->material.oneTimeTokens().of(token.reveal());
    const std::int64_t nowMs = d->clock.wallMs();
    // Nobody waits for it: what a stranger sees takes the same time either way.
    d->database.write(
        [this, to = *normalised, token, hash, nowMs](storage::Connection &connection) -> Result<void> {
            auto login = store::findLogin(connection, to);
            if (!login)
                return std::move(login).error();
            if (!*login || !(*login)->account.active())
                return {};
            const Account &account = (*login)->account;
            if (auto done = store::forgetTokens(connection, account.id, store::resetKind); !done)
                return done;
            const store::OneTimeToken fresh{hash, store::resetKind, account.id, to, nowMs, nowMs + store::resetMs};
            if (auto done = store::insertToken(connection, fresh); !done)
                return done;
            auto queued = m_outbox.enqueue(connection, letters::reset(m_settings.publicUrl, account, token));
            return queued ? Result<void>() : Result<void>(std::move(queued).error());
        },
        [this](Result<void>) { m_outbox.wake(); });
    return {};
}

QCoro::Task<Result<void>> PeopleService::resetPassword(ops::Executor &loop, Secret token, Secret password)
{
    if (!couldBeKey(token.reveal()))
        co_return spentTokenError();
    const KeyHash hash = d->material.oneTimeTokens().of(token.reveal());
    const std::int64_t nowMs = d->clock.wallMs();
    auto reading = d->database.read(loop, [hash, nowMs](storage::Connection &connection) {
        return store::findToken(connection, hash, store::resetKind, nowMs);
    });
    auto found = co_await reading;
    if (!found)
        co_return std::move(found).error();
    if (!*found)
        co_return spentTokenError();
    password = normalisePassword(password);
    if (auto sound = checkNewPassword(password, (*found)->email); !sound)
        co_return std::move(sound).error();
    auto hashing = d->hasher.hash(loop, password);
    auto hashed = co_await hashing;
    if (!hashed)
        co_return std::move(hashed).error();

    std::function<Result<Changed>(storage::Connection &)> work =
        [this, hash, newHash = *hashed, of = **found, nowMs](storage::Connection &connection) -> Result<Changed> {
        auto spent = store::spendToken(connection, hash);
        if (!spent)
            return std::move(spent).error();
        auto account = store::findAccount(connection, of.account);
        if (!account)
            return std::move(account).error();
        if (!*spent || !*account || !(*account)->active() || (*account)->email != of.email)
            return spentTokenError();
        if (auto done = store::markVerified(connection, of.account, nowMs); !done)
            return std::move(done).error();
        (*account)->emailVerified = true;
        return setPassword(connection, m_outbox, std::move(**account), newHash, SessionId(), "reset", nowMs);
    };
    std::function<void(const Changed &)> committed = [p = d](const Changed &changed) {
        p->sessionsEnded(changed.ended);
        p->accountChanged(changed.account);
    };
    auto writing = d->write<Changed>(loop, std::move(work), std::move(committed));
    auto changed = co_await writing;
    if (!changed)
        co_return std::move(changed).error();
    m_outbox.wake();
    co_return Result<void>();
}

QCoro::Task<Result<void>> PeopleService::changePassword(ops::Executor &loop, Principal principal,
                                                        std::optional<Secret> current, Secret password, Caller caller)
{
    const Account account = *principal.account;
    auto reading = d->database.read(
        loop, [email = account.email](storage::Connection &connection) { return store::findLogin(connection, email); });
    auto login = co_await reading;
    if (!login)
        co_return std::move(login).error();
    if (!*login)
        co_return noAccountError();
    if (!(*login)->passwordHash.empty()) {
        if (!current)
            co_return invalid("current_password", "'current_password' is missing.");
        auto checking = checkPassword(loop, account, *current, caller);
        auto checked = co_await checking;
        if (!checked)
            co_return std::move(checked).error();
    }
    password = normalisePassword(password);
    if (auto sound = checkNewPassword(password, account.email); !sound)
        co_return std::move(sound).error();
    auto hashing = d->hasher.hash(loop, password);
    auto hashed = co_await hashing;
    if (!hashed)
        co_return std::move(hashed).error();
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Changed>(storage::Connection &)> work =
        [this, account, newHash = *hashed, kept = principal.session, nowMs](storage::Connection &connection) {
            return setPassword(connection, m_outbox, account, newHash, kept, "password", nowMs);
        };
    std::function<void(const Changed &)> committed = [p = d](const Changed &changed) {
        p->sessionsEnded(changed.ended);
    };
    auto writing = d->write<Changed>(loop, std::move(work), std::move(committed));
    auto changed = co_await writing;
    if (!changed)
        co_return std::move(changed).error();
    m_outbox.wake();
    co_return Result<void>();
}

} // namespace beaver::identity
