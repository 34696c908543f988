#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/anthropic.h>
#include <server/wire/codec_support.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

Event anthropicEvent(Event::Kind kind, const std::string &text = {})
{
    Event event;
    event.kind = kind;
    event.text = text;
    return event;
}

Event anthropicCall(std::int64_t part, const std::string &id, const std::string &name)
{
    Event begin = anthropicEvent(Event::Kind::ToolCall);
    begin.part = part;
    begin.id = id;
    begin.name = name;
    return begin;
}

Event anthropicArguments(std::int64_t part, const std::string &text)
{
    Event piece = anthropicEvent(Event::Kind::ToolArguments, text);
    piece.part = part;
    return piece;
}

Event anthropicFinish(FinishReason reason, const std::string &sequence = {})
{
    Event end = anthropicEvent(Event::Kind::Finish);
    end.finish = reason;
    end.name = sequence;
    return end;
}

AnswerIdentity anthropicIdentity()
{
    return {"1", "m", 5, 30, true, {}};
}

/// The stream in short: type, index and what it says.
std::string shortAnthropicStream(const std::vector<Event> &events, const std::string &note = {})
{
    auto writer = makeAnthropicWriter(anthropicIdentity());
    std::string out;
    for (const auto &one : events)
        writer->write(one, out);
    writer->end({}, note, out);
    std::string lines;
    for (const auto &data : dataOf(out)) {
        if (data.starts_with(R"({"type":"message_start")"))
            continue;
        std::string line = data;
        for (const char *cut : {R"("type":"content_block_)", R"(,"content_block":)", R"(,"delta":)", R"("index":)"}) {
            if (const std::size_t at = line.find(cut); at != std::string::npos)
                line.replace(at, std::string(cut).size(), " ");
        }
        lines += line.substr(0, line.find(R"(,"usage")")) + '\n';
    }
    return lines;
}

std::string anthropicAnswerOf(const std::vector<std::string> &data, AnswerReader &reader)
{
    std::string stream;
    for (const auto &one : data)
        stream += "event: x\ndata: " + one + "   \n\n";
    return said(readStream(reader, stream, 5));
}

} // namespace

TEST(AnthropicReader, AStream)
{
    const auto reader = makeAnthropicReader();
    EXPECT_EQ(
        anthropicAnswerOf(
            {R"({"type":"message_start","message":{"id":"msg_1","model":"c","usage":{"input_tokens":10,)"
             R"("cache_read_input_tokens":5,"output_tokens":1}}})",
             R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}})",
             R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}})",
             R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S"}})",
             R"({"type":"content_block_stop","index":0})",
             R"({"type":"ping"})",
             R"({"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}})",
             R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"q\":1}"}})",
             R"({"type":"content_block_stop","index":1})",
             R"({"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result","content":[]}})",
             R"({"type":"content_block_stop","index":2})",
             R"({"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}})",
             R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"Ruby"}})",
             R"({"type":"content_block_delta","index":3,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.test","title":"A"}}})",
             R"({"type":"content_block_stop","index":3})",
             R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}})",
             R"({"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":""}})",
             R"({"type":"content_block_stop","index":4})",
             R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9,)"
             R"("server_tool_use":{"web_search_requests":2}}})",
             R"({"type":"message_stop"})"},
            *reader),
        "reasoning: hm\n"
        "text: Ruby\n"
        "call: f {}\n"
        "citations: A <https://a.test>;\n"
        "finish: tool calls\n");
    EXPECT_TRUE(reader->done());
    EXPECT_EQ(reader->id(), "msg_1");
    EXPECT_EQ(counted(*reader->usage()), "input=10 cached_read=5 output=9");
    EXPECT_EQ((*reader->usage())[Bucket::Searches], 2);
    EXPECT_FALSE(reader->usage()->estimated);
}

TEST(AnthropicReader, BeforeItsEndOnlyTheInputIsKnown)
{
    const auto reader = makeAnthropicReader();
    EXPECT_EQ(anthropicAnswerOf(
                  {R"({"type":"message_start","message":{"usage":{"input_tokens":10,"output_tokens":1}}})"}, *reader),
              "");
    ASSERT_TRUE(reader->usage());
    EXPECT_EQ(counted(*reader->usage()), "input=10");
    EXPECT_TRUE(reader->usage()->estimated);
}

TEST(AnthropicReader, EveryStopReason)
{
    const auto finishOf = [](const std::string &reason) {
        const auto reader = makeAnthropicReader();
        return anthropicAnswerOf({R"({"type":"message_delta","delta":{"stop_reason":")" + reason + "\"}}"}, *reader);
    };
    EXPECT_EQ(finishOf("end_turn"), "finish: stop\n");
    EXPECT_EQ(finishOf("pause_turn"), "finish: stop\n");
    EXPECT_EQ(finishOf("stop_sequence"), "finish: stop sequence\n");
    EXPECT_EQ(finishOf("max_tokens"), "finish: length\n");
    EXPECT_EQ(finishOf("model_context_window_exceeded"), "finish: length\n");
    EXPECT_EQ(finishOf("tool_use"), "finish: tool calls\n");
    EXPECT_EQ(finishOf("refusal"), "finish: content filter\n");
}

TEST(AnthropicReader, IterationsAreSummedAndLiesPassedOver)
{
    const auto usageOf = [](const std::string &usage) {
        const auto reader = makeAnthropicReader();
        std::vector<Event> events;
        EXPECT_TRUE(reader->whole(R"({"id":"m","content":[],"stop_reason":"end_turn","usage":)" + usage + "}", events));
        return reader->usage() ? counted(*reader->usage()) : "none";
    };
    EXPECT_EQ(usageOf(R"({"input_tokens":23,"output_tokens":1,"iterations":[{"type":"compaction","input_tokens":180,)"
                      R"("output_tokens":35},{"type":"message","input_tokens":23,"output_tokens":1}]})"),
              "input=203 output=36");
    EXPECT_EQ(usageOf(R"({"input_tokens":-1,"output_tokens":1})"), "none");
    EXPECT_EQ(usageOf(R"({"input_tokens":5,"output_tokens":99999999999})"), "none");
    EXPECT_EQ(usageOf(R"({"input_tokens":5,"output_tokens":3,"output_tokens_details":{"thinking_tokens":99},)"
                      R"("cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":99}})"),
              "input=5 cache_write_1h=4 reasoning=3");
}

TEST(AnthropicReader, WhatIsNoAnswerIsNone)
{
    const auto reader = makeAnthropicReader();
    std::vector<Event> events;
    EXPECT_FALSE(
        reader->whole(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", events));
    EXPECT_EQ(reader->error()->type, "overloaded_error");
    EXPECT_FALSE(makeAnthropicReader()->whole("<html>", events));
    EXPECT_FALSE(makeAnthropicReader()->whole(R"({"choices":[]})", events));
    const auto stream = makeAnthropicReader();
    anthropicAnswerOf({R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"}, *stream);
    EXPECT_EQ(stream->error()->message, "Overloaded");
}

TEST(AnthropicWriter, AStream)
{
    auto writer = makeAnthropicWriter(anthropicIdentity());
    std::string out;
    writer->write(anthropicEvent(Event::Kind::Text, "Hi"), out);
    writer->ping(out);
    writer->write(anthropicFinish(FinishReason::StopSequence, "END"), out);
    AnswerTotals totals;
    totals.usage[Bucket::Input] = 3;
    totals.usage[Bucket::CachedRead] = 2;
    totals.usage[Bucket::CacheWrite1h] = 1;
    totals.usage[Bucket::Output] = 4;
    totals.usage[Bucket::Reasoning] = 5;
    totals.usage[Bucket::Searches] = 1;
    totals.cost = Money::fromNanoUsd(1'500);
    totals.balance = Money::fromNanoUsd(2'000'000'000);
    writer->end(totals, {}, out);
    EXPECT_EQ(
        out,
        "event: message_start\n"
        R"(data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",)"
        R"("content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":30,)"
        R"("cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}})"
        "\n\nevent: content_block_start\n"
        R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
        "\n\nevent: content_block_delta\n"
        R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}})"
        "\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\nevent: content_block_stop\n"
        R"(data: {"type":"content_block_stop","index":0})"
        "\n\nevent: message_delta\n"
        R"(data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":)"
        R"({"input_tokens":3,"cache_creation_input_tokens":1,"cache_read_input_tokens":2,"cache_creation":)"
        R"({"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":1},"output_tokens":9,"output_tokens_details":)"
        R"({"thinking_tokens":5},"server_tool_use":{"web_search_requests":1},"cost":0.0000015,"balance":2}})"
        "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
}

TEST(AnthropicWriter, CallsThatInterleaveComeOneAfterAnother)
{
    const std::string another = madeCallId("toolu_", "msg_1call_a", 2); // the provider gave the same id twice
    EXPECT_EQ(shortAnthropicStream({anthropicEvent(Event::Kind::Text, "Let me see."), anthropicCall(0, "call_a", "f"),
                                    anthropicCall(1, "toolu_b", "g"), anthropicArguments(0, "{\"x\""),
                                    anthropicArguments(1, "{}"), anthropicArguments(0, ":1}"),
                                    anthropicCall(2, "call_a", "h"), anthropicFinish(FinishReason::ToolCalls)}),
              "{ start\", 0 {\"type\":\"text\",\"text\":\"\"}}\n"
              "{ delta\", 0 {\"type\":\"text_delta\",\"text\":\"Let me see.\"}}\n"
              "{ stop\", 0}\n"
              "{ start\", 1 {\"type\":\"tool_use\",\"id\":\"toolu_a\",\"name\":\"f\",\"input\":{}}}\n"
              "{ delta\", 1 {\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\"\"}}\n"
              "{ delta\", 1 {\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}}\n"
              "{ stop\", 1}\n"
              "{ start\", 2 {\"type\":\"tool_use\",\"id\":\"toolu_b\",\"name\":\"g\",\"input\":{}}}\n"
              "{ delta\", 2 {\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n"
              "{ stop\", 2}\n"
              "{ start\", 3 {\"type\":\"tool_use\",\"id\":\"" +
                  another +
                  "\",\"name\":\"h\",\"input\":{}}}\n"
                  "{ stop\", 3}\n"
                  "{\"type\":\"message_delta\" {\"stop_reason\":\"tool_use\",\"stop_sequence\":null}\n"
                  "{\"type\":\"message_stop\"}\n");
}

TEST(AnthropicWriter, ACallThatIsWholeIsClosedAtOnce)
{
    auto writer = makeAnthropicWriter(anthropicIdentity());
    std::string out;
    writer->write(anthropicCall(0, "a", "f"), out);
    writer->write(anthropicArguments(0, "{}"), out);
    out.clear();
    writer->write(anthropicCall(1, "b", "g"), out);
    EXPECT_NE(out.find(R"("content_block_stop","index":0)"), std::string::npos);
    EXPECT_NE(out.find(R"("content_block_start","index":1)"), std::string::npos);
}

TEST(AnthropicWriter, OnlySignedThoughtsAreShown)
{
    Event signature = anthropicEvent(Event::Kind::Reasoning);
    signature.signature = "S";
    EXPECT_EQ(shortAnthropicStream({anthropicEvent(Event::Kind::Reasoning, "unsigned"),
                                    anthropicEvent(Event::Kind::Text, "Hi"), anthropicFinish(FinishReason::Stop)}),
              "{ start\", 0 {\"type\":\"text\",\"text\":\"\"}}\n"
              "{ delta\", 0 {\"type\":\"text_delta\",\"text\":\"Hi\"}}\n"
              "{ stop\", 0}\n"
              "{\"type\":\"message_delta\" {\"stop_reason\":\"end_turn\",\"stop_sequence\":null}\n"
              "{\"type\":\"message_stop\"}\n");
    EXPECT_EQ(
        shortAnthropicStream({anthropicEvent(Event::Kind::Reasoning, "h"), anthropicEvent(Event::Kind::Reasoning, "m"),
                              signature, anthropicFinish(FinishReason::Length)}),
        "{ start\", 0 {\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n"
        "{ delta\", 0 {\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}\n"
        "{ delta\", 0 {\"type\":\"signature_delta\",\"signature\":\"S\"}}\n"
        "{ stop\", 0}\n"
        "{\"type\":\"message_delta\" {\"stop_reason\":\"max_tokens\",\"stop_sequence\":null}\n"
        "{\"type\":\"message_stop\"}\n");
}

TEST(AnthropicWriter, AnEmptyAnswerAndAStoppedOne)
{
    EXPECT_EQ(shortAnthropicStream({anthropicFinish(FinishReason::ContentFilter)}),
              "{\"type\":\"message_delta\" {\"stop_reason\":\"refusal\",\"stop_sequence\":null}\n"
              "{\"type\":\"message_stop\"}\n");
    auto writer = makeAnthropicWriter(anthropicIdentity());
    std::string out;
    writer->end({}, "no money", out);
    EXPECT_NE(out.find(R"("stop_reason":"max_tokens")"), std::string::npos);
    EXPECT_NE(out.find(R"("beaver":{"stopped":"no money"})"), std::string::npos);
}

TEST(AnthropicWriter, ABrokenStreamEndsWithAnErrorEvent)
{
    std::string out;
    makeAnthropicWriter(anthropicIdentity())
        ->fail({ErrorCode::Unavailable, "Nothing can serve now.", {}, "overloaded", "secret", 0}, out);
    EXPECT_EQ(out, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                   "\"message\":\"Nothing can serve now.\"}}\n\n");
}

TEST(AnthropicWriter, TheTextOfACustomToolStandsInAnObject)
{
    auto call = anthropicCall(0, "call_a", "sql");
    call.custom = true;
    const std::vector<Event> events{call,
                                    anthropicArguments(0, "SELECT "),
                                    anthropicArguments(0, "\"a\"\n"),
                                    anthropicCall(1, "call_b", "f"),
                                    anthropicArguments(1, "{\"x\":1}"),
                                    anthropicFinish(FinishReason::ToolCalls)};
    std::string pieces;
    for (const auto &data : dataOf(writeStream(*makeAnthropicWriter(anthropicIdentity()), events, {}))) {
        if (data.find("input_json_delta") != std::string::npos)
            pieces += data.substr(data.find("partial_json") + 14);
    }
    EXPECT_EQ(pieces, R"("{\"input\":\""}}"SELECT "}}"\\\"a\\\"\\n"}}"\"}"}}"{\"x\":1}"}})");
    const std::string body = makeAnthropicWriter(anthropicIdentity())->whole(events, {});
    EXPECT_NE(body.find(R"("name":"sql","input":{"input":"SELECT \"a\"\n"}})"), std::string::npos) << body;
    // Text that happens to be JSON is text all the same.
    EXPECT_NE(makeAnthropicWriter(anthropicIdentity())
                  ->whole({call, anthropicArguments(0, "{}")}, {})
                  .find(R"("input":{"input":"{}"}})"),
              std::string::npos);
}

TEST(AnthropicWriter, AWholeAnswer)
{
    const std::string body = makeAnthropicWriter(anthropicIdentity())
                                 ->whole({anthropicEvent(Event::Kind::Text, "Hi"), anthropicCall(0, "call_a", "f"),
                                          anthropicArguments(0, "{\"x\""), anthropicArguments(0, ":1}"),
                                          anthropicCall(1, "b", "g"), anthropicFinish(FinishReason::Stop)},
                                         {});
    EXPECT_EQ(
        body.substr(0, body.find(",\"usage\"")),
        R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"},)"
        R"({"type":"tool_use","id":"toolu_a","name":"f","input":{"x":1}},)"
        R"({"type":"tool_use","id":"toolu_b","name":"g","input":{}}],"stop_reason":"tool_use","stop_sequence":null)");
}
