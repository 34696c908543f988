#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/gemini.h>
#include <server/wire/json_scan.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

struct BadGemini
{
    const char *body;
    const char *param;
};

class RefusesGeminiRequests : public testing::TestWithParam<BadGemini>
{};

ChatRequest decodedGemini(std::string body, std::string_view model = "gemini-2.5-flash")
{
    auto request = decodeGemini(std::move(body), model, false);
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : ChatRequest();
}

Request readGeminiOf(std::string body)
{
    auto request = readGemini(decodedGemini(std::move(body)));
    EXPECT_TRUE(request.ok()) << (request ? "" : request.error().message);
    return request ? std::move(*request) : Request();
}

std::string writtenGemini(const Request &request, std::string_view model = "gemini-2.5-flash")
{
    Target target;
    target.model = model;
    const auto body = writeGemini(request, target);
    EXPECT_TRUE(body.ok()) << (body ? "" : body.error().message);
    EXPECT_TRUE(!body || !parseJson(*body).error()) << *body;
    return body ? *body : std::string();
}

std::string refusedGeminiField(const Request &request)
{
    const auto body = writeGemini(request, Target{.model = "gemini-2.5-flash", .maxTokens = {}});
    return body ? std::string("(written)") : body.error().param;
}

Message geminiUserSays(std::string text)
{
    return {Role::User, {aText(std::move(text))}, {}};
}

Request askingGemini()
{
    Request request;
    request.messages.push_back(geminiUserSays("Hi"));
    return request;
}

std::string geminiConfigOf(const Request &request, std::string_view model = "gemini-2.5-flash")
{
    const std::string body = writtenGemini(request, model);
    simdjson::dom::element config;
    return parseJson(body)["generationConfig"].get(config) ? std::string() : simdjson::minify(config);
}

constexpr const char *helloGemini = R"({"contents":[{"role":"user","parts":[{"text":"Hi"}]}]})";

} // namespace

TEST_P(RefusesGeminiRequests, NamingTheField)
{
    const auto request = decodeGemini(GetParam().body, "gemini-2.5-flash", false);
    ASSERT_FALSE(request.ok()) << GetParam().body;
    EXPECT_EQ(request.error().code, ErrorCode::InvalidRequest);
    EXPECT_EQ(request.error().param, GetParam().param) << request.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, RefusesGeminiRequests,
    testing::Values(
        BadGemini{"", ""}, BadGemini{"[]", ""}, BadGemini{"{}", "contents"},
        BadGemini{R"({"contents":[]})", "contents"}, BadGemini{R"({"contents":"Hi"})", "contents"},
        BadGemini{R"({"contents":["Hi"]})", "contents[0]"},
        BadGemini{R"({"contents":[{"role":"assistant","parts":[{"text":"x"}]}]})", "contents[0].role"},
        BadGemini{R"({"contents":[{"role":"user"}]})", "contents[0].parts"},
        BadGemini{R"({"contents":[{"parts":[]}]})", "contents[0].parts"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]},{"parts":["x"]}]})", "contents[1].parts[0]"},
        BadGemini{R"({"contents":[{"parts":[{"text":5}]}]})", "contents[0].parts[0].text"},
        BadGemini{R"({"contents":[{"parts":[{"inlineData":{"data":"AAAA"}}]}]})", "contents[0].parts[0].inlineData"},
        BadGemini{R"({"contents":[{"parts":[{"functionCall":{}}]}]})", "contents[0].parts[0].functionCall"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"contents":[{"parts":[{"text":"y"}]}]})", "contents"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{},"generation_config":{}})",
                  "generationConfig"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":[]})", "generationConfig"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":0}})",
                  "generationConfig.maxOutputTokens"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generation_config":{"max_output_tokens":"many"}})",
                  "generationConfig.maxOutputTokens"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":1,)"
                  R"("max_output_tokens":9}})",
                  "generationConfig.maxOutputTokens"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"topK":1,"topK":9}})",
                  "generationConfig.topK"},
        BadGemini{R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"candidateCount":99}})",
                  "generationConfig.candidateCount"}));

TEST(GeminiRequest, TheModelComesFromThePath)
{
    const auto request = decodeGemini(helloGemini, "gemini-2.5-pro", true);
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->model, "gemini-2.5-pro");
    EXPECT_TRUE(request->stream);
    EXPECT_TRUE(request->includeUsage);
    EXPECT_EQ(decodeGemini(helloGemini, "", false).error().param, "model");
}

TEST(GeminiRequest, BothSpellingsSayTheSame)
{
    const auto camel =
        decodedGemini(R"({"contents":[{"parts":[{"text":"Hi"}]}],"systemInstruction":{"parts":[{"text":"S"}]},)"
                      R"("tools":[{"functionDeclarations":[{"name":"f"}]}],)"
                      R"("generationConfig":{"maxOutputTokens":50,"candidateCount":2,"topP":0.5,)"
                      R"("responseMimeType":"application/json"}})");
    const auto snake =
        decodedGemini(R"({"contents":{"parts":{"text":"Hi"}},"system_instruction":{"parts":{"text":"S"}},)"
                      R"("tools":{"function_declarations":[{"name":"f"}]},)"
                      R"("generation_config":{"max_output_tokens":"50","candidate_count":2.0,"top_p":0.5,)"
                      R"("response_mime_type":"application/json"}})");
    for (const auto *request : {&camel, &snake}) {
        EXPECT_EQ(request->maxTokens, 50);
        EXPECT_EQ(request->choices, 2);
        EXPECT_EQ(request->lastUserText, "Hi");
        EXPECT_EQ(request->firstTool, "f");
        EXPECT_TRUE(request->jsonSchema);
        EXPECT_FALSE(request->toolResultLast);
        EXPECT_GT(request->inputTokens, 10);
    }
    EXPECT_EQ(described(*readGemini(camel)), described(*readGemini(snake)));
}

TEST(GeminiRequest, AToolResultAtTheEndIsSeen)
{
    EXPECT_TRUE(
        decodedGemini(
            R"({"contents":[{"parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f"}}]},)"
            R"({"parts":[{"functionResponse":{"name":"f","response":{"result":1}}}]}]})")
            .toolResultLast);
}

TEST(GeminiPatch, ChangesOnlyTheMaximum)
{
    const auto patched = [](std::string body, std::int64_t most) {
        return patchGemini(decodedGemini(std::move(body)), {"other", true, most, "max_tokens"}).text();
    };
    EXPECT_EQ(patchGemini(decodedGemini(helloGemini), {"other", true, {}, "max_tokens"}).text(), helloGemini);
    EXPECT_EQ(patched(helloGemini, 7),
              R"({"generationConfig":{"maxOutputTokens":7},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]})");
    EXPECT_EQ(
        patched(R"({"contents":{"parts":{"text":"x"}},"generation_config":{"topK":1, "max_output_tokens":"50"},"y":1})",
                7),
        R"({"contents":{"parts":{"text":"x"}},"generation_config":{"topK":1, "max_output_tokens":7},"y":1})");
    EXPECT_EQ(patched(R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"topK":1}})", 7),
              R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutputTokens":7,"topK":1}})");
    EXPECT_EQ(patched(R"({"contents":{"parts":{"text":"x"}},"generationConfig":null})", 7),
              R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutputTokens":7}})");
    // Lowered, never raised.
    EXPECT_EQ(patched(R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutputTokens":5}})", 7),
              R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutputTokens":5}})");
    // An escaped key can't hide the client's own maximum.
    EXPECT_EQ(patched(R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutput\u0054okens":50}})", 7),
              R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"maxOutput\u0054okens":7}})");
}

TEST(GeminiPatch, TakesTheModelOutOfTheBody)
{
    EXPECT_EQ(
        patchGemini(decodedGemini(R"({"model":"models/a","contents":{"parts":{"text":"x"}}})"), {"b", true, {}, ""})
            .text(),
        R"({"contents":{"parts":{"text":"x"}}})");
    EXPECT_EQ(patchGemini(decodedGemini(R"({"contents":{"parts":{"text":"x"}},"mod\u0065l":"a"})"), {"b", true, 7, ""})
                  .text(),
              R"({"generationConfig":{"maxOutputTokens":7},"contents":{"parts":{"text":"x"}}})");
}

TEST(GeminiRead, UnderstandsAWholeConversation)
{
    const auto request = readGeminiOf(
        R"({"contents":[{"role":"user","parts":[{"text":"What is it?"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}},)"
        R"({"fileData":{"mimeType":"application/pdf","fileUri":"https://x/y.pdf"}}]},)"
        R"({"role":"model","parts":[{"text":"I think","thought":true},{"text":"Let me see."},)"
        R"({"functionCall":{"name":"look","args":{"a":1}},"thoughtSignature":"SIG"},{"functionCall":{"name":"look","args":{"a":2}}}]},)"
        R"({"role":"user","parts":[{"functionResponse":{"name":"look","response":{"result":"one"}}},)"
        R"({"functionResponse":{"name":"look","response":{"error":"two"}}}]}],)"
        R"("systemInstruction":{"parts":[{"text":"Be brief."}]},)"
        R"("tools":[{"functionDeclarations":[{"name":"look","description":"Looks","parameters":{"type":"OBJECT",)"
        R"("properties":{"a":{"type":"INTEGER","nullable":true},"b":{"type":"ARRAY","items":{"type":"STRING"},"maxItems":"3"}},)"
        R"("required":["a"],"propertyOrdering":["a","b"]}}]},{"googleSearch":{}}],)"
        R"("toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look"]}},)"
        R"("safetySettings":[],"generationConfig":{"temperature":0.5,"topK":40,"stopSequences":["END"],"seed":7,)"
        R"("thinkingConfig":{"thinking_budget":-1,"includeThoughts":true}}})");
    EXPECT_EQ(described(request),
              "message: system \n"
              "  part: text Be brief.\n"
              "message: user \n"
              "  part: text What is it?\n"
              "  part: image type=image/png data=AAAA url= id= name= detail=\n"
              "  part: file type=application/pdf data= url=https://x/y.pdf id= name= detail=\n"
              "message: assistant \n"
              "  part: reasoning I think signature= encrypted= id=\n"
              "  part: text Let me see.\n"
              "  part: call call_1 look {\"a\":1} signature=SIG\n"
              "  part: call call_2 look {\"a\":2}\n"
              "message: user \n"
              "  part: result call_1 one\n"
              "  part: result call_2 error two\n"
              "tool: look — Looks — {\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"integer\",\"null\"]},"
              "\"b\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":3}},\"required\":[\"a\"]}\n"
              "tool choice: named look\n"
              "temperature: 0.500000\n"
              "top k: 40\n"
              "seed: 7\n"
              "stop: END\n"
              "budget: -1\n"
              "thinking: shown\n");
    EXPECT_EQ(request.dropped, (std::vector<std::string>{"tools.googleSearch", "safetySettings"}));
}

TEST(GeminiRead, NamesWhatItCantUse)
{
    const auto field = [](const char *body) { return readGemini(decodedGemini(body)).error().param; };
    EXPECT_EQ(field(R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"temperature":"hot"}})"),
              "generationConfig.temperature");
    EXPECT_EQ(
        field(R"({"contents":{"parts":{"text":"x"}},"generationConfig":{"stopSequences":["1","2","3","4","5","6"]}})"),
        "generationConfig.stopSequences");
    EXPECT_EQ(field(R"({"contents":{"parts":{"text":"x"}},"tools":[{"functionDeclarations":[{}]}]})"),
              "tools[0].functionDeclarations[0].name");
}

TEST(GeminiWrite, TranslatesAWholeConversation)
{
    Request request;
    request.model = "m";
    request.messages = {
        {Role::System, {aText("Be brief.")}, {}},
        {Role::User, {aText("Weather?"), aPicture("image/png", "AAAA")}, {}},
        {Role::Assistant,
         {ReasoningPart{"hm", "S", {}, {}}, aText("Let me see."), aCall("c1", "weather", R"({"city":"Berlin"})", "SIG"),
          aCall("c2", "weather", "")},
         {}},
        // Results come in any order; Google can only match those of one function by theirs.
        {Role::User, {aResult("c2", "cold", true), aResult("c1", R"({"degrees":15})"), aText("And now?")}, {}},
        {Role::User, {aText("Please.")}, {}},
    };
    request.tools = {aTool("weather", "Tells it", R"({"$schema":"x","type":"object"})"), aTool("now"), aTool("sql")};
    request.tools.back().custom = true;
    request.toolChoice.kind = ToolChoice::Kind::Required;
    request.maxTokens = 500;
    request.stop = {"END"};
    request.temperature = 0.2;
    EXPECT_EQ(
        writtenGemini(request),
        R"({"contents":[{"role":"user","parts":[{"text":"Weather?"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},)"
        R"({"role":"model","parts":[{"text":"Let me see."},{"functionCall":{"name":"weather","args":{"city":"Berlin"}},"thoughtSignature":"SIG"},)"
        R"({"functionCall":{"name":"weather","args":{}}}]},)"
        R"({"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"degrees":15}}},)"
        R"({"functionResponse":{"name":"weather","response":{"error":"cold"}}},{"text":"And now?"},{"text":"Please."}]}],)"
        R"("systemInstruction":{"parts":[{"text":"Be brief."}]},)"
        R"("tools":[{"functionDeclarations":[{"name":"weather","description":"Tells it","parametersJsonSchema":{"type":"object"}},)"
        R"({"name":"now"},{"name":"sql","parametersJsonSchema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}}]}],)"
        R"("toolConfig":{"functionCallingConfig":{"mode":"ANY"}},)"
        R"("generationConfig":{"maxOutputTokens":500,"temperature":0.2,"stopSequences":["END"]}})");
}

TEST(GeminiWrite, ResultsAreObjectsAndTheirPicturesStandBehindThem)
{
    Request request;
    ToolResultPart result = aResult("c", "[1]");
    result.media = {aPicture("image/png", "AAAA")};
    request.messages = {
        {Role::User, {aText("x")}, {}}, {Role::Assistant, {aCall("c", "f", "{}")}, {}}, {Role::User, {result}, {}}};
    EXPECT_NE(writtenGemini(request).find(
                  R"({"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"[1]"}}},)"
                  R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}}]})"),
              std::string::npos);
}

TEST(GeminiWrite, RefusesWhatItCantSayNamingTheField)
{
    Request request = askingGemini();
    request.stop = {"1", "2", "3", "4", "5", "6"};
    EXPECT_EQ(refusedGeminiField(request), "stop");
    request = askingGemini();
    request.choices = 9;
    EXPECT_EQ(refusedGeminiField(request), "n");
    request = askingGemini();
    request.messages.push_back({Role::User, {aResult("unknown", "x")}, {}});
    EXPECT_EQ(refusedGeminiField(request), "tool_call_id");
    request = askingGemini();
    MediaPart stored;
    stored.fileId = "file-1";
    request.messages.push_back({Role::User, {stored}, {}});
    EXPECT_EQ(refusedGeminiField(request), "file_id");
    request = askingGemini();
    request.messages.push_back({Role::Assistant, {aCall("c", "f", "{")}, {}});
    EXPECT_EQ(refusedGeminiField(request), "arguments");
}

TEST(GeminiWrite, TheMaximumIsLowered)
{
    Request request = askingGemini();
    Target target{.model = "gemini-2.5-flash", .maxTokens = 40};
    EXPECT_NE(writeGemini(request, target)->find(R"("maxOutputTokens":40)"), std::string::npos);
    request.maxTokens = 30;
    EXPECT_NE(writeGemini(request, target)->find(R"("maxOutputTokens":30)"), std::string::npos);
    request.maxTokens = 50;
    EXPECT_NE(writeGemini(request, target)->find(R"("maxOutputTokens":40)"), std::string::npos);
}

TEST(GeminiWrite, ThinkingIsSaidAsTheModelTakesIt)
{
    const auto config = [](std::string effort, std::optional<std::int64_t> budget, std::string_view model) {
        Request request = askingGemini();
        request.thinking = {std::move(effort), budget, false};
        return geminiConfigOf(request, model);
    };
    EXPECT_EQ(config("", {}, "gemini-2.5-flash"), "");
    EXPECT_EQ(config("low", {}, "gemini-2.5-flash"), R"({"thinkingConfig":{"thinkingBudget":1024}})");
    EXPECT_EQ(config("medium", {}, "gemini-2.5-flash"), R"({"thinkingConfig":{"thinkingBudget":8192}})");
    EXPECT_EQ(config("high", {}, "gemini-2.5-pro"), R"({"thinkingConfig":{"thinkingBudget":24576}})");
    EXPECT_EQ(config("none", {}, "gemini-2.5-flash"), R"({"thinkingConfig":{"thinkingBudget":0}})");
    EXPECT_EQ(config("none", {}, "gemini-2.5-pro"), R"({"thinkingConfig":{"thinkingBudget":128}})");
    EXPECT_EQ(config("", -1, "gemini-2.5-flash"), R"({"thinkingConfig":{"thinkingBudget":-1}})");
    EXPECT_EQ(config("", 100'000, "gemini-2.5-flash"), R"({"thinkingConfig":{"thinkingBudget":24576}})");
    EXPECT_EQ(config("medium", {}, "gemini-2.0-flash"), "");
    EXPECT_EQ(config("medium", {}, "gemini-3-flash-preview"), R"({"thinkingConfig":{"thinkingLevel":"medium"}})");
    EXPECT_EQ(config("medium", {}, "gemini-3-pro-preview"), R"({"thinkingConfig":{"thinkingLevel":"high"}})");
    EXPECT_EQ(config("medium", {}, "models/gemini-3.1-pro-preview"),
              R"({"thinkingConfig":{"thinkingLevel":"medium"}})");
    EXPECT_EQ(config("none", {}, "gemini-3-flash-preview"), R"({"thinkingConfig":{"thinkingLevel":"minimal"}})");
    EXPECT_EQ(config("", 0, "gemini-3-pro-preview"), R"({"thinkingConfig":{"thinkingLevel":"low"}})");
    EXPECT_EQ(config("", 2000, "gemini-3-flash-preview"), R"({"thinkingConfig":{"thinkingBudget":2000}})");
}

TEST(GeminiWrite, AWishToThinkIsDroppedWhereTheModelTakesNone)
{
    Request request = askingGemini();
    request.thinking = {"high", {}, true};
    Target target;
    target.model = "gemini-x";
    target.thinks = false;
    EXPECT_EQ(writeGemini(request, target)->find("thinkingConfig"), std::string::npos);
}

TEST(GeminiWrite, JsonIsAskedForWithTheSchemaAsItIs)
{
    Request request = askingGemini();
    request.format.kind = ResponseFormat::Kind::JsonObject;
    EXPECT_EQ(geminiConfigOf(request), R"({"responseMimeType":"application/json"})");
    request.format = {
        ResponseFormat::Kind::JsonSchema, "n", {}, R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"object"}}})", true};
    EXPECT_EQ(geminiConfigOf(request), R"({"responseMimeType":"application/json","responseJsonSchema":)"
                                       R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"object"}}}})");
    request.format.schema.clear(); // OpenAI chat takes a format without one
    EXPECT_EQ(geminiConfigOf(request), R"({"responseMimeType":"application/json"})");
}

TEST(GeminiWrite, ACallOfAnotherModelGetsTheSignatureThatGemini3Asks)
{
    Request request = askingGemini();
    request.messages.push_back({Role::Assistant, {aCall("a", "f", "{}"), aCall("b", "f", "{}")}, {}});
    EXPECT_EQ(writtenGemini(request, "gemini-2.5-flash").find("thoughtSignature"), std::string::npos);
    const std::string third = writtenGemini(request, "gemini-3-flash-preview");
    const std::size_t first = third.find(R"("thoughtSignature":"skip_thought_signature_validator")");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(third.find("thoughtSignature", first + 5), std::string::npos) << "only the first call of a turn needs it";
}

TEST(GeminiWrite, ASystemMessageAloneIsATurnAndGemmaTakesNone)
{
    Request request;
    request.messages = {{Role::System, {aText("S")}, {}}};
    EXPECT_EQ(writtenGemini(request), R"({"contents":[{"role":"user","parts":[{"text":"S"}]}]})");
    request.messages.push_back(geminiUserSays("Hi"));
    EXPECT_EQ(writtenGemini(request, "gemma-3-27b-it"),
              R"({"contents":[{"role":"user","parts":[{"text":"S"},{"text":"Hi"}]}]})");
    EXPECT_EQ(refusedGeminiField(Request()), "messages");
}

TEST(GeminiWrite, PicturesByUrlAreNamedWithTheirType)
{
    Request request;
    request.messages = {{Role::User, {aLink("https://x/cat.png?size=1"), aLink("https://x/cat")}, {}}};
    EXPECT_EQ(writtenGemini(request),
              R"({"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/png",)"
              R"("fileUri":"https://x/cat.png?size=1"}},{"fileData":{"fileUri":"https://x/cat"}}]}]})");
}
