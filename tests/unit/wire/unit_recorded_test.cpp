#include "fixtures.h"

#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/unit_embeddings.h>
#include <server/wire/unit_usage.h>

using namespace beaver;
using namespace beaver::tests;
using wire::Bucket;
using wire::UnitKind;

namespace {

struct Exchange
{
    std::string request;
    std::string response;
};

Exchange exchange(const std::string &name, const std::string &end = "json")
{
    const std::string folder = std::string(BEAVER_SHARED_DATA) + "/data/fixtures/" + name + '/';
    return {readFile(folder + "request.json"), readFile(folder + "response." + end)};
}

/// The request as the client's, patched with its own model: byte for byte the same.
wire::UnitRequest replay(UnitKind kind, const Exchange &recorded)
{
    auto request = wire::decodeUnit(kind, recorded.request, "application/json");
    EXPECT_TRUE(request.ok()) << request.error().message;
    EXPECT_EQ(wire::patchUnit(*request, request->model), recorded.request);
    return std::move(*request);
}

} // namespace

TEST(UnitRecorded, EmbeddingsOfEveryProvider)
{
    struct Row
    {
        const char *name;
        std::int64_t input;
        const char *cost;
    };
    for (const Row &row : {Row{"openai/embeddings_base64", 2, ""}, Row{"openai/embeddings_batch", 24, ""},
                           Row{"openai/embeddings_dimensions", 8, ""}, Row{"openai/embeddings_token_array", 3, ""},
                           Row{"openrouter/embeddings", 7, "0.00000014"}, Row{"litellm/embeddings", 5, ""},
                           Row{"perplexity/embeddings", 7, "0.000000028"}}) {
        const auto recorded = exchange(row.name);
        if (recorded.request.empty())
            GTEST_SKIP() << "the recorded exchanges aren't here";
        const auto request = replay(UnitKind::Embeddings, recorded);
        const auto usage = wire::readUnitUsage(request, recorded.response, "application/json");
        ASSERT_TRUE(usage) << row.name;
        EXPECT_EQ((*usage)[Bucket::Input], row.input) << row.name;
        EXPECT_FALSE(usage->estimated) << row.name;
        EXPECT_LE((*usage)[Bucket::Input], request.worst[Bucket::Input]) << row.name;
        EXPECT_EQ(usage->reportedCost ? usage->reportedCost->toDecimal() : "", row.cost) << row.name;
    }
}

TEST(UnitRecorded, EmbeddingsInTheOtherEncodingAndBack)
{
    for (const char *name : {"openai/embeddings_batch", "openai/embeddings_dimensions", "openrouter/embeddings",
                             "openai/embeddings_base64"}) {
        const auto recorded = exchange(name);
        if (recorded.request.empty())
            GTEST_SKIP() << "the recorded exchanges aren't here";
        auto request = replay(UnitKind::Embeddings, recorded);
        EXPECT_TRUE(wire::encodeEmbeddings(request, recorded.response) == recorded.response)
            << name; // already as asked for
        const auto format = request.format;
        request.format = format == "base64" ? "float" : "base64";
        const auto other = wire::encodeEmbeddings(request, recorded.response);
        ASSERT_TRUE(other) << name;
        EXPECT_TRUE(*other != recorded.response) << name;
        request.format = format;
        const auto back = wire::encodeEmbeddings(request, *other);
        ASSERT_TRUE(back) << name;
        request.format = format == "base64" ? "float" : "base64";
        EXPECT_TRUE(wire::encodeEmbeddings(request, *back) == other) << name; // the same vectors
    }
}

TEST(UnitRecorded, GeminisEmbeddingsAsOpenAis)
{
    for (const char *name : {"gemini/embed_batch", "gemini/embed_single"}) {
        const auto recorded = exchange(name);
        if (recorded.request.empty())
            GTEST_SKIP() << "the recorded exchanges aren't here";
        // What an OpenAI client would have asked.
        simdjson::dom::element root;
        ASSERT_FALSE(wire::parseJson(recorded.request).get(root));
        std::string input;
        std::int64_t dimensions = 0;
        std::string model;
        for (const auto item : root["requests"].get_array()) {
            input += (input.empty() ? "\"" : ",\"") +
                     std::string(std::string_view(item["content"]["parts"].at(0)["text"])) + "\"";
            if (item["outputDimensionality"].get(dimensions))
                dimensions = 0;
            model = std::string_view(item["model"]).substr(7);
        }
        const std::string wanted = simdjson::minify(root);
        auto request =
            wire::decodeUnit(UnitKind::Embeddings,
                             R"({"model":"alias","input":[)" + input + "]" +
                                 (dimensions > 0 ? ",\"dimensions\":" + std::to_string(dimensions) : "") + "}",
                             "application/json");
        ASSERT_TRUE(request.ok()) << name;
        const auto written = wire::writeGeminiEmbeddings(*request, model);
        ASSERT_TRUE(written.ok()) << name;
        EXPECT_EQ(*written, wanted) << name;
        const auto read = wire::readGeminiEmbeddings(*request, recorded.response);
        ASSERT_TRUE(read) << name;
        const auto usage = wire::readUnitUsage(*request, read->body, "application/json");
        ASSERT_TRUE(usage) << name;
        EXPECT_EQ((*usage)[Bucket::Input], read->usage[Bucket::Input]);
        EXPECT_TRUE(read->usage.estimated);
        if (dimensions > 0) {
            ASSERT_FALSE(wire::parseJson(read->body).get(root));
            EXPECT_EQ(root["data"].at(0)["embedding"].get_array().size(), static_cast<std::size_t>(dimensions)) << name;
        }
    }
}

TEST(UnitRecorded, CompletionsWholeAndStreamed)
{
    const auto whole = exchange("openai/completions_legacy");
    const auto streamed = exchange("openai/completions_legacy_stream", "sse");
    if (whole.request.empty() || streamed.request.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    const auto request = replay(UnitKind::Completion, whole);
    EXPECT_EQ(request.worst[Bucket::Output], 20);
    const auto usage = wire::readUnitUsage(request, whole.response, "application/json");
    ASSERT_TRUE(usage);
    EXPECT_EQ((*usage)[Bucket::Input], 2);
    EXPECT_EQ((*usage)[Bucket::Output], 12);
    const auto counted =
        wire::readUnitUsage(replay(UnitKind::Completion, streamed), streamed.response, "text/event-stream");
    ASSERT_TRUE(counted); // from before there was usage in streams
    EXPECT_TRUE(counted->estimated);
    EXPECT_GT((*counted)[Bucket::Output], 5);
    EXPECT_LE((*counted)[Bucket::Output], 20);
}

TEST(UnitRecorded, APictureOfXai)
{
    const auto recorded = exchange("xai/image_generation");
    if (recorded.request.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    const auto request = replay(UnitKind::ImageGeneration, recorded);
    const auto usage = wire::readUnitUsage(request, recorded.response, "application/json");
    ASSERT_TRUE(usage);
    EXPECT_EQ((*usage)[Bucket::Images], 1);
    EXPECT_EQ(usage->reportedCost->toDecimal(), "0.02"); // as the catalogue's price
}

TEST(UnitRecorded, AnErrorIsNoAnswer)
{
    const auto recorded = exchange("openai/embeddings_error_404");
    if (recorded.request.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_FALSE(wire::readUnitUsage(replay(UnitKind::Embeddings, recorded), recorded.response, "application/json"));
}
