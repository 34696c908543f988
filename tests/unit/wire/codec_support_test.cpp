#include <gtest/gtest.h>
#include <server/wire/codec_support.h>

using namespace beaver;
using namespace beaver::wire;

TEST(CodecSupport, DataUris)
{
    const auto split = splitDataUri("data:image/png;charset=x;base64,AAAA");
    ASSERT_TRUE(split);
    EXPECT_EQ(split->mediaType, "image/png");
    EXPECT_EQ(split->data, "AAAA");
    EXPECT_FALSE(splitDataUri("https://x.test/data:"));
    EXPECT_FALSE(splitDataUri("data:text/plain,hello"));
    EXPECT_FALSE(splitDataUri("data:"));
    EXPECT_EQ(makeDataUri("image/png", "AAAA"), "data:image/png;base64,AAAA");
}

TEST(CodecSupport, Base64)
{
    EXPECT_EQ(decodeBase64("aGk="), "hi");
    EXPECT_EQ(decodeBase64("aG\nk"), "hi");
    EXPECT_EQ(decodeBase64(""), "");
    EXPECT_FALSE(decodeBase64("a*"));
}

TEST(CodecSupport, ArgumentsAreAnObject)
{
    const auto of = [](const std::string &arguments, bool custom = false) {
        ToolCallPart call;
        call.arguments = arguments;
        call.custom = custom;
        return argumentsObject(call).value_or("none");
    };
    EXPECT_EQ(of(""), "{}");
    EXPECT_EQ(of(" "), "{}");
    EXPECT_EQ(of("{\"x\": 1}"), "{\"x\": 1}");
    EXPECT_EQ(of("[1]"), "none");
    EXPECT_EQ(of("{broken"), "none");
    EXPECT_EQ(of("say \"x\"", true), R"({"input":"say \"x\""})");
}

TEST(CodecSupport, MadeIdsDifferAndRepeat)
{
    EXPECT_EQ(madeCallId("call_", "answer", 1), madeCallId("call_", "answer", 1));
    EXPECT_NE(madeCallId("call_", "answer", 1), madeCallId("call_", "answer", 2));
    EXPECT_NE(madeCallId("call_", "answer", 1), madeCallId("call_", "other", 1));
    EXPECT_EQ(madeCallId("toolu_", "answer", 1).size(), 22U);
}

TEST(CodecSupport, EffortsAndBudgetsStandForEachOther)
{
    for (const char *effort : {"low", "medium", "high"})
        EXPECT_EQ(effortOfBudget(*budgetOfEffort(effort)), effort);
    EXPECT_FALSE(budgetOfEffort("none"));
    EXPECT_EQ(effortOfBudget(0), "");
    EXPECT_EQ(effortOfBudget(-1), "");
}

TEST(CodecSupport, AnErrorShowsNoHalfCharacter)
{
    std::string given(59, 'a');
    given += "\xc3\xa9 and more";
    const auto error = wrongType("f", given, "a text");
    EXPECT_NE(error.message.find(std::string(59, 'a') + "\""), std::string::npos) << error.message;
}

TEST(CodecSupport, EstimatesCountEveryPart)
{
    Request request;
    request.messages.push_back({Role::User, {TextPart{"Hello there, this is a text.", {}}}, {}});
    const auto text = estimateInputTokens(request);
    EXPECT_GT(text, 10);
    request.messages[0].parts.emplace_back(MediaPart());
    EXPECT_GT(estimateInputTokens(request), text + 1'000);
    Tool tool;
    tool.parameters = std::string(400, 'x');
    request.tools.push_back(tool);
    EXPECT_GT(estimateInputTokens(request), text + 1'090);
}
