#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/openai_answer.h>

using namespace beaver;
using namespace beaver::wire;

namespace {

std::optional<Usage> usageOf(const std::string &json, UsageStyle style = {})
{
    const auto answer = readChatAnswer(
        R"({"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":)" + json + "}", style);
    return answer ? answer->usage : std::nullopt;
}

} // namespace

TEST(OpenAiUsage, BucketsAreDisjoint)
{
    const auto usage = usageOf(
        R"({"prompt_tokens":100,"completion_tokens":50,"prompt_tokens_details":{"cached_tokens":30,)"
        R"("cache_write_tokens":10,"audio_tokens":5},"completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":4}})");
    ASSERT_TRUE(usage);
    EXPECT_EQ((*usage)[Bucket::Input], 55);
    EXPECT_EQ((*usage)[Bucket::CachedRead], 30);
    EXPECT_EQ((*usage)[Bucket::CacheWrite5m], 10);
    EXPECT_EQ((*usage)[Bucket::AudioIn], 5);
    EXPECT_EQ((*usage)[Bucket::Output], 26);
    EXPECT_EQ((*usage)[Bucket::Reasoning], 20);
    EXPECT_EQ((*usage)[Bucket::AudioOut], 4);
    EXPECT_EQ(usage->inputTokens(), 100);
    EXPECT_EQ(usage->outputTokens(), 50);
}

TEST(OpenAiUsage, PartsNeverExceedTheWhole)
{
    const auto usage =
        usageOf(R"({"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":99},)"
                R"("completion_tokens_details":{"reasoning_tokens":99}})");
    ASSERT_TRUE(usage);
    EXPECT_EQ(usage->inputTokens(), 10);
    EXPECT_EQ(usage->outputTokens(), 5);
    EXPECT_EQ((*usage)[Bucket::Input], 0);
}

TEST(OpenAiUsage, LiesAreNoUsage)
{
    for (const char *lie :
         {"null", "{}", R"({"prompt_tokens":-5,"completion_tokens":1})",
          R"({"prompt_tokens":"5","completion_tokens":1})", R"({"prompt_tokens":1e308,"completion_tokens":1})",
          R"({"prompt_tokens":1.5,"completion_tokens":1})", R"({"prompt_tokens":99999999999,"completion_tokens":1})",
          R"({"prompt_tokens":1})"})
        EXPECT_FALSE(usageOf(lie)) << lie;
}

TEST(ProviderErrors, AreReadInEveryForm)
{
    EXPECT_EQ(readProviderError(R"({"error":{"message":"m","type":"t","code":"c","param":"p"}})")->code, "c");
    EXPECT_EQ(readProviderError(R"({"error":{"message":"m","code":429}})")->code, "429");
    EXPECT_EQ(readProviderError(R"({"code":"invalid-argument","error":"m"})")->message, "m");
    EXPECT_EQ(readProviderError(R"([{"error":{"message":"m"}}])")->message, "m");
    EXPECT_EQ(readProviderError(R"({"detail":"m"})")->message, "m");
    EXPECT_FALSE(readProviderError("<html>"));
    EXPECT_FALSE(readProviderError(R"({"choices":[]})"));
}

TEST(WithoutUsage, CutsTheMemberAndNothingElse)
{
    const auto cut = [](const std::string &json) {
        const std::string raw = "data: " + json + "\r\n\r\n";
        return withoutUsage(raw, std::string_view(raw).substr(6, json.size()));
    };
    EXPECT_EQ(cut(R"({"id":"a","choices":[{"delta":{"content":"\"usage\":null"}}],"usage":null})"),
              "data: {\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":null\"}}]}\r\n\r\n");
    EXPECT_EQ(cut(R"({"usage":{"prompt_tokens":1},"choices":[]})"), "data: {\"choices\":[]}\r\n\r\n");
    EXPECT_EQ(cut(R"({"usage":null})"), "data: {}\r\n\r\n");
}

TEST(ScanObject, FindsMembersWhateverStandsInThem)
{
    const std::string json = R"( {"a" : "x\\\"}" , "b":[{"c":"]"}],"d":-1.5e3,"e":{} } )";
    ASSERT_FALSE(parseJson(json).error());
    const auto members = scanObject(json);
    std::vector<std::string> values;
    for (const auto &member : members)
        values.push_back(json.substr(member.valueBegin, member.valueEnd - member.valueBegin));
    EXPECT_EQ(values, (std::vector<std::string>{R"("x\\\"}")", R"([{"c":"]"}])", "-1.5e3", "{}"}));
}
