#include <server/catalog/types.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace beaver::catalog {

namespace {

using wire::Bucket;

constexpr Int128 ppm = 1'000'000;
constexpr Int128 exactPerNanoUsd = 1'000'000'000'000;                                       // 1e-21 USD in 1e-9 USD
constexpr Int128 largestSum = Int128{std::numeric_limits<std::int64_t>::max()} * 1'000'000; // femto-USD in all of Money

Int128 roundHalfEven(Int128 value, Int128 unit)
{
    const Int128 whole = value / unit;
    const Int128 twiceRest = 2 * (value % unit);
    const bool up = twiceRest > unit || (twiceRest == unit && whole % 2 != 0);
    return up ? whole + 1 : whole;
}

Money toMoney(Int128 nanoUsd)
{
    constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
    return Money::fromNanoUsd(static_cast<std::int64_t>(std::min(nanoUsd, most)));
}

/// Femto-USD of all units; bounded by largestSum. `priceOf` says what one costs.
template <typename PriceOf> Int128 sumOf(const wire::Usage &usage, PriceOf priceOf)
{
    const auto inputTokens = usage.inputTokens();
    Int128 sum = 0;
    for (std::size_t at = 0; at < wire::bucketCount; ++at) {
        const auto units = usage.units[at];
        if (units > 0) // 63 bits × 63 bits, and a sum that is cut after each
            sum += Int128{units} * priceOf(static_cast<Bucket>(at), inputTokens);
        sum = std::min(sum, largestSum);
    }
    return sum;
}

/// By the list.
Int128 listSum(const PriceVersion &version, const wire::Usage &usage)
{
    return sumOf(usage, [&](Bucket bucket, std::int64_t input) { return version.unitPrice(bucket, input); });
}

Quote quoteBy(const Policy &policy, const PriceVersion &version, std::int64_t markupPpm, const wire::Usage &usage)
{
    if (version.state == PriceState::Unknown)
        std::abort();
    const Int128 listed = listSum(version, usage);
    const bool ownPrices = policy.terms != nullptr;
    const Int128 sum =
        ownPrices
            ? sumOf(usage, [&](Bucket bucket, std::int64_t input) { return policy.unitPrice(version, bucket, input); })
            : listed;
    Quote quoted;
    quoted.exactCost = sum * (ppm + markupPpm);
    quoted.cost = toMoney(roundHalfEven(quoted.exactCost, exactPerNanoUsd));
    quoted.listCost = toMoney(roundHalfEven(listed * ppm, exactPerNanoUsd));
    quoted.markupPpm = markupPpm;
    quoted.policy = policy.name();
    quoted.priceVersion = version.id;
    return quoted;
}

} // namespace

std::int64_t PriceVersion::unitPrice(Bucket bucket, std::int64_t inputTokens) const
{
    if (state != PriceState::Priced)
        return 0;
    const PriceTier *reached = nullptr;
    for (const PriceTier &tier : tiers) {
        if (!reached || inputTokens > tier.fromInputTokens)
            reached = &tier;
    }
    if (!reached)
        return 0;
    if (const auto own = reached->prices[static_cast<std::size_t>(bucket)])
        return *own;
    const auto other = standIn(bucket);
    return other ? reached->prices[static_cast<std::size_t>(*other)].value_or(0) : 0;
}

bool PriceVersion::hasTokenPrice() const
{
    return !tiers.empty() && tiers.front().prices[static_cast<std::size_t>(Bucket::Input)].has_value();
}

bool PriceVersion::covers(std::string_view capability) const
{
    if (state != PriceState::Priced)
        return state == PriceState::Free;
    const auto has = [this](Bucket bucket) {
        return !tiers.empty() && tiers.front().prices[static_cast<std::size_t>(bucket)].has_value();
    };
    if (capability == "embeddings")
        return has(Bucket::Input);
    if (capability == "moderations")
        return has(Bucket::Input) || has(Bucket::Requests);
    if (capability == "rerank")
        return has(Bucket::Input) || has(Bucket::Searches) || has(Bucket::Requests);
    if (capability.starts_with("image"))
        return has(Bucket::Images) || has(Bucket::ImageOut);
    if (capability == "speech")
        return has(Bucket::Characters) || has(Bucket::Seconds) || has(Bucket::AudioOut);
    if (capability == "transcriptions" || capability == "translations")
        return has(Bucket::Seconds) || (has(Bucket::Input) && has(Bucket::Output));
    return has(Bucket::Input) && has(Bucket::Output);
}

wire::Usage chargeable(const PriceVersion &version, const wire::Usage &reported, const wire::Usage &worst)
{
    const bool answered = reported[Bucket::Requests] > 0;
    if (!answered || listSum(version, reported) > 0 || listSum(version, worst) == 0)
        return reported;
    wire::Usage usage = worst;
    usage.reportedCost = reported.reportedCost;
    usage.estimated = true;
    return usage;
}

std::int64_t markupAt(std::int64_t markupPpm, int percent)
{
    return static_cast<std::int64_t>(roundHalfEven((ppm + markupPpm) * percent, 100) - ppm);
}

Quote quote(const PriceVersion &version, std::int64_t markupPpm, std::string_view policy, const wire::Usage &usage)
{
    auto quoted = quoteBy(Policy::byName(policy).value_or(Policy()), version, markupPpm, usage);
    quoted.policy = policy;
    return quoted;
}

Quote quote(const Model &model, const Policy &policy, const wire::Usage &usage)
{
    const Policy &own = policy.of(model);
    return quoteBy(own, model.price, markupAt(own.markupPpm(model), policy.percent), usage);
}

} // namespace beaver::catalog
