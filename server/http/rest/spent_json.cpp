#include <server/http/rest/spent_json.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

void writeSum(JsonWriter &json, const usage::Spent::Sum &sum)
{
    json.field("requests", sum.calls)
        .field("failed", sum.failed)
        .field("cached", sum.cached)
        .field("input_tokens", sum.inputTokens)
        .field("output_tokens", sum.outputTokens)
        .field("total_tokens", sum.inputTokens + sum.outputTokens)
        .field("cost", sum.cost)
        .field("byok_cost", sum.byokCost);
}

} // namespace

std::int64_t usagePeriodStart(std::int64_t nowMs, int days)
{
    constexpr std::int64_t dayMs = 86'400'000;
    return nowMs - nowMs % dayMs - (days - 1) * dayMs;
}

Result<int> usagePeriodDays(const Exchange &exchange)
{
    const std::string period = exchange.query("period").value_or("30d");
    if (period == "24h" || period == "1d")
        return 1;
    if (period == "7d")
        return 7;
    if (period == "30d")
        return 30;
    if (period == "90d")
        return 90;
    return invalid("period", "'period' takes 1d, 7d, 30d or 90d.");
}

std::string spentJson(const usage::Spent &spent, std::string_view subject, const std::string &id, int days)
{
    JsonWriter json;
    json.beginObject().field(subject, id).field("period", std::to_string(days) + "d").key("summary").beginObject();
    writeSum(json, spent.total);
    json.endObject().key("by_model").beginArray();
    for (const auto &[model, sum] : spent.byModel) {
        json.beginObject().field("model", model);
        writeSum(json, sum);
        json.endObject();
    }
    json.endArray().key("by_day").beginArray();
    for (const auto &[day, sum] : spent.byDay) {
        json.beginObject().field("date", api::rfc3339(day).substr(0, 10));
        writeSum(json, sum);
        json.endObject();
    }
    return json.endArray().endObject().take();
}

} // namespace beaver::http
