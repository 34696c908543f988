#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/openai_chat.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

Request readOpenAiOf(const std::string &messages, const std::string &more = {})
{
    auto decoded = decodeOpenAiChat(R"({"model":"m","messages":)" + messages + more + "}");
    EXPECT_TRUE(decoded.ok()) << (decoded ? "" : decoded.error().message);
    if (!decoded)
        return {};
    auto read = readOpenAiChat(*decoded);
    EXPECT_TRUE(read.ok()) << (read ? "" : read.error().message);
    return read ? std::move(*read) : Request();
}

const std::string helloOpenAi = R"([{"role":"user","content":"Hi"}])";

std::string refusedOpenAiField(const std::string &messages, const std::string &more = {})
{
    auto decoded = decodeOpenAiChat(R"({"model":"m","messages":)" + messages + more + "}");
    if (!decoded)
        return "decoder: " + decoded.error().param;
    auto read = readOpenAiChat(*decoded);
    return read ? "taken" : read.error().param;
}

std::string writtenOpenAi(const Request &request, const Target &target = {"real", {}})
{
    auto body = writeOpenAiChat(request, target);
    return body ? *body : "refused: " + body.error().param;
}

Event openAiEvent(Event::Kind kind, const std::string &text = {})
{
    Event event;
    event.kind = kind;
    event.text = text;
    return event;
}

AnswerIdentity openAiIdentity(bool usage)
{
    return {"1", "m", 5, 3, usage, {}};
}

std::vector<Event> wholeOpenAiOf(const std::string &body, AnswerReader &reader)
{
    std::vector<Event> events;
    EXPECT_TRUE(reader.whole(body, events)) << body;
    return events;
}

std::string openAiStreamOf(const std::vector<std::string> &chunks)
{
    std::string stream;
    for (const auto &chunk : chunks)
        stream += "data: " + chunk + "\n\n";
    return stream;
}

std::string openAiDelta(const std::string &members, const std::string &finish = "null")
{
    return R"({"id":"c","model":"m","choices":[{"index":0,"delta":{)" + members + R"(},"finish_reason":)" + finish +
           "}]}";
}

} // namespace

TEST(ReadOpenAi, EveryPartOfAMessage)
{
    EXPECT_EQ(described(readOpenAiOf(
                  R"([{"role":"developer","content":"Be brief."},)"
                  R"({"role":"user","name":"ann","content":[{"type":"text","text":"What is it?"},)"
                  R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},)"
                  R"({"type":"image_url","image_url":{"url":"https://x.test/a.jpg"}},)"
                  R"({"type":"input_audio","input_audio":{"data":"BBBB","format":"mp3"}},)"
                  R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}},)"
                  R"({"type":"file","file":{"file_id":"file-1"}}]},)"
                  R"({"role":"assistant","content":"A cat.","reasoning_content":"fur"}])")),
              "message: system \n"
              "  part: text Be brief.\n"
              "message: user ann\n"
              "  part: text What is it?\n"
              "  part: image type=image/png data=AAAA url= id= name= detail=low\n"
              "  part: image type= data= url=https://x.test/a.jpg id= name= detail=\n"
              "  part: audio type=audio/mpeg data=BBBB url= id= name= detail=\n"
              "  part: file type=application/pdf data=CCCC url= id= name=a.pdf detail=\n"
              "  part: file type= data= url= id=file-1 name= detail=\n"
              "message: assistant \n"
              "  part: reasoning fur signature= encrypted= id=\n"
              "  part: text A cat.\n");
}

TEST(ReadOpenAi, ToolResultsBecomeOneTurnOfTheUser)
{
    const Request request = readOpenAiOf(
        R"([{"role":"user","content":"Weather?"},)"
        R"({"role":"assistant","content":null,"tool_calls":[)"
        R"({"id":"a","type":"function","function":{"name":"weather","arguments":"{\"x\":1}"}},)"
        R"({"id":"b","type":"function","function":{"name":"clock","arguments":""}}]},)"
        R"({"role":"tool","tool_call_id":"a","content":"sun"},)"
        R"({"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"no"},{"type":"text","text":"on"}]},)"
        R"({"role":"user","content":"Well?"}])");
    EXPECT_EQ(described(request), "message: user \n"
                                  "  part: text Weather?\n"
                                  "message: assistant \n"
                                  "  part: call a weather {\"x\":1}\n"
                                  "  part: call b clock \n"
                                  "message: user \n"
                                  "  part: result a sun\n"
                                  "  part: result b noon\n"
                                  "  part: text Well?\n");
    EXPECT_EQ(std::get<ToolResultPart>(request.messages[2].parts[1]).name, "clock");
}

TEST(ReadOpenAi, LegacyFunctionsAreTools)
{
    EXPECT_EQ(described(readOpenAiOf(
                  R"([{"role":"user","content":"?"},)"
                  R"({"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},)"
                  R"({"role":"function","name":"f","content":"1"}])",
                  R"(,"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"})")),
              "message: user \n"
              "  part: text ?\n"
              "message: assistant \n"
              "  part: call call_legacy_0 f {}\n"
              "message: user \n"
              "  part: result call_legacy_0 1\n"
              "tool: f —  — {\"type\":\"object\"}\n"
              "tool choice: named f\n");
}

TEST(ReadOpenAi, EveryParameter)
{
    EXPECT_EQ(
        described(readOpenAiOf(
            helloOpenAi,
            R"(,"temperature":0.5,"top_p":0.9,"top_k":40,"seed":7,"presence_penalty":1,"frequency_penalty":-1,)"
            R"("stop":"END","n":2,"logprobs":true,"top_logprobs":3,"user":"u","service_tier":"flex","verbosity":"low",)"
            R"("prompt_cache_key":"k","reasoning_effort":"high","max_tokens":5,"max_completion_tokens":6,"stream":true,)"
            R"("parallel_tool_calls":false,"tool_choice":"required","tools":[{"type":"function","function":{"name":"f",)"
            R"("description":"d","parameters":{"type":"object"},"strict":true}}],"response_format":{"type":"json_schema",)"
            R"("json_schema":{"name":"s","schema":{"type":"object"},"strict":true}})")),
        "message: user \n"
        "  part: text Hi\n"
        "tool: f — d — {\"type\":\"object\"} strict\n"
        "tool choice: required\n"
        "parallel: false\n"
        "max tokens: 6\n"
        "temperature: 0.500000\n"
        "top p: 0.900000\n"
        "top k: 40\n"
        "seed: 7\n"
        "presence penalty: 1.000000\n"
        "frequency penalty: -1.000000\n"
        "stop: END\n"
        "choices: 2\n"
        "logprobs: true\n"
        "top logprobs: 3\n"
        "format: schema s{\"type\":\"object\"} strict\n"
        "effort: high\n"
        "user: u\n"
        "service tier: flex\n"
        "verbosity: low\n"
        "cache key: k\n"
        "stream: true\n");
}

TEST(ReadOpenAi, ReasoningInEveryForm)
{
    const auto thinking = [](const std::string &more) { return readOpenAiOf(helloOpenAi, more).thinking; };
    EXPECT_EQ(thinking(R"(,"reasoning":{"effort":"low","exclude":false})").effort, "low");
    EXPECT_TRUE(thinking(R"(,"reasoning":{"effort":"low","exclude":false})").shown);
    EXPECT_EQ(thinking(R"(,"reasoning":{"max_tokens":2000})").budgetTokens, 2000);
    EXPECT_EQ(thinking(R"(,"reasoning":{"enabled":false})").budgetTokens, 0);
    EXPECT_EQ(thinking(R"(,"reasoning":{"enabled":true})").effort, "medium");
    EXPECT_EQ(thinking(R"(,"thinking":{"type":"disabled"})").budgetTokens, 0);
    EXPECT_EQ(thinking(R"(,"thinking":{"type":"enabled","budget_tokens":1500})").budgetTokens, 1500);
}

TEST(ReadOpenAi, ThoughtsKeepTheirSignature)
{
    const auto first = [](const std::string &members) {
        const auto request =
            readOpenAiOf(R"([{"role":"user","content":"?"},{"role":"assistant","content":"x",)" + members + "}]");
        return described(request).substr(0, described(request).rfind("  part: text x"));
    };
    const std::string head = "message: user \n  part: text ?\nmessage: assistant \n";
    EXPECT_EQ(
        first(R"("reasoning":"why","reasoning_details":[{"type":"reasoning.text","text":"why","signature":"S"}])"),
        head + "  part: reasoning why signature=S encrypted= id=\n");
    EXPECT_EQ(first(R"("reasoning_content":"why","reasoning_details":[{"type":"reasoning.text","signature":"S"}])"),
              head + "  part: reasoning why signature=S encrypted= id=\n");
    EXPECT_EQ(first(R"("reasoning_details":[{"type":"reasoning.encrypted","data":"E"}])"),
              head + "  part: reasoning  signature= encrypted=E id=\n");
    EXPECT_EQ(first(R"("thinking_blocks":[{"type":"thinking","thinking":"why","signature":"S"}])"),
              head + "  part: reasoning why signature=S encrypted= id=\n");
}

TEST(ReadOpenAi, CacheMarksAndAllowedToolsAreKept)
{
    const auto request = readOpenAiOf(
        R"([{"role":"system","content":[{"type":"text","text":"long","cache_control":{"type":"ephemeral","ttl":"1h"}}]},)"
        R"({"role":"user","content":"Hi","cache_control":{"type":"ephemeral"}}])",
        R"(,"tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}},)"
        R"({"type":"web_search"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",)"
        R"("tools":[{"type":"function","function":{"name":"b"}}]}})");
    EXPECT_EQ(std::get<TextPart>(request.messages[0].parts[0]).cache, "1h");
    EXPECT_EQ(std::get<TextPart>(request.messages[1].parts[0]).cache, "5m");
    ASSERT_EQ(request.tools.size(), 1U);
    EXPECT_EQ(request.tools[0].name, "b");
    EXPECT_EQ(request.toolChoice.kind, ToolChoice::Kind::Required);
    EXPECT_EQ(request.dropped, std::vector<std::string>{"tools[2]"});
}

TEST(ReadOpenAi, WhatIsWrongIsNamed)
{
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"robot","content":"x"}])"), "messages[0].role");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"user"}])"), "messages[0].content");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"user","content":5}])"), "messages[0].content");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"user","content":[{"type":"smell"}]}])"), "messages[0].content[0].type");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"user","content":[{"type":"image_url","image_url":{}}]}])"),
              "messages[0].content[0].image_url.url");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"tool","content":"x"}])"), "messages[0].tool_call_id");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"assistant","tool_calls":[{"id":"a"}]}])"),
              "messages[0].tool_calls[0].function");
    EXPECT_EQ(refusedOpenAiField(R"([{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}])"),
              "messages[0].tool_calls[0].id");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"temperature":3)"), "temperature");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"temperature":"hot")"), "temperature");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"tools":[{"type":"function","function":{}}])"),
              "tools[0].function.name");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"tool_choice":"maybe")"), "tool_choice");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"response_format":{"type":"xml"})"), "response_format.type");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"modalities":["text","audio"])"), "modalities");
    EXPECT_EQ(refusedOpenAiField(helloOpenAi, R"(,"store":true,"metadata":{},"whatever":1)"), "taken");
}

TEST(WriteOpenAi, SaysWhatWasRead)
{
    const std::string body =
        R"({"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[)"
        R"({"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA",)"
        R"("detail":"low"}},{"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}},)"
        R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}}]},)"
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f",)"
        R"("arguments":"{\"x\":1}"}}]},{"role":"tool","tool_call_id":"a","content":"one"},)"
        R"({"role":"user","content":"Well?"}],"tools":[{"type":"function","function":{"name":"f","description":"d",)"
        R"("parameters":{"type":"object"}}}],"tool_choice":{"type":"function","function":{"name":"f"}},)"
        R"("parallel_tool_calls":false,"stream":true,"stream_options":{"include_usage":true},)"
        R"("max_completion_tokens":9,"temperature":0.7,"stop":["END"],"reasoning_effort":"low",)"
        R"("response_format":{"type":"json_object"}})";
    const auto decoded = decodeOpenAiChat(body);
    ASSERT_TRUE(decoded.ok());
    const auto request = readOpenAiChat(*decoded);
    ASSERT_TRUE(request.ok()) << request.error().message;
    EXPECT_EQ(writtenOpenAi(*request, {"m", {}}), body);
}

TEST(WriteOpenAi, ImagesOfAToolAreTheUsers)
{
    Request request;
    MediaPart image;
    image.mediaType = "image/png";
    image.data = "AAAA";
    request.messages.push_back(
        {Role::User, {ToolResultPart{"a", "f", "see", {image}, false, {}}, TextPart{"Well?", {}}}, {}});
    EXPECT_EQ(
        writtenOpenAi(request),
        R"({"model":"real","messages":[{"role":"tool","tool_call_id":"a","content":"see"},{"role":"user","content":[)"
        R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"Well?"}]}]})");
}

TEST(WriteOpenAi, MaximaAreLowered)
{
    Request request = readOpenAiOf(helloOpenAi, R"(,"max_tokens":50000)");
    EXPECT_NE(writtenOpenAi(request, {"m", 100, 16'384}).find(R"("max_completion_tokens":100)"), std::string::npos);
    EXPECT_NE(writtenOpenAi(request, {"m", {}, 16'384}).find(R"("max_completion_tokens":16384)"), std::string::npos);
    request.maxTokens.reset();
    EXPECT_NE(writtenOpenAi(request, {"m", 100, 0, true, "max_tokens"}).find(R"("max_tokens":100)"), std::string::npos);
    EXPECT_EQ(writtenOpenAi(request, {"m", {}, 16'384}).find("max"), std::string::npos);
}

TEST(WriteOpenAi, AThinkingBudgetBecomesAnEffort)
{
    Request request = readOpenAiOf(helloOpenAi);
    request.thinking.budgetTokens = 10'000;
    EXPECT_NE(writtenOpenAi(request).find(R"("reasoning_effort":"medium")"), std::string::npos);
    EXPECT_EQ(writtenOpenAi(request, {"m", {}, 0, true, "max_tokens", false}).find("reasoning"), std::string::npos);
    request.thinking.budgetTokens = 0;
    EXPECT_EQ(writtenOpenAi(request).find("reasoning"), std::string::npos);
}

TEST(WriteOpenAi, WhatItCantSayIsNamed)
{
    Request request;
    MediaPart file;
    file.kind = MediaPart::Kind::File;
    file.url = "https://x.test/a.pdf";
    request.messages.push_back({Role::User, {file}, {}});
    EXPECT_EQ(writtenOpenAi(request), "refused: messages.content.document.source.url");
}

TEST(OpenAiReader, CallsInPiecesAndCallsAtOnce)
{
    const auto pieces = makeOpenAiChatReader({});
    EXPECT_EQ(
        said(readStream(
            *pieces,
            openAiStreamOf(
                {openAiDelta(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}])"),
                 openAiDelta(R"("tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\""}}])"),
                 openAiDelta(
                     R"("tool_calls":[{"index":0,"function":{"arguments":"{}"}},{"index":1,"function":{"arguments":":2}"}}])"),
                 openAiDelta("", R"("tool_calls")"), "[DONE]"}),
            1000)),
        "call: f {}\ncall: g {\"y\":2}\nfinish: tool calls\n");
    EXPECT_TRUE(pieces->done());

    // The same index for every call, and no id: servers that give whole calls do both.
    const auto whole = makeOpenAiChatReader({});
    const auto events = readStream(
        *whole,
        openAiStreamOf(
            {openAiDelta(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}])"),
             openAiDelta(R"("tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":{"y":2}}}])"),
             openAiDelta(R"("tool_calls":[{"index":1,"id":"","function":{"name":"h","arguments":"{}"}}])",
                         R"("stop")")}),
        1000);
    EXPECT_EQ(said(events), "call: f {}\ncall: g {\"y\":2}\ncall: h {}\nfinish: tool calls\n");
    EXPECT_EQ(events[4].id.substr(0, 5), "call_");
    EXPECT_EQ(events[4].id.size(), 21U);
}

TEST(OpenAiReader, ReasoningRefusalImagesAndCitations)
{
    const auto reader = makeOpenAiChatReader({});
    EXPECT_EQ(
        said(readStream(
            *reader,
            openAiStreamOf(
                {openAiDelta(R"("reasoning":"h","reasoning_details":[{"type":"reasoning.text","text":"h"}])"),
                 openAiDelta(
                     R"("reasoning":null,"reasoning_details":[{"type":"reasoning.text","text":"","signature":"S"}])"),
                 openAiDelta(R"("reasoning_content":"m")"), openAiDelta(R"("content":"<think>kept</think>ok")"),
                 openAiDelta(R"("refusal":"no")"),
                 openAiDelta(R"("images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}])"),
                 openAiDelta(
                     R"("annotations":[{"type":"url_citation","url_citation":{"url":"https://a.test","title":"A"}},{"type":"url_citation","url_citation":{"url":"https://a.test","title":"A"}}])",
                     R"("length")"),
                 openAiDelta("", R"("length")")}),
            1000)),
        "reasoning: hm\n"
        "text: <think>kept</think>ok\n"
        "refusal: no\n"
        "citations: A <https://a.test>;\n"
        "media: image/png AAAA;\n"
        "finish: length\n");
}

TEST(OpenAiReader, PerplexitysSourcesComeOnce)
{
    const std::string sources =
        R"("citations":["https://a.test","https://b.test"],"search_results":[{"title":"A","url":"https://a.test"}],)";
    const std::string chunk =
        R"({"id":"p",)" + sources + R"("choices":[{"index":0,"message":{"content":"1 2"},"delta":{"content":"1"}}]})";
    const std::string done = R"({"id":"p",)" + sources +
                             R"("object":"chat.completion.done","choices":[{"index":0,"message":{"content":"1 1"},)"
                             R"("delta":{"content":""},"finish_reason":"stop"}]})";
    const auto reader = makeOpenAiChatReader({false, true});
    EXPECT_EQ(said(readStream(*reader, openAiStreamOf({chunk, chunk, done}), 1000)),
              "text: 11\ncitations: A <https://a.test>; <https://b.test>;\nfinish: stop\n");
    EXPECT_TRUE(reader->done());
}

TEST(OpenAiReader, ErrorsInAStreamInEveryForm)
{
    const auto errorOf = [](const std::string &data) {
        const auto reader = makeOpenAiChatReader({});
        readStream(*reader, openAiStreamOf({data}), 1000);
        return reader->error() ? reader->error()->message : std::string();
    };
    EXPECT_EQ(errorOf(R"({"error":{"message":"m","type":"t"}})"), "m");
    EXPECT_EQ(errorOf(R"({"code":"invalid-argument","error":"m"})"), "m");
    EXPECT_EQ(errorOf(R"({"choices":[{"index":0,"delta":{},"error":{"message":"m"},"finish_reason":"error"}]})"), "m");
    EXPECT_EQ(errorOf("not json"), "The provider's stream couldn't be read.");
    EXPECT_EQ(errorOf(R"({"choices":[]})"), "");
}

TEST(OpenAiReader, WhatIsNoAnswerIsNone)
{
    std::vector<Event> events;
    EXPECT_FALSE(makeOpenAiChatReader({})->whole("<html>", events));
    EXPECT_FALSE(makeOpenAiChatReader({})->whole(R"({"error":{"message":"m"}})", events));
    EXPECT_FALSE(makeOpenAiChatReader({})->whole("[]", events));
    // Impossible indexes and types are passed over.
    const auto reader = makeOpenAiChatReader({});
    EXPECT_EQ(
        said(wholeOpenAiOf(R"({"choices":[{"index":-1,"message":{"content":"a"}},{"index":99999999,"message":{}},7,)"
                           R"({"index":0,"message":{"content":7,"tool_calls":[{},5],"annotations":{}}}]})",
                           *reader)),
        "");
}

TEST(OpenAiWriter, AStream)
{
    auto writer = makeOpenAiChatWriter(openAiIdentity(true));
    std::string out;
    writer->write(openAiEvent(Event::Kind::Reasoning, "hm"), out);
    writer->write(openAiEvent(Event::Kind::Text, "Hi \"you\""), out);
    Event call = openAiEvent(Event::Kind::ToolCall);
    call.id = "a";
    call.name = "f";
    writer->write(call, out);
    writer->write(openAiEvent(Event::Kind::ToolArguments, "{}"), out);
    writer->ping(out);
    Event finish = openAiEvent(Event::Kind::Finish);
    finish.finish = FinishReason::ToolCalls;
    writer->write(finish, out);
    AnswerTotals totals;
    totals.usage[Bucket::Input] = 3;
    totals.usage[Bucket::Output] = 4;
    totals.cost = Money::fromNanoUsd(1'500);
    totals.balance = Money::fromNanoUsd(2'000'000'000);
    writer->end(totals, {}, out);
    const std::string head = R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":5,"model":"m")";
    const auto chunk = [&head](const std::string &members, const std::string &reason = "null") {
        return head + R"(,"choices":[{"index":0,"delta":{)" + members + R"(},"logprobs":null,"finish_reason":)" +
               reason + "}],\"usage\":null}\n\n";
    };
    EXPECT_EQ(
        out,
        chunk(R"("role":"assistant","content":"","refusal":null)") + chunk(R"("reasoning_content":"hm")") +
            chunk(R"("content":"Hi \"you\"")") +
            chunk(R"("tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}])") +
            chunk(R"("tool_calls":[{"index":0,"function":{"arguments":"{}"}}])") + ": keep-alive\n\n" +
            chunk("", R"("tool_calls")") + head +
            R"(,"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,)"
            R"("prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},)"
            R"("completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0},"cost":0.0000015,"balance":2}})"
            "\n\ndata: [DONE]\n\n");
}

TEST(OpenAiWriter, ACustomToolsTextIsTakenOutOfTheObjectOfAProviderWithoutSuch)
{
    auto call = openAiEvent(Event::Kind::ToolCall);
    call.id = "call_a";
    call.name = "sql";
    auto first = openAiEvent(Event::Kind::ToolArguments, "{\"input\":\"SEL");
    auto second = openAiEvent(Event::Kind::ToolArguments, "ECT 1\"}");
    auto finish = openAiEvent(Event::Kind::Finish);
    finish.finish = FinishReason::ToolCalls;
    AnswerIdentity identity = openAiIdentity(false);
    identity.customTools = {"sql"};
    const std::vector<Event> events{call, first, second, finish};
    const std::string stream = writeStream(*makeOpenAiChatWriter(identity), events, {});
    EXPECT_NE(stream.find(R"("type":"custom","custom":{"name":"sql","input":""})"), std::string::npos) << stream;
    EXPECT_NE(stream.find(R"("tool_calls":[{"index":0,"custom":{"input":"SELECT 1"}}])"), std::string::npos) << stream;
    EXPECT_EQ(stream.find("function"), std::string::npos) << stream;
    const std::string body = makeOpenAiChatWriter(identity)->whole(events, {});
    EXPECT_NE(body.find(R"("type":"custom","custom":{"name":"sql","input":"SELECT 1"}})"), std::string::npos) << body;
}

TEST(OpenAiWriter, AStoppedStreamSaysWhy)
{
    auto writer = makeOpenAiChatWriter(openAiIdentity(false));
    std::string out;
    writer->write(openAiEvent(Event::Kind::Text, "a"), out);
    out.clear();
    writer->end({}, "no money", out);
    EXPECT_EQ(out, "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\","
                   "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}],"
                   "\"beaver\":{\"stopped\":\"no money\"}}\n\ndata: [DONE]\n\n");
}

TEST(OpenAiWriter, ABrokenStreamEndsWithAnError)
{
    std::string out;
    makeOpenAiChatWriter(openAiIdentity(false))
        ->fail({ErrorCode::UpstreamFailed, "The provider broke.", {}, "upstream_unavailable", "secret", 0}, out);
    EXPECT_EQ(out, "data: {\"error\":{\"message\":\"The provider broke.\",\"type\":\"server_error\",\"param\":null,"
                   "\"code\":\"upstream_unavailable\"}}\n\n");
}

TEST(OpenAiWriter, AWholeAnswer)
{
    Event thought = openAiEvent(Event::Kind::Reasoning, "why");
    Event signature = openAiEvent(Event::Kind::Reasoning);
    signature.signature = "S";
    Event citation = openAiEvent(Event::Kind::Citation);
    citation.url = "https://a.test";
    citation.name = "A";
    Event finish = openAiEvent(Event::Kind::Finish);
    finish.finish = FinishReason::Length;
    const std::string body =
        makeOpenAiChatWriter(openAiIdentity(false))
            ->whole({thought, signature, openAiEvent(Event::Kind::Text, "Hi"), citation, finish}, {});
    EXPECT_EQ(
        body.substr(0, body.find(",\"usage\"")),
        R"({"id":"chatcmpl-1","object":"chat.completion","created":5,"model":"m","choices":[{"index":0,"message":)"
        R"({"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"why","reasoning_details":)"
        R"([{"type":"reasoning.text","text":"why","signature":"S","index":0}],"annotations":[{"type":"url_citation",)"
        R"("url_citation":{"start_index":0,"end_index":0,"url":"https://a.test","title":"A"}}]},"logprobs":null,)"
        R"("finish_reason":"length"}])");
}
