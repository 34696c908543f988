#include <server/http/dialects/ai_gateway.h>
#include <server/http/dialects/gateway_context.h>
#include <server/usage/spent.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

using limits::LimitState;
using limits::Period;

constexpr int mostDays = 365;

ProjectId projectOfCaller(const Exchange &exchange)
{
    const auto &principal = *exchange.principal;
    return principal.key ? principal.key->project : identity::defaultProject(principal.account->id);
}

void writeCalls(JsonWriter &json, const usage::Spent::Sum &sum)
{
    json.field("requests", sum.calls)
        .field("promptTokens", sum.inputTokens)
        .field("completionTokens", sum.outputTokens)
        .field("totalTokens", sum.inputTokens + sum.outputTokens)
        .field("cost", sum.counted());
}

template <typename Map, typename Key>
void writeCosts(JsonWriter &json, std::string_view name, std::string_view member, const Map &sums, Key key)
{
    json.key(name).beginArray();
    for (const auto &[of, sum] : sums) {
        json.beginObject().field(member, key(of));
        writeCalls(json, sum);
        json.endObject();
    }
    json.endArray();
}

std::string asText(const std::string &text)
{
    return text;
}

std::string asDate(std::int64_t dayMs)
{
    return api::rfc3339(dayMs).substr(0, 10);
}

Answer statistics(JsonWriter &data)
{
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("success", true).rawField("data", data.take()).endObject().take();
    return answer;
}

/// One budget; null where there is none.
void writeBudget(JsonWriter &json, std::string_view name, const std::vector<LimitState> &states, limits::Scope scope,
                 Period period)
{
    for (const LimitState &state : states) {
        if (state.scope != scope || state.limit.resource != limits::Resource::Spend || state.limit.period != period)
            continue;
        const Money limit = Money::fromNanoUsd(state.limit.amount);
        const Money used = Money::fromNanoUsd(state.used);
        json.key(name)
            .beginObject()
            .field("limit", limit)
            .field("used", used)
            .field("remaining", used < limit ? limit - used : Money())
            .optionalField("resetsAt", state.endsMs > 0 ? api::rfc3339(state.endsMs) : std::string())
            .endObject();
        return;
    }
    json.nullField(name);
}

} // namespace

QCoro::Task<Result<Answer>> AiGatewayHandlers::stats(std::shared_ptr<Exchange> exchange)
{
    const auto days = queryNumber(*exchange, "days", 30, 1, mostDays);
    if (!days)
        co_return days.error();
    auto reading = m.database.read(
        *exchange->loop,
        [account = exchange->principal->account->id, project = projectOfCaller(*exchange),
         fromMs = dayStart(m.clock.wallMs()) - (*days - 1) * usage::dayMs](storage::Connection &connection) {
            return usage::spent(connection, account, project, {}, fromMs);
        });
    const auto spent = co_await reading;
    if (!spent)
        co_return spent.error();
    const auto &total = spent->total;
    JsonWriter json;
    json.beginObject()
        .field("days", *days)
        .field("totalRequests", total.calls)
        .field("successfulRequests", total.calls - total.failed)
        .field("failedRequests", total.failed)
        .field("cachedRequests", total.cached)
        .field("promptTokens", total.inputTokens)
        .field("completionTokens", total.outputTokens)
        .field("totalTokens", total.inputTokens + total.outputTokens)
        .field("totalCost", total.counted());
    writeCosts(json, "byModel", "model", spent->byModel, asText);
    writeCosts(json, "byDay", "date", spent->byDay, asDate);
    json.endObject();
    co_return statistics(json);
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::costs(std::shared_ptr<Exchange> exchange)
{
    const auto days = queryNumber(*exchange, "days", 30, 1, mostDays);
    if (!days)
        co_return days.error();
    const std::int64_t todayMs = dayStart(m.clock.wallMs());
    auto reading = m.database.read(*exchange->loop,
                                   [account = exchange->principal->account->id, project = projectOfCaller(*exchange),
                                    fromMs = todayMs - (*days - 1) * usage::dayMs](storage::Connection &connection) {
                                       return usage::spent(connection, account, project, {}, fromMs);
                                   });
    const auto spent = co_await reading;
    if (!spent)
        co_return spent.error();
    const auto today = spent->byDay.find(todayMs);
    JsonWriter json;
    json.beginObject()
        .field("days", *days)
        .field("currency", "USD")
        .field("totalCost", spent->total.counted())
        .field("chargedCost", spent->total.cost)
        .field("ownKeysCost", spent->total.byokCost)
        .field("today", today == spent->byDay.end() ? Money() : today->second.counted());
    writeCosts(json, "byModel", "model", spent->byModel, asText);
    writeCosts(json, "byProvider", "provider", spent->byProvider, asText);
    writeCosts(json, "byDay", "date", spent->byDay, asDate);
    json.endObject();
    co_return statistics(json);
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::budget(std::shared_ptr<Exchange> exchange)
{
    const auto &principal = *exchange->principal;
    const ProjectId project = projectOfCaller(*exchange);
    const KeyId key = principal.key ? principal.key->id : KeyId();
    const auto &account = *principal.account;
    const auto states = m.limits.states({account.id, account.plan, account.timeZone, project, key});
    JsonWriter json;
    json.beginObject().field("currency", "USD");
    writeBudget(json, "daily", states, limits::Scope::Key, Period::Day);
    writeBudget(json, "monthly", states, limits::Scope::Key, Period::Month);
    json.key("project").beginObject();
    writeBudget(json, "daily", states, limits::Scope::Project, Period::Day);
    writeBudget(json, "weekly", states, limits::Scope::Project, Period::Week);
    writeBudget(json, "monthly", states, limits::Scope::Project, Period::Month);
    writeBudget(json, "total", states, limits::Scope::Project, Period::Total);
    json.endObject().endObject();
    co_return statistics(json);
}

} // namespace beaver::http
