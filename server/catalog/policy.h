#pragma once

#include <server/wire/usage.h>
#include <shared/base/result.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::catalog {

struct Model;
struct PriceVersion;

/// Femto-USD (1e-15 USD) for one unit of each bucket; empty where none of its own is stated.
using UnitPrices = std::array<std::optional<std::int64_t>, wire::bucketCount>;

/// How a list price becomes a sale price:
///
///     category_markup            list price and the markup of the model's category
///     pass_through               list price
///     flat_per_token             20 USD for a million tokens, whatever the model; flat_per_token:15 at another rate.
///                                What isn't counted in tokens is sold at its list price.
///     fixed_price:input=5,output=10.5,images=0.04
///                                prices of one's own as the catalogue states them (USD for a million tokens, a
///                                thousand requests, one image, …); a token bucket that isn't named costs as input or
///                                output does, anything else nothing
///
/// Its text says all of it, so that a receipt can be computed again from the text alone. Cheap to copy.
struct Policy
{
    enum class Kind : std::uint8_t {
        CategoryMarkup,
        PassThrough,
        FlatPerToken,
        FixedPrice
    } kind = Kind::CategoryMarkup;

    static std::optional<Policy> byName(std::string_view text);
    /// The same; InvalidRequest says what is wrong. `field` is named.
    static Result<Policy> parse(std::string_view field, std::string_view text);
    /// Lives as long as some copy of the policy.
    std::string_view name() const;

    /// Femto-USD for one unit, before any markup.
    std::int64_t unitPrice(const PriceVersion &version, wire::Bucket bucket, std::int64_t inputTokens) const;
    /// Parts per million on top; without `percent`.
    std::int64_t markupPpm(const Model &model) const;
    /// The policy that prices this model: the account's goes before the model's, that before the gateway's.
    const Policy &of(const Model &model) const;

    int percent = 100;      ///< of the sale price, 1 to 100: the batch price
    bool ofAccount = false; ///< an account has it for itself

    struct Terms
    {
        std::string text;
        std::int64_t femtoUsdPerToken = 0;
        UnitPrices prices{};
    };
    std::shared_ptr<const Terms> terms{}; ///< of FlatPerToken and FixedPrice
};

/// Where a bucket without a price of its own takes it from.
std::optional<wire::Bucket> standIn(wire::Bucket bucket);

} // namespace beaver::catalog
