#include <server/catalog/policy.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/accounts.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/limits_json.h>
#include <server/http/rest/top_up_audit.h>

namespace beaver::http {

namespace {

Result<void> checkPlan(const limits::LimitsService &limits, const std::optional<std::string> &plan)
{
    if (!plan || limits.hasPlan(*plan))
        return {};
    std::string known;
    for (const auto &each : limits.plans())
        known.append(known.empty() ? "" : ", ").append(each.id);
    return invalid("plan", "There is no plan '" + plan->substr(0, 60) + "'. There are: " + known + ".");
}

} // namespace

QCoro::Task<Result<Answer>> AccountHandlers::show(std::shared_ptr<Exchange> exchange, identity::Account account,
                                                  int status)
{
    auto loading = m_ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    writeAccount(json, account, *balance);
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AccountHandlers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::NewAccount wanted;
    wanted.email = body.text("email");
    wanted.fullName = body.optionalText("full_name").value_or("");
    const auto plan = body.optionalText("plan");
    const auto role = body.optionalText("role");
    const auto password = body.optionalText("password");
    const Money initial = body.optionalMoney("initial_balance").value_or(Money());
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto known = checkPlan(m_limits, plan); !known)
        co_return known.error();
    wanted.plan = plan.value_or("");
    if (initial.isNegative() || initial.nanoUsd() > largestTopUpNanoUsd)
        co_return Error{
            ErrorCode::Unprocessable, "'initial_balance' takes 0 to 1000000 USD.", "initial_balance", {}, {}, 0};
    if (role) {
        const auto named = identity::roleByName(*role);
        if (!named)
            co_return invalid("role", "'role' takes viewer, billing, admin or owner.");
        if (auto may = checkGivenRole(*exchange, *named); !may)
            co_return may.error();
        wanted.role = *named;
    }
    if (password)
        wanted.password = Secret(*password);

    if (initial.isZero()) {
        auto creating = m_identity.createAccount(*exchange->loop, std::move(wanted), actorOf(*exchange));
        const auto account = co_await creating;
        if (!account)
            co_return account.error();
        auto showing = show(exchange, *account, 201);
        co_return co_await showing;
    }
    auto preparing = m_identity.prepareAccount(*exchange->loop, std::move(wanted), actorOf(*exchange));
    const auto prepared = co_await preparing;
    if (!prepared)
        co_return prepared.error();
    auto opening = m_ledger.open(*exchange->loop, prepared->insert, prepared->account.id, initial, "Initial balance",
                                 exchange->principal->account->id, topUpAudit(*exchange));
    const auto entry = co_await opening;
    if (!entry)
        co_return entry.error();
    auto showing = show(exchange, prepared->account, 201);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AccountHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    const auto status = exchange->query("status").value_or("");
    if (!status.empty() && status != "active" && status != "suspended" && status != "deleted")
        co_return invalid("status", "'status' takes active, suspended or deleted.");
    const std::string search = exchange->query("search").value_or("").substr(0, 200);
    auto reading = m_identity.accounts(*exchange->loop, *limit, exchange->query("after").value_or(""), search, status);
    const auto page = co_await reading;
    if (!page)
        co_return page.error();
    const auto counted = countWanted(*exchange);
    if (!counted)
        co_return counted.error();
    std::optional<std::int64_t> total;
    if (*counted) {
        auto counting = m_identity.accountCount(*exchange->loop, search, status);
        const auto found = co_await counting;
        if (!found)
            co_return found.error();
        total = *found;
    }
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &account : page->accounts) {
        auto loading = m_ledger.load(*exchange->loop, account.id);
        const auto balance = co_await loading;
        if (!balance)
            co_return balance.error();
        writeAccount(json, account, *balance);
    }
    json.endArray().field("has_more", page->hasMore);
    json.optionalField("next", page->hasMore ? page->accounts.back().id.text() : std::string());
    if (total)
        json.field("total", *total);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AccountHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_identity.account(*exchange->loop, AccountId(exchange->parameter("id")));
    const auto account = co_await reading;
    if (!account)
        co_return account.error();
    auto showing = show(exchange, *account, 200);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AccountHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::IdentityService::AccountPatch patch;
    patch.fullName = body.optionalText("full_name");
    patch.plan = body.optionalText("plan");
    patch.status = body.optionalText("status");
    patch.timeZone = body.optionalText("time_zone");
    patch.pricingPolicy = body.optionalText("pricing_policy");
    const auto role = body.optionalText("role");
    const auto wantedLimits = readLimits(body, "limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto known = checkPlan(m_limits, patch.plan); !known)
        co_return known.error();
    if (patch.pricingPolicy && !patch.pricingPolicy->empty()) {
        const auto policy = catalog::Policy::parse("pricing_policy", *patch.pricingPolicy);
        if (!policy)
            co_return policy.error();
        patch.pricingPolicy = std::string(policy->name());
    }
    if (role) {
        patch.role = identity::roleByName(*role);
        if (!patch.role)
            co_return invalid("role", "'role' takes viewer, billing, admin, owner or an empty text.");
    }
    const AccountId id(exchange->parameter("id"));
    auto changing = m_identity.updateAccount(*exchange->loop, id, std::move(patch),
                                             {actorOf(*exchange), exchange->principal->role});
    const auto account = co_await changing;
    if (!account)
        co_return account.error();
    if (wantedLimits) {
        auto reading = m_limits.limitsOf(*exchange->loop, limits::Scope::Account, id.text());
        auto before = co_await reading;
        if (!before)
            co_return before.error();
        auto setting = m_limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Account, id.text(),
                                          changed(std::move(*before), *wantedLimits));
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    auto showing = show(exchange, *account, 200);
    co_return co_await showing;
}

} // namespace beaver::http
