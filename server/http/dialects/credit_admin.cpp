#include <server/http/dialects/credit_admin.h>
#include <server/http/dialects/credit_text.h>
#include <server/http/dialects/short_numbers.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/top_up_audit.h>
#include <server/usage/log_partitions.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

constexpr std::int64_t mostCredits = largestTopUpNanoUsd / nanoUsdPerCredit;

struct GatewayUse
{
    usage::Total all, today, month;
    std::map<std::string, usage::Total> models;
    std::vector<usage::AccountTotal> top;
    std::int64_t accounts = 0;
};

Result<GatewayUse> readGatewayUse(storage::Connection &connection, std::int64_t nowMs)
{
    GatewayUse use;
    const std::int64_t month = usage::monthStart(nowMs);
    const std::array<std::pair<usage::Total *, std::int64_t>, 3> spans{
        {{&use.all, 0}, {&use.today, dayStart(nowMs)}, {&use.month, month}}};
    for (const auto &[total, from] : spans) {
        const auto sum = usage::sum(connection, {}, from);
        if (!sum)
            return sum.error();
        *total = *sum;
    }
    auto models = usage::sumByModel(connection, {}, month);
    if (!models)
        return models.error();
    use.models = std::move(*models);
    auto top = usage::topAccounts(connection, month, 10);
    if (!top)
        return top.error();
    use.top = std::move(*top);
    auto &count = connection.prepared("SELECT count(*) FROM accounts WHERE status <> 'deleted'");
    const auto counted = count.next();
    if (!counted)
        return counted.error();
    use.accounts = count.integer(0);
    count.reset();
    return use;
}

void writeTotal(JsonWriter &json, std::string_view span, const usage::Total &total)
{
    const auto name = [&](std::string_view what) {
        return span.empty() ? "total_" + std::string(what) : std::string(what).append("_").append(span);
    };
    json.field(name("requests"), total.calls).field(name("tokens"), total.tokens()).field(name("cost"), total.cost);
}

} // namespace

QCoro::Task<Result<identity::Account>> CreditAdmin::find(std::shared_ptr<Exchange> exchange, Named named)
{
    if (!named.key && !named.user && !named.email)
        co_return invalid("api_key", "'api_key', 'user_id' or 'email' must say whose account is meant.");
    AccountId id;
    if (named.key) {
        auto searching = m_context.identity.keyBySecret(*exchange->loop, Secret(*named.key));
        const auto key = co_await searching;
        if (!key)
            co_return key.error();
        id = key->account;
    } else if (named.user) {
        auto searching = idOf(*exchange->loop, m_context.database, Numbered::Account, *named.user);
        const auto found = co_await searching;
        if (!found)
            co_return found.error();
        id = AccountId(*found);
    } else {
        auto searching = m_context.identity.accountByEmail(*exchange->loop, *named.email);
        co_return co_await searching;
    }
    auto reading = m_context.identity.account(*exchange->loop, id);
    co_return co_await reading;
}

QCoro::Task<Result<std::string>> CreditAdmin::creditsBody(std::shared_ptr<Exchange> exchange, identity::Account account,
                                                          std::int64_t added, std::int64_t credits)
{
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Account, {account.id.text()});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("message", "Added " + std::to_string(added) + " credits")
        .field("user_id", numbers->at(account.id.text()))
        .field("account_id", account.id.text())
        .field("credits_added", added)
        .field("credits", credits)
        .field("new_balance", credits)
        .field("timestamp", api::rfc3339(m_context.clock.wallMs()));
    co_return json.endObject().take();
}

QCoro::Task<Result<Answer>> CreditAdmin::addCredits(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Named named;
    named.key = body.optionalText("api_key");
    named.user = body.optionalTextOrNumber("user_id");
    named.email = body.optionalText("email");
    const auto credits = body.optionalNumber("credits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!credits || *credits < 1 || *credits > mostCredits)
        co_return Error{ErrorCode::Unprocessable,
                        "'credits' takes a whole number from 1 to " + std::to_string(mostCredits) + ".",
                        "credits",
                        {},
                        {},
                        0};
    auto finding = find(exchange, named);
    const auto account = co_await finding;
    if (!account)
        co_return account.error();

    const AccountId actor = exchange->principal->account->id;
    const std::string key(exchange->request->header("idempotency-key"));
    const std::string hash = relay::Idempotency::hashRequest(exchange->route->name, exchange->request->body);
    Answer answer;
    if (exchange->request->hasHeader("idempotency-key")) {
        if (auto sound = relay::Idempotency::checkKey(key); !sound)
            co_return sound.error();
        auto claiming = m_context.idempotency.claim(*exchange->loop, actor, key, hash);
        const auto claimed = co_await claiming;
        if (!claimed)
            co_return claimed.error();
        if (*claimed) {
            answer.body = (*claimed)->body.value_or("");
            answer.headers.emplace_back("idempotent-replayed", "true");
            co_return answer;
        }
    }
    // The body that is kept must be there before the money moves.
    auto loading = m_context.ledger.load(*exchange->loop, account->id);
    const auto before = co_await loading;
    const Money amount = Money::fromNanoUsd(*credits * nanoUsdPerCredit);
    Result<std::string> made = before ? Result<std::string>(std::string()) : Result<std::string>(before.error());
    if (before) {
        auto making = creditsBody(exchange, *account, *credits, creditsOf(before->available() + amount));
        made = co_await making;
    }
    relay::Idempotency::Reply kept;
    std::function<ledger::StoredReply(const ledger::Entry &, const ledger::Balance &)> keep;
    if (!key.empty() && made) {
        kept = std::make_shared<const ledger::StoredReply>(
            ledger::StoredReply{key, hash, exchange->callId, 200, "application/json", *made});
        keep = [kept](const ledger::Entry &, const ledger::Balance &) { return *kept; };
    }
    if (!made) {
        if (!key.empty())
            m_context.idempotency.release(actor, key, nullptr);
        co_return made.error();
    }
    auto toppingUp =
        m_context.ledger.topUp(*exchange->loop, account->id, amount, "Credits", actor, keep, topUpAudit(*exchange));
    const auto entry = co_await toppingUp;
    if (!key.empty())
        m_context.idempotency.release(actor, key, entry ? kept : nullptr);
    if (!entry)
        co_return entry.error();
    answer.body = std::move(*made);
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditAdmin::balances(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 200);
    if (!limit)
        co_return limit.error();
    auto reading = m_context.identity.accounts(*exchange->loop, *limit, exchange->query("after").value_or(""));
    const auto page = co_await reading;
    if (!page)
        co_return page.error();
    std::vector<std::string> ids;
    for (const auto &account : page->accounts)
        ids.push_back(account.id.text());
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Account, ids);
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject().field("status", "success").field("total_users", ids.size()).key("users").beginArray();
    for (const auto &account : page->accounts) {
        auto loading = m_context.ledger.load(*exchange->loop, account.id);
        const auto balance = co_await loading;
        if (!balance)
            co_return balance.error();
        auto listing = m_context.identity.keys(*exchange->loop, account.id);
        const auto keys = co_await listing;
        if (!keys)
            co_return keys.error();
        const auto *primary = primaryKey(*keys);
        json.beginObject()
            .field("user_id", numbers->at(account.id.text()))
            .field("account_id", account.id.text())
            .field("username", account.fullName.empty() ? account.email : account.fullName)
            .field("email", account.email)
            .field("credits", creditsOf(balance->available()))
            .field("balance", balance->balance)
            .field("is_active", account.active())
            .optionalField("api_key", primary ? std::string_view(primary->preview) : std::string_view());
        json.key("api_keys").beginArray();
        for (const auto &key : *keys)
            json.value(key.preview);
        json.endArray().field("created_at", api::rfc3339(account.createdAtMs)).endObject();
    }
    json.endArray().field("has_more", page->hasMore);
    json.optionalField("next", page->hasMore ? page->accounts.back().id.text() : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditAdmin::monitor(std::shared_ptr<Exchange> exchange)
{
    const std::int64_t now = m_context.clock.wallMs();
    auto reading = m_context.database.read(
        *exchange->loop, [now](storage::Connection &connection) { return readGatewayUse(connection, now); });
    const auto use = co_await reading;
    if (!use)
        co_return use.error();
    std::vector<std::string> ids;
    for (const auto &top : use->top)
        ids.push_back(top.account.text());
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Account, ids);
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject().field("status", "success").field("timestamp", api::rfc3339(now));
    json.key("system_usage_metrics").beginObject().field("total_users", use->accounts);
    writeTotal(json, {}, use->all);
    writeTotal(json, "today", use->today);
    writeTotal(json, "this_month", use->month);
    timeOrNull(json, "last_request_time", use->all.lastAtMs);
    json.endObject().key("models_this_month").beginArray();
    for (const auto &[model, total] : use->models)
        json.beginObject()
            .field("model", model)
            .field("requests", total.calls)
            .field("tokens", total.tokens())
            .field("cost", total.cost)
            .endObject();
    json.endArray().key("top_users_this_month").beginArray();
    for (const auto &top : use->top)
        json.beginObject()
            .field("user_id", numbers->at(top.account.text()))
            .field("account_id", top.account.text())
            .field("requests", top.calls)
            .field("tokens", top.tokens)
            .field("cost", top.cost)
            .endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditAdmin::setLimit(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Named named;
    named.key = body.optionalText("api_key");
    named.user = body.optionalTextOrNumber("user_id");
    named.email = body.optionalText("email");
    const auto counts = body.optionalCounts("rate_limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto wanted = readRateLimits(counts);
    if (!wanted)
        co_return wanted.error();
    auto finding = find(exchange, named);
    const auto account = co_await finding;
    if (!account)
        co_return account.error();
    auto reading = m_context.limits.limitsOf(*exchange->loop, limits::Scope::Account, account->id.text());
    const auto before = co_await reading;
    if (!before)
        co_return before.error();
    // Those that aren't named stay as they are.
    std::vector<limits::Limit> all = *wanted;
    for (const auto &limit : *before) {
        const bool replaced = std::ranges::any_of(*wanted, [&](const limits::Limit &other) {
            return other.resource == limit.resource && other.period == limit.period;
        });
        if (!replaced)
            all.push_back(limit);
    }
    auto setting = m_context.limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Account,
                                              account->id.text(), std::move(all));
    const auto set = co_await setting;
    if (!set)
        co_return set.error();
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Account, {account->id.text()});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("message", "The rate limits are set")
        .field("user_id", numbers->at(account->id.text()))
        .field("account_id", account->id.text());
    writeRateLimits(json, "rate_limits", limitsOfAccount(m_context, *account));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditAdmin::refreshModels(std::shared_ptr<Exchange>)
{
    const auto views = m_context.router.snapshot();
    std::vector<QCoro::Task<routing::CheckResult>> asked;
    asked.reserve(views.size());
    for (const auto &view : views)
        asked.push_back(m_checker.checkAndNote(m_context.router, view));
    std::int64_t reached = 0;
    for (auto &checking : asked) {
        const auto result = co_await checking;
        reached += result.kind == routing::CheckResult::Kind::Ok ? 1 : 0;
    }
    std::int64_t models = 0;
    const auto snapshot = m_context.catalogue.snapshot();
    for (const auto &model : snapshot->models())
        models += isServed(m_context, model) ? 1 : 0;
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("message", "The models were asked for anew")
        .field("total_models", models)
        .field("endpoints", views.size())
        .field("endpoints_reached", reached)
        .field("timestamp", api::rfc3339(m_context.clock.wallMs()));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditAdmin::cacheStatus(std::shared_ptr<Exchange>)
{
    std::int64_t newest = 0;
    const auto views = m_context.router.snapshot();
    for (const auto &view : views)
        newest = std::max(newest, view.health.checkedAtMs);
    const auto answers = m_context.cache.statistics();
    const std::int64_t now = m_context.clock.wallMs();
    JsonWriter json;
    json.beginObject().field("status", "success").key("cache_info").beginObject();
    json.field("has_data", true)
        .field("total_models", m_context.catalogue.snapshot()->models().size())
        .field("is_valid", true);
    timeOrNull(json, "last_refreshed", newest);
    json.key("cache_age_seconds");
    if (newest > 0)
        json.value((now - newest) / 1000);
    else
        json.null();
    json.endObject().key("answers").beginObject();
    json.field("entries", answers.entries)
        .field("bytes", answers.bytes)
        .field("hits", answers.hits)
        .field("misses", answers.misses)
        .field("tokens_saved", answers.tokensSaved)
        .endObject();
    Answer answer;
    answer.body = json.field("timestamp", api::rfc3339(now)).endObject().take();
    co_return answer;
}

} // namespace beaver::http
