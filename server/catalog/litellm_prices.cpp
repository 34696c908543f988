#include <server/catalog/litellm_prices.h>
#include <server/catalog/prices.h>
#include <server/catalog/variants.h>
#include <shared/base/decimal.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

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

std::optional<std::int64_t> &priceOf(UnitPrices &prices, Bucket bucket)
{
    return prices[static_cast<std::size_t>(bucket)];
}

/// The price of the first of these fields that is there and not 0, which the map writes for "none".
Result<std::optional<std::int64_t>> firstPrice(const LiteLlmCosts &costs, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        const auto found = costs.find(name);
        if (found == costs.end())
            continue;
        auto price = parsePrice(found->second, 1);
        if (!price)
            return price.error();
        if (*price > 0)
            return std::optional(*price);
    }
    return std::optional<std::int64_t>();
}

/// A price of the pixel, for the picture whose size stands in the entry's name.
Result<std::optional<std::int64_t>> picturePrice(const LiteLlmCosts &costs, std::string_view id)
{
    constexpr int decimals = 21; // finer than femto-USD, as there are up to 16,384² pixels
    constexpr std::int64_t perFemto = 1'000'000;
    auto price = firstPrice(costs, {"output_cost_per_image", "input_cost_per_image"});
    const auto perPixel = costs.find("input_cost_per_pixel");
    if (!price || *price || perPixel == costs.end())
        return price;
    const auto name = variantName(id);
    if (!name)
        return invalid({}, "has a price for a pixel and no size");
    const auto width = parseScaled(name->size.substr(0, name->size.find('x')), 0).value_or(0);
    const auto height = parseScaled(name->size.substr(name->size.find('x') + 1), 0).value_or(0);
    const auto fine = parseScaled(perPixel->second, decimals);
    const Int128 whole = Int128{fine.value_or(-1)} * width * height;
    if (whole < 0 || whole % perFemto != 0 || whole / perFemto > dearestFemtoUsd)
        return invalid({}, "has a price for a pixel that can't be held exactly: " + perPixel->second);
    return whole == 0 ? std::optional<std::int64_t>() : std::optional(static_cast<std::int64_t>(whole / perFemto));
}

Error withoutPrice(const char *unit)
{
    return invalid({}, std::string("has no ") + unit + " price");
}

Error zeroPrice()
{
    return invalid({}, "has a price of 0, which may mean free or unknown: set it to free if it is");
}

Result<void> priceImages(const LiteLlmCosts &costs, const LiteLlmKind &kind, UnitPrices &base)
{
    if (priceOf(base, Bucket::ImageOut).value_or(0) > 0)
        return priceOf(base, Bucket::Input) ? Result<void>() : Result<void>(withoutPrice("input"));
    const auto picture = picturePrice(costs, kind.id);
    if (!picture)
        return picture.error();
    if (!*picture)
        return withoutPrice("image");
    base = {};
    priceOf(base, Bucket::Images) = *picture;
    return {};
}

Result<void> priceSpeech(const LiteLlmCosts &costs, UnitPrices &base)
{
    const auto characters = firstPrice(costs, {"input_cost_per_character", "output_cost_per_character"});
    const auto seconds = firstPrice(costs, {"output_cost_per_second"});
    if (!characters || !seconds)
        return !characters ? characters.error() : seconds.error();
    if (!*characters && !*seconds)
        return withoutPrice("character");
    if (*characters)
        base = {};
    priceOf(base, *characters ? Bucket::Characters : Bucket::Seconds) = *characters ? *characters : *seconds;
    return {};
}

Result<void> priceTranscripts(const LiteLlmCosts &costs, UnitPrices &base)
{
    const auto seconds = firstPrice(costs, {"input_cost_per_second", "output_cost_per_second"});
    if (!seconds)
        return seconds.error();
    if (*seconds) {
        base = {};
        priceOf(base, Bucket::Seconds) = *seconds;
        return {};
    }
    const auto input = priceOf(base, Bucket::Input);
    if (input && priceOf(base, Bucket::Output))
        return *input > 0 ? Result<void>() : Result<void>(zeroPrice());
    return withoutPrice("second");
}

Result<void> priceRerank(const LiteLlmCosts &costs, UnitPrices &base)
{
    const auto searches = firstPrice(costs, {"input_cost_per_query"});
    if (!searches)
        return searches.error();
    const auto input = priceOf(base, Bucket::Input);
    base = {}; // nothing comes out
    if (*searches)
        priceOf(base, Bucket::Searches) = *searches;
    else
        priceOf(base, Bucket::Input) = input;
    if (*searches || input.value_or(0) > 0)
        return {};
    return input ? zeroPrice() : withoutPrice("query");
}

/// Models of tokens alone.
Result<void> priceTokens(const LiteLlmKind &kind, UnitPrices &base)
{
    const bool nothingOut = kind.mode == "embedding" || kind.mode == "moderation";
    const auto input = priceOf(base, Bucket::Input);
    auto &output = priceOf(base, Bucket::Output);
    if (nothingOut && output == 0)
        output.reset(); // has none, which the map writes as 0
    if (!input || (!output && !nothingOut))
        return withoutPrice(!input ? "input" : "output");
    return {};
}

} // namespace

bool isSoldMode(std::string_view mode)
{
    static constexpr std::array<std::string_view, 10> sold{
        "chat",   "completion",   "responses",  "embedding",        "moderation",
        "rerank", "audio_speech", "image_edit", "image_generation", "audio_transcription"};
    return std::ranges::find(sold, mode) != sold.end();
}

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
    const bool tokens = !kind.mode.starts_with("image") && !kind.mode.starts_with("audio") && kind.mode != "rerank";
    const auto priced = kind.mode.starts_with("image")       ? priceImages(costs, kind, base)
                        : kind.mode == "audio_speech"        ? priceSpeech(costs, base)
                        : kind.mode == "audio_transcription" ? priceTranscripts(costs, base)
                        : kind.mode == "rerank"              ? priceRerank(costs, base)
                                                             : priceTokens(kind, base);
    if (!priced)
        return priced.error();
    if (const auto request = costs.find("input_cost_per_request"); request != costs.end()) {
        if (auto taken = take(0, Bucket::Requests, request->second); !taken)
            return taken.error();
    }
    if (const auto fee = searchFee(costs, kind)) {
        if (auto taken = take(0, fee->first, fee->second); !taken)
            return taken.error();
    }

    const bool nothing = tokens && priceOf(base, Bucket::Input) == 0 && priceOf(base, Bucket::Output).value_or(0) == 0;
    PriceVersion version;
    version.state = PriceState::Priced;
    for (const auto &[from, prices] : tiers)
        version.tiers.push_back({from, prices});
    version.tiers = completed(std::move(version.tiers));
    if (nothing) {
        // The map writes 0 for what is free and for what nobody has looked up; only OpenRouter's mark tells which.
        // OpenAI says of its moderation that it is free (https://platform.openai.com/docs/guides/moderation).
        if (!kind.id.ends_with(":free") && !(kind.mode == "moderation" && kind.provider == "openai"))
            return zeroPrice();
        version.state = PriceState::Free;
        version.tiers.clear();
    }
    return version;
}

} // namespace beaver::catalog
