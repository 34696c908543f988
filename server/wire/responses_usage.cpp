#include <server/wire/codec_support.h>
#include <server/wire/events.h>
#include <server/wire/responses_usage.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <cmath>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostResponseTokens = 1'000'000'000;

/// -1 where the field is missing or says something impossible.
std::int64_t responseCount(dom::object object, std::string_view name)
{
    const auto value = presentMember(object, name);
    std::int64_t number = 0;
    return value && value->is<std::int64_t>() && !value->get(number) && number >= 0 && number <= mostResponseTokens
               ? number
               : -1;
}

std::int64_t detailCount(dom::object usage, std::string_view details, std::string_view name)
{
    dom::object object;
    return usage[details].get(object) ? 0 : std::max<std::int64_t>(responseCount(object, name), 0);
}

/// What the provider says it took; only shown beside our own price, never charged.
std::optional<Money> statedCost(dom::object usage)
{
    std::int64_t ticks = 0; // xAI: 1e-10 USD
    if (!usage["cost_in_usd_ticks"].get(ticks) && ticks >= 0 && ticks < mostResponseTokens * 1000)
        return Money::fromNanoUsd((ticks + 5) / 10);
    double usd = 0; // OpenRouter
    if (usage["cost"].get(usd) || !(usd >= 0 && usd < 1e6))
        return std::nullopt;
    return Money::fromNanoUsd(std::llround(usd * 1e9));
}

} // namespace

std::optional<Usage> usageFromResponses(dom::object usage)
{
    const std::int64_t input = responseCount(usage, "input_tokens");
    const std::int64_t output = responseCount(usage, "output_tokens");
    if (input < 0 || output < 0 || input + output == 0)
        return std::nullopt;

    Usage counted;
    std::int64_t left = input;
    // Whatever a part claims, the parts of a whole together are the whole.
    const auto take = [&left](std::int64_t part) {
        part = std::min(part, left);
        left -= part;
        return part;
    };
    counted[Bucket::CachedRead] = take(detailCount(usage, "input_tokens_details", "cached_tokens"));
    counted[Bucket::CacheWrite5m] = take(detailCount(usage, "input_tokens_details", "cache_write_tokens"));
    counted[Bucket::AudioIn] = take(detailCount(usage, "input_tokens_details", "audio_tokens"));
    counted[Bucket::ImageIn] = take(detailCount(usage, "input_tokens_details", "image_tokens"));
    counted[Bucket::Input] = left;
    left = output;
    counted[Bucket::Reasoning] = take(detailCount(usage, "output_tokens_details", "reasoning_tokens"));
    counted[Bucket::AudioOut] = take(detailCount(usage, "output_tokens_details", "audio_tokens"));
    counted[Bucket::ImageOut] = take(detailCount(usage, "output_tokens_details", "image_tokens"));
    counted[Bucket::Output] = left;
    counted[Bucket::Requests] = 1;
    counted.reportedCost = statedCost(usage);
    return counted;
}

std::string responsesUsageJson(const AnswerTotals &totals)
{
    const Usage &usage = totals.usage;
    JsonWriter json;
    json.beginObject().field("input_tokens", usage.inputTokens());
    json.key("input_tokens_details").beginObject().field("cached_tokens", usage[Bucket::CachedRead]);
    json.field("cache_write_tokens", usage[Bucket::CacheWrite5m] + usage[Bucket::CacheWrite1h]).endObject();
    json.field("output_tokens", usage.outputTokens());
    json.key("output_tokens_details").beginObject().field("reasoning_tokens", usage[Bucket::Reasoning]).endObject();
    json.field("total_tokens", usage.totalTokens());
    if (totals.cost)
        json.field("cost", *totals.cost);
    if (totals.balance)
        json.field("balance", *totals.balance);
    return json.endObject().take();
}

} // namespace beaver::wire
