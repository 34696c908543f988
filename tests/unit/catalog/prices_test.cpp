#include "support.h"

#include <server/catalog/prices.h>

namespace beaver::catalog::test {

namespace {

using wire::Bucket;

TEST(Prices, AreReadExactlyFromTheirText)
{
    EXPECT_EQ(*parsePrice("2.5e-06", 1), 2'500'000'000);
    EXPECT_EQ(*parsePrice("0.0000025", 1), 2'500'000'000);
    EXPECT_EQ(*parsePrice("2.8e-09", 1), 2'800'000);
    EXPECT_EQ(*parsePrice("1e-15", 1), 1);
    EXPECT_EQ(*parsePrice("1", 1), dearestFemtoUsd);
    EXPECT_EQ(*parsePrice("0.0375", 1'000'000), 37'500'000);
    EXPECT_EQ(*parsePrice("0.003625", 1'000'000), 3'625'000);
    EXPECT_EQ(*parsePrice("27.5", 1000), 27'500'000'000'000);
    EXPECT_EQ(*parsePrice("0", 1), 0);
    EXPECT_EQ(*parsePrice("0.0", 1), 0);
    EXPECT_EQ(*parsePrice("-0", 1), 0);
}

TEST(Prices, WhatCannotBeAPriceIsRefusedWithItsReason)
{
    const auto why = [](std::string_view text) {
        const auto read = parsePrice(text, 1);
        return read.ok() ? "taken" : read.error().message;
    };
    EXPECT_EQ(why("-1e-06"), "has a price below zero: -1e-06");
    EXPECT_EQ(why("1.0000001"), "has a price beyond 1 USD a unit: 1.0000001");
    EXPECT_NE(why("1e20").find("beyond 1 USD a unit"), std::string::npos);
    EXPECT_NE(why("2.9999900000000002e-06").find("exactly"), std::string::npos);
    for (const char *text :
         {"", "NaN", "nan", "Infinity", "-Infinity", "\"1e-6\"", "null", "true", "{", "1e-6x", "0x1"})
        EXPECT_NE(why(text).find("not a number"), std::string::npos) << text << ": " << why(text);
    for (const char *text : {"+1", "01", ".5", "1.", "1e", "--1", "1e--3"})
        EXPECT_NE(why(text), "taken") << text;
}

TEST(Prices, ATierTakesWhatItDoesNotStateFromTheOneBelow)
{
    PriceTier base{0, {}};
    base.prices[static_cast<std::size_t>(Bucket::Input)] = 100;
    base.prices[static_cast<std::size_t>(Bucket::CachedRead)] = 10;
    base.prices[static_cast<std::size_t>(Bucket::Output)] = 500;
    PriceTier above{200, {}};
    above.prices[static_cast<std::size_t>(Bucket::Input)] = 200;
    const PriceVersion version{1, PriceState::Priced, 0, {}, completed({above, base})};
    EXPECT_EQ(version.unitPrice(Bucket::Input, 201), 200);
    EXPECT_EQ(version.unitPrice(Bucket::CachedRead, 201), 10);
    EXPECT_EQ(version.unitPrice(Bucket::Output, 201), 500);
    EXPECT_EQ(version.unitPrice(Bucket::Reasoning, 201), 500);
}

TEST(Prices, TwoWaysToSayTheSameAreTheSame)
{
    PriceVersion one = priced("1", "2");
    PriceVersion other = one;
    other.tiers.front().prices[static_cast<std::size_t>(Bucket::Reasoning)] = *parsePrice("2", 1'000'000);
    other.tiers.front().prices[static_cast<std::size_t>(Bucket::Searches)] = 0;
    one.tiers = completed(one.tiers);
    other.tiers = completed(other.tiers);
    EXPECT_TRUE(samePrices(one, other));
    other.tiers.front().prices[static_cast<std::size_t>(Bucket::Reasoning)] = 1;
    EXPECT_FALSE(samePrices(one, other));
    other = one;
    other.state = PriceState::Free;
    EXPECT_FALSE(samePrices(one, other));
}

} // namespace

} // namespace beaver::catalog::test
