#include <server/http/dialects/bluesminds_usage.h>
#include <server/usage/call_log.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <charconv>

namespace beaver::http {

namespace {

struct AccountStats
{
    usage::Total all;
    std::map<std::string, usage::Total> models, keys;
};

Result<AccountStats> readStats(storage::Connection &connection, const usage::Of &of, std::int64_t fromMs)
{
    const auto all = usage::sum(connection, of, fromMs);
    if (!all)
        return all.error();
    auto models = usage::sumByModel(connection, of, fromMs);
    if (!models)
        return models.error();
    auto keys = usage::sumByKey(connection, of, fromMs);
    if (!keys)
        return keys.error();
    return AccountStats{*all, std::move(*models), std::move(*keys)};
}

void writeStats(JsonWriter &json, std::string_view list, std::string_view name,
                const std::map<std::string, usage::Total> &totals)
{
    json.key(list).beginArray();
    for (const auto &[id, total] : totals)
        json.beginObject()
            .field(name, id)
            .field("requests", total.calls)
            .field("tokens", total.tokens())
            .field("cost", total.cost)
            .endObject();
    json.endArray();
}

void writeLog(JsonWriter &json, const usage::Record &record)
{
    const auto &call = record.call;
    json.beginObject()
        .field("id", call.call.text())
        .optionalField("api_key_id", call.key.text())
        .field("model", call.model)
        .field("endpoint", call.surface)
        .optionalField("server_id", call.endpoint)
        .field("status", call.status)
        .field("outcome", record.outcome)
        .optionalField("error", call.reason)
        .field("prompt_tokens", call.usage.inputTokens())
        .field("completion_tokens", call.usage.outputTokens())
        .field("total_tokens", call.usage.totalTokens())
        .field("cost", call.cost)
        .field("latency_ms", call.endedAtMs - call.startedAtMs)
        .field("stream", call.streamed)
        .field("created_at", api::rfc3339(call.startedAtMs))
        .endObject();
}

} // namespace

QCoro::Task<Result<Answer>> BluesMindsUsage::stats(std::shared_ptr<Exchange> exchange)
{
    const auto days = queryNumber(*exchange, "days", 30, 1, 366);
    if (!days)
        co_return days.error();
    const std::int64_t from = dayStart(m_context.clock.wallMs()) - (*days - 1) * usage::dayMs;
    auto reading =
        m_context.database.read(*exchange->loop, [of = ownUse(*exchange), from](storage::Connection &connection) {
            return readStats(connection, of, from);
        });
    const auto stats = co_await reading;
    if (!stats)
        co_return stats.error();
    JsonWriter json;
    json.beginObject()
        .field("period_days", *days)
        .field("total_requests", stats->all.calls)
        .field("total_tokens", stats->all.tokens())
        .field("input_tokens", stats->all.inputTokens)
        .field("output_tokens", stats->all.outputTokens)
        .field("total_cost", stats->all.cost);
    writeStats(json, "models", "model", stats->models);
    writeStats(json, "keys", "api_key_id", stats->keys);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> BluesMindsUsage::logs(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    std::int64_t from = 0;
    if (const auto after = exchange->query("after")) {
        const auto [end, failure] = std::from_chars(after->data(), after->data() + after->size(), from);
        if (failure != std::errc() || end != after->data() + after->size() || from < 1)
            co_return invalid("after", "'after' takes the 'next' of the page before.");
    }
    usage::CallFilter filter;
    filter.account = exchange->principal->account->id.text();
    filter.project = identity::confinedTo(*exchange->principal).text();
    auto reading =
        m_context.database.read(*exchange->loop, [filter, from, most = *limit](storage::Connection &connection) {
            return usage::callSlice(connection, filter, usage::Direction::Older, from, most);
        });
    const auto slice = co_await reading;
    if (!slice)
        co_return slice.error();
    JsonWriter json;
    json.beginObject().key("logs").beginArray();
    for (const auto &record : slice->records)
        writeLog(json, record);
    const bool more = !slice->exhausted;
    json.endArray().field("has_more", more);
    json.optionalField("next", more ? std::to_string(slice->reached) : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
