#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/anthropic.h>
#include <server/wire/openai_chat.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

struct BadMessages
{
    const char *body;
    const char *param;
};

class RefusesMessages : public testing::TestWithParam<BadMessages>
{};

ChatRequest decodedMessages(const std::string &body)
{
    auto request = decodeAnthropic(body);
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : ChatRequest();
}

Request readMessagesOf(const std::string &body)
{
    auto read = readAnthropic(decodedMessages(body));
    EXPECT_TRUE(read.ok()) << (read ? "" : read.error().message);
    return read ? std::move(*read) : Request();
}

/// The body for Anthropic of what an OpenAI client asks, without the model's name.
std::string translatedToAnthropic(const std::string &messages, const std::string &more = {},
                                  const Target &target = {"claude-haiku-4-5", {}, 64'000})
{
    const auto openAi = decodeOpenAiChat(R"({"model":"m","messages":)" + messages + more + "}");
    EXPECT_TRUE(openAi.ok());
    const auto request = readOpenAiChat(*openAi);
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    const auto body = writeAnthropic(*request, target);
    if (!body)
        return "refused: " + body.error().param;
    const auto taken = decodeAnthropic(*body);
    EXPECT_TRUE(taken.ok()) << *body << (taken ? "" : taken.error().message);
    const std::string start = R"({"model":")" + std::string(target.model) + "\",";
    EXPECT_TRUE(body->starts_with(start)) << *body;
    return '{' + body->substr(start.size());
}

const std::string helloAnthropic = R"([{"role":"user","content":"Hi"}])";
const std::string writtenHello = R"("messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}])";

} // namespace

TEST_P(RefusesMessages, NamingTheField)
{
    const auto request = decodeAnthropic(GetParam().body);
    ASSERT_FALSE(request.ok()) << GetParam().body;
    EXPECT_EQ(request.error().code, ErrorCode::InvalidRequest);
    EXPECT_EQ(request.error().param, GetParam().param) << request.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, RefusesMessages,
    testing::Values(
        BadMessages{"", ""}, BadMessages{"[]", ""},
        BadMessages{R"({"max_tokens":5,"messages":[{"role":"user","content":"x"}]})", "model"},
        BadMessages{R"({"model":"","max_tokens":5,"messages":[{"role":"user","content":"x"}]})", "model"},
        BadMessages{R"({"model":"a","messages":[{"role":"user","content":"x"}]})", "max_tokens"},
        BadMessages{R"({"model":"a","max_tokens":0,"messages":[{"role":"user","content":"x"}]})", "max_tokens"},
        BadMessages{R"({"model":"a","max_tokens":"5","messages":[{"role":"user","content":"x"}]})", "max_tokens"},
        BadMessages{R"({"model":"a","max_tokens":5})", "messages"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[]})", "messages"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":["x"]})", "messages.0"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"content":"x"}]})", "messages.0.role"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"tool","content":"x"}]})", "messages.0.role"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user"}]})", "messages.0.content"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":{}}]})", "messages.0.content"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":""}]})", "messages.0.content"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":[{"type":"smell"}]}]})",
                    "messages.0.content.0.type"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text"}]}]})",
                    "messages.0.content.0.text"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":[{"type":"image"}]}]})",
                    "messages.0.content.0.source"},
        BadMessages{
            R"({"model":"a","max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":"{}"}]}]})",
            "messages.0.content.0.input"},
        BadMessages{R"({"model":"a","max_tokens":5,"messages":[{"role":"user","content":[{"type":"tool_result"}]}]})",
                    "messages.0.content.0.tool_use_id"},
        BadMessages{R"({"model":"a","max_tokens":5,"system":5,"messages":[{"role":"user","content":"x"}]})", "system"},
        BadMessages{R"({"model":"a","max_tokens":5,"stream":"yes","messages":[{"role":"user","content":"x"}]})",
                    "stream"},
        BadMessages{R"({"model":"a","max_tokens":5,"temperature":1.5,"messages":[{"role":"user","content":"x"}]})",
                    "temperature"},
        BadMessages{R"({"model":"a","max_tokens":5,"tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"}]})",
                    "tools.0.input_schema"},
        BadMessages{
            R"({"model":"a","max_tokens":5,"tools":[{"input_schema":{}}],"messages":[{"role":"user","content":"x"}]})",
            "tools.0.name"},
        BadMessages{R"({"model":"a","max_tokens":5,"tool_choice":"auto","messages":[{"role":"user","content":"x"}]})",
                    "tool_choice"},
        BadMessages{R"({"model":"a","model":"b","max_tokens":5,"messages":[{"role":"user","content":"x"}]})",
                    "model"}));

TEST(DecodeAnthropic, KnowsWhatItAsksFor)
{
    const auto request = decodedMessages(
        R"({"model":"a","max_tokens":7,"stream":true,"context_management":{"edits":[]},"betas":["x"],)"
        R"("system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],)"
        R"("tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"f","input_schema":{"type":"object"}}],)"
        R"("messages":[{"role":"user","content":[{"type":"text","text":"Hello "},{"type":"text","text":"you"}]},)"
        R"({"role":"assistant","content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}},)"
        R"({"type":"tool_use","id":"t","name":"f","input":{}}]},)"
        R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"42"}]}]})");
    EXPECT_EQ(request.dialect, Dialect::Anthropic);
    EXPECT_TRUE(request.stream);
    EXPECT_TRUE(request.includeUsage);
    EXPECT_EQ(request.maxTokens, 7);
    EXPECT_EQ(request.firstTool, "f");
    EXPECT_EQ(request.lastUserText, "Hello you");
    EXPECT_TRUE(request.toolResultLast);
    EXPECT_GT(request.inputTokens, 40);
}

TEST(DecodeAnthropic, ACountNeedsNoMaximum)
{
    const std::string body = R"({"model":"a","messages":[{"role":"user","content":"x"}]})";
    EXPECT_FALSE(decodeAnthropic(body).ok());
    EXPECT_TRUE(decodeAnthropic(body, true).ok());
}

TEST(PatchAnthropic, ChangesTheModelAndLowersTheMaximum)
{
    const std::string body =
        R"({ "model" : "alias","max_tokens": 32000, "messages":[{"role":"user","content":"x"}],"x":{"model":1}})";
    EXPECT_EQ(patchAnthropic(decodedMessages(body), {"real", true, {}, {}}).text(),
              R"({ "model" : "real","max_tokens": 32000, "messages":[{"role":"user","content":"x"}],"x":{"model":1}})");
    EXPECT_EQ(patchAnthropic(decodedMessages(body), {"real", true, 100, {}}).text(),
              R"({ "model" : "real","max_tokens": 100, "messages":[{"role":"user","content":"x"}],"x":{"model":1}})");
    EXPECT_EQ(patchAnthropic(decodedMessages(body), {"alias", true, 64'000, {}}).text(), body);
}

TEST(PatchAnthropic, TheThinkingBudgetFollowsTheMaximum)
{
    const auto patched = [](std::int64_t maximum) {
        const std::string out =
            patchAnthropic(decodedMessages(
                               R"({"model":"a","max_tokens":32000,"thinking":{"type":"enabled","budget_tokens":16000},)"
                               R"("messages":[{"role":"user","content":"x"}]})"),
                           {"a", true, maximum, {}})
                .text();
        const std::size_t from = out.find("\"thinking\":");
        return out.substr(from, out.find('}', from) + 1 - from);
    };
    EXPECT_EQ(patched(20'000), R"("thinking":{"type":"enabled","budget_tokens":16000})");
    EXPECT_EQ(patched(4'000), R"("thinking":{"type":"enabled","budget_tokens":2000})");
    EXPECT_EQ(patched(1'000), R"("thinking":{"type":"disabled"})");
}

TEST(ReadAnthropic, EveryBlock)
{
    EXPECT_EQ(
        described(readMessagesOf(
            R"({"model":"a","max_tokens":7,"temperature":0.5,"top_k":3,"stop_sequences":["E"],"stream":true,)"
            R"("messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[)"
            R"({"type":"thinking","thinking":"hm","signature":"S"},{"type":"redacted_thinking","data":"R"},)"
            R"({"type":"text","text":"Let me see."},{"type":"tool_use","id":"t","name":"f","input":{"x":1}}]},)"
            R"({"role":"user","content":[{"type":"text","text":"Here"},{"type":"tool_result","tool_use_id":"t",)"
            R"("is_error":true,"content":[{"type":"text","text":"bad"},{"type":"image","source":{"type":"base64",)"
            R"("media_type":"image/png","data":"AAAA"}}]},{"type":"image","source":{"type":"url","url":"https://x.test/i"}},)"
            R"({"type":"document","title":"T","source":{"type":"base64","media_type":"application/pdf","data":"PPPP"}},)"
            R"({"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain"}}]}],)"
            R"("system":[{"type":"text","text":"S1"},{"type":"text","text":"S2"}],"metadata":{"user_id":"u"},)"
            R"("tools":[{"name":"f","description":"d","input_schema":{"type":"object"}}],)"
            R"("tool_choice":{"type":"any","disable_parallel_tool_use":true},"thinking":{"type":"enabled",)"
            R"("budget_tokens":2048},"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}})")),
        "message: system \n"
        "  part: text S1\n"
        "  part: text S2\n"
        "message: user \n"
        "  part: text Hi\n"
        "message: assistant \n"
        "  part: reasoning hm signature=S encrypted= id=\n"
        "  part: reasoning  signature= encrypted=R id=\n"
        "  part: text Let me see.\n"
        "  part: call t f {\"x\":1}\n"
        "message: user \n"
        "  part: result t error bad [image type=image/png data=AAAA url= id= name= detail=]\n"
        "  part: text Here\n"
        "  part: image type= data= url=https://x.test/i id= name= detail=\n"
        "  part: file type=application/pdf data=PPPP url= id= name=T detail=\n"
        "  part: text plain\n"
        "tool: f — d — {\"type\":\"object\"}\n"
        "tool choice: required\n"
        "parallel: false\n"
        "max tokens: 7\n"
        "temperature: 0.500000\n"
        "top k: 3\n"
        "stop: E\n"
        "format: schema {\"type\":\"object\"}\n"
        "budget: 2048\n"
        "thinking: shown\n"
        "user: u\n"
        "stream: true\n");
}

TEST(WriteAnthropic, SystemTextsAreJoinedAndNeighboursMerged)
{
    EXPECT_EQ(
        translatedToAnthropic(
            R"([{"role":"system","content":"A"},{"role":"user","content":"x"},{"role":"user","content":"y"},)"
            R"({"role":"developer","content":"B"},{"role":"assistant","content":"z "}])"),
        R"({"max_tokens":64000,"system":"A\n\nB","messages":[{"role":"user","content":[{"type":"text","text":"x"},)"
        R"({"type":"text","text":"y"}]},{"role":"assistant","content":[{"type":"text","text":"z"}]}]})");
    // It must begin with the user, and blank texts are refused.
    EXPECT_EQ(translatedToAnthropic(
                  R"([{"role":"assistant","content":"Welcome"},{"role":"user","content":[{"type":"text","text":" "},)"
                  R"({"type":"text","text":"x"}]}])"),
              R"({"max_tokens":64000,"messages":[{"role":"user","content":"."},{"role":"assistant","content":)"
              R"([{"type":"text","text":"Welcome"}]},{"role":"user","content":[{"type":"text","text":"x"}]}]})");
    EXPECT_EQ(translatedToAnthropic(R"([{"role":"user","content":" "}])"), "refused: messages");
}

TEST(WriteAnthropic, ResultsOfOneTurnComeFirstInOneMessage)
{
    EXPECT_EQ(
        translatedToAnthropic(R"([{"role":"user","content":"?"},{"role":"assistant","content":null,"tool_calls":[)"
                              R"({"id":"call.1","type":"function","function":{"name":"f","arguments":""}},)"
                              R"({"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\": 2}"}}]},)"
                              R"({"role":"tool","tool_call_id":"call.1","content":"one"},)"
                              R"({"role":"tool","tool_call_id":"b","content":"two"},{"role":"user","content":"So?"}])",
                              R"(,"tools":[{"type":"function","function":{"name":"f"}},)"
                              R"({"type":"function","function":{"name":"g","parameters":{"properties":{}}}}])"),
        R"({"max_tokens":64000,"messages":[{"role":"user","content":[{"type":"text","text":"?"}]},)"
        R"({"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{}},)"
        R"({"type":"tool_use","id":"b","name":"g","input":{"y": 2}}]},{"role":"user","content":[)"
        R"({"type":"tool_result","tool_use_id":"call_1","content":"one"},)"
        R"({"type":"tool_result","tool_use_id":"b","content":"two"},{"type":"text","text":"So?"}]}],)"
        R"("tools":[{"name":"f","input_schema":{"type":"object","properties":{}}},)"
        R"({"name":"g","input_schema":{"type":"object","properties":{}}}]})");
}

TEST(WriteAnthropic, Parameters)
{
    EXPECT_EQ(
        translatedToAnthropic(helloAnthropic,
                              R"(,"temperature":1.7,"top_p":0.5,"top_k":5,"stop":["END"," \n"],"seed":1,"user":"u",)"
                              R"("logit_bias":{"5":1},"presence_penalty":1,"max_tokens":9,"stream":true,)"
                              R"("service_tier":"default","parallel_tool_calls":false,)"
                              R"("tools":[{"type":"function","function":{"name":"f"}}])"),
        R"({"max_tokens":9,"stream":true,)" + writtenHello +
            R"(,"tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],)"
            R"("tool_choice":{"type":"auto","disable_parallel_tool_use":true},"temperature":1,"top_k":5,)"
            R"("stop_sequences":["END"],"metadata":{"user_id":"u"},"service_tier":"standard_only"})");
    const auto choice = [](const std::string &given) {
        const std::string out = translatedToAnthropic(
            helloAnthropic, R"(,"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":)" + given);
        const std::size_t from = out.find("\"tool_choice\":");
        return from == std::string::npos ? out : out.substr(from + 14, out.size() - from - 15);
    };
    EXPECT_EQ(choice("\"auto\""), R"({"type":"auto"})");
    EXPECT_EQ(choice("\"none\""), R"({"type":"none"})");
    EXPECT_EQ(choice("\"required\""), R"({"type":"any"})");
    EXPECT_EQ(choice(R"({"type":"function","function":{"name":"f"}})"), R"({"type":"tool","name":"f"})");
}

TEST(WriteAnthropic, TheMaximumIsAlwaysNamed)
{
    const auto maximum = [](const std::string &more, const Target &target) {
        const std::string out = translatedToAnthropic(helloAnthropic, more, target);
        return out.substr(0, out.find(','));
    };
    EXPECT_EQ(maximum("", {"c", {}, 0}), R"({"max_tokens":4096)");
    EXPECT_EQ(maximum("", {"c", {}, 8'192}), R"({"max_tokens":8192)");
    EXPECT_EQ(maximum("", {"c", 50, 8'192}), R"({"max_tokens":50)");
    EXPECT_EQ(maximum(R"(,"max_tokens":100)", {"c", 50, 8'192}), R"({"max_tokens":50)");
    EXPECT_EQ(maximum(R"(,"max_tokens":100)", {"c", 500, 8'192}), R"({"max_tokens":100)");
    EXPECT_EQ(maximum(R"(,"max_tokens":100000)", {"c", {}, 8'192}), R"({"max_tokens":8192)");
}

TEST(WriteAnthropic, EffortBecomesABudgetUnderTheMaximum)
{
    const auto tail = [](const std::string &more, const Target &target = {"claude-sonnet-4-5", {}, 64'000},
                         const std::string &messages = helloAnthropic) {
        const std::string out = translatedToAnthropic(messages, R"(,"temperature":0.5)" + more, target);
        return out.substr(0, out.find(',')) + " " + out.substr(out.find("]}]") + 3);
    };
    EXPECT_EQ(tail(R"(,"reasoning_effort":"low")"),
              R"({"max_tokens":64000 ,"thinking":{"type":"enabled","budget_tokens":2048}})");
    EXPECT_EQ(tail(R"(,"reasoning_effort":"high","max_tokens":8000)"),
              R"({"max_tokens":8000 ,"thinking":{"type":"enabled","budget_tokens":6000}})");
    EXPECT_EQ(tail(R"(,"reasoning_effort":"high")", {"claude-sonnet-4-5", {}, 0}),
              R"({"max_tokens":28672 ,"thinking":{"type":"enabled","budget_tokens":21504}})");
    // No room, no wish, no thinking model, a forced tool.
    EXPECT_EQ(tail(R"(,"reasoning_effort":"high","max_tokens":1000)"), R"({"max_tokens":1000 ,"temperature":0.5})");
    EXPECT_EQ(tail(R"(,"reasoning_effort":"none")"), R"({"max_tokens":64000 ,"temperature":0.5})");
    EXPECT_EQ(tail(R"(,"reasoning_effort":"low")", {"claude-3-haiku", {}, 64'000, true, {}, false}),
              R"({"max_tokens":64000 ,"temperature":0.5})");
    // The newest choose for themselves, and take no temperature.
    EXPECT_EQ(tail(R"(,"reasoning_effort":"minimal")", {"claude-opus-4-8", {}, 64'000}),
              R"({"max_tokens":64000 ,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}})");
    EXPECT_EQ(tail("", {"claude-sonnet-5", {}, 64'000}), R"({"max_tokens":64000 })");
    // In the middle of a turn of calls it thinks only where its thoughts come back.
    const auto loop = [](const std::string &thoughts) {
        return R"([{"role":"user","content":"?"},{"role":"assistant","content":null,)" + thoughts +
               R"("tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},)"
               R"({"role":"tool","tool_call_id":"a","content":"1"}])";
    };
    const Target target{"claude-sonnet-4-5", {}, 64'000};
    EXPECT_EQ(translatedToAnthropic(loop(""), R"(,"reasoning_effort":"low")", target).find("\"thinking\":{"),
              std::string::npos);
    EXPECT_NE(translatedToAnthropic(loop(R"("reasoning_details":[{"text":"t","signature":"S"}],)"),
                                    R"(,"reasoning_effort":"low")", target)
                  .find(R"("content":[{"type":"thinking","thinking":"t","signature":"S"},{"type":"tool_use")"),
              std::string::npos);
}

TEST(WriteAnthropic, FormatsOfTheAnswer)
{
    EXPECT_EQ(translatedToAnthropic(helloAnthropic,
                                    R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":)"
                                    R"({"type":"object"},"strict":true}})"),
              R"({"max_tokens":64000,)" + writtenHello +
                  R"(,"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}})");
    EXPECT_EQ(translatedToAnthropic(R"([{"role":"system","content":"S"},{"role":"user","content":"Hi"}])",
                                    R"(,"response_format":{"type":"json_object"})"),
              R"({"max_tokens":64000,"system":"S\n\nAnswer with one valid JSON object and nothing else.",)" +
                  writtenHello + "}");
}

TEST(WriteAnthropic, MediaAndCacheMarks)
{
    EXPECT_EQ(
        translatedToAnthropic(
            R"([{"role":"system","content":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}]},)"
            R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/jpg;base64,/9j/"}},)"
            R"({"type":"image_url","image_url":{"url":"https://x.test/a.png"}},)"
            R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,PPPP"}},)"
            R"({"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGkK"}},)"
            R"({"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}])"),
        R"({"max_tokens":64000,"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}],)"
        R"("messages":[{"role":"user","content":[)"
        R"({"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/"}},)"
        R"({"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},)"
        R"({"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"PPPP"},"title":"a.pdf"},)"
        R"({"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi\n"},"title":"a.txt"},)"
        R"({"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}]})");
}

TEST(WriteAnthropic, WhatItCantSayIsNamed)
{
    const auto part = [](const std::string &json) { return R"([{"role":"user","content":[)" + json + "]}]"; };
    EXPECT_EQ(translatedToAnthropic(helloAnthropic, R"(,"n":2)"), "refused: n");
    EXPECT_EQ(translatedToAnthropic(part(R"({"type":"input_audio","input_audio":{"data":"A","format":"wav"}})")),
              "refused: messages.content.input_audio");
    EXPECT_EQ(translatedToAnthropic(part(R"({"type":"file","file":{"file_id":"f"}})")),
              "refused: messages.content.file.file_id");
    EXPECT_EQ(
        translatedToAnthropic(part(R"({"type":"image_url","image_url":{"url":"data:image/svg+xml;base64,AAAA"}})")),
        "refused: messages.content.image_url");
    EXPECT_EQ(translatedToAnthropic(
                  R"([{"role":"user","content":"?"},{"role":"assistant","tool_calls":[{"id":"a","function":)"
                  R"({"name":"f","arguments":"{broken"}}]},{"role":"tool","tool_call_id":"a","content":"1"}])"),
              "refused: tool_calls.function.arguments");
    EXPECT_EQ(
        translatedToAnthropic(
            helloAnthropic, R"(,"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}])"),
        "refused: tools.function.parameters");
}
