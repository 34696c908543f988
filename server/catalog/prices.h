#pragma once

#include <server/catalog/types.h>
#include <shared/base/result.h>

#include <string_view>

namespace beaver::catalog {

/// The dearest believable price: 1 USD for one unit of a bucket. What costs more is a slip of the decimal point.
inline constexpr std::int64_t dearestFemtoUsd = 1'000'000'000'000'000;

/// For how many units of a bucket the built-in catalogue and our tables state a price: a million tokens or characters,
/// a thousand requests or searches, one image, one second.
std::int64_t statedUnits(wire::Bucket bucket);

/// Reads a price as its source writes it: USD for `units` units (1, 1000 or 1,000,000), the decimal text of a JSON
/// number. The error's message is the part of a sentence that follows the model's or price's name.
Result<std::int64_t> parsePrice(std::string_view usd, std::int64_t units);

/// Tiers as they are stored: ascending, each with all that a lower tier states and it doesn't, without prices that only
/// repeat what unitPrice() would take anyway. Two sources that mean the same prices give equal tiers.
std::vector<PriceTier> completed(std::vector<PriceTier> tiers);

bool samePrices(const PriceVersion &one, const PriceVersion &other);

} // namespace beaver::catalog
