#include <server/http/dialects/litellm_people.h>
#include <server/http/dialects/litellm_spend.h>
#include <server/http/rest/calls.h>
#include <server/http/rest/query_fields.h>
#include <server/usage/reports.h>
#include <shared/api/rfc3339.h>

#include <map>

namespace beaver::http {

namespace {

using identity::Role;
using usage::Dimension;

constexpr std::int64_t longestMs = 400 * usage::dayMs;
constexpr int mostAccounts = 1000; // of a day, where everybody's spending is asked for

void writeLog(JsonWriter &json, const usage::Record &record)
{
    const auto &call = record.call;
    const bool whole = usage::isSuccess(record.outcome);
    json.beginObject()
        .field("request_id", call.call.text())
        .field("call_type", call.surface)
        .field("api_key", call.key.text())
        .field("spend", call.cost)
        .field("total_tokens", call.usage.totalTokens())
        .field("prompt_tokens", call.usage.inputTokens())
        .field("completion_tokens", call.usage.outputTokens())
        .field("startTime", api::rfc3339(call.startedAtMs))
        .field("endTime", api::rfc3339(call.endedAtMs))
        .optionalField("completionStartTime", call.firstByteAtMs ? api::rfc3339(*call.firstByteAtMs) : std::string())
        .field("model", call.model)
        .field("model_group", call.model)
        .optionalField("model_id", call.upstreamModel)
        .optionalField("custom_llm_provider", call.provider)
        .field("user", call.account.text())
        .optionalField("team_id", call.project.text())
        .field("status", whole ? "success" : "failure")
        .field("cache_hit", call.outcome == ledger::Outcome::Cached ? "True" : "False")
        .rawField("metadata", call.metadata.empty() ? "{}" : std::string_view(call.metadata));
    json.key("request_tags").beginArray().endArray().endObject();
}

struct Day
{
    Money spend;
    std::map<std::string, Money> users, models;
};

void writeMoney(JsonWriter &json, std::string_view name, const std::map<std::string, Money> &amounts)
{
    json.key(name).beginObject();
    for (const auto &[of, amount] : amounts)
        json.field(of, amount);
    json.endObject();
}

/// What the accounts beyond the most cost, on each day: the models of a day are all there.
void addOthers(std::map<std::int64_t, Day> &days)
{
    for (auto &[startMs, day] : days) {
        Money others = day.spend;
        for (const auto &[user, amount] : day.users)
            others -= amount;
        if (!others.isZero())
            day.users["other"] = others;
    }
}

/// Adds what each model, or each account, cost on its days; models first.
Result<void> addTo(std::map<std::int64_t, Day> &days, storage::Connection &connection, usage::ReportQuery query,
                   Dimension by)
{
    query.groupBy = {Dimension::Day, by};
    query.limit = by == Dimension::Account ? mostAccounts : INT32_MAX;
    const auto report = usage::report(connection, query);
    if (!report)
        return report.error();
    for (const auto &group : report->groups) {
        Day &day = days[std::stoll(group.names[0])];
        if (by == Dimension::Model) {
            day.spend += group.sums.cost;
            day.models[group.names[1]] += group.sums.cost;
        } else {
            day.users[group.names[1]] += group.sums.cost;
        }
    }
    if (by == Dimension::Account && report->hasMore)
        addOthers(days);
    return {};
}

} // namespace

QCoro::Task<Result<Answer>> LiteLlmSpend::summary(std::shared_ptr<Exchange> exchange, usage::CallFilter filter)
{
    usage::ReportQuery query;
    query.fromMs = *filter.fromMs;
    query.untilMs = *filter.untilMs;
    for (const auto &[dimension, value] : {std::pair(Dimension::Account, filter.account),
                                           {Dimension::Project, filter.project},
                                           {Dimension::Key, filter.key},
                                           {Dimension::Model, filter.model}}) {
        if (!value.empty())
            query.filters.emplace_back(dimension, value);
    }
    using Days = std::map<std::int64_t, Day>;
    auto reading = m_context.database.read(*exchange->loop, [query](storage::Connection &connection) -> Result<Days> {
        Days days;
        for (const auto by : {Dimension::Model, Dimension::Account})
            if (auto added = addTo(days, connection, query, by); !added)
                return added.error();
        return days;
    });
    const auto days = co_await reading;
    if (!days)
        co_return days.error();
    JsonWriter json;
    json.beginArray();
    for (const auto &[startMs, day] : *days) {
        json.beginObject().field("startTime", api::rfc3339(startMs).substr(0, 10)).field("spend", day.spend);
        writeMoney(json, "users", day.users);
        writeMoney(json, "models", day.models);
        json.endObject();
    }
    Answer answer;
    answer.body = json.endArray().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LiteLlmSpend::logs(std::shared_ptr<Exchange> exchange)
{
    const bool everybodys = exchange->principal->role >= Role::Viewer;
    const AccountId only = everybodys ? AccountId() : exchange->principal->account->id;
    auto filter = callFilter(*exchange, only);
    if (!filter)
        co_return filter.error();
    QueryFields query(*exchange);
    const auto from = query.time("start_date");
    const auto last = query.time("end_date");
    const std::string key = query.text("api_key");
    const std::string user = query.text("user_id");
    const std::string summarize = query.text("summarize");
    filter->id = query.text("request_id", "id");
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 500);
    if (!limit)
        co_return limit.error();
    if (from)
        filter->fromMs = from;
    if (last) // a day is meant with all of it
        filter->untilMs = *last + (*last % usage::dayMs == 0 ? usage::dayMs : 0);
    if (from && last && (*filter->fromMs >= *filter->untilMs || *filter->untilMs - *filter->fromMs > longestMs))
        co_return invalid("start_date", "'start_date' must lie before 'end_date', by 400 days at most.");
    if (!user.empty()) {
        auto finding = liteLlmUser(m_context, exchange, user, Role::Viewer);
        const auto account = co_await finding;
        if (!account)
            co_return account.error();
        filter->account = account->id.text();
    }
    if (!key.empty()) {
        auto naming = liteLlmKeyId(m_context, exchange, key);
        const auto id = co_await naming;
        if (!id)
            co_return id.error();
        identity::KeyAuthority by;
        by.account = only;
        by.project = everybodys ? ProjectId() : identity::confinedTo(*exchange->principal);
        auto reading = m_context.identity.key(*exchange->loop, *id, std::move(by));
        const auto found = co_await reading;
        if (!found)
            co_return found.error();
        filter->key = id->text();
    }
    if (from && last && summarize != "false" && summarize != "False" && filter->id.empty()) {
        auto summing = summary(exchange, std::move(*filter));
        co_return co_await summing;
    }
    auto paging = callPage(m_context.database, m_context.clock, exchange, std::move(*filter), *limit);
    const auto page = co_await paging;
    if (!page)
        co_return page.error();
    JsonWriter json;
    json.beginArray();
    for (const auto &record : page->records)
        writeLog(json, record);
    Answer answer;
    answer.body = json.endArray().take();
    if (page->hasMore && !page->next.empty())
        answer.headers.emplace_back("x-beaver-next", page->next);
    co_return answer;
}

} // namespace beaver::http
