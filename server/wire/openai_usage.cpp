#include <server/wire/openai_usage.h>

#include <algorithm>
#include <cmath>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostReportedTokens = 1'000'000'000;

/// `missing` for null, -1 for what can't be a count.
std::int64_t countOf(dom::element value, std::int64_t missing)
{
    if (value.is_null())
        return missing;
    std::int64_t number = 0;
    return value.is<std::int64_t>() && !value.get(number) && number >= 0 && number <= mostReportedTokens ? number : -1;
}

/// A part that can't be one is none.
std::int64_t partOf(dom::element value)
{
    return std::max<std::int64_t>(countOf(value, 0), 0);
}

/// What stands in `prompt_tokens_details` and `completion_tokens_details`.
struct Details
{
    std::int64_t cached = 0;
    std::int64_t written = 0; ///< to the provider's cache
    std::int64_t audio = 0;
    std::int64_t image = 0;
    std::int64_t reasoning = 0;

    void read(dom::element element)
    {
        dom::object details;
        if (element.get(details))
            return;
        for (const auto [key, value] : details) {
            if (key == "cached_tokens")
                cached = partOf(value);
            else if (key == "cache_write_tokens")
                written = partOf(value);
            else if (key == "audio_tokens")
                audio = partOf(value);
            else if (key == "image_tokens")
                image = partOf(value);
            else if (key == "reasoning_tokens")
                reasoning = partOf(value);
        }
    }
};

/// A usage object, gone through once: looking up each member by itself took longer than all the rest.
struct Stated
{
    std::int64_t prompt = -1;
    std::int64_t completion = -1;
    Details in;
    Details out;
    std::int64_t cacheHits = 0;
    std::int64_t cacheWrites = 0;
    std::int64_t citations = 0;
    std::int64_t reasoning = 0;
    std::int64_t searches = 0;
    std::optional<Money> cost; ///< rounded half up to nano-USD

    void read(dom::object usage)
    {
        for (const auto [key, value] : usage) {
            if (key == "prompt_tokens")
                prompt = countOf(value, -1);
            else if (key == "completion_tokens")
                completion = countOf(value, -1);
            else if (key == "prompt_tokens_details")
                in.read(value);
            else if (key == "completion_tokens_details")
                out.read(value);
            else if (key == "prompt_cache_hit_tokens")
                cacheHits = partOf(value);
            else if (key == "cache_creation_input_tokens")
                cacheWrites = partOf(value);
            else if (key == "citation_tokens")
                citations = partOf(value);
            else if (key == "reasoning_tokens")
                reasoning = partOf(value);
            else if (key == "num_search_queries")
                searches = partOf(value);
            else if (key == "cost_in_usd_ticks")
                readTicks(value);
            else if (key == "cost")
                readCost(value);
        }
    }

private:
    /// Of xAI: 1e-10 USD.
    void readTicks(dom::element value)
    {
        std::int64_t ticks = 0;
        if (!value.get(ticks) && ticks >= 0 && ticks < mostReportedTokens * 1000)
            cost = Money::fromNanoUsd((ticks + 5) / 10);
    }

    void readCost(dom::element value)
    {
        double usd = 0;
        const bool stated = !value.get(usd) || !value["total_cost"].get(usd);
        if (stated && usd >= 0 && usd < 1e6 && !cost)
            cost = Money::fromNanoUsd(std::llround(usd * 1e9));
    }
};

} // namespace

std::optional<Usage> usageFromOpenAi(dom::element element, const UsageStyle &style)
{
    dom::object usage;
    if (element.get(usage))
        return std::nullopt;
    Stated stated;
    stated.read(usage);
    if (stated.prompt < 0 || stated.completion < 0)
        return std::nullopt;

    Usage counted;
    // Whatever a part claims, the parts of the prompt together are the prompt.
    std::int64_t left = stated.prompt;
    const auto take = [&left](std::int64_t part) {
        part = std::min(part, left);
        left -= part;
        return part;
    };
    counted[Bucket::CachedRead] = take(std::max(stated.in.cached, stated.cacheHits));
    counted[Bucket::CacheWrite5m] = take(std::max(stated.in.written, stated.cacheWrites));
    counted[Bucket::AudioIn] = take(stated.in.audio);
    counted[Bucket::ImageIn] = take(stated.in.image);
    counted[Bucket::Input] = left;
    if (style.citationsAsInput)
        counted[Bucket::Input] += stated.citations;

    const std::int64_t reasoning = std::max(stated.out.reasoning, stated.reasoning);
    left = stated.completion + (style.reasoningBeside ? reasoning : 0);
    counted[Bucket::Reasoning] = take(reasoning);
    counted[Bucket::AudioOut] = take(stated.out.audio);
    counted[Bucket::ImageOut] = take(stated.out.image);
    counted[Bucket::Output] = left;

    counted[Bucket::Requests] = 1;
    counted[Bucket::Searches] = stated.searches;
    counted.reportedCost = stated.cost;
    return counted;
}

} // namespace beaver::wire
