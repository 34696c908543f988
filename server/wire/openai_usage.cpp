#include <server/wire/openai_usage.h>

#include <algorithm>
#include <cmath>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostReportedTokens = 1'000'000'000;

/// -1 where the field says something impossible.
std::int64_t count(dom::object object, std::string_view name, std::int64_t missing = 0)
{
    dom::element value;
    if (object[name].get(value) || value.is_null())
        return missing;
    std::int64_t number = 0;
    return value.is<std::int64_t>() && !value.get(number) && number >= 0 && number <= mostReportedTokens ? number : -1;
}

/// What the provider says it took, rounded half up to nano-USD; only shown beside our own price, never charged.
std::optional<Money> reportedCost(dom::object usage)
{
    std::int64_t ticks = 0; // xAI: 1e-10 USD
    if (!usage["cost_in_usd_ticks"].get(ticks) && ticks >= 0 && ticks < mostReportedTokens * 1000)
        return Money::fromNanoUsd((ticks + 5) / 10);
    double usd = 0;
    const bool stated = !usage["cost"].get(usd) || !usage["cost"]["total_cost"].get(usd);
    if (!stated || !(usd >= 0 && usd < 1e6))
        return std::nullopt;
    return Money::fromNanoUsd(std::llround(usd * 1e9));
}

} // namespace

std::optional<Usage> usageFromOpenAi(dom::element element, const UsageStyle &style)
{
    dom::object usage;
    if (element.get(usage))
        return std::nullopt;
    const std::int64_t prompt = count(usage, "prompt_tokens", -1);
    std::int64_t completion = count(usage, "completion_tokens", -1);
    if (prompt < 0 || completion < 0)
        return std::nullopt;

    dom::object in;
    dom::object out;
    const bool hasIn = !usage["prompt_tokens_details"].get(in);
    const bool hasOut = !usage["completion_tokens_details"].get(out);
    const auto beside = [&](std::string_view name) { return std::max<std::int64_t>(count(usage, name), 0); };
    const auto inside = [&](std::string_view name) { return hasIn ? std::max<std::int64_t>(count(in, name), 0) : 0; };
    const auto outside = [&](std::string_view name) {
        return hasOut ? std::max<std::int64_t>(count(out, name), 0) : 0;
    };

    Usage counted;
    // Whatever a part claims, the parts of the prompt together are the prompt.
    std::int64_t left = prompt;
    const auto take = [&left](std::int64_t part) {
        part = std::min(part, left);
        left -= part;
        return part;
    };
    counted[Bucket::CachedRead] = take(std::max(inside("cached_tokens"), beside("prompt_cache_hit_tokens")));
    counted[Bucket::CacheWrite5m] = take(std::max(inside("cache_write_tokens"), beside("cache_creation_input_tokens")));
    counted[Bucket::AudioIn] = take(inside("audio_tokens"));
    counted[Bucket::ImageIn] = take(inside("image_tokens"));
    counted[Bucket::Input] = left;
    if (style.citationsAsInput)
        counted[Bucket::Input] += beside("citation_tokens");

    const std::int64_t reasoning = std::max(outside("reasoning_tokens"), beside("reasoning_tokens"));
    if (style.reasoningBeside)
        completion += reasoning;
    left = completion;
    counted[Bucket::Reasoning] = take(reasoning);
    counted[Bucket::AudioOut] = take(outside("audio_tokens"));
    counted[Bucket::ImageOut] = take(outside("image_tokens"));
    counted[Bucket::Output] = left;

    counted[Bucket::Requests] = 1;
    counted[Bucket::Searches] = beside("num_search_queries");
    counted.reportedCost = reportedCost(usage);
    return counted;
}

} // namespace beaver::wire
