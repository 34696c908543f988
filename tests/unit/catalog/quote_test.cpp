#include "support.h"

#include <server/catalog/prices.h>
#include <shared/base/decimal.h>

#include <sstream>

namespace beaver::catalog::test {

namespace {

using wire::Bucket;

/// `1000 input, 500 output`.
wire::Usage usageOf(const std::string &cell)
{
    wire::Usage usage;
    for (const auto &part : splitTrimmed(cell, ',')) {
        std::istringstream words(part);
        std::int64_t units = 0;
        std::string bucket;
        words >> units >> bucket;
        usage[wire::bucketByName(bucket).value()] = units;
    }
    return usage;
}

/// `input 1.25, output 10; above 200000 input 2.5, output 15`.
PriceVersion versionOf(const std::string &cell)
{
    PriceVersion version{7, PriceState::Priced, 0, {}, {}};
    for (const auto &part : splitTrimmed(cell, ';')) {
        PriceTier tier;
        std::string prices = part;
        if (prices.starts_with("above ")) {
            std::size_t end = 0;
            tier.fromInputTokens = std::stoll(prices.substr(6), &end);
            prices = prices.substr(6 + end);
        }
        for (const auto &price : splitTrimmed(prices, ',')) {
            const auto space = price.find(' ');
            const auto bucket = wire::bucketByName(price.substr(0, space)).value();
            const auto femto = parsePrice(price.substr(space + 1), statedUnits(bucket));
            EXPECT_TRUE(femto.ok()) << price;
            tier.prices[static_cast<std::size_t>(bucket)] = *femto;
        }
        version.tiers.push_back(tier);
    }
    version.tiers = completed(std::move(version.tiers));
    return version;
}

TEST(Quote, EveryRowOfTheTableOfPriceCases)
{
    const auto rows = table("price_cases.txt");
    ASSERT_GE(rows.size(), 30U);
    for (const auto &row : rows) {
        ASSERT_EQ(row.size(), 6U) << row.front();
        const auto markupPpm = parseScaled(row[2].substr(0, row[2].find(' ')), 4); // of a per cent
        ASSERT_TRUE(markupPpm) << row.front();
        const auto quoted = quote(versionOf(row[1]), *markupPpm, "test", usageOf(row[3]));
        EXPECT_EQ(quoted.listCost.toDecimal(), row[4]) << row.front();
        EXPECT_EQ(quoted.cost.toDecimal(), row[5]) << row.front();
        EXPECT_EQ(quoted.priceVersion, 7);
    }
}

TEST(Quote, EveryRowOfTheTableOfKindsAndUnits)
{
    const auto rows = table("price_kinds.txt");
    ASSERT_GE(rows.size(), 15U);
    for (const auto &row : rows) {
        ASSERT_EQ(row.size(), 3U) << row.front();
        std::string covered;
        for (const char *kind : {"chat", "completions", "embeddings", "moderations", "rerank", "images", "image_edits",
                                 "image_variations", "speech", "transcriptions", "translations"}) {
            if (versionOf(row[1]).covers(kind))
                covered.append(covered.empty() ? "" : ", ").append(kind);
        }
        EXPECT_EQ(covered.empty() ? "none" : covered, row[2]) << row.front();
    }
}

TEST(Quote, FreeCoversAllAndUnknownNothing)
{
    PriceVersion version;
    EXPECT_FALSE(version.covers("images"));
    version.state = PriceState::Free;
    EXPECT_TRUE(version.covers("images") && version.covers("chat"));
}

TEST(Quote, AReportInAnotherUnitThanThePriceIsChargedAsTheWorst)
{
    const auto version = versionOf("seconds 0.0001");
    const auto reported = usageOf("1 requests, 300 audio_in, 20 output");
    const auto worst = usageOf("1 requests, 30 seconds, 360 audio_in, 304 output");
    const auto charged = chargeable(version, reported, worst);
    EXPECT_EQ(charged.units, worst.units);
    EXPECT_TRUE(charged.estimated);
    const auto inSeconds = chargeable(version, usageOf("1 requests, 12 seconds"), worst);
    EXPECT_EQ(inSeconds[Bucket::Seconds], 12);
    EXPECT_FALSE(inSeconds.estimated);
    // Nothing came, so nothing is owed; and what costs nothing in any case stays as it was reported.
    EXPECT_EQ(chargeable(version, {}, worst).units, wire::Usage().units);
    EXPECT_EQ(chargeable(versionOf("images 0.04"), reported, worst).units, reported.units);
}

TEST(Quote, FreeCostsNothing)
{
    PriceVersion version = priced("1", "2");
    version.state = PriceState::Free;
    wire::Usage usage;
    usage[Bucket::Input] = 1000;
    const auto quoted = quote(version, 100'000, "test", usage);
    EXPECT_TRUE(quoted.cost.isZero() && quoted.listCost.isZero());
}

TEST(QuoteDeathTest, AnUnknownPriceIsNeverQuoted)
{
    PriceVersion version = priced("1", "2");
    version.state = PriceState::Unknown;
    EXPECT_DEATH((void)quote(version, 0, "test", {}), "");
}

TEST(Quote, ThePolicyDecidesOnTheMarkup)
{
    Model model;
    model.price = priced("10", "10");
    model.markupPpm = 55'000;
    wire::Usage usage;
    usage[Bucket::Input] = 100'000;
    const auto marked = quote(model, *Policy::byName("category_markup"), usage);
    EXPECT_EQ(marked.cost.toDecimal(), "1.055");
    EXPECT_EQ(marked.markupPpm, 55'000);
    EXPECT_EQ(marked.policy, "category_markup");
    const auto passed = quote(model, *Policy::byName("pass_through"), usage);
    EXPECT_EQ(passed.cost.toDecimal(), "1");
    EXPECT_EQ(passed.markupPpm, 0);
    EXPECT_EQ(passed.policy, "pass_through");
    EXPECT_FALSE(Policy::byName("flat").has_value());
}

TEST(Quote, TheExactCostIsTheCostAndWhatRoundingTook)
{
    wire::Usage usage;
    usage[Bucket::Input] = 7;
    const auto quoted = quote(priced("0.0375", "0.15"), 100'000, "test", usage);
    // 7 × 37,500,000 femto-USD × 1.1 = 288.75 nano-USD
    EXPECT_EQ(quoted.cost.nanoUsd(), 289);
    EXPECT_TRUE(quoted.exactCost == Int128{288'750} * 1'000'000'000);
}

} // namespace

} // namespace beaver::catalog::test
