#include <gtest/gtest.h>
#include <server/wire/openai_chat.h>

using namespace beaver;
using namespace beaver::wire;

namespace {

constexpr const char *plain = R"({"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}]})";

struct Bad
{
    const char *body;
    const char *param;
};

class RefusesRequests : public testing::TestWithParam<Bad>
{};

ChatRequest decoded(std::string body)
{
    auto request = decodeOpenAiChat(std::move(body));
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : ChatRequest();
}

} // namespace

TEST_P(RefusesRequests, NamingTheField)
{
    const auto request = decodeOpenAiChat(GetParam().body);
    ASSERT_FALSE(request.ok()) << GetParam().body;
    EXPECT_EQ(request.error().code, ErrorCode::InvalidRequest);
    EXPECT_EQ(request.error().param, GetParam().param) << request.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, RefusesRequests,
    testing::Values(Bad{"", ""}, Bad{"null", ""}, Bad{"[]", ""}, Bad{"\"x\"", ""}, Bad{"{\"model\":\"a\"} x", ""},
                    Bad{"{\"model\":\"a\"}{}", ""}, Bad{R"({"messages":[{"role":"user","content":"x"}]})", "model"},
                    Bad{R"({"model":5,"messages":[{"role":"user","content":"x"}]})", "model"},
                    Bad{R"({"model":"a"})", "messages"}, Bad{R"({"model":"a","messages":[]})", "messages"},
                    Bad{R"({"model":"a","messages":"x"})", "messages"},
                    Bad{R"({"model":"a","messages":["x"]})", "messages[0]"},
                    Bad{R"({"model":"a","messages":[{"content":"x"}]})", "messages[0].role"},
                    Bad{R"({"model":"a","model":"b","messages":[{"role":"user","content":"x"}]})", "model"},
                    Bad{R"({"model":"a","mod\u0065l":"b","messages":[{"role":"user","content":"x"}]})", "model"},
                    Bad{R"({"model":"a","stream":false,"stream":true,"messages":[{"role":"user"}]})", "stream"},
                    Bad{R"({"model":"a","stream":"yes","messages":[{"role":"user"}]})", "stream"},
                    Bad{R"({"model":"a","max_tokens":-1,"messages":[{"role":"user"}]})", "max_tokens"},
                    Bad{R"({"model":"a","max_tokens":1.5,"messages":[{"role":"user"}]})", "max_tokens"},
                    Bad{R"({"model":"a","max_tokens":"5","messages":[{"role":"user"}]})", "max_tokens"},
                    Bad{R"({"model":"a","max_tokens":9223372036854775808,"messages":[{"role":"user"}]})", "max_tokens"},
                    Bad{R"({"model":"a","max_completion_tokens":0,"messages":[{"role":"user"}]})",
                        "max_completion_tokens"},
                    Bad{R"({"model":"a","n":1000000,"messages":[{"role":"user"}]})", "n"},
                    Bad{R"({"model":"a","stream_options":5,"messages":[{"role":"user"}]})", "stream_options"},
                    Bad{"{\"model\":\"\xff\",\"messages\":[{\"role\":\"user\"}]}", ""}));

TEST(ChatRequest, NestedTooDeepIsRefused)
{
    const std::string deep = R"({"model":"a","messages":[{"role":"user","content":"x"}],"x":)" +
                             std::string(10'000, '[') + std::string(10'000, ']') + "}";
    EXPECT_FALSE(decodeOpenAiChat(deep).ok());
}

TEST(ChatRequest, AnEscapedKeyIsTheSameKey)
{
    EXPECT_EQ(decoded(R"({"mod\u0065l":"gpt-4o","messages":[{"role":"user","content":"x"}]})").model, "gpt-4o");
}

TEST(ChatRequest, NamesWhatItAsksFor)
{
    const auto request =
        decoded(R"({"model":"a","stream":true,"stream_options":{"include_usage":true},"max_tokens":7,)"
                R"("max_completion_tokens":9,"n":3,"messages":[{"role":"system","content":"S"},)"
                R"({"role":"user","content":[{"type":"text","text":"Hello "},{"type":"text","text":"you"}]}]})");
    EXPECT_TRUE(request.stream);
    EXPECT_TRUE(request.includeUsage);
    EXPECT_EQ(request.maxTokens, 9);
    EXPECT_EQ(request.choices, 3);
    EXPECT_EQ(request.lastUserText, "Hello you");
}

TEST(PatchChat, ChangesOnlyTheModel)
{
    const std::string body = "\n { \"temperature\" : 0.70 ,\"model\" : \"alias\", \"x\":[1,{\"model\":\"inner\"}],"
                             "\"messages\":[{\"role\":\"user\",\"content\":\"caf\\u00e9 \xc3\xa9\"}] } ";
    std::string expected = body;
    expected.replace(expected.find("\"alias\""), 7, "\"real-model\"");
    EXPECT_EQ(patchOpenAiChat(decoded(body), {"real-model", true, {}, "max_tokens"}).text(), expected);
}

TEST(PatchChat, AsksForUsageAndClamps)
{
    EXPECT_EQ(
        patchOpenAiChat(decoded(R"({"model":"a","stream":true,"messages":[{"role":"user"}]})"),
                        {"a", true, 40, "max_tokens"})
            .text(),
        R"({"stream_options":{"include_usage":true},"max_tokens":40,"model":"a","stream":true,"messages":[{"role":"user"}]})");
    EXPECT_EQ(
        patchOpenAiChat(
            decoded(
                R"({"model":"a","stream":true,"stream_options":{"include_usage":false,"k":1},"messages":[{"role":"user"}]})"),
            {"a", true, {}, "max_tokens"})
            .text(),
        R"({"model":"a","stream":true,"stream_options":{"include_usage":true,"k":1},"messages":[{"role":"user"}]})");
    EXPECT_EQ(
        patchOpenAiChat(decoded(R"({"model":"a","stream":true,"stream_options":null,"messages":[{"role":"user"}]})"),
                        {"a", true, {}, "max_tokens"})
            .text(),
        R"({"model":"a","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user"}]})");
}

TEST(PatchChat, AModelOfThePathIsAdded)
{
    auto request = decodeOpenAiChat(R"({"messages":[{"role":"user","content":"x"}]})", "meta/llama");
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->model, "meta/llama");
    EXPECT_EQ(patchOpenAiChat(*request, {"llama", true, {}, "max_tokens"}).text(),
              R"({"model":"llama","messages":[{"role":"user","content":"x"}]})");
}

TEST(PatchChat, ALongBodyIsNotCopied)
{
    const std::string filling(100'000, 'x');
    const auto request =
        decoded(R"({"model":"alias","stream":true,"messages":[{"role":"user","content":")" + filling + "\"}]}");
    const auto patched = patchOpenAiChat(request, {"real-model", true, 7, "max_tokens"});
    EXPECT_EQ(
        patched.text(),
        R"({"stream_options":{"include_usage":true},"max_tokens":7,"model":"real-model","stream":true,"messages":[{"role":"user","content":")" +
            filling + "\"}]}");
    EXPECT_TRUE(patched.whole().empty()); // it is in pieces
    const auto same = patchOpenAiChat(request, {"alias", false, {}, "max_tokens"});
    EXPECT_EQ(same.whole().data(), request.body.data());
    EXPECT_EQ(same.whole(), request.body);
}

TEST(DecodeChat, AByteOrderMarkIsNoJson)
{
    EXPECT_FALSE(decodeOpenAiChat(std::string("\xef\xbb\xbf") + plain).ok());
}

TEST(PatchChat, WhatIsPatchedIsReadTheSame)
{
    const auto before = decoded(plain);
    const auto after = decoded(patchOpenAiChat(before, {"gpt-4o-mini", true, 100, "max_completion_tokens"}).text());
    EXPECT_EQ(after.maxTokens, 100);
    EXPECT_EQ(after.model, before.model);
    EXPECT_EQ(after.lastUserText, before.lastUserText);
}
