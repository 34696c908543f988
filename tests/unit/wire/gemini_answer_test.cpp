#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/gemini.h>
#include <server/wire/json_scan.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

struct GeminiAnswer
{
    std::unique_ptr<AnswerReader> reader = makeGeminiReader();
    std::vector<Event> events;

    explicit GeminiAnswer(const std::vector<std::string> &chunks)
    {
        std::string stream;
        for (const auto &chunk : chunks)
            stream += "data: " + chunk + "\r\n\r\n";
        events = readStream(*reader, stream, stream.size());
    }
};

std::string geminiUsageText(const std::string &metadata)
{
    const GeminiAnswer answer({R"({"candidates":[{"finishReason":"STOP"}],"usageMetadata":)" + metadata + "}"});
    return answer.reader->usage() ? counted(*answer.reader->usage()) : "none";
}

std::string writtenGeminiChunks(const std::vector<Event> &events, const AnswerTotals &totals = {})
{
    auto writer = makeGeminiWriter(identity("r1", "m"));
    return writeStream(*writer, events, totals);
}

} // namespace

TEST(GeminiReader, TextThoughtsAndTheirCountsComeInChunks)
{
    const GeminiAnswer answer(
        {R"({"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],)"
         R"("usageMetadata":{"promptTokenCount":10,"totalTokenCount":10},"modelVersion":"gemini-2.5-flash","responseId":"R"})",
         R"({"candidates":[{"content":{"parts":[{"text":"One"}]}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1,"thoughtsTokenCount":5}})",
         R"({"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"S"}]},"finishReason":"STOP"}],)"
         R"("usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"thoughtsTokenCount":5,"totalTokenCount":17}})"});
    EXPECT_EQ(said(answer.events), "reasoning: Hm\ntext: One\nfinish: stop\n");
    EXPECT_EQ(counted(*answer.reader->usage()), "input=10 output=2 reasoning=5");
    EXPECT_EQ(answer.reader->model(), "gemini-2.5-flash");
    EXPECT_EQ(answer.reader->id(), "R");
    EXPECT_TRUE(answer.reader->finished());
    EXPECT_FALSE(answer.reader->done());
}

TEST(GeminiReader, BeforeAnyOutputIsCountedNothingIsKnown)
{
    const GeminiAnswer answer(
        {R"({"candidates":[{"content":{"parts":[{"text":"C"}]}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10}})"});
    EXPECT_FALSE(answer.reader->usage());
    EXPECT_FALSE(answer.reader->finished());
}

TEST(GeminiReader, CallsGetIdsAndMakeTheFinish)
{
    const GeminiAnswer answer(
        {R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":"é"}},"thoughtSignature":"SIG"},)"
         R"({"functionCall":{"name":"g","id":"given"}}]}}],"responseId":"a/b-C"})",
         R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}}]}}]})",
         R"({"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]})"});
    EXPECT_EQ(said(answer.events), "call: f {\"a\":\"é\"}\ncall: g {}\ncall: f {}\nfinish: tool calls\n");
    EXPECT_EQ(answer.events[0].id, "call_a_b-C_0");
    EXPECT_EQ(answer.events[0].signature, "SIG");
    EXPECT_EQ(answer.events[2].id, "given");
    EXPECT_EQ(answer.events[4].id, "call_a_b-C_2");
}

TEST(GeminiReader, AnswersWithoutAnIdMakeDifferentOnes)
{
    const char *chunk =
        R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]})";
    EXPECT_NE(GeminiAnswer({chunk}).events[0].id, GeminiAnswer({chunk}).events[0].id);
}

TEST(GeminiReader, EveryFinishReasonHasItsMeaning)
{
    const auto finish = [](const std::string &reason) {
        return said(GeminiAnswer({R"({"candidates":[{"finishReason":")" + reason + "\"}]}"}).events);
    };
    EXPECT_EQ(finish("STOP"), "finish: stop\n");
    EXPECT_EQ(finish("MAX_TOKENS"), "finish: length\n");
    for (const char *filtered : {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY"})
        EXPECT_EQ(finish(filtered), "finish: content filter\n");
    for (const char *failed :
         {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "LANGUAGE", "OTHER", "NEW"})
        EXPECT_EQ(finish(failed), "finish: error\n");
    EXPECT_EQ(finish("FINISH_REASON_UNSPECIFIED"), "");
    EXPECT_EQ(said(GeminiAnswer({R"({"promptFeedback":{"blockReason":"SAFETY"}})"}).events),
              "finish: content filter\n");
}

TEST(GeminiReader, ErrorsAreReadInEveryForm)
{
    const std::string error = R"({"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})";
    for (const auto &chunk : {error, '[' + error + ']'}) {
        const GeminiAnswer answer({chunk});
        ASSERT_TRUE(answer.reader->error());
        EXPECT_EQ(answer.reader->error()->message, "overloaded");
        EXPECT_EQ(answer.reader->error()->type, "UNAVAILABLE");
        EXPECT_EQ(answer.reader->error()->code, "503");
        std::vector<Event> events;
        EXPECT_FALSE(makeGeminiReader()->whole(chunk, events));
    }
    EXPECT_TRUE(GeminiAnswer({"<html>"}).reader->error());
    std::vector<Event> events;
    EXPECT_FALSE(makeGeminiReader()->whole(R"({"object":"chat.completion"})", events));
    EXPECT_FALSE(makeGeminiReader()->whole("[]", events));
}

TEST(GeminiReader, AStreamAsOneListIsReadToo)
{
    auto reader = makeGeminiReader();
    std::vector<Event> events;
    EXPECT_TRUE(reader->whole(R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},)"
                              R"({"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]}])",
                              events));
    EXPECT_EQ(said(events), "text: ab\nfinish: stop\n");
}

TEST(GeminiReader, CandidatesAreChoices)
{
    const GeminiAnswer answer(
        {R"({"candidates":[{"index":0,"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"},)"
         R"({"index":1,"content":{"parts":[{"text":"b"},{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]})"});
    EXPECT_EQ(said(answer.events), "text: a\nfinish: stop\n1 text: b\n1 call: f {}\n1 finish: tool calls\n");
}

TEST(GeminiReader, PicturesAndSourcesComeThrough)
{
    const GeminiAnswer answer(
        {R"({"modelVersion":"gemini-2.5-flash","candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},)"
         R"("groundingMetadata":{"webSearchQueries":["a","b"],"groundingChunks":[{"web":{"uri":"https://x","title":"X"}}]},"finishReason":"STOP"}],)"
         R"("usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1300,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}})"});
    EXPECT_EQ(said(answer.events), "citations: X <https://x>;\nmedia: image/png AAAA;\nfinish: stop\n");
    EXPECT_EQ(counted(*answer.reader->usage()), "input=5 output=10 image_out=1290");
    EXPECT_EQ((*answer.reader->usage())[Bucket::Searches], 1)
        << "a prompt that searched is priced once before Gemini 3";
}

TEST(GeminiUsage, BucketsAreDisjoint)
{
    EXPECT_EQ(
        geminiUsageText(
            R"({"promptTokenCount":100,"cachedContentTokenCount":60,"candidatesTokenCount":20,"thoughtsTokenCount":30,)"
            R"("toolUsePromptTokenCount":7,"totalTokenCount":157,)"
            R"("promptTokensDetails":[{"modality":"TEXT","tokenCount":70},{"modality":"AUDIO","tokenCount":30}],)"
            R"("cacheTokensDetails":[{"modality":"AUDIO","tokenCount":10}]})"),
        "input=27 cached_read=60 output=20 reasoning=30 audio_in=20");
    EXPECT_EQ(geminiUsageText(R"({"promptTokenCount":10,"cachedContentTokenCount":99,"candidatesTokenCount":5,)"
                              R"("promptTokensDetails":[{"modality":"AUDIO","tokenCount":99}]})"),
              "cached_read=10 output=5");
}

TEST(GeminiUsage, LiesAreNoUsage)
{
    for (const char *lie :
         {"{}", "null", R"({"promptTokenCount":-1})", R"({"promptTokenCount":"x","candidatesTokenCount":1})",
          R"({"promptTokenCount":1,"candidatesTokenCount":99999999999})", R"({"promptTokenCount":1.5})"})
        EXPECT_EQ(geminiUsageText(lie), "none") << lie;
}

TEST(GeminiWriter, StreamsTextAndKeepsCallsWhole)
{
    const std::vector<Event> events{
        {.kind = Event::Kind::Reasoning, .text = "Hm"},
        {.kind = Event::Kind::Text, .text = "Say \"hi\""},
        {.kind = Event::Kind::ToolCall, .part = 0, .id = "c1", .name = "f", .signature = "SIG"},
        {.kind = Event::Kind::ToolArguments, .part = 0, .text = "{\"a\""},
        {.kind = Event::Kind::ToolCall, .part = 1, .id = "c2", .name = "g"},
        {.kind = Event::Kind::ToolArguments, .part = 0, .text = ":1}"},
        {.kind = Event::Kind::Finish, .finish = FinishReason::ToolCalls},
    };
    AnswerTotals totals;
    totals.usage[Bucket::Input] = 8;
    totals.usage[Bucket::CachedRead] = 2;
    totals.usage[Bucket::Output] = 5;
    totals.usage[Bucket::Reasoning] = 3;
    totals.cost = Money::fromNanoUsd(1'500);
    totals.balance = Money::fromNanoUsd(2'000'000'000);
    EXPECT_EQ(
        writtenGeminiChunks(events, totals),
        "data: "
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm\",\"thought\":true}],\"role\":\"model\"},\"index\":0}"
        "],"
        "\"modelVersion\":\"m\",\"responseId\":\"r1\"}\r\n\r\n"
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Say "
        "\\\"hi\\\"\"}],\"role\":\"model\"},\"index\":0}],"
        "\"modelVersion\":\"m\",\"responseId\":\"r1\"}\r\n\r\n"
        "data: "
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"id\":\"c1\",\"name\":\"f\",\"args\":{\"a\":1}},"
        "\"thoughtSignature\":\"SIG\"},{\"functionCall\":{\"id\":\"c2\",\"name\":\"g\",\"args\":{}}}],\"role\":"
        "\"model\"},"
        "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":5,"
        "\"totalTokenCount\":18,\"cachedContentTokenCount\":2,\"thoughtsTokenCount\":3,"
        "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":10}],\"cost\":0.0000015,\"balance\":2},"
        "\"modelVersion\":\"m\",\"responseId\":\"r1\"}\r\n\r\n");
}

TEST(GeminiWriter, FinishReasonsGoBack)
{
    const auto reason = [](FinishReason finish) {
        const std::string data = dataOf(writtenGeminiChunks({{.kind = Event::Kind::Finish, .finish = finish}})).back();
        std::string_view text;
        EXPECT_FALSE(parseJson(data).at_pointer("/candidates/0/finishReason").get(text));
        return std::string(text);
    };
    EXPECT_EQ(reason(FinishReason::Stop), "STOP");
    EXPECT_EQ(reason(FinishReason::StopSequence), "STOP");
    EXPECT_EQ(reason(FinishReason::ToolCalls), "STOP");
    EXPECT_EQ(reason(FinishReason::Length), "MAX_TOKENS");
    EXPECT_EQ(reason(FinishReason::ContentFilter), "SAFETY");
    EXPECT_EQ(reason(FinishReason::Error), "OTHER");
}

TEST(GeminiWriter, ACallThatIsNoJsonIsCalledMalformed)
{
    const std::string chunks = writtenGeminiChunks({{.kind = Event::Kind::ToolCall, .id = "c", .name = "f"},
                                                    {.kind = Event::Kind::ToolArguments, .text = "{\"a\":"},
                                                    {.kind = Event::Kind::Finish, .finish = FinishReason::ToolCalls}});
    EXPECT_NE(chunks.find("MALFORMED_FUNCTION_CALL"), std::string::npos);
    EXPECT_EQ(chunks.find("functionCall\""), std::string::npos);
}

TEST(GeminiWriter, AnEndOfTheGatewaysOwnSaysWhy)
{
    auto writer = makeGeminiWriter(identity("r", "m"));
    std::string out;
    writer->write({.kind = Event::Kind::Text, .text = "a"}, out);
    writer->end({}, "the balance is used up", out);
    EXPECT_NE(out.find(R"("finishReason":"MAX_TOKENS")"), std::string::npos);
    EXPECT_NE(out.find(R"("beaver":{"stopped":"the balance is used up"})"), std::string::npos);
}

TEST(GeminiWriter, ErrorsHaveGooglesForm)
{
    auto writer = makeGeminiWriter(identity("r", "m"));
    std::string out;
    writer->fail({ErrorCode::Timeout, "too slow", {}, {}, {}, 0}, out);
    EXPECT_EQ(out,
              "data: {\"error\":{\"code\":504,\"message\":\"too slow\",\"status\":\"DEADLINE_EXCEEDED\"}}\r\n\r\n");
}

TEST(GeminiWriter, APingIsNoEvent)
{
    auto writer = makeGeminiWriter(identity("r", "m"));
    std::string out;
    writer->write({.kind = Event::Kind::Text, .text = "a"}, out);
    writer->ping(out);
    writer->ping(out);
    writer->end({}, {}, out);
    EXPECT_EQ(dataOf(out).size(), 2U);
}

TEST(GeminiWriter, AWholeAnswerJoinsItsPieces)
{
    auto writer = makeGeminiWriter(identity("r", "m"));
    const std::string body = writer->whole({{.kind = Event::Kind::Reasoning, .text = "H"},
                                            {.kind = Event::Kind::Reasoning, .text = "m"},
                                            {.kind = Event::Kind::Text, .text = "a"},
                                            {.kind = Event::Kind::Text, .text = "b"},
                                            {.kind = Event::Kind::Media, .text = "AAAA", .mediaType = "image/png"},
                                            {.kind = Event::Kind::Text, .choice = 1, .text = "c"},
                                            {.kind = Event::Kind::Citation, .name = "X", .url = "https://x"},
                                            {.kind = Event::Kind::Finish, .finish = FinishReason::Stop},
                                            {.kind = Event::Kind::Finish, .choice = 1, .finish = FinishReason::Length}},
                                           {});
    EXPECT_EQ(
        body.substr(0, body.find(",\"usageMetadata\"")),
        R"({"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"ab"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],)"
        R"("role":"model"},"finishReason":"STOP","index":0,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://x","title":"X"}}]}},)"
        R"({"content":{"parts":[{"text":"c"}],"role":"model"},"finishReason":"MAX_TOKENS","index":1}])");
}
