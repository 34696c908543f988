#include <server/identity/people_private.h>
#include <shared/base/json_writer.h>

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
    if (patch.username)
        if (auto done = checkUsername(*patch.username); !done)
            return done;
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
    account.username = patch.username.value_or(account.username);
}

bool ownsGateway(const Account &account)
{
    return account.role == Role::Owner && account.active();
}

/// What a change can change, for the audit log.
std::string changeable(const Account &account)
{
    JsonWriter json;
    json.beginObject()
        .field("full_name", account.fullName)
        .optionalField("role", roleName(account.role))
        .field("plan", account.plan)
        .field("status", account.status)
        .field("time_zone", account.timeZone)
        .optionalField("pricing_policy", account.pricingPolicy)
        .endObject();
    return json.take();
}

struct ChangedAccount
{
    Account account;
    std::vector<SessionId> ended;
};

Result<ChangedAccount> change(storage::Connection &connection, const AccountId &id,
                              const IdentityService::AccountPatch &patch, const Operator &by, std::int64_t nowMs)
{
    auto found = store::findAccount(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found || (*found)->status == "deleted")
        return noAccountError();
    Account account = std::move(**found);
    const bool own = by.actor.account == id.text();
    for (const Role role : {own ? Role::None : account.role, patch.role.value_or(Role::None)})
        if (auto allowed = checkRank(by, role); !allowed)
            return std::move(allowed).error();
    const std::string before = changeable(account);
    const bool ownedBefore = ownsGateway(account);
    const bool wasActive = account.active();
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
    ChangedAccount changed{std::move(account), {}};
    if (wasActive && !changed.account.active()) {
        auto ended = store::endSessions(connection, id, SessionId(), "suspended", nowMs);
        if (!ended)
            return std::move(ended).error();
        changed.ended = std::move(*ended);
    }
    const std::string after = changeable(changed.account);
    if (after != before)
        if (auto done = audit::append(connection, {by.actor, "account.change", id.text(), before, after}, nowMs); !done)
            return std::move(done).error();
    return changed;
}

} // namespace

QCoro::Task<Result<Account>> IdentityService::createAccount(ops::Executor &loop, NewAccount wanted, audit::Actor by)
{
    auto preparing = prepareAccount(loop, std::move(wanted), std::move(by));
    const auto prepared = co_await preparing;
    if (!prepared)
        co_return prepared.error();
    auto writing = d->database.write(loop, prepared->insert);
    if (auto written = co_await writing; !written)
        co_return std::move(written).error();
    co_return prepared->account;
}

QCoro::Task<Result<IdentityService::PreparedAccount>>
IdentityService::prepareAccount(ops::Executor &loop, NewAccount wanted, audit::Actor by)
{
    auto email = normaliseEmail(wanted.email);
    if (!email)
        co_return std::move(email).error();
    auto named = checkFullName(wanted.fullName);
    if (!named)
        co_return std::move(named).error();
    std::string passwordHash;
    if (wanted.password) {
        wanted.password = normalisePassword(*wanted.password);
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
    account.username = wanted.username;
    account.role = wanted.role;
    account.plan = wanted.plan.empty() ? d->settings.defaultPlan() : wanted.plan;
    account.status = "active";
    account.timeZone = "UTC";
    account.createdAtMs = nowMs;
    auto insert = [account, passwordHash, by](storage::Connection &connection) -> Result<void> {
        auto done = store::insertAccount(connection, account, passwordHash);
        if (done && !by.account.empty())
            done = audit::append(connection, {by, "account.create", account.id.text(), {}, changeable(account)},
                                 account.createdAtMs);
        if (!done && storage::isConstraintViolation(done.error()))
            return Error{ErrorCode::Conflict,
                         "There is an account with this email already.",
                         "email",
                         "email_taken",
                         done.error().detail,
                         0};
        return done;
    };
    co_return PreparedAccount{std::move(account), std::move(insert)};
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

QCoro::Task<Result<IdentityService::Page>> IdentityService::accounts(ops::Executor &loop, int limit, std::string after,
                                                                     std::string search, std::string status)
{
    const int wanted = std::clamp(limit, 1, longestPage);
    auto reading = d->database.read(loop, [wanted, after, search, status](storage::Connection &connection) {
        return store::listAccounts(connection, wanted + 1, after, search, status);
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

QCoro::Task<Result<std::int64_t>> IdentityService::accountCount(ops::Executor &loop, std::string search,
                                                                std::string status)
{
    auto reading = d->database.read(loop, [search, status](storage::Connection &connection) {
        return store::countAccounts(connection, search, status);
    });
    co_return co_await reading;
}

QCoro::Task<Result<Account>> IdentityService::updateAccount(ops::Executor &loop, AccountId id, AccountPatch patch,
                                                            Operator by)
{
    auto sound = checkPatch(patch);
    if (!sound)
        co_return std::move(sound).error();
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<ChangedAccount>(storage::Connection &)> work =
        [id, patch, by, nowMs](storage::Connection &connection) { return change(connection, id, patch, by, nowMs); };
    std::function<void(const ChangedAccount &)> committed = [p = d](const ChangedAccount &changed) {
        p->accountChanged(changed.account);
        p->sessionsEnded(changed.ended);
    };
    auto writing = d->write<ChangedAccount>(loop, std::move(work), std::move(committed));
    auto changed = co_await writing;
    if (!changed)
        co_return std::move(changed).error();
    co_return std::move(changed->account);
}

} // namespace beaver::identity
