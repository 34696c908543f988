#include <gtest/gtest.h>
#include <shared/base/decimal.h>
#include <shared/base/money.h>

#include <limits>

using namespace beaver;

namespace {

struct Read
{
    const char *text;
    int scale;
    std::optional<std::int64_t> value;
};

class ReadsNumbers : public testing::TestWithParam<Read>
{};

TEST(Decimal, MillisecondsHaveThreeDigits)
{
    EXPECT_EQ(formatMs(0), "0.000");
    EXPECT_EQ(formatMs(52), "0.052");
    EXPECT_EQ(formatMs(999), "0.999");
    EXPECT_EQ(formatMs(1000), "1.000");
    EXPECT_EQ(formatMs(12'345'600), "12345.600");
    EXPECT_EQ(formatMs(-1), "0.000");
}

TEST(Decimal, OnlyTheDigitsThatSaySomethingAreWritten)
{
    EXPECT_EQ(formatScaled(std::int64_t{0}, 9), "0");
    EXPECT_EQ(formatScaled(std::int64_t{0}, 0), "0");
    EXPECT_EQ(formatScaled(std::int64_t{1}, 9), "0.000000001");
    EXPECT_EQ(formatScaled(std::int64_t{-10}, 9), "-0.00000001");
    EXPECT_EQ(formatScaled(std::int64_t{500'000'000}, 9), "0.5");
    EXPECT_EQ(formatScaled(std::int64_t{1'000'000'000}, 9), "1");
    EXPECT_EQ(formatScaled(std::int64_t{-120'000'000'000}, 9), "-120");
    EXPECT_EQ(formatScaled(std::int64_t{1'234'567'890'123}, 9), "1234.567890123");
    EXPECT_EQ(formatScaled(std::int64_t{1000}, 0), "1000");
    EXPECT_EQ(formatScaled(std::numeric_limits<std::int64_t>::min(), 9), "-9223372036.854775808");
    EXPECT_EQ(formatScaled(static_cast<Int128>(1) << 126, 21), "85070591730234615.865843651857942052864");
}

TEST(Decimal, BothWidthsAreWrittenAlike)
{
    std::int64_t value = 1;
    for (int at = 0; at < 2000; ++at) {
        value =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(value) * 6364136223846793005U + 1442695040888963407U);
        const std::int64_t part = value >> (at % 64);
        for (const int scale : {0, 1, 9, 18})
            ASSERT_EQ(formatScaled(part, scale), formatScaled(static_cast<Int128>(part), scale)) << part;
    }
    for (const std::int64_t edge : {INT64_MIN, INT64_MAX, std::int64_t{0}, std::int64_t{-1}, std::int64_t{10}})
        EXPECT_EQ(formatScaled(edge, 9), formatScaled(static_cast<Int128>(edge), 9)) << edge;
}

} // namespace

TEST_P(ReadsNumbers, AsTheirTextSays)
{
    EXPECT_EQ(parseScaled(GetParam().text, GetParam().scale), GetParam().value) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Json, ReadsNumbers,
                         testing::Values(Read{"0", 9, 0}, Read{"-0", 9, 0}, Read{"10", 9, 10'000'000'000},
                                         Read{"0.1", 9, 100'000'000}, Read{"-0.5", 9, -500'000'000},
                                         Read{"1e-7", 9, 100}, Read{"1E+2", 0, 100}, Read{"2.5e-06", 15, 2'500'000'000},
                                         Read{"0.000000001", 9, 1}, Read{"1.10", 1, 11},
                                         Read{"9223372036.854775807", 9, std::numeric_limits<std::int64_t>::max()},
                                         Read{"1000000000000000000000e-15", 0, 1'000'000}));

INSTANTIATE_TEST_SUITE_P(Refused, ReadsNumbers,
                         testing::Values(Read{"", 9, {}}, Read{"-", 9, {}}, Read{"+1", 9, {}}, Read{"01", 9, {}},
                                         Read{"1.", 9, {}}, Read{".5", 9, {}}, Read{"1e", 9, {}}, Read{"1e+", 9, {}},
                                         Read{"1e+-2", 9, {}}, Read{"0x10", 9, {}}, Read{"NaN", 9, {}},
                                         Read{"1 ", 9, {}}, Read{"0.0000000001", 9, {}},
                                         Read{"9223372036.854775808", 9, {}}, Read{"1e400", 9, {}},
                                         Read{"1e99999999999", 9, {}}));

TEST(Money, IsWrittenShortAndReadBack)
{
    for (const std::int64_t nano :
         {0LL, 1LL, -1LL, 7'500LL, 100'000'000LL, 1'000'000'000LL, 12'345'678'901'234'567LL}) {
        const Money money = Money::fromNanoUsd(nano);
        EXPECT_EQ(Money::parse(money.toDecimal()), money) << money.toDecimal();
    }
    EXPECT_EQ(Money::fromNanoUsd(7'500).toDecimal(), "0.0000075");
    EXPECT_EQ(Money::fromNanoUsd(-10'500'000'000).toDecimal(), "-10.5");
}

TEST(MoneyDeathTest, AnOverflowStopsTheProcess)
{
    const Money most = Money::fromNanoUsd(std::numeric_limits<std::int64_t>::max());
    EXPECT_DEATH(most + Money::fromNanoUsd(1), "");
}
