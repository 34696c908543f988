#include <server/catalog/prices.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::catalog {

std::int64_t statedUnits(wire::Bucket bucket)
{
    switch (bucket) {
    case wire::Bucket::Requests:
    case wire::Bucket::Searches:
        return 1000;
    case wire::Bucket::Images:
    case wire::Bucket::Seconds:
        return 1;
    default:
        return 1'000'000;
    }
}

Result<std::int64_t> parsePrice(std::string_view usd, std::int64_t units)
{
    const int scale = units == 1 ? 15 : units == 1000 ? 12 : 9;
    const auto refused = [&](const char *why) {
        return invalid({}, "has a price " + std::string(why) + ": " + std::string(usd.substr(0, 40)));
    };
    if (usd.empty() || usd.find_first_not_of("0123456789.eE+-") != std::string_view::npos)
        return refused("that is not a number");
    if (usd.starts_with('-') && parseScaled(usd.substr(1), 0) != 0)
        return refused("below zero");
    const auto femto = parseScaled(usd, scale);
    if (!femto)
        return refused("that can't be held exactly, or is beyond 1 USD a unit");
    if (*femto > dearestFemtoUsd)
        return refused("beyond 1 USD a unit");
    return *femto;
}

std::vector<PriceTier> completed(std::vector<PriceTier> tiers)
{
    std::ranges::sort(tiers, {}, &PriceTier::fromInputTokens);
    for (std::size_t at = 1; at < tiers.size(); ++at) {
        for (std::size_t bucket = 0; bucket < wire::bucketCount; ++bucket) {
            auto &price = tiers[at].prices[bucket];
            price = price ? price : tiers[at - 1].prices[bucket];
        }
    }
    for (PriceTier &tier : tiers) {
        for (std::size_t bucket = 0; bucket < wire::bucketCount; ++bucket) {
            auto &price = tier.prices[bucket];
            const auto stated = std::exchange(price, std::nullopt);
            PriceVersion without;
            without.state = PriceState::Priced;
            without.tiers = {tier};
            without.tiers.front().fromInputTokens = 0;
            const bool base = bucket == static_cast<std::size_t>(wire::Bucket::Input) ||
                              bucket == static_cast<std::size_t>(wire::Bucket::Output);
            if (stated && (base || without.unitPrice(static_cast<wire::Bucket>(bucket), 0) != *stated))
                price = stated;
        }
    }
    return tiers;
}

bool samePrices(const PriceVersion &one, const PriceVersion &other)
{
    return one.state == other.state &&
           std::ranges::equal(one.tiers, other.tiers, [](const PriceTier &a, const PriceTier &b) {
               return a.fromInputTokens == b.fromInputTokens && a.prices == b.prices;
           });
}

} // namespace beaver::catalog
