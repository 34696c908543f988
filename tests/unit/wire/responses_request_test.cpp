#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/responses.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

struct BadResponses
{
    const char *body;
    const char *param;
};

class RefusesResponsesRequests : public testing::TestWithParam<BadResponses>
{};

ChatRequest decodedResponses(std::string body)
{
    auto request = decodeResponses(std::move(body));
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : ChatRequest();
}

Request readResponsesOf(std::string body)
{
    auto request = readResponses(decodedResponses(std::move(body)));
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : Request();
}

std::string writtenResponses(const Request &request)
{
    Target target;
    target.model = "gpt-x";
    const auto body = writeResponses(request, target);
    EXPECT_TRUE(body.ok()) << (body ? "" : body.error().message);
    EXPECT_TRUE(!body || !parseJson(*body).error()) << *body;
    return body ? *body : std::string();
}

std::string refusedResponsesField(const Request &request)
{
    const auto body = writeResponses(request, Target{.model = "gpt-x", .maxTokens = {}});
    return body ? std::string("(written)") : body.error().param;
}

Request askingResponses()
{
    Request request;
    request.messages = {{Role::User, {aText("Hi")}, {}}};
    return request;
}

} // namespace

TEST_P(RefusesResponsesRequests, NamingTheField)
{
    const auto request = decodeResponses(GetParam().body);
    ASSERT_FALSE(request.ok()) << GetParam().body;
    EXPECT_EQ(request.error().code, ErrorCode::InvalidRequest);
    EXPECT_EQ(request.error().param, GetParam().param) << request.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, RefusesResponsesRequests,
    testing::Values(BadResponses{"", ""}, BadResponses{"[]", ""}, BadResponses{R"({"input":"Hi"})", "model"},
                    BadResponses{R"({"model":5,"input":"Hi"})", "model"}, BadResponses{R"({"model":"m"})", "input"},
                    BadResponses{R"({"model":"m","input":null})", "input"},
                    BadResponses{R"({"model":"m","input":[]})", "input"},
                    BadResponses{R"({"model":"m","input":5})", "input"},
                    BadResponses{R"({"model":"m","input":["Hi"]})", "input[0]"},
                    BadResponses{R"({"model":"m","input":[{"role":"tool","content":"x"}]})", "input[0].role"},
                    BadResponses{R"({"model":"m","input":[{"role":"user","content":"x"},{"role":"user"}]})",
                                 "input[1].content"},
                    BadResponses{R"({"model":"m","input":"a","model":"n"})", "model"},
                    BadResponses{R"({"model":"m","input":"a","stream":"yes"})", "stream"},
                    BadResponses{R"({"model":"m","input":"a","instructions":["x"]})", "instructions"},
                    BadResponses{R"({"model":"m","input":"a","max_output_tokens":15})", "max_output_tokens"},
                    BadResponses{R"({"model":"m","input":"a","max_output_tokens":16.5})", "max_output_tokens"}));

TEST(ResponsesRequest, NamesWhatItAsksFor)
{
    const auto request = decodedResponses(
        R"({"model":"gpt-x","stream":true,"max_output_tokens":100,"instructions":"S","input":[{"role":"user","content":"first"},)"
        R"({"type":"message","role":"user","content":[{"type":"input_text","text":"sec"},{"type":"input_text","text":"ond"}]}],)"
        R"("tools":[{"type":"web_search"},{"type":"custom","name":"apply_patch"}],"text":{"format":{"type":"json_object"}}})");
    EXPECT_EQ(request.dialect, Dialect::Responses);
    EXPECT_EQ(request.model, "gpt-x");
    EXPECT_TRUE(request.stream);
    EXPECT_TRUE(request.includeUsage);
    EXPECT_EQ(request.maxTokens, 100);
    EXPECT_EQ(request.lastUserText, "second");
    EXPECT_EQ(request.firstTool, "apply_patch");
    EXPECT_TRUE(request.jsonSchema);
    EXPECT_FALSE(request.toolResultLast);
    EXPECT_GT(request.inputTokens, 20);
    EXPECT_TRUE(
        decodedResponses(R"({"model":"m","input":[{"type":"function_call_output","call_id":"c","output":"x"}]})")
            .toolResultLast);
}

TEST(ResponsesRequest, WhatIsStoredElsewhereMayBeTheInput)
{
    EXPECT_TRUE(decodeResponses(R"({"model":"m","previous_response_id":"resp_1"})").ok());
    EXPECT_TRUE(decodeResponses(R"({"model":"m","prompt":{"id":"p"}})").ok());
}

TEST(ResponsesPatch, ChangesTheModelAndLowersTheMaximum)
{
    const auto patched = [](std::string body, std::optional<std::int64_t> most) {
        return patchResponses(decodedResponses(std::move(body)), {"real", true, most, "max_tokens"}).text();
    };
    EXPECT_EQ(patched(R"({ "model":"a", "input":"Hi", "stream":true,"x":{"y":1}})", {}),
              R"({ "model":"real", "input":"Hi", "stream":true,"x":{"y":1}})");
    EXPECT_EQ(patched(R"({"model":"a","input":"Hi"})", 50), R"({"max_output_tokens":50,"model":"real","input":"Hi"})");
    EXPECT_EQ(patched(R"({"model":"a","input":"Hi","max_output_tokens":80})", 50),
              R"({"model":"real","input":"Hi","max_output_tokens":50})");
    EXPECT_EQ(patched(R"({"model":"a","input":"Hi","max_output_tokens":20})", 50),
              R"({"model":"real","input":"Hi","max_output_tokens":20})");
}

TEST(ResponsesRead, UnderstandsAWholeConversation)
{
    const auto request = readResponsesOf(
        R"({"model":"m","instructions":"Be brief.","input":[{"role":"developer","content":"More."},)"
        R"({"role":"user","content":[{"type":"input_text","text":"What?"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},)"
        R"({"type":"input_image","image_url":"https://x/y.png"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"},)"
        R"({"type":"input_file","file_id":"file-1"}]},)"
        R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"gAAA"},)"
        R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see."}]},)"
        R"({"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}"},)"
        R"({"type":"custom_tool_call","call_id":"c2","name":"sql","input":"SELECT 1"},)"
        R"({"type":"web_search_call","id":"ws"},)"
        R"({"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"one"},{"type":"input_image","image_url":"https://x/z.png"}]},)"
        R"({"type":"custom_tool_call_output","call_id":"c2","output":"two"},)"
        R"({"role":"user","content":"And now?"},{"role":"user","content":"Please."}],)"
        R"("tools":[{"type":"function","name":"f","description":"F","parameters":{"type":"object"},"strict":true},)"
        R"({"type":"custom","name":"sql","description":"S","format":{"type":"grammar","syntax":"lark","definition":"start: X"}},{"type":"web_search"}],)"
        R"("tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,"reasoning":{"effort":"high","summary":"auto"},)"
        R"("text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true}},)"
        R"("temperature":1,"top_p":0.5,"max_output_tokens":64,"store":true})");
    EXPECT_EQ(described(request), "message: system \n  part: text Be brief.\n"
                                  "message: system \n  part: text More.\n"
                                  "message: user \n  part: text What?\n"
                                  "  part: image type=image/png data=AAAA url= id= name= detail=low\n"
                                  "  part: image type= data= url=https://x/y.png id= name= detail=\n"
                                  "  part: file type=application/pdf data=BBBB url= id= name=a.pdf detail=\n"
                                  "  part: file type= data= url= id=file-1 name= detail=\n"
                                  "message: assistant \n  part: reasoning a\n\nb signature= encrypted=gAAA id=rs_1\n"
                                  "  part: text Let me see.\n"
                                  "  part: call c1 f {\"a\":1}\n"
                                  "  part: custom call c2 sql SELECT 1\n"
                                  "message: user \n"
                                  "  part: result c1 one [image type= data= url=https://x/z.png id= name= detail=]\n"
                                  "  part: result c2 two\n"
                                  "  part: text And now?\n"
                                  "message: user \n  part: text Please.\n"
                                  "tool: f — F — {\"type\":\"object\"} strict\n"
                                  "custom tool: sql — S\n\nThe input must match this lark grammar:\nstart: X — \n"
                                  "tool choice: named f\n"
                                  "parallel: false\n"
                                  "max tokens: 64\n"
                                  "temperature: 1.000000\n"
                                  "top p: 0.500000\n"
                                  "format: schema n{\"type\":\"object\"} strict\n"
                                  "effort: high\n"
                                  "thinking: shown\n"
                                  "verbosity: low\n");
    EXPECT_EQ(request.dropped, (std::vector<std::string>{"input.web_search_call", "tools.web_search", "store"}));
}

TEST(ResponsesRead, SignaturesOfOtherProvidersComeBackFromEncryptedContent)
{
    const auto request = readResponsesOf(
        R"({"model":"m","input":[{"role":"user","content":"x"},)"
        R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"thinking:ANT"},)"
        R"({"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"call:GEM"},)"
        R"({"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"redacted:RED"},)"
        R"({"type":"reasoning","summary":[],"encrypted_content":"gAAA"},)"
        R"({"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},)"
        R"({"type":"function_call","call_id":"c2","name":"f","arguments":"{}"}]})");
    EXPECT_EQ(described(request), "message: user \n  part: text x\n"
                                  "message: assistant \n  part: reasoning hm signature=ANT encrypted= id=\n"
                                  "  part: reasoning  signature= encrypted=RED id=\n"
                                  "  part: reasoning  signature= encrypted=gAAA id=rs_\n"
                                  "  part: call c1 f {} signature=GEM\n"
                                  "  part: call c2 f {}\n");
}

TEST(ResponsesRead, NamesWhatItCantUse)
{
    const auto field = [](const char *body) { return readResponses(decodedResponses(body)).error().param; };
    EXPECT_EQ(field(R"({"model":"m","input":[{"type":"item_reference","id":"rs_1"}]})"), "input[0]");
    EXPECT_EQ(field(R"({"model":"m","input":[{"role":"user","content":[{"type":"video"}]}]})"),
              "input[0].content[0].type");
    EXPECT_EQ(field(R"({"model":"m","input":"x","temperature":3})"), "temperature");
    EXPECT_EQ(field(R"({"model":"m","input":"x","tools":[{"type":"function"}]})"), "tools[0].name");
    EXPECT_EQ(field(R"({"model":"m","input":"x","tool_choice":"maybe"})"), "tool_choice");
    EXPECT_EQ(field(R"({"model":"m","input":"x","text":{"format":{"type":"json_schema","name":"n"}}})"),
              "text.format.schema");
}

TEST(ResponsesWrite, TranslatesAWholeConversation)
{
    Request request;
    request.stream = true;
    ToolResultPart shown = aResult("c1", "one");
    shown.media = {aPicture("image/png", "AAAA")};
    ToolCallPart custom = aCall("c2", "sql", "SELECT 1");
    custom.custom = true;
    request.messages = {
        {Role::System, {aText("Be brief.")}, {}},
        {Role::User, {aText("What?"), aPicture("image/jpeg", "CCCC")}, {}},
        {Role::Assistant,
         {ReasoningPart{"a", {}, "gAAA", "rs_1"}, ReasoningPart{"other's", "SIG", {}, {}},
          ReasoningPart{{}, {}, "RED", {}}, aText("Let me see."), aCall("c1", "f", ""), custom},
         {}},
        {Role::User, {shown, aResult("c2", "two"), aText("And now?")}, {}},
    };
    request.tools = {aTool("f", "F", R"({"type":"object"})"), aTool("sql", "S")};
    request.tools.back().custom = true;
    request.toolChoice = {ToolChoice::Kind::Named, "sql"};
    request.maxTokens = 64;
    request.thinking = {"high", {}, true};
    request.format.kind = ResponseFormat::Kind::JsonObject;
    EXPECT_EQ(
        writtenResponses(request),
        R"({"model":"gpt-x","stream":true,"store":false,"instructions":"Be brief.","input":[)"
        R"({"type":"message","role":"user","content":[{"type":"input_text","text":"What?"},{"type":"input_image","image_url":"data:image/jpeg;base64,CCCC"}]},)"
        R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"}],"encrypted_content":"gAAA"},)"
        R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see."}]},)"
        R"({"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},)"
        R"({"type":"custom_tool_call","call_id":"c2","name":"sql","input":"SELECT 1"},)"
        R"({"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"one"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},)"
        R"({"type":"custom_tool_call_output","call_id":"c2","output":"two"},)"
        R"({"type":"message","role":"user","content":[{"type":"input_text","text":"And now?"}]}],)"
        R"("tools":[{"type":"function","name":"f","description":"F","parameters":{"type":"object"},"strict":false},)"
        R"({"type":"custom","name":"sql","description":"S"}],"tool_choice":{"type":"custom","name":"sql"},)"
        R"("max_output_tokens":64,"text":{"format":{"type":"json_object"}},"reasoning":{"effort":"high","summary":"auto"},)"
        R"("include":["reasoning.encrypted_content"]})");
}

TEST(ResponsesWrite, RefusesWhatItCantSayNamingTheField)
{
    Request request = askingResponses();
    request.stop = {"END"};
    EXPECT_EQ(refusedResponsesField(request), "stop");
    request = askingResponses();
    request.choices = 2;
    EXPECT_EQ(refusedResponsesField(request), "n");
    request = askingResponses();
    request.maxTokens = 15;
    EXPECT_EQ(refusedResponsesField(request), "max_tokens");
}

TEST(ResponsesWrite, AFormatWithoutASchemaAsksForAnyObject)
{
    Request request = askingResponses();
    request.format.kind = ResponseFormat::Kind::JsonSchema;
    EXPECT_NE(writtenResponses(request).find(R"("text":{"format":{"type":"json_object"}})"), std::string::npos);
}

TEST(ResponsesWrite, ReasoningIsAskedForOnlyWhereTheClientDid)
{
    const auto written = [](std::string effort, std::optional<std::int64_t> budget) {
        Request request = askingResponses();
        request.thinking = {std::move(effort), budget, false};
        const std::string body = writtenResponses(request);
        return body.substr(body.find("]}]") + 3);
    };
    EXPECT_EQ(written("", {}), "}");
    EXPECT_EQ(written("", 0), "}");
    EXPECT_EQ(written("", 1024), R"(,"reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"]})");
    EXPECT_EQ(written("", 8000), R"(,"reasoning":{"effort":"medium"},"include":["reasoning.encrypted_content"]})");
    EXPECT_EQ(written("", 30000), R"(,"reasoning":{"effort":"high"},"include":["reasoning.encrypted_content"]})");
    EXPECT_EQ(written("minimal", {}),
              R"(,"reasoning":{"effort":"minimal"},"include":["reasoning.encrypted_content"]})");
}

TEST(ResponsesWrite, AWishToThinkIsDroppedWhereTheModelTakesNone)
{
    Request request = askingResponses();
    request.thinking = {"high", {}, true};
    Target target;
    target.model = "gpt-4o";
    target.thinks = false;
    EXPECT_TRUE(writeResponses(request, target)->ends_with("]}]}")) << *writeResponses(request, target);
}

TEST(ResponsesWrite, LaterSystemMessagesStayWhereTheyAre)
{
    Request request = askingResponses();
    request.messages.push_back({Role::System, {aText("Later.")}, {}});
    EXPECT_NE(writtenResponses(request).find(
                  R"({"type":"message","role":"system","content":[{"type":"input_text","text":"Later."}]})"),
              std::string::npos);
    request.messages = {{Role::System, {aText("Alone.")}, {}}};
    EXPECT_NE(writtenResponses(request).find(R"("input":[{"type":"message","role":"system")"), std::string::npos);
}
