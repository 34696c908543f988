#pragma once

#include <server/catalog/policy.h>
#include <shared/base/int128.h>
#include <shared/base/money.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::catalog {

/// A price is never "zero because nobody knows": unknown is refused, free is said to be free.
enum class PriceState : std::uint8_t { Unknown, Priced, Free };

/// Prices for calls with more than `fromInputTokens` tokens of input; the whole call is priced by the highest tier it
/// reaches.
struct PriceTier
{
    std::int64_t fromInputTokens = 0;
    UnitPrices prices{};
};

/// One version of a model's list price. Never changes once written.
struct PriceVersion
{
    std::int64_t id = 0;
    PriceState state = PriceState::Unknown;
    std::int64_t validFromMs = 0;
    std::string source;
    std::vector<PriceTier> tiers; ///< ascending; the first starts at 0

    /// The price of one unit for a call with so much input. A bucket without its own price takes: cached_read,
    /// cache_write_*, audio_in, image_in → input; reasoning, audio_out, image_out → output; all that are no tokens → 0.
    std::int64_t unitPrice(wire::Bucket bucket, std::int64_t inputTokens) const;

    /// Whether it says what calls of a kind cost: `chat`, `completions`, `embeddings`, `moderations`, `rerank`,
    /// `images`, `image_edits`, `image_variations`, `speech`, `transcriptions`, `translations`. A kind whose own unit
    /// has no price is as one whose price is unknown: refused, not given away.
    bool covers(std::string_view capability) const;
    /// Tokens of input have a price. A model without has no place between others by their price of a token.
    bool hasTokenPrice() const;
};

/// What to charge of a call: `reported`, or, where that has nothing in a unit that the model is priced by although an
/// answer came, `worst`, marked as estimated.
wire::Usage chargeable(const PriceVersion &version, const wire::Usage &reported, const wire::Usage &worst);

struct Model
{
    std::string id;
    std::string provider; ///< `openai`, `deepseek`, …, `simulated`
    std::string name;
    std::string upstreamModel; ///< what the provider calls it
    std::string category;      ///< ULTRA_BUDGET … ULTRA_PREMIUM, or empty
    bool active = true;
    std::int64_t contextLength = 0;   ///< tokens; 0: not known
    std::int64_t maxOutputTokens = 0; ///< tokens; 0: not known
    std::vector<std::string> inputModalities;
    std::vector<std::string> outputModalities;
    std::vector<std::string> features; ///< `tools`, `json_schema`, `reasoning`, …
    std::vector<std::string> aliases;
    std::int64_t createdAtMs = 0;
    PriceVersion price;           ///< the version valid now
    std::int64_t markupPpm = 0;   ///< of its category; parts per million
    std::optional<Policy> policy; ///< of its own
};

/// The markup that makes `percent` of a sale price with `markupPpm`: (1 + markup) × percent − 1, in whole parts per
/// million (half to even). Receipts name it, so that a charge can be computed from it again.
std::int64_t markupAt(std::int64_t markupPpm, int percent);

/// What a call costs: sum over buckets of units × price × (1 + markup), exact in 128 bits, rounded once, half to even.
/// The price is the list price, but for the policies that have their own.
struct Quote
{
    Money cost;     ///< sale price, rounded
    Money listCost; ///< list price, rounded the same way
    std::int64_t markupPpm = 0;
    std::string_view policy; ///< lives as long as the policy that was asked for
    std::int64_t priceVersion = 0;
    /// Exact sale price before rounding, in 1e-21 USD (femto-USD × parts per million): cost × 1e12 + remainder.
    Int128 exactCost = 0;
};

/// A price must be known: state Priced or Free (anything else is a bug and aborts: it would give the answer away). Free
/// quotes zero, but for the policies that have their own prices. What doesn't fit is quoted as the largest amount,
/// which no balance pays.
Quote quote(const Model &model, const Policy &policy, const wire::Usage &usage);
/// The same for a past call, from the version, policy and markup that its record names.
Quote quote(const PriceVersion &version, std::int64_t markupPpm, std::string_view policy, const wire::Usage &usage);

} // namespace beaver::catalog
