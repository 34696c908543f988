#include "support.h"

#include <server/catalog/variants.h>

namespace beaver::catalog::test {

namespace {

TEST(Builtin, HoldsTheDocumentedTheCurrentAndTheSimulatedModels)
{
    const auto builtin = readBuiltin(builtinText());
    ASSERT_TRUE(builtin.ok()) << builtin.error().detail;
    EXPECT_GE(builtin->size(), 115U);
    const Snapshot snapshot(builtinModels(1'785'000'000'000, false));
    for (const char *id : {"beaver/echo", "beaver/lorem"}) {
        const Model *model = snapshot.find(id);
        ASSERT_TRUE(model) << id;
        EXPECT_EQ(model->provider, "simulated");
        EXPECT_EQ(model->contextLength, 128'000);
        EXPECT_EQ(model->maxOutputTokens, 16'384);
        EXPECT_EQ(model->price.unitPrice(wire::Bucket::Input, 0), 500'000'000);
        EXPECT_EQ(model->price.unitPrice(wire::Bucket::Output, 0), 1'500'000'000);
    }
    EXPECT_EQ(snapshot.find("claude-opus-4-5")->id, "claude-opus-4-5-20251101");
    EXPECT_EQ(snapshot.find("deepseek-chat")->price.unitPrice(wire::Bucket::Output, 0), 1'100'000'000);
    EXPECT_EQ(snapshot.find("gpt-5.5")->price.unitPrice(wire::Bucket::Input, 272'001), 10'000'000'000);
    EXPECT_EQ(snapshot.find("sonar")->price.unitPrice(wire::Bucket::Requests, 0), 5'000'000'000'000);
    EXPECT_EQ(snapshot.find("claude-sonnet-5")->price.unitPrice(wire::Bucket::Input, 0), 2'000'000'000);
    const Snapshot september(builtinModels(1'788'220'800'000, false));
    EXPECT_EQ(september.find("claude-sonnet-5")->price.unitPrice(wire::Bucket::Input, 0), 3'000'000'000);
    EXPECT_FALSE(snapshot.find("nothing"));
}

TEST(Builtin, EveryKindOfCallHasModelsWithAPrice)
{
    const Snapshot snapshot(builtinModels(1'785'000'000'000, false));
    const auto price = [&](const char *id, wire::Bucket bucket) {
        const Model *model = snapshot.find(id);
        EXPECT_TRUE(model) << id;
        return model ? model->price.unitPrice(bucket, 0) : -1;
    };
    EXPECT_EQ(price("dall-e-3", wire::Bucket::Images), 40'000'000'000'000);
    EXPECT_EQ(price("gpt-image-1.5", wire::Bucket::ImageOut), 32'000'000'000);
    EXPECT_EQ(price("whisper-1", wire::Bucket::Seconds), 100'000'000'000);
    EXPECT_EQ(price("tts-1-hd", wire::Bucket::Characters), 30'000'000'000);
    EXPECT_EQ(price("cohere/rerank-v3.5", wire::Bucket::Searches), 2'000'000'000'000);
    EXPECT_EQ(snapshot.find("cohere/rerank-v3.5")->upstreamModel, "rerank-v3.5");
    EXPECT_EQ(snapshot.find("omni-moderation-latest")->price.state, PriceState::Free);
    for (const auto &[id, kind] :
         std::vector<std::pair<const char *, const char *>>{{"gpt-3.5-turbo-instruct", "completions"},
                                                            {"text-embedding-3-small", "embeddings"},
                                                            {"gemini-embedding-001", "embeddings"},
                                                            {"omni-moderation-latest", "moderations"},
                                                            {"voyage/rerank-2.5", "rerank"},
                                                            {"dall-e-2", "image_variations"},
                                                            {"gpt-image-2", "image_edits"},
                                                            {"gpt-4o-mini-tts", "speech"},
                                                            {"gpt-4o-transcribe", "transcriptions"},
                                                            {"whisper-1", "translations"}})
        EXPECT_TRUE(snapshot.find(id) && snapshot.find(id)->price.covers(kind)) << id << " " << kind;
}

TEST(Variants, PicturesArePricedBySizeAndQuality)
{
    const Snapshot snapshot(builtinModels(1'785'000'000'000, false));
    const auto cents = [&](const char *id, const char *quality, const char *size) {
        const Model *priced = snapshot.priced(*snapshot.find(id), quality, size);
        return priced ? priced->price.unitPrice(wire::Bucket::Images, 0) / 10'000'000'000 : -1; // hundredths of a cent
    };
    EXPECT_EQ(cents("dall-e-3", "", ""), 4000);
    EXPECT_EQ(cents("dall-e-3", "standard", "1024x1024"), 4000);
    EXPECT_EQ(cents("dall-e-3", "", "1792x1024"), 8000);
    EXPECT_EQ(cents("dall-e-3", "hd", ""), 8000);
    EXPECT_EQ(cents("dall-e-3", "hd", "1024x1792"), 12000);
    EXPECT_EQ(cents("dall-e-3", "hd", "256x256"), -1);
    EXPECT_EQ(cents("dall-e-3", "ultra", ""), -1);
    EXPECT_EQ(cents("dall-e-2", "", "512x512"), 1800);
    EXPECT_EQ(cents("dall-e-2", "standard", "256x256"), 1600);
    EXPECT_EQ(cents("dall-e-2", "", ""), 2000);
    EXPECT_EQ(cents("dall-e-2", "", "2048x2048"), -1);
    EXPECT_EQ(cents("imagen-4.0-generate-001", "hd", "2048x2048"), 4000); // one price for all
}

TEST(Variants, AreNoModelsAndTakeTheirModelsMarkup)
{
    auto models = builtinModels(1'785'000'000'000, false);
    for (Model &model : models)
        model.markupPpm = model.id == "dall-e-3" ? 70'000 : 1;
    const auto size = models.size();
    const Snapshot snapshot(std::move(models));
    EXPECT_LT(snapshot.models().size(), size);
    EXPECT_FALSE(snapshot.find("hd/1024-x-1792/dall-e-3"));
    ASSERT_TRUE(snapshot.entry("hd/1024-x-1792/dall-e-3"));
    EXPECT_EQ(snapshot.entry("gpt-4o"), snapshot.find("gpt-4o"));
    EXPECT_FALSE(snapshot.entry("hd/1024-x-1793/dall-e-3"));
    EXPECT_EQ(snapshot.variants(*snapshot.find("dall-e-3")).size(), 5U);
    for (const Model &variant : snapshot.variants(*snapshot.find("dall-e-3")))
        EXPECT_EQ(variant.markupPpm, 70'000);
}

TEST(Variants, AreKnownByTheSizeInTheirId)
{
    const auto read = [](const char *id) {
        const auto name = variantName(id);
        return name ? name->model + " | " + name->quality + " | " + name->size : std::string("a model");
    };
    EXPECT_EQ(read("256-x-256/dall-e-2"), "dall-e-2 |  | 256x256");
    EXPECT_EQ(read("hd/1024-x-1792/dall-e-3"), "dall-e-3 | hd | 1024x1792");
    EXPECT_EQ(read("azure/standard/1024-x-1024/dall-e-3"), "azure/dall-e-3 | standard | 1024x1024");
    EXPECT_EQ(read("bedrock/512-x-512/50-steps/sd"), "bedrock/50-steps/sd |  | 512x512");
    for (const char *id :
         {"dall-e-3", "azure/gpt-4o", "max-x-max/sd", "vision/1024-x-1024", "1024x1024/m", "-x-/m", ""})
        EXPECT_EQ(read(id), "a model") << id;
}

TEST(Builtin, AMistakeInTheFileNamesTheModel)
{
    const auto broken = [](const std::string &model) {
        const auto read = readBuiltin(R"({"format": 1, "models": [)" + model + "]}");
        return read.ok() ? std::string("taken") : read.error().detail;
    };
    EXPECT_NE(
        broken(R"({"id":"a","provider":"p","name":"A","price":{"input":"-1"}})").find("model a has a price below zero"),
        std::string::npos);
    EXPECT_NE(broken(R"({"id":"a","provider":"p","name":"A","price":{"input":1}})").find("model a"), std::string::npos);
    EXPECT_NE(broken(R"({"id":"a","provider":"p","name":"A","price":{"output":"1"}})").find("no input price"),
              std::string::npos);
    EXPECT_NE(broken(R"({"id":"a","provider":"p","name":"A"})").find("has no price"), std::string::npos);
    EXPECT_FALSE(readBuiltin("{").ok());
    EXPECT_FALSE(readBuiltin(R"({"format": 2, "models": []})").ok());
}

TEST_F(CatalogueTest, TheFirstStartFillsTheDatabaseAndTheSecondLeavesIt)
{
    const auto first = startService();
    const auto models = first->snapshot()->models().size();
    const auto entries = std::stoull(text("SELECT COUNT(*) FROM models"));
    EXPECT_EQ(entries, builtinModels(m_clock.wallMs(), false).size());
    EXPECT_GT(entries, models); // price variants aren't models
    EXPECT_EQ(text("SELECT COUNT(*) FROM pricing_categories WHERE cut_femto_usd IS NOT NULL"), "5");
    EXPECT_EQ(text("SELECT COUNT(*) FROM models WHERE category = ''"),
              text("SELECT COUNT(*) FROM price_versions WHERE state = 'free'"));
    EXPECT_EQ(text("SELECT COUNT(*) FROM category_changes WHERE was = ''"),
              text("SELECT COUNT(*) FROM models WHERE category <> ''"));
    const auto changes = text("SELECT COUNT(*) FROM category_changes");
    ASSERT_TRUE(write("UPDATE models SET name = 'Mine' WHERE id = 'gpt-4o'").ok());

    const auto second = startService();
    EXPECT_EQ(second->snapshot()->models().size(), models);
    EXPECT_EQ(second->snapshot()->find("gpt-4o")->name, "Mine");
    EXPECT_EQ(text("SELECT COUNT(*) FROM category_changes"), changes);
}

TEST_F(CatalogueTest, WhatIsStoredComesBackAsItWas)
{
    const auto service = startService();
    for (const Model &wanted : builtinModels(m_clock.wallMs(), false)) {
        const auto snapshot = service->snapshot();
        const Model *model = snapshot->entry(wanted.id);
        ASSERT_TRUE(model) << wanted.id;
        EXPECT_EQ(model->provider, wanted.provider);
        EXPECT_EQ(model->name, wanted.name);
        EXPECT_EQ(model->upstreamModel, wanted.upstreamModel);
        EXPECT_EQ(model->active, wanted.active);
        EXPECT_EQ(model->contextLength, wanted.contextLength);
        EXPECT_EQ(model->maxOutputTokens, wanted.maxOutputTokens);
        EXPECT_EQ(model->inputModalities, wanted.inputModalities);
        EXPECT_EQ(model->outputModalities, wanted.outputModalities);
        EXPECT_EQ(model->features, wanted.features);
        EXPECT_TRUE(std::ranges::is_permutation(model->aliases, wanted.aliases)) << wanted.id;
        EXPECT_EQ(model->createdAtMs, m_clock.wallMs());
        EXPECT_EQ(model->markupPpm > 0, wanted.price.state == PriceState::Priced);
        ASSERT_EQ(model->price.tiers.size(), wanted.price.tiers.size());
        for (std::size_t tier = 0; tier < wanted.price.tiers.size(); ++tier) {
            EXPECT_EQ(model->price.tiers[tier].fromInputTokens, wanted.price.tiers[tier].fromInputTokens);
            EXPECT_EQ(model->price.tiers[tier].prices, wanted.price.tiers[tier].prices) << wanted.id;
        }
        ASSERT_TRUE(priceVersion(model->price.id));
        EXPECT_EQ(priceVersion(model->price.id)->tiers.size(), wanted.price.tiers.size());
    }
    EXPECT_FALSE(priceVersion(999'999));
}

TEST_F(CatalogueTest, APriceOfTheFutureWaitsAndTheLatestValidOneWins)
{
    auto service = startService();
    const auto at = [this](std::int64_t ms) { return std::to_string(m_clock.wallMs() + ms); };
    const auto inputPrice = [&] {
        return service->snapshot()->find("gpt-4o")->price.unitPrice(wire::Bucket::Input, 0);
    };
    ASSERT_TRUE(write("INSERT INTO price_versions (id, model_id, state, valid_from, source, created_at) VALUES "
                      "(9001, 'gpt-4o', 'priced', " +
                      at(60'000) +
                      ", 'admin', 0), "
                      "(9002, 'gpt-4o', 'priced', " +
                      at(-1) +
                      ", 'admin', 0), "
                      "(9003, 'gpt-4o', 'priced', " +
                      at(-1) +
                      ", 'admin', 0);"
                      "INSERT INTO list_prices (version_id, bucket, femto_usd) VALUES "
                      "(9001, 'input', 1), (9002, 'input', 2), (9003, 'input', 3)")
                    .ok());
    service = startService();
    EXPECT_EQ(inputPrice(), 3);
    const auto before = service->snapshot();
    EXPECT_EQ(before, service->snapshot()); // the same one while nothing changes
    m_clock.advanceMs(59'999);
    EXPECT_EQ(inputPrice(), 3);
    m_clock.advanceMs(1);
    EXPECT_EQ(inputPrice(), 1);
    EXPECT_EQ(service->snapshot()->find("gpt-4o")->price.id, 9001);
    EXPECT_EQ(before->find("gpt-4o")->price.id, 9003); // who holds a snapshot keeps its prices
    m_clock.jumpWallMs(-60'000);
    EXPECT_EQ(inputPrice(), 3);
}

TEST_F(CatalogueTest, AModelWithoutAValidPriceIsUnknown)
{
    auto service = startService();
    ASSERT_TRUE(write("UPDATE price_versions SET valid_from = valid_from + " + std::to_string(m_clock.wallMs() + 1000) +
                      " WHERE model_id = 'gpt-4o'")
                    .ok());
    service = startService();
    EXPECT_EQ(service->snapshot()->find("gpt-4o")->price.state, PriceState::Unknown);
    m_clock.advanceMs(1000);
    EXPECT_EQ(service->snapshot()->find("gpt-4o")->price.state, PriceState::Priced);
}

TEST_F(CatalogueTest, ARecalculationShowsBeforeItAppliesAndWritesHistory)
{
    auto service = startService();
    ASSERT_TRUE(write("UPDATE models SET category = 'BUDGET' WHERE id IN ('gpt-4', 'o1-pro');"
                      "UPDATE pricing_categories SET markup_ppm = 77000 WHERE name = 'ULTRA_PREMIUM'")
                    .ok());
    service = startService();
    EXPECT_EQ(service->snapshot()->find("gpt-4")->markupPpm, 125'000);
    const auto history = text("SELECT COUNT(*) FROM category_changes");

    const auto shown = service->recalculate(true, "acc_admin");
    ASSERT_TRUE(shown.ok());
    EXPECT_FALSE(shown->applied);
    EXPECT_EQ(shown->changes.size(), 2U);
    EXPECT_EQ(service->snapshot()->find("gpt-4")->category, "BUDGET");
    EXPECT_EQ(text("SELECT COUNT(*) FROM category_changes"), history);

    const auto applied = service->recalculate(false, "acc_admin");
    ASSERT_TRUE(applied.ok());
    EXPECT_TRUE(applied->applied);
    EXPECT_EQ(applied->changes.front().model, "gpt-4");
    EXPECT_EQ(applied->changes.front().was, "BUDGET");
    EXPECT_EQ(applied->changes.front().became, "ULTRA_PREMIUM");
    EXPECT_EQ(applied->changes.front().markupPpm, 77'000);
    EXPECT_EQ(service->snapshot()->find("gpt-4")->markupPpm, 77'000);
    EXPECT_EQ(text("SELECT group_concat(model_id || ' ' || was || ' ' || became) FROM category_changes WHERE actor = "
                   "'acc_admin'"),
              "gpt-4 BUDGET ULTRA_PREMIUM,o1-pro BUDGET ULTRA_PREMIUM");
    EXPECT_TRUE(service->recalculate(false, "acc_admin")->changes.empty());
}

} // namespace

} // namespace beaver::catalog::test
