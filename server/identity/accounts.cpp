#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/password_policy.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr int longestPage = 1000;

Result<void> checkPatch(const IdentityService::AccountPatch &patch)
{
    if (patch.fullName)
        if (auto done = checkFullName(*patch.fullName); !done)
            return done;
    if (patch.status)
        if (auto done = checkStatus(*patch.status); !done)
            return done;
    if (patch.timeZone)
        if (auto done = checkTimeZone(*patch.timeZone); !done)
            return done;
    if (patch.plan && patch.plan->empty())
        return unprocessable("plan", "plan takes the id of a plan.");
    return {};
}

void apply(const IdentityService::AccountPatch &patch, Account &account)
{
    account.fullName = patch.fullName.value_or(account.fullName);
    account.plan = patch.plan.value_or(account.plan);
    account.status = patch.status.value_or(account.status);
    account.timeZone = patch.timeZone.value_or(account.timeZone);
    account.pricingPolicy = patch.pricingPolicy.value_or(account.pricingPolicy);
    account.role = patch.role.value_or(account.role);
}

bool ownsGateway(const Account &account)
{
    return account.role == Role::Owner && account.active();
}

Result<Account> change(storage::Connection &connection, const AccountId &id, const IdentityService::AccountPatch &patch,
                       std::int64_t nowMs)
{
    auto found = store::findAccount(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return noAccountError();
    Account account = std::move(**found);
    const bool ownedBefore = ownsGateway(account);
    apply(patch, account);
    if (ownedBefore && !ownsGateway(account)) {
        auto other = store::anyOtherOwner(connection, id);
        if (!other)
            return std::move(other).error();
        if (!*other)
            return Error{ErrorCode::Conflict,
                         "This is the last owner of the gateway. Make another account owner first.",
                         patch.role ? "role" : "status",
                         "last_owner",
                         {},
                         0};
    }
    if (auto done = store::updateAccount(connection, account, nowMs); !done)
        return std::move(done).error();
    return account;
}

} // namespace

QCoro::Task<Result<Account>> IdentityService::createAccount(ops::Executor &loop, NewAccount wanted)
{
    auto email = normaliseEmail(wanted.email);
    if (!email)
        co_return std::move(email).error();
    auto named = checkFullName(wanted.fullName);
    if (!named)
        co_return std::move(named).error();
    std::string passwordHash;
    if (wanted.password) {
        auto sound = checkNewPassword(*wanted.password, *email);
        if (!sound)
            co_return std::move(sound).error();
        auto hashing = d->hasher.hash(loop, *wanted.password);
        auto hashed = co_await hashing;
        if (!hashed)
            co_return std::move(hashed).error();
        passwordHash = std::move(*hashed);
    }

    const std::int64_t nowMs = d->clock.wallMs();
    Account account;
    account.id = newId<AccountId>(nowMs);
    account.email = std::move(*email);
    account.fullName = wanted.fullName;
    account.role = wanted.role;
    account.plan = wanted.plan.empty() ? d->settings.defaultPlan : wanted.plan;
    account.status = "active";
    account.timeZone = "UTC";
    account.createdAtMs = nowMs;
    std::function<Result<Account>(storage::Connection &)> work = [account,
                                                                  passwordHash](storage::Connection &connection) {
        auto done = store::insertAccount(connection, account, passwordHash);
        if (done)
            return Result<Account>(account);
        if (storage::isConstraintViolation(done.error()))
            return Result<Account>(Error{ErrorCode::Conflict, "There is an account with this email already.", "email",
                                         "email_taken", done.error().detail, 0});
        return Result<Account>(std::move(done).error());
    };
    auto writing = d->write<Account>(loop, std::move(work), [](const Account &) {});
    co_return co_await writing;
}

QCoro::Task<Result<Account>> IdentityService::account(ops::Executor &loop, AccountId id)
{
    auto known = d->cache.findAccount(id.text());
    if (known)
        co_return *known;
    auto reading =
        d->database.read(loop, [p = d, id](storage::Connection &connection) { return p->loadAccount(connection, id); });
    auto loaded = co_await reading;
    if (!loaded)
        co_return std::move(loaded).error();
    if (!*loaded)
        co_return noAccountError();
    co_return **loaded;
}

QCoro::Task<Result<IdentityService::Page>> IdentityService::accounts(ops::Executor &loop, int limit, std::string after)
{
    const int wanted = std::clamp(limit, 1, longestPage);
    auto reading = d->database.read(loop, [wanted, after](storage::Connection &connection) {
        return store::listAccounts(connection, wanted + 1, after);
    });
    auto rows = co_await reading;
    if (!rows)
        co_return std::move(rows).error();
    Page page;
    page.accounts = std::move(*rows);
    page.hasMore = page.accounts.size() > static_cast<std::size_t>(wanted);
    if (page.hasMore)
        page.accounts.pop_back();
    co_return page;
}

QCoro::Task<Result<Account>> IdentityService::updateAccount(ops::Executor &loop, AccountId id, AccountPatch patch)
{
    auto sound = checkPatch(patch);
    if (!sound)
        co_return std::move(sound).error();
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Account>(storage::Connection &)> work = [id, patch, nowMs](storage::Connection &connection) {
        return change(connection, id, patch, nowMs);
    };
    std::function<void(const Account &)> committed = [p = d](const Account &account) {
        p->cache.accountChanged(account);
    };
    auto writing = d->write<Account>(loop, std::move(work), std::move(committed));
    co_return co_await writing;
}

} // namespace beaver::identity
