#include "support.h"

#include <server/catalog/categories.h>
#include <shared/base/decimal.h>

namespace beaver::catalog::test {

namespace {

Model model(const std::string &id, const char *input, const char *output)
{
    Model made;
    made.id = id;
    made.provider = "somebody";
    made.price = priced(input, output);
    return made;
}

std::vector<std::string> cutsOf(const Recalculation &done)
{
    std::vector<std::string> cuts;
    for (const auto &cut : done.cuts) // twice the mean in femto-USD a token → USD a million
        cuts.push_back(formatScaled(cut.cutFemtoUsd2 * 5, 10));
    return cuts;
}

std::vector<int> countsOf(const Recalculation &done)
{
    std::vector<int> counts;
    for (const auto &cut : done.cuts)
        counts.push_back(cut.models);
    return counts;
}

TEST(Categories, TheDocumentedModelsMakeTheDocumentedTable)
{
    auto models = builtinModels(1'785'000'000'000, true);
    ASSERT_EQ(models.size(), 31U);
    const auto done = categorise(models);
    EXPECT_EQ(done.models, 31);
    EXPECT_EQ(cutsOf(done), (std::vector<std::string>{"0.21", "1", "2.75", "9", "45"}));
    EXPECT_EQ(countsOf(done), (std::vector<int>{7, 9, 3, 7, 5}));
    ASSERT_EQ(done.changes.size(), 31U);

    std::map<std::string, CategoryChange> became;
    for (const auto &change : done.changes)
        became[change.model] = change;
    const auto rows = table("catalog_categories.txt");
    ASSERT_EQ(rows.size(), 31U);
    for (const auto &row : rows) {
        const auto &change = became[row.at(0)];
        EXPECT_EQ(change.became, row.at(3)) << row[0];
        EXPECT_EQ(formatScaled(change.markupPpm, 4) + " %", row.at(4)) << row[0];
        auto sold = *std::ranges::find(models, row[0], &Model::id);
        sold.markupPpm = change.markupPpm;
        for (const auto &[bucket, list, sale] :
             {std::tuple(wire::Bucket::Input, row[1], row[5]), std::tuple(wire::Bucket::Output, row[2], row[6])}) {
            EXPECT_EQ(formatScaled(sold.price.unitPrice(bucket, 0), 9), list) << row[0];
            EXPECT_EQ(formatScaled(Int128{sold.price.unitPrice(bucket, 0)} * (1'000'000 + sold.markupPpm), 15), sale)
                << row[0];
        }
    }
}

TEST(Categories, NoModelsMakeNoCategories)
{
    const auto done = categorise({});
    EXPECT_EQ(done.models, 0);
    EXPECT_TRUE(done.cuts.empty() && done.changes.empty());
}

TEST(Categories, OneModelIsTheCheapest)
{
    const auto done = categorise({model("only", "3", "5")});
    EXPECT_EQ(cutsOf(done), std::vector<std::string>(5, "4"));
    EXPECT_EQ(countsOf(done), (std::vector<int>{1, 0, 0, 0, 0}));
    EXPECT_EQ(done.changes.at(0).became, "ULTRA_BUDGET");
}

TEST(Categories, BetweenTwoModelsTheCutsAreInterpolated)
{
    const auto done = categorise({model("dear", "10", "10"), model("cheap", "0", "0")});
    EXPECT_EQ(cutsOf(done), (std::vector<std::string>{"2", "4", "6", "8", "10"}));
    EXPECT_EQ(countsOf(done), (std::vector<int>{1, 0, 0, 0, 1}));
}

TEST(Categories, FiveModelsFallBetweenTheCutsTheyMake)
{
    const auto done = categorise(
        {model("a", "1", "1"), model("b", "2", "2"), model("c", "3", "3"), model("d", "4", "4"), model("e", "5", "5")});
    EXPECT_EQ(cutsOf(done), (std::vector<std::string>{"1.8", "2.6", "3.4", "4.2", "5"}));
    EXPECT_EQ(countsOf(done), (std::vector<int>{1, 1, 1, 1, 1}));
}

TEST(Categories, APriceEqualToACutBelongsToTheLowerOne)
{
    const auto done = categorise({model("a", "1", "1"), model("b", "1", "1"), model("c", "1", "1"),
                                  model("d", "1", "1"), model("e", "9", "9"), model("f", "9", "9")});
    // Ranks of six: P20 and P40 at 1, P60 exactly at the last 1, P80 exactly at the first 9.
    EXPECT_EQ(cutsOf(done), (std::vector<std::string>{"1", "1", "1", "9", "9"}));
    EXPECT_EQ(countsOf(done), (std::vector<int>{4, 0, 0, 2, 0}));
}

TEST(Categories, TheMeanIsExactWhereHalvesAreLost)
{
    // 1 and 2 femto-USD: the mean is no whole number, and a model at 1.5 isn't one at 1 or 2.
    std::vector<Model> models;
    for (const std::int64_t output : {1, 2, 3, 4, 5}) {
        models.push_back(model(std::to_string(output), "0", "0"));
        models.back().price.tiers.front().prices[static_cast<std::size_t>(wire::Bucket::Output)] = output;
    }
    EXPECT_EQ(countsOf(categorise(models)), (std::vector<int>{1, 1, 1, 1, 1}));
}

TEST(Categories, ModelsOfOtherUnitsGoInTheMiddleAndDoNotCount)
{
    std::vector<Model> models{model("a", "1", "1"), model("b", "9", "9"), model("pictures", "0", "0")};
    auto &prices = models[2].price.tiers.front().prices;
    prices = {};
    prices[static_cast<std::size_t>(wire::Bucket::Images)] = 40'000'000'000'000;
    const auto done = categorise(models);
    EXPECT_EQ(done.models, 2);
    EXPECT_EQ(countsOf(done), (std::vector<int>{1, 0, 0, 0, 1}));
    const auto change = std::ranges::find(done.changes, "pictures", &CategoryChange::model);
    ASSERT_NE(change, done.changes.end());
    EXPECT_EQ(change->became, "MID_RANGE");
    EXPECT_EQ(change->markupPpm, 150'000);
}

TEST(Categories, InactiveSimulatedAndUnpricedModelsDoNotCount)
{
    std::vector<Model> models{model("a", "1", "1"),      model("b", "3", "3"),    model("off", "90", "90"),
                              model("echo", "90", "90"), model("free", "0", "0"), model("unknown", "7", "7")};
    models[2].active = false;
    models[3].provider = "simulated";
    models[4].price.state = PriceState::Free;
    models[4].category = "BUDGET";
    models[5].price.state = PriceState::Unknown;
    const auto done = categorise(models);
    EXPECT_EQ(done.models, 2);
    EXPECT_EQ(cutsOf(done).back(), "3");
    EXPECT_EQ(countsOf(done), (std::vector<int>{1, 0, 0, 0, 1}));
    // They are sorted in by the cuts of the others; what has no price has no category.
    std::map<std::string, std::string> became;
    for (const auto &change : done.changes)
        became[change.model] = change.became;
    EXPECT_EQ(became["off"], "ULTRA_PREMIUM");
    EXPECT_EQ(became["echo"], "ULTRA_PREMIUM");
    EXPECT_EQ(became.at("free"), "");
    EXPECT_FALSE(became.contains("unknown"));
}

TEST(Categories, OnlyChangesAreListed)
{
    auto models = builtinModels(1'785'000'000'000, true);
    for (const auto &change : categorise(models).changes)
        std::ranges::find(models, change.model, &Model::id)->category = change.became;
    EXPECT_TRUE(categorise(models).changes.empty());
    models.front().category = "BUDGET"; // gpt-4o
    const auto done = categorise(models);
    ASSERT_EQ(done.changes.size(), 1U);
    EXPECT_EQ(done.changes.front().was, "BUDGET");
    EXPECT_EQ(done.changes.front().became, "PREMIUM");
}

} // namespace

} // namespace beaver::catalog::test
