#include "support.h"

#include <server/catalog/litellm_map.h>
#include <shared/base/decimal.h>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace beaver::catalog::test {

namespace {

using wire::Bucket;

/// A loop that runs on the thread that waits for something.
class WaitedLoop final : public ops::Executor
{
public:
    void post(std::function<void()> work) override
    {
        const std::lock_guard lock(m_mutex);
        m_work.push_back(std::move(work));
        m_came.notify_one();
    }
    void runUntil(const std::function<bool()> &done)
    {
        while (!done()) {
            std::unique_lock lock(m_mutex);
            m_came.wait(lock, [this] { return !m_work.empty(); });
            const auto work = std::move(m_work.front());
            m_work.pop_front();
            lock.unlock();
            work();
        }
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_came;
    std::deque<std::function<void()>> m_work;
};

using Imported = std::optional<Result<ImportReport>>;

QCoro::Task<> import(CatalogueService &service, WaitedLoop &loop, std::string json, bool dryRun, Imported &imported)
{
    auto importing = service.importLater(loop, std::move(json), dryRun, "acc_admin");
    imported = co_await importing;
}

LiteLlmMap readMap(const std::string &json)
{
    auto map = readLiteLlmMap(json, "2026-07-25");
    EXPECT_TRUE(map.ok()) << map.error().message;
    return map.ok() ? std::move(*map) : LiteLlmMap{};
}

/// The prices of one entry, as `5 images, …` per single unit in nano-USD; or its problem.
std::string priceOf(const std::string &key, const std::string &provider, const std::string &mode,
                    const std::string &costs)
{
    const auto map = readMap("{\"" + key + R"(": {"mode": ")" + mode + R"(", "litellm_provider": ")" + provider + "\"" +
                             (costs.empty() ? "" : ", " + costs) + "}}");
    if (map.models.size() != 1)
        return map.problems.empty() ? "skipped" : map.problems.front().substr(key.size() + 2);
    const PriceVersion &version = map.models.front().versions.front();
    std::string text = version.state == PriceState::Free ? "free" : "";
    for (std::size_t at = 0; at < wire::bucketCount && text != "free"; ++at) {
        if (const auto price = version.tiers.front().prices[at])
            text.append(text.empty() ? "" : ", ")
                .append(formatScaled(*price, 6) + " ")
                .append(wire::bucketName(static_cast<Bucket>(at)));
    }
    return text;
}

/// One chat entry with these prices.
std::string entry(const std::string &costs, const std::string &provider = "openai")
{
    return R"({"m": {"mode": "chat", "litellm_provider": ")" + provider + "\"" + (costs.empty() ? "" : ", " + costs) +
           "}}";
}

std::string problemOf(const std::string &costs)
{
    const auto map = readMap(entry(costs));
    return map.problems.size() == 1 ? map.problems.front() : "no problem";
}

TEST(LiteLlmMapTest, ReadsBucketsTiersAndDescription)
{
    const auto map = readMap(R"({
        "gemini/big": {
            "litellm_provider": "gemini", "mode": "chat", "max_input_tokens": 1048576, "max_output_tokens": 65535,
            "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-07,
            "cache_creation_input_token_cost": 2e-6, "cache_creation_input_token_cost_above_1hr": 4e-6,
            "output_cost_per_reasoning_token": 3e-06, "input_cost_per_audio_token": 7e-07, "output_cost_per_audio_token": 9e-07,
            "input_cost_per_token_above_200k_tokens": 2.5e-06, "output_cost_per_token_above_200k_tokens" : 1.5e-05 ,
            "input_cost_per_token_above_200k_tokens_priority": 9e-06, "input_cost_per_token_batches": 1e-09,
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 8e-6,
            "supports_vision": true, "supports_function_calling": true, "supports_reasoning": false, "rpm": 2000
        }})");
    ASSERT_EQ(map.models.size(), 1U) << (map.problems.empty() ? "" : map.problems.front());
    const Model &model = map.models.front().model;
    EXPECT_EQ(model.id, "big");
    EXPECT_EQ(model.provider, "google");
    EXPECT_EQ(model.upstreamModel, "big");
    EXPECT_EQ(model.contextLength, 1'048'576);
    EXPECT_EQ(model.maxOutputTokens, 65'535);
    EXPECT_EQ(model.inputModalities, (std::vector<std::string>{"text", "image"}));
    EXPECT_EQ(model.features, (std::vector<std::string>{"tools"}));
    const PriceVersion &price = map.models.front().versions.front();
    ASSERT_EQ(price.tiers.size(), 2U);
    EXPECT_EQ(price.tiers[1].fromInputTokens, 200'000);
    const auto at = [&](Bucket bucket, std::int64_t input) { return price.unitPrice(bucket, input); };
    EXPECT_EQ(at(Bucket::Input, 200'000), 1'250'000'000);
    EXPECT_EQ(at(Bucket::Input, 200'001), 2'500'000'000);
    EXPECT_EQ(at(Bucket::Output, 200'001), 15'000'000'000);
    EXPECT_EQ(at(Bucket::CachedRead, 1), 125'000'000);
    EXPECT_EQ(at(Bucket::CachedRead, 200'001), 125'000'000); // not stated for the tier
    EXPECT_EQ(at(Bucket::CacheWrite5m, 1), 2'000'000'000);
    EXPECT_EQ(at(Bucket::CacheWrite1h, 1), 4'000'000'000);
    EXPECT_EQ(at(Bucket::CacheWrite1h, 200'001), 8'000'000'000);
    EXPECT_EQ(at(Bucket::Reasoning, 1), 3'000'000'000);
    EXPECT_EQ(at(Bucket::AudioIn, 1), 700'000'000);
    EXPECT_EQ(at(Bucket::AudioOut, 1), 900'000'000);
}

TEST(LiteLlmMapTest, PicturesArePricedEachOrByTheToken)
{
    const auto picture = [](const std::string &costs, const std::string &key = "m") {
        return priceOf(key, "openai", "image_generation", costs);
    };
    EXPECT_EQ(picture(R"("input_cost_per_image": 0.04)"), "40000000 images");
    EXPECT_EQ(picture(R"("output_cost_per_image": 0.05, "input_cost_per_image": 0.01)"), "50000000 images");
    EXPECT_EQ(picture(R"("output_cost_per_image": 0.039, "input_cost_per_token": 0, "output_cost_per_token": 0)"),
              "39000000 images");
    EXPECT_EQ(picture(R"("input_cost_per_token": 5e-06, "input_cost_per_image_token": 1e-05,
                         "output_cost_per_image_token": 4e-05, "output_cost_per_image": 0.167)"),
              "5000 input, 10000 image_in, 40000 image_out");
    EXPECT_EQ(picture(R"("output_cost_per_image_token": 4e-05)"), "has no input price");
    EXPECT_EQ(picture(""), "has no image price");
    EXPECT_EQ(picture(R"("output_cost_per_image": 0.0)"), "has no image price");
    EXPECT_EQ(picture(R"("input_cost_per_token": 4e-08, "output_cost_per_token": 4e-08)"), "has no image price");
    EXPECT_EQ(picture(R"("input_cost_per_pixel": 1.3e-09)"), "has a price for a pixel and no size");
    EXPECT_EQ(picture(R"("input_cost_per_pixel": -1)", "1024-x-1024/m"),
              "has a price for a pixel that can't be held exactly: -1");
    EXPECT_EQ(priceOf("e", "stability", "image_edit", R"("output_cost_per_image": 0.005)"), "5000000 images");
}

TEST(LiteLlmMapTest, SizesAndQualitiesAreVariantsOfTheirModel)
{
    const auto map = readMap(R"({
        "dall-e-3": {"mode": "image_generation", "litellm_provider": "openai", "input_cost_per_image": 0.04},
        "hd/1024-x-1792/dall-e-3": {"mode": "image_generation", "litellm_provider": "openai",
            "input_cost_per_pixel": 6.539e-08, "output_cost_per_pixel": 0.0},
        "gpt-image-1": {"mode": "image_generation", "litellm_provider": "openai", "input_cost_per_token": 5e-06,
            "output_cost_per_image_token": 4e-05},
        "low/1024-x-1024/gpt-image-1": {"mode": "image_generation", "litellm_provider": "openai", "input_cost_per_image": 0.011},
        "azure/hd/1024-x-1024/dall-e-3": {"mode": "image_generation", "litellm_provider": "azure", "input_cost_per_image": 0.08}})");
    ASSERT_EQ(map.models.size(), 3U);
    EXPECT_EQ(map.models[1].model.id, "hd/1024-x-1792/dall-e-3");
    // 6.539e-08 × 1024 × 1792, to the femto-USD
    EXPECT_EQ(map.models[1].versions[0].unitPrice(Bucket::Images, 0), 119'991'173'120'000);
    EXPECT_EQ(map.models[2].model.id, "gpt-image-1");
    EXPECT_EQ(map.skipped, 2);
    EXPECT_TRUE(map.problems.empty());
}

TEST(LiteLlmMapTest, AudioRerankAndModerationHaveTheirOwnUnits)
{
    EXPECT_EQ(priceOf("tts-1", "openai", "audio_speech", R"("input_cost_per_character": 1.5e-05)"), "15000 characters");
    EXPECT_EQ(priceOf("tts", "openai", "audio_speech",
                      R"("input_cost_per_token": 2.5e-06, "output_cost_per_audio_token": 1.2e-05,
                         "output_cost_per_second": 0.00025, "output_cost_per_token": 1e-05)"),
              "2500 input, 10000 output, 12000 audio_out, 250000 seconds");
    EXPECT_EQ(
        priceOf("tts", "gemini", "audio_speech", R"("input_cost_per_token": 3e-07, "output_cost_per_token": 2e-06)"),
        "has no character price");
    EXPECT_EQ(priceOf("whisper-1", "openai", "audio_transcription",
                      R"("input_cost_per_second": 0.0001, "output_cost_per_second": 0.0001)"),
              "100000 seconds");
    EXPECT_EQ(priceOf("s", "soniox", "audio_transcription",
                      R"("input_cost_per_second": 0, "output_cost_per_second": 2.77778e-05)"),
              "27777.8 seconds");
    EXPECT_EQ(
        priceOf(
            "t", "openai", "audio_transcription",
            R"("input_cost_per_audio_token": 6e-06, "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05)"),
        "2500 input, 10000 output, 6000 audio_in");
    EXPECT_EQ(
        priceOf("f", "fireworks_ai", "audio_transcription", R"("input_cost_per_token": 0, "output_cost_per_token": 0)"),
        "has a price of 0, which may mean free or unknown: set it to free if it is");
    EXPECT_EQ(priceOf("r", "openai", "audio_transcription", R"("input_cost_per_second": 0.0002833333333333333)"),
              "has a price that can't be held exactly, or is beyond 1 USD a unit: 0.0002833333333333333");
    EXPECT_EQ(priceOf("r", "cohere", "rerank", R"("input_cost_per_query": 0.002, "input_cost_per_token": 0)"),
              "2000000 searches");
    EXPECT_EQ(priceOf("r", "voyage", "rerank", R"("input_cost_per_token": 5e-08, "output_cost_per_token": 5e-08)"),
              "50 input");
    EXPECT_EQ(priceOf("r", "nvidia_nim", "rerank", R"("input_cost_per_query": 0, "input_cost_per_token": 0)"),
              "has a price of 0, which may mean free or unknown: set it to free if it is");
    const std::string nothing = R"("input_cost_per_token": 0, "output_cost_per_token": 0)";
    EXPECT_EQ(priceOf("m", "openai", "moderation", nothing), "free");
    EXPECT_NE(priceOf("m", "azure", "moderation", nothing).find("free or unknown"), std::string::npos);
    EXPECT_EQ(priceOf("v", "openai", "video_generation", R"("output_cost_per_second": 0.1)"), "skipped");
}

TEST(LiteLlmMapTest, PricesThatNobodyShouldBelieveAreRefused)
{
    EXPECT_EQ(problemOf(""), "m: has no input price");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": 1e-6)"), "m: has no output price");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": -1e-6, "output_cost_per_token": 1e-6)"),
              "m: has a price below zero: -1e-6");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": NaN, "output_cost_per_token": 1e-6)"),
              "m: has a price that is not a number: NaN");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": "1e-6", "output_cost_per_token": 1e-6)"),
              "m: has a price that is not a number: \"1e-6\"");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": 1e-6, "output_cost_per_token": 2.5)"),
              "m: has a price beyond 1 USD a unit: 2.5");
    EXPECT_EQ(problemOf(R"("input_cost_per_token": 1e-6, "output_cost_per_token": 2.0000000000000003e-06)"),
              "m: has a price that can't be held exactly, or is beyond 1 USD a unit: 2.0000000000000003e-06");
    EXPECT_NE(
        problemOf(R"("input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6, "cache_read_input_token_cost": -1)")
            .find("below zero"),
        std::string::npos);
    EXPECT_NE(problemOf(R"("input_cost_per_token": 0, "output_cost_per_token": 0.0)").find("free or unknown"),
              std::string::npos);
}

TEST(LiteLlmMapTest, OneBadEntryDoesNotStopTheOthers)
{
    const auto map = readMap(R"({"bad": 7, "worse": [1], "nan": {"mode": "chat", "litellm_provider": "openai",
        "input_cost_per_token": NaN}, "good": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 1e-6,
        "output_cost_per_token": 1e-6}, "film": {"mode": "video_generation"}, "none": {}})");
    ASSERT_EQ(map.models.size(), 1U);
    EXPECT_EQ(map.models.front().model.id, "good");
    EXPECT_EQ(map.skipped, 2);
    EXPECT_EQ(map.problems.size(), 3U);
}

TEST(LiteLlmMapTest, WhatIsNoMapIsRefusedWhole)
{
    for (const char *json : {"", "[]", "7", "{", R"({"a")", R"({"a": {"mode": "chat")", "nonsense"})
        EXPECT_FALSE(readLiteLlmMap(json, "2026-07-25").ok()) << json;
}

TEST(LiteLlmMapTest, TheSameNameAtAnotherProviderIsAnotherModel)
{
    const auto prices = R"("mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6)";
    const auto id = [&](const std::string &key, const std::string &provider) {
        const auto map = readMap("{\"" + key + R"(": {"litellm_provider": ")" + provider + "\", " + prices + "}}");
        const Model &model = map.models.at(0).model;
        return model.id + " | " + model.provider + " | " + model.upstreamModel;
    };
    EXPECT_EQ(id("gpt-x", "openai"), "gpt-x | openai | gpt-x");
    EXPECT_EQ(id("gpt-x", "text-completion-openai"), "gpt-x | openai | gpt-x");
    EXPECT_EQ(id("gemini/g", "gemini"), "g | google | g");
    EXPECT_EQ(id("xai/grok", "xai"), "grok | xai | grok");
    EXPECT_EQ(id("perplexity/perplexity/sonar", "perplexity"), "perplexity/sonar | perplexity | perplexity/sonar");
    EXPECT_EQ(id("openrouter/openai/gpt-x", "openrouter"), "openrouter/openai/gpt-x | openrouter | openai/gpt-x");
    EXPECT_EQ(id("azure/gpt-x", "azure"), "azure/gpt-x | azure | gpt-x");
    EXPECT_EQ(id("g", "vertex_ai-language-models"), "vertex_ai-language-models/g | vertex_ai-language-models | g");
    EXPECT_EQ(id("vertex_ai/c", "vertex_ai-anthropic_models"), "vertex_ai/c | vertex_ai-anthropic_models | c");
}

TEST(LiteLlmMapTest, SearchFeesAreTakenWhereOnePriceIsRight)
{
    const auto fees = [](const std::string &key, const std::string &provider, const std::string &sizes) {
        const auto map =
            readMap("{\"" + key + R"(": {"mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6,
            "litellm_provider": ")" +
                    provider + R"(", "search_context_cost_per_query": {)" + sizes + "}}}");
        const auto &price = map.models.at(0).versions.at(0);
        return std::pair(price.unitPrice(Bucket::Requests, 0) / 1'000'000'000,
                         price.unitPrice(Bucket::Searches, 0) / 1'000'000'000);
    };
    const std::string three =
        R"("search_context_size_low": 0.005, "search_context_size_medium": 0.008, "search_context_size_high": 0.012)";
    const std::string same =
        R"("search_context_size_low": 0.01, "search_context_size_medium": 0.01, "search_context_size_high": 0.01)";
    EXPECT_EQ(fees("perplexity/sonar", "perplexity", three), std::pair(5000L, 0L));
    EXPECT_EQ(fees("perplexity/sonar-deep-research", "perplexity", same), std::pair(0L, 10000L));
    EXPECT_EQ(fees("gpt-4o-search-preview", "openai", three), std::pair(8000L, 0L));
    EXPECT_EQ(fees("gpt-4o", "openai", three), std::pair(0L, 0L));
    EXPECT_EQ(fees("claude-x", "anthropic", same), std::pair(0L, 10000L));
    EXPECT_EQ(fees("azure/x", "azure", same), std::pair(0L, 0L));
}

TEST(LiteLlmMapTest, EmbeddingsNeedAnInputPriceAloneAndFreeMustSaySo)
{
    const auto map = readMap(R"({
        "e": {"mode": "embedding", "litellm_provider": "openai", "input_cost_per_token": 2e-08, "output_cost_per_token": 0.0},
        "openrouter/x:free": {"mode": "chat", "litellm_provider": "openrouter", "input_cost_per_token": 0, "output_cost_per_token": 0},
        "old": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6,
                "deprecation_date": "2026-07-25"}})");
    ASSERT_EQ(map.models.size(), 3U);
    EXPECT_EQ(map.models[0].model.outputModalities, std::vector<std::string>{"embedding"});
    EXPECT_EQ(map.models[0].versions[0].unitPrice(Bucket::Input, 0), 20'000'000);
    EXPECT_EQ(map.models[1].versions[0].state, PriceState::Free);
    EXPECT_TRUE(map.models[1].model.active);
    EXPECT_FALSE(map.models[2].model.active);
}

class ImportTest : public CatalogueTest
{};

TEST_F(ImportTest, AddsRepricesAndLeavesAlone)
{
    const auto service = startService();
    const std::string json = R"({
        "gpt-4o": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
                   "cache_read_input_token_cost": 1.25e-06},
        "gpt-4": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 1e-05, "output_cost_per_token": 1e-05},
        "gpt-4-0613": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 9e-05, "output_cost_per_token": 1e-05},
        "grok-3": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 9e-05, "output_cost_per_token": 1e-05},
        "gpt-new": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 2e-05, "output_cost_per_token": 4e-05},
        "sora": {"mode": "video_generation", "litellm_provider": "openai"},
        "gpt-odd": {"mode": "chat", "litellm_provider": "openai"}})";
    const auto dry = service->importLiteLlm(json, true, "acc_admin");
    ASSERT_TRUE(dry.ok());
    EXPECT_FALSE(service->snapshot()->find("gpt-new"));
    const auto before = service->snapshot()->find("gpt-4")->price.id;

    m_clock.advanceMs(5);
    const auto done = service->importLiteLlm(json, false, "acc_admin");
    ASSERT_TRUE(done.ok());
    for (const auto *report : {&*dry, &*done}) {
        EXPECT_EQ(report->added, 1);
        EXPECT_EQ(report->repriced, 1);
        EXPECT_EQ(report->unchanged, 1);
        EXPECT_EQ(report->skipped, 2); // the film maker and the alias
        EXPECT_EQ(report->problems.size(), 2U);
    }
    const auto snapshot = service->snapshot();
    const Model *added = snapshot->find("gpt-new");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->category, "ULTRA_PREMIUM"); // by the cuts there are
    EXPECT_EQ(added->markupPpm, 35'000);
    EXPECT_EQ(text("SELECT actor FROM category_changes WHERE model_id = 'gpt-new'"), "acc_admin");
    const Model *repriced = snapshot->find("gpt-4");
    EXPECT_EQ(repriced->price.unitPrice(Bucket::Input, 0), 10'000'000'000);
    EXPECT_EQ(repriced->price.validFromMs, m_clock.wallMs());
    EXPECT_EQ(priceVersion(before)->unitPrice(Bucket::Input, 0), 30'000'000'000); // for old receipts
    EXPECT_EQ(snapshot->find("grok-3")->price.unitPrice(Bucket::Input, 0), 3'000'000'000);

    const auto again = service->importLiteLlm(json, false, "acc_admin");
    EXPECT_EQ(again->added + again->repriced, 0);
    EXPECT_EQ(again->unchanged, 3);
}

TEST_F(ImportTest, TheRealMap)
{
    const auto json = sharedFile("data/litellm_model_prices.json");
    if (!json)
        GTEST_SKIP() << "no price map in " << BEAVER_SHARED_DATA;
    const auto service = startService();
    const auto started = std::chrono::steady_clock::now();
    const auto report = service->importLiteLlm(*json, false, "acc_admin");
    const auto took = std::chrono::steady_clock::now() - started;
    ASSERT_TRUE(report.ok()) << report.error().message;
    RecordProperty("import_ms", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
    std::cout << "added " << report->added << ", repriced " << report->repriced << ", unchanged " << report->unchanged
              << ", skipped " << report->skipped << ", refused " << report->problems.size() << "\n";
    EXPECT_GT(report->added, 2000);
    EXPECT_GT(report->unchanged, 60);
    EXPECT_GT(report->skipped, 150);
    EXPECT_GT(report->problems.size(), 100U);

    const auto snapshot = service->snapshot();
    const auto price = [&](const char *id, Bucket bucket, std::int64_t input = 0) {
        const Model *model = snapshot->find(id);
        EXPECT_TRUE(model) << id;
        return model ? model->price.unitPrice(bucket, input) : -1;
    };
    EXPECT_EQ(price("gpt-4o", Bucket::Input), 2'500'000'000);
    EXPECT_EQ(price("gpt-4o", Bucket::CachedRead), 1'250'000'000);
    EXPECT_EQ(price("gemini-2.5-pro", Bucket::Output, 200'001), 15'000'000'000);
    EXPECT_EQ(price("claude-sonnet-4-5-20250929", Bucket::CacheWrite1h, 200'001), 12'000'000'000);
    EXPECT_EQ(price("deepseek-chat", Bucket::Output), 420'000'000); // the map's, as somebody asked for it
    EXPECT_EQ(price("openrouter/openai/gpt-4o", Bucket::Input), 2'500'000'000);
    EXPECT_EQ(price("azure/gpt-4o", Bucket::Input), 2'500'000'000);
    EXPECT_EQ(price("sonar", Bucket::Requests), 5'000'000'000'000);
    EXPECT_EQ(price("whisper-1", Bucket::Seconds), 100'000'000'000);
    EXPECT_EQ(price("tts-1", Bucket::Characters), 15'000'000'000);
    EXPECT_EQ(price("gpt-image-1.5", Bucket::ImageOut), 32'000'000'000);
    EXPECT_EQ(price("cohere/rerank-v3.5", Bucket::Searches), 2'000'000'000'000);
    EXPECT_EQ(price("dall-e-3", Bucket::Images), 40'000'000'000'000);
    EXPECT_EQ(price("groq/whisper-large-v3-turbo", Bucket::Seconds), 11'110'000'000);
    EXPECT_EQ(price("stability/sd3.5-large", Bucket::Images), 65'000'000'000'000);
    EXPECT_EQ(snapshot->find("omni-moderation-latest")->price.state, PriceState::Free);
    const Model *sharp = snapshot->priced(*snapshot->find("dall-e-3"), "hd", "1792x1024");
    ASSERT_TRUE(sharp); // 6.539e-08 of a pixel
    EXPECT_EQ(sharp->price.unitPrice(Bucket::Images, 0), 119'991'173'120'000);
    EXPECT_EQ(snapshot->find("gemini-2.5-pro")->provider, "google");
    const auto refused = [&](std::string_view start) {
        return std::ranges::any_of(report->problems, [&](const auto &line) { return line.starts_with(start); });
    };
    EXPECT_TRUE(refused("databricks/databricks-claude-opus-4: has a price that can't be held exactly"));
    EXPECT_TRUE(refused("ollama/llama2: has a price of 0") || refused("ollama/llama2"));
    for (const Model &model : snapshot->models())
        EXPECT_NE(model.price.state, PriceState::Unknown) << model.id;

    const auto again = service->importLiteLlm(*json, false, "acc_admin");
    EXPECT_EQ(again->added + again->repriced, 0);
    const auto categories = service->recalculate(false, "acc_admin");
    ASSERT_TRUE(categories.ok());
    EXPECT_GT(categories->models, 1500);
}

TEST_F(CatalogueTest, OneImportGoesOnAtATimeAndItsPlanIsMadeOfWhatTheLastOneLeft)
{
    const auto service = startService();
    const auto map = [](const char *price) {
        return R"({"imported": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": )" +
               std::string(price) + R"(, "output_cost_per_token": 4e-6}})";
    };
    WaitedLoop loop;
    Imported first;
    Imported second;
    Imported tried;
    const auto one = import(*service, loop, map("1e-6"), false, first);
    const auto two = import(*service, loop, map("2e-6"), false, second);
    ASSERT_TRUE(second) << "it waits for its own plan, which is old when the first one has written";
    ASSERT_FALSE(second->ok());
    EXPECT_EQ(second->error().code, ErrorCode::Conflict);
    const auto three = import(*service, loop, map("2e-6"), true, tried);
    loop.runUntil([&] { return first && tried; });
    ASSERT_TRUE(first->ok()) << first->error().message;
    EXPECT_TRUE(tried->ok()) << "a dry run disturbs nobody";

    Imported broken;
    const auto four = import(*service, loop, "[", false, broken);
    loop.runUntil([&] { return broken.has_value(); });
    EXPECT_FALSE(broken->ok());
    Imported third;
    const auto five = import(*service, loop, map("2e-6"), false, third);
    loop.runUntil([&] { return third.has_value(); });
    ASSERT_TRUE(third->ok()) << third->error().message;
    EXPECT_EQ((*third)->repriced, 1);
    EXPECT_EQ(text("SELECT COUNT(*) FROM audit_log WHERE action = 'models.import'"), "2");
}

} // namespace

} // namespace beaver::catalog::test
