#include "support.h"

#include <server/catalog/prices.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

namespace beaver::catalog::test {

namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

// Written from the words of docs/money.md, not from the code: exact fractions of a US dollar, prices looked up bucket
// by bucket.
class Reference
{
public:
    Reference(const std::vector<PriceTier> &tiers, const wire::Usage &usage)
        : m_usage(usage)
    {
        const Integer input = Integer(units("input")) + units("cached_read") + units("cache_write_5m") +
                              units("cache_write_1h") + units("audio_in") + units("image_in");
        for (const PriceTier &tier : tiers) {
            if (input > tier.fromInputTokens || tier.fromInputTokens == 0)
                m_tier = &tier;
        }
    }

    Rational usd(std::int64_t markupPpm) const
    {
        Rational sum = 0;
        for (const char *bucket : {"input", "cached_read", "cache_write_5m", "cache_write_1h", "audio_in", "image_in"})
            sum += Rational(units(bucket)) * price(bucket, "input");
        for (const char *bucket : {"output", "reasoning", "audio_out", "image_out"})
            sum += Rational(units(bucket)) * price(bucket, "output");
        for (const char *bucket : {"requests", "searches", "images", "seconds", "characters"})
            sum += Rational(units(bucket)) * price(bucket, bucket);
        return sum * (1 + Rational(markupPpm, 1'000'000));
    }

private:
    std::int64_t units(const char *bucket) const { return m_usage[*wire::bucketByName(bucket)]; }
    Rational price(const char *bucket, const char *otherwise) const
    {
        const auto own = m_tier->prices[static_cast<std::size_t>(*wire::bucketByName(bucket))];
        const auto other = m_tier->prices[static_cast<std::size_t>(*wire::bucketByName(otherwise))];
        return Rational(own ? *own : other.value_or(0)) / Rational(Integer("1000000000000000"));
    }

    const wire::Usage &m_usage;
    const PriceTier *m_tier = nullptr;
};

/// Whole nano-USD, half to even.
Integer rounded(const Rational &usd)
{
    const Rational nano = usd * 1'000'000'000;
    const Integer below = numerator(nano) / denominator(nano);
    const Rational rest = nano - Rational(below);
    if (rest > Rational(1, 2) || (rest == Rational(1, 2) && below % 2 == 1))
        return below + 1;
    return below;
}

class Cases
{
public:
    std::vector<PriceTier> tiers()
    {
        std::vector<PriceTier> made(1 + m_random() % 3);
        for (std::size_t at = 0; at < made.size(); ++at) {
            made[at].fromInputTokens = static_cast<std::int64_t>(at * (1 + m_random() % 200'000));
            for (auto &price : made[at].prices) {
                if (m_random() % 2 == 0)
                    price = upTo(dearestFemtoUsd);
            }
        }
        std::ranges::sort(made, {}, &PriceTier::fromInputTokens);
        return made;
    }
    wire::Usage usage()
    {
        wire::Usage used;
        for (auto &units : used.units)
            units = m_random() % 3 == 0 ? 0 : upTo(1'000'000);
        return used;
    }
    std::int64_t markupPpm() { return m_random() % 4 == 0 ? 0 : static_cast<std::int64_t>(m_random() % 1'000'000); }

private:
    /// Of every size, round ones often: those are what makes exact halves.
    std::int64_t upTo(std::int64_t most)
    {
        std::int64_t size = 1;
        while (size < most && m_random() % 8 != 0)
            size *= 10;
        size = std::min(size, most);
        const auto value = static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(size) + 1);
        return m_random() % 2 == 0 ? value : std::max<std::int64_t>(1, size / 2);
    }

    std::mt19937_64 m_random{20260724};
};

TEST(RandomPrices, TenThousandQuotesAgreeWithRationalArithmetic)
{
    Cases cases;
    int halves = 0;
    for (int round = 0; round < 10'000; ++round) {
        const PriceVersion version{1, PriceState::Priced, 0, {}, cases.tiers()};
        const auto usage = cases.usage();
        const auto markupPpm = cases.markupPpm();
        const auto quoted = quote(version, markupPpm, "test", usage);
        const Reference reference(version.tiers, usage);
        const Rational cost = reference.usd(markupPpm);
        ASSERT_EQ(Integer(quoted.cost.nanoUsd()), rounded(cost)) << round;
        ASSERT_EQ(Integer(quoted.listCost.nanoUsd()), rounded(reference.usd(0))) << round;
        ASSERT_EQ(Rational(Integer(quoted.exactCost)), cost * Rational(Integer("1000000000000000000000"))) << round;
        halves += denominator(Rational(cost * 1'000'000'000)) == 2;
    }
    EXPECT_GT(halves, 20); // the rounding rule was really asked
}

} // namespace

} // namespace beaver::catalog::test
