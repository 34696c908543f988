#include "fixtures.h"

#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/unit_embeddings.h>

using namespace beaver;
using namespace beaver::tests;
using wire::Bucket;
using wire::UnitKind;

namespace {

wire::UnitRequest embeddings(const std::string &rest)
{
    auto request = wire::decodeUnit(UnitKind::Embeddings, R"({"model":"m",)" + rest + "}", "application/json");
    EXPECT_TRUE(request.ok()) << request.error().message;
    return std::move(*request);
}

} // namespace

TEST(UnitEmbeddings, VectorsAndTheirBase64AreTheSame)
{
    const std::vector<float> vector{1.0F, -0.5F, 0.008279107F, 3.4e38F, 1e-40F, 0.0F};
    const auto base64 = wire::floatsToBase64(vector);
    EXPECT_EQ(base64.substr(0, 8), "AACAPwAA");
    EXPECT_EQ(wire::base64ToFloats(base64), vector);
    for (const char *wrong : {"", "AAA", "AACA", "????", "AADAfw==", "AACAfw=="}) // the last two: NaN, infinity
        EXPECT_FALSE(wire::base64ToFloats(wrong)) << wrong;
}

TEST(UnitEmbeddings, AnAnswerIsRecodedAndNothingElseChanges)
{
    const auto plain = embeddings(R"("input":"a")");
    const auto coded = embeddings(R"("input":"a","encoding_format":"base64")");
    const std::string numbers =
        R"({"object":"list", "data":[{"index":0,"embedding":[1,-0.5],"x":"\""}, {"embedding":[0.25]}],"usage":{"prompt_tokens":1}})";
    const std::string base64 =
        R"({"object":"list", "data":[{"index":0,"embedding":"AACAPwAAAL8=","x":"\""}, {"embedding":"AACAPg=="}],"usage":{"prompt_tokens":1}})";
    EXPECT_EQ(wire::encodeEmbeddings(coded, numbers), base64);
    EXPECT_EQ(wire::encodeEmbeddings(plain, base64), numbers);
    EXPECT_EQ(wire::encodeEmbeddings(plain, numbers), numbers);
    EXPECT_EQ(wire::encodeEmbeddings(coded, base64), base64);
    const auto own = embeddings(R"("input":"a","encoding_format":"base64_int8")");
    EXPECT_EQ(wire::encodeEmbeddings(own, base64), base64);
    for (const char *wrong :
         {"", "{", R"({"data":7})", R"({"data":[{"embedding":7}]})", R"({"data":[{}]})", R"({"data":[7]})",
          R"({"data":[{"embedding":"no base64"}]})", R"({"data":[{"embedding":"AAA"}]})"})
        EXPECT_FALSE(wire::encodeEmbeddings(plain, wrong)) << wrong;
    EXPECT_FALSE(wire::encodeEmbeddings(coded, R"({"data":[{"embedding":[1,"2"]}]})"));
    EXPECT_FALSE(wire::encodeEmbeddings(coded, R"({"data":[{"embedding":[1e99]}]})"));
}

TEST(UnitEmbeddings, GeminiGetsOneRequestForEachText)
{
    const auto request =
        embeddings(R"("input":["a \"b\"","c"],"dimensions":768,"task_type":"RETRIEVAL_QUERY","user":"u")");
    const auto body = wire::writeGeminiEmbeddings(request, "gemini-embedding-001");
    ASSERT_TRUE(body.ok());
    EXPECT_EQ(
        *body,
        R"({"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a \"b\""}]},"outputDimensionality":768,"taskType":"RETRIEVAL_QUERY"},)"
        R"({"model":"models/gemini-embedding-001","content":{"parts":[{"text":"c"}]},"outputDimensionality":768,"taskType":"RETRIEVAL_QUERY"}]})");
    EXPECT_EQ(wire::geminiEmbeddingsPath("x"), "/models/x:batchEmbedContents");
    const auto ids = wire::writeGeminiEmbeddings(embeddings(R"("input":[1,2])"), "g");
    ASSERT_FALSE(ids.ok());
    EXPECT_EQ(ids.error().param, "input");
}

TEST(UnitEmbeddings, GeminisAnswerBecomesOpenAis)
{
    const auto read = wire::readGeminiEmbeddings(embeddings(R"("input":["hello you","x"])"),
                                                 R"({"embeddings":[{"values":[1,-0.5]},{"values":[0.25]}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(
        read->body,
        R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,-0.5]},)"
        R"({"object":"embedding","index":1,"embedding":[0.25]}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}})");
    EXPECT_EQ(read->usage[Bucket::Input], 5);
    EXPECT_TRUE(read->usage.estimated);
    const auto coded =
        wire::readGeminiEmbeddings(embeddings(R"("input":"x","encoding_format":"base64")"),
                                   R"({"embeddings":[{"values":[1]}],"usageMetadata":{"promptTokenCount":9}})");
    ASSERT_TRUE(coded);
    EXPECT_NE(coded->body.find(R"("embedding":"AACAPw==")"), std::string::npos);
    EXPECT_EQ(coded->usage[Bucket::Input], 9);
    EXPECT_FALSE(coded->usage.estimated);
    for (const char *wrong : {"", "{}", R"({"embeddings":[]})", R"({"embeddings":[{}]})",
                              R"({"embeddings":[{"values":[]}]})", R"({"error":{"code":400}})"})
        EXPECT_FALSE(wire::readGeminiEmbeddings(embeddings(R"("input":"x")"), wrong)) << wrong;
}
