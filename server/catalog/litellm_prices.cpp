#include <server/catalog/litellm_prices.h>
#include <server/catalog/prices.h>

#include <charconv>

namespace beaver::catalog {

namespace {

using wire::Bucket;

constexpr std::array<std::pair<std::string_view, Bucket>, 11> fields{{
    {"input_cost_per_token", Bucket::Input},
    {"input_cost_per_token_cache_hit", Bucket::CachedRead},
    {"cache_read_input_token_cost", Bucket::CachedRead}, // after the older name, which it overrules
    {"cache_creation_input_token_cost", Bucket::CacheWrite5m},
    {"cache_creation_input_token_cost_above_1hr", Bucket::CacheWrite1h},
    {"output_cost_per_token", Bucket::Output},
    {"output_cost_per_reasoning_token", Bucket::Reasoning},
    {"input_cost_per_audio_token", Bucket::AudioIn},
    {"output_cost_per_audio_token", Bucket::AudioOut},
    {"input_cost_per_image_token", Bucket::ImageIn},
    {"output_cost_per_image_token", Bucket::ImageOut},
}};

/// The threshold of `FIELD_above_200k_tokens`; 0 for FIELD itself, empty for anything else.
std::optional<std::int64_t> tierOf(std::string_view name, std::string_view field)
{
    constexpr std::string_view above = "_above_";
    constexpr std::string_view end = "k_tokens";
    if (name == field)
        return 0;
    if (!name.starts_with(field) || !name.substr(field.size()).starts_with(above) || !name.ends_with(end))
        return std::nullopt;
    const auto digits =
        name.substr(field.size() + above.size(), name.size() - field.size() - above.size() - end.size());
    std::int64_t thousands = 0;
    const auto [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), thousands);
    if (failure != std::errc() || stop != digits.data() + digits.size() || thousands < 1 || thousands > 1'000'000)
        return std::nullopt;
    return thousands * 1000;
}

/// What a whole call or a search costs besides its tokens. A search's price depends on the size of the context asked
/// for, which a list price can't say; so only what is right in each case is taken: Perplexity charges every request, at
/// the low size unless more is asked for; its deep research charges each search; OpenAI's search-preview models search
/// in every request, at the medium size by default; Anthropic and Google charge each search the same.
std::optional<std::pair<Bucket, std::string_view>> searchFee(const LiteLlmCosts &costs, const LiteLlmKind &kind)
{
    const auto low = costs.find("search_context_size_low");
    const auto medium = costs.find("search_context_size_medium");
    const auto high = costs.find("search_context_size_high");
    if (low == costs.end())
        return std::nullopt;
    const bool uniform =
        medium != costs.end() && high != costs.end() && low->second == medium->second && low->second == high->second;
    if (kind.provider == "perplexity") {
        const bool research = kind.id.find("deep-research") != std::string_view::npos;
        return std::pair(research ? Bucket::Searches : Bucket::Requests, std::string_view(low->second));
    }
    if (kind.provider == "openai" && kind.id.find("search-preview") != std::string_view::npos && medium != costs.end())
        return std::pair(Bucket::Requests, std::string_view(medium->second));
    if ((kind.provider == "anthropic" || kind.provider == "google") && uniform)
        return std::pair(Bucket::Searches, std::string_view(low->second));
    return std::nullopt;
}

} // namespace

Result<PriceVersion> priceFromLiteLlm(const LiteLlmCosts &costs, const LiteLlmKind &kind)
{
    std::map<std::int64_t, UnitPrices> tiers;
    const auto take = [&](std::int64_t tier, Bucket bucket, std::string_view text) -> Result<void> {
        const auto price = parsePrice(text, 1);
        if (!price)
            return price.error();
        tiers[tier][static_cast<std::size_t>(bucket)] = *price;
        return {};
    };
    for (const auto &[field, bucket] : fields) {
        for (const auto &[name, text] : costs) {
            const auto tier = tierOf(name, field);
            if (!tier)
                continue;
            if (auto taken = take(*tier, bucket, text); !taken)
                return taken.error();
        }
    }
    auto &base = tiers[0];
    const auto input = base[static_cast<std::size_t>(Bucket::Input)];
    auto &output = base[static_cast<std::size_t>(Bucket::Output)];
    if (kind.embedding && output == 0)
        output.reset(); // has none, which the map writes as 0
    if (!input || (!output && !kind.embedding))
        return invalid({}, !input ? "has no input price" : "has no output price");
    if (const auto request = costs.find("input_cost_per_request"); request != costs.end()) {
        if (auto taken = take(0, Bucket::Requests, request->second); !taken)
            return taken.error();
    }
    if (const auto fee = searchFee(costs, kind)) {
        if (auto taken = take(0, fee->first, fee->second); !taken)
            return taken.error();
    }

    PriceVersion version;
    version.state = PriceState::Priced;
    for (const auto &[from, prices] : tiers)
        version.tiers.push_back({from, prices});
    version.tiers = completed(std::move(version.tiers));
    if (*input == 0 && output.value_or(0) == 0) {
        // The map writes 0 for what is free and for what nobody has looked up; only OpenRouter's mark tells which.
        if (!kind.id.ends_with(":free"))
            return invalid({}, "has a price of 0, which may mean free or unknown: set it to free if it is");
        version.state = PriceState::Free;
        version.tiers.clear();
    }
    return version;
}

} // namespace beaver::catalog
