#include <server/identity/people_private.h>
#include <server/identity/second_factor_store.h>
#include <server/identity/totp.h>
#include <sodium.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr int recoveryCodeCount = 10;
constexpr std::size_t codeHalf = 5;

Error wrongCode()
{
    return {ErrorCode::Unauthenticated, "The code is wrong, or was used already.", "code", "invalid_code", {}, 0};
}

Error notSetUp()
{
    return {ErrorCode::Conflict, "The account has no second factor. Set one up first.", {}, "no_second_factor", {}, 0};
}

/// What people type, without spaces and dashes, lower case.
std::string plainCode(std::string_view text)
{
    std::string plain;
    for (const char c : text.substr(0, 64))
        if (c != ' ' && c != '-')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return plain;
}

bool isTimeCode(std::string_view plain)
{
    return plain.size() == 6 && std::ranges::all_of(plain, [](char c) { return c >= '0' && c <= '9'; });
}

/// `ab3d9-xk2m7`: 50 random bits, without letters that look alike.
std::string newRecoveryCode()
{
    static constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    std::string code;
    for (std::size_t at = 0; at < 2 * codeHalf; ++at) {
        if (at == codeHalf)
            code += '-';
        code += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return code;
}

} // namespace

std::string PeopleService::sealOwner(const AccountId &account)
{
    return "totp:" + account.text();
}

KeyHash PeopleService::recoveryHash(const AccountId &account, std::string_view plain) const
{
    return d->material.oneTimeTokens().of("recovery:" + account.text() + ":" + std::string(plain));
}

Result<void> PeopleService::proveCode(storage::Connection &connection, const AccountId &account,
                                      const std::string &plain, bool enabledOnly)
{
    const std::int64_t nowMs = d->clock.wallMs();
    auto factor = store::findSecondFactor(connection, account);
    if (!factor)
        return std::move(factor).error();
    if (factor->sealedSecret.empty() || (enabledOnly && !factor->enabled))
        return notSetUp();
    if (!isTimeCode(plain)) {
        auto used = store::useRecoveryCode(connection, account, recoveryHash(account, plain), nowMs);
        if (!used)
            return std::move(used).error();
        return *used ? Result<void>() : Result<void>(wrongCode());
    }
    auto secret = m_box.open(factor->sealedSecret, sealOwner(account));
    if (!secret)
        return std::move(secret).error();
    const auto step = totp::match(*secret, plain, nowMs, factor->lastStep);
    if (!step)
        return wrongCode();
    auto used = store::useStep(connection, account, *step);
    if (!used)
        return std::move(used).error();
    return *used ? Result<void>() : Result<void>(wrongCode());
}

std::vector<std::string> PeopleService::newRecoveryCodes(const AccountId &account, std::vector<KeyHash> &hashes) const
{
    std::vector<std::string> codes;
    for (int count = 0; count < recoveryCodeCount; ++count) {
        codes.push_back(newRecoveryCode());
        hashes.push_back(recoveryHash(account, plainCode(codes.back())));
    }
    return codes;
}

QCoro::Task<Result<PeopleService::SecondFactorSetup>> PeopleService::setUpSecondFactor(ops::Executor &loop,
                                                                                       Principal principal)
{
    const Account account = *principal.account;
    SecondFactorSetup setup;
    const Secret secret = totp::newSecret();
    setup.secret = totp::base32(secret.reveal());
    setup.uri = totp::keyUri(secret, account.email);
    const std::string sealed = m_box.seal(secret, sealOwner(account.id));
    const std::int64_t nowMs = d->clock.wallMs();
    auto writing = d->database.write(loop, [id = account.id, sealed, nowMs](storage::Connection &connection) {
        auto factor = store::findSecondFactor(connection, id);
        if (!factor)
            return Result<void>(std::move(factor).error());
        if (factor->enabled)
            return Result<void>(Error{ErrorCode::Conflict,
                                      "The account has a second factor already. Disable it first.",
                                      {},
                                      "second_factor_enabled",
                                      {},
                                      0});
        return store::setSecondFactor(connection, id, sealed, nowMs);
    });
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return setup;
}

QCoro::Task<Result<std::vector<std::string>>> PeopleService::changeSecondFactor(ops::Executor &loop,
                                                                                Principal principal,
                                                                                FactorChange wanted, Secret code,
                                                                                Caller caller)
{
    const Account account = *principal.account;
    const std::string name = "second factor of " + account.id.text();
    const std::int64_t waitMs = d->throttle.begin(caller.address, name);
    if (waitMs > 0)
        co_return tooManyError("Too many wrong codes. Try again later.", waitMs);
    std::vector<KeyHash> hashes;
    std::vector<std::string> codes;
    if (wanted != FactorChange::Disable)
        codes = newRecoveryCodes(account.id, hashes);
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Account>(storage::Connection &)> work =
        [this, account, wanted, hashes, plain = plainCode(code.reveal()),
         nowMs](storage::Connection &connection) -> Result<Account> {
        if (wanted == FactorChange::Enable) {
            auto factor = store::findSecondFactor(connection, account.id);
            if (!factor)
                return std::move(factor).error();
            if (factor->enabled)
                return Error{
                    ErrorCode::Conflict, "The second factor is on already.", {}, "second_factor_enabled", {}, 0};
        }
        if (auto proved = proveCode(connection, account.id, plain, wanted != FactorChange::Enable); !proved)
            return std::move(proved).error();
        Account changed = account;
        Result<void> done;
        switch (wanted) {
        case FactorChange::Enable:
            changed.secondFactor = true;
            done = store::enableSecondFactor(connection, account.id, nowMs);
            break;
        case FactorChange::Disable:
            changed.secondFactor = false;
            done = store::setSecondFactor(connection, account.id, {}, nowMs);
            break;
        case FactorChange::NewCodes:
            break;
        }
        if (done && wanted != FactorChange::Disable)
            done = store::replaceRecoveryCodes(connection, account.id, hashes);
        if (!done)
            return std::move(done).error();
        if (wanted == FactorChange::NewCodes)
            return changed;
        const bool on = wanted == FactorChange::Enable;
        if (auto queued = m_outbox.enqueue(connection, letters::secondFactorChanged(account, on)); !queued)
            return std::move(queued).error();
        const audit::Action action{account.id.text(),
                                   on ? "account.second_factor.enable" : "account.second_factor.disable",
                                   account.id.text(),
                                   {},
                                   {}};
        if (done = audit::append(connection, action, nowMs); !done)
            return std::move(done).error();
        return changed;
    };
    std::function<void(const Account &)> committed = [p = d](const Account &changed) { p->accountChanged(changed); };
    auto writing = d->write<Account>(loop, std::move(work), std::move(committed));
    auto changed = co_await writing;
    if (!changed) {
        if (changed.error().code != ErrorCode::Unauthenticated)
            d->throttle.takenBack(caller.address, name);
        co_return std::move(changed).error();
    }
    d->throttle.succeeded(caller.address, name);
    m_outbox.wake();
    co_return codes;
}

QCoro::Task<Result<SignIn>> PeopleService::finishSignIn(ops::Executor &loop, Secret challenge, Secret code,
                                                        Caller caller, bool cookie)
{
    if (!couldBeKey(challenge.reveal()))
        co_return spentTokenError();
    const KeyHash hash = d->material.oneTimeTokens().of(challenge.reveal());
    const std::int64_t nowMs = d->clock.wallMs();
    auto reading = d->database.read(loop, [hash, nowMs](storage::Connection &connection) {
        return store::findToken(connection, hash, store::challengeKind, nowMs);
    });
    auto found = co_await reading;
    if (!found)
        co_return std::move(found).error();
    if (!*found) {
        Error error = spentTokenError();
        error.code = ErrorCode::Unauthenticated;
        error.param = "challenge";
        co_return error;
    }
    const AccountId id = (*found)->account;
    const std::string name = "second factor of " + id.text();
    const std::int64_t waitMs = d->throttle.begin(caller.address, name);
    if (waitMs > 0)
        co_return tooManyError("Too many wrong codes. Try again later.", waitMs);
    const auto opened = d->newSession(id, caller, "password", cookie);
    std::function<Result<Account>(storage::Connection &)> work =
        [this, hash, id, opened, plain = plainCode(code.reveal())](storage::Connection &connection) -> Result<Account> {
        if (auto proved = proveCode(connection, id, plain, true); !proved)
            return std::move(proved).error();
        auto spent = store::spendToken(connection, hash);
        if (!spent)
            return std::move(spent).error();
        if (!*spent)
            return wrongCode(); // another sign-in was faster
        auto account = store::findAccount(connection, id);
        if (!account)
            return std::move(account).error();
        if (!*account || !(*account)->active())
            return *account && (*account)->status == "suspended" ? suspendedError() : invalidTokenError();
        if (auto done = Identity::storeSession(connection, opened); !done)
            return std::move(done).error();
        return std::move(**account);
    };
    auto writing = d->write<Account>(loop, std::move(work), [](const Account &) {});
    auto account = co_await writing;
    if (!account) {
        if (account.error().reason != "invalid_code")
            d->throttle.takenBack(caller.address, name);
        co_return std::move(account).error();
    }
    d->throttle.succeeded(caller.address, name);
    co_return d->signInOf(*account, opened);
}

QCoro::Task<Result<int>> PeopleService::recoveryCodesLeft(ops::Executor &loop, AccountId account)
{
    auto reading = d->database.read(
        loop, [account](storage::Connection &connection) { return store::recoveryCodesLeft(connection, account); });
    co_return co_await reading;
}

} // namespace beaver::identity
