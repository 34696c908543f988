#include <server/http/dialects/credit_text.h>
#include <server/http/dialects/credit_users.h>
#include <server/http/dialects/short_numbers.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/visible_balance.h>
#include <server/usage/log_partitions.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

namespace beaver::http {

namespace {

struct AccountUse
{
    usage::Total all, today, month;
    std::string mostUsed;
};

Result<AccountUse> readAccountUse(storage::Connection &connection, const usage::Of &of, std::int64_t nowMs)
{
    const auto all = usage::sum(connection, of);
    if (!all)
        return all.error();
    const auto today = usage::sum(connection, of, dayStart(nowMs));
    if (!today)
        return today.error();
    const auto month = usage::sum(connection, of, usage::monthStart(nowMs));
    if (!month)
        return month.error();
    const auto model = usage::mostUsedModel(connection, of);
    if (!model)
        return model.error();
    return AccountUse{*all, *today, *month, *model};
}

} // namespace

QCoro::Task<Result<CreditUsers::User>> CreditUsers::userOf(std::shared_ptr<Exchange> exchange)
{
    const auto &principal = *exchange->principal;
    const AccountId account = principal.account->id;
    User user;
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Account, {account.text()});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    user.number = numbers->at(account.text());
    if (principal.key) {
        user.key = principal.key->preview;
    } else {
        auto listing = m_context.identity.keys(*exchange->loop, account);
        const auto keys = co_await listing;
        if (!keys)
            co_return keys.error();
        if (const auto *primary = primaryKey(*keys))
            user.key = primary->preview;
    }
    auto loading = m_context.ledger.load(*exchange->loop, account);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    user.balance = visibleBalance(*exchange, m_context.limits, *balance);
    co_return user;
}

QCoro::Task<Result<Answer>> CreditUsers::balance(std::shared_ptr<Exchange> exchange)
{
    auto asking = userOf(exchange);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("user_id", user->number)
        .optionalField("api_key", user->key)
        .field("credits", creditsOf(user->balance.available()))
        .field("balance", user->balance.balance)
        .field("currency", "USD");
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditUsers::monitor(std::shared_ptr<Exchange> exchange)
{
    auto asking = userOf(exchange);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    const auto account = exchange->principal->account;
    const std::int64_t now = m_context.clock.wallMs();
    auto reading =
        m_context.database.read(*exchange->loop, [of = ownUse(*exchange), now](storage::Connection &connection) {
            return readAccountUse(connection, of, now);
        });
    const auto use = co_await reading;
    if (!use)
        co_return use.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("timestamp", api::rfc3339(now))
        .field("user_id", user->number)
        .optionalField("api_key", user->key)
        .field("current_credits", creditsOf(user->balance.available()));
    json.key("usage_metrics")
        .beginObject()
        .field("total_requests", use->all.calls)
        .field("total_tokens", use->all.tokens())
        .field("total_cost", use->all.cost)
        .field("requests_today", use->today.calls)
        .field("tokens_today", use->today.tokens())
        .field("cost_today", use->today.cost)
        .field("requests_this_month", use->month.calls)
        .field("tokens_this_month", use->month.tokens())
        .field("cost_this_month", use->month.cost)
        .rawField("average_tokens_per_request",
                  formatScaled(use->all.calls == 0 ? 0 : use->all.tokens() * 100 / use->all.calls, 2))
        .optionalField("most_used_model", use->mostUsed);
    timeOrNull(json, "last_request_time", use->all.lastAtMs);
    json.endObject();
    writeRateLimits(json, "rate_limits", limitsOfAccount(m_context, *account));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditUsers::limit(std::shared_ptr<Exchange> exchange)
{
    auto asking = userOf(exchange);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    const auto states = limitsOfAccount(m_context, *exchange->principal->account);
    JsonWriter json;
    json.beginObject().field("status", "success").field("user_id", user->number).optionalField("api_key", user->key);
    writeRateLimits(json, "current_limits", states);
    writeRateLimits(json, "rate_limits", states);
    writeRateUse(json, "current_usage", states);
    Answer answer;
    answer.body = json.field("timestamp", api::rfc3339(m_context.clock.wallMs())).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditUsers::showProfile(std::shared_ptr<Exchange> exchange, identity::Account account)
{
    auto asking = userOf(exchange);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("user_id", user->number)
        .field("account_id", account.id.text())
        .optionalField("api_key", user->key)
        .field("credits", creditsOf(user->balance.available()))
        .field("username", account.fullName.empty() ? account.email : account.fullName)
        .field("name", account.fullName)
        .field("email", account.email)
        .field("plan", account.plan)
        .field("is_active", account.active())
        .field("time_zone", account.timeZone)
        .field("created_at", api::rfc3339(account.createdAtMs));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditUsers::profile(std::shared_ptr<Exchange> exchange)
{
    auto showing = showProfile(exchange, *exchange->principal->account);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> CreditUsers::changeProfile(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    JsonBody body(exchange->request->body);
    identity::IdentityService::AccountPatch patch;
    patch.fullName = body.optionalText("name");
    if (const auto name = body.optionalText("username"))
        patch.fullName = *name;
    patch.timeZone = body.optionalText("time_zone");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto account = exchange->principal->account;
    auto changing = m_context.identity.updateAccount(*exchange->loop, account->id, std::move(patch),
                                                     {actorOf(*exchange), account->role});
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    auto showing = showProfile(exchange, *changed);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> CreditUsers::removeAccount(std::shared_ptr<Exchange> exchange)
{
    std::optional<Secret> password;
    std::string confirmation;
    if (!exchange->request->body.empty()) {
        JsonBody body(exchange->request->body);
        if (const auto given = body.optionalText("password"))
            password = Secret(*given);
        confirmation = body.optionalText("confirmation").value_or("");
        if (auto sound = body.finish(); !sound)
            co_return sound.error();
    }
    auto asking = userOf(exchange);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    auto deleting = m_context.people.deleteOwn(*exchange->loop, *exchange->principal, std::move(password),
                                               std::move(confirmation), exchange->caller, actorOf(*exchange));
    const auto deleted = co_await deleting;
    if (!deleted)
        co_return deleted.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("message", "The account was deleted")
        .field("user_id", user->number)
        .field("timestamp", api::rfc3339(m_context.clock.wallMs()));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
