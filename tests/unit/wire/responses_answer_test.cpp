#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/json_scan.h>
#include <server/wire/responses.h>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

struct ResponsesAnswer
{
    std::unique_ptr<AnswerReader> reader = makeResponsesReader();
    std::vector<Event> events;

    explicit ResponsesAnswer(const std::vector<std::string> &data)
    {
        std::string stream;
        for (const auto &event : data)
            stream += "data: " + event + "\n\n";
        events = readStream(*reader, stream, stream.size());
    }
};

std::string responsesUsageText(const std::string &usage)
{
    const ResponsesAnswer answer(
        {R"({"type":"response.completed","response":{"id":"r","output":[],"usage":)" + usage + "}}"});
    return answer.reader->usage() ? counted(*answer.reader->usage()) : "none";
}

/// What kind of event comes when, and where it belongs.
std::string responsesOrder(const std::string &stream)
{
    std::string lines;
    std::int64_t expected = 0;
    for (const std::string &data : dataOf(stream)) {
        simdjson::dom::object event;
        if (parseJson(data).get(event))
            return "not JSON: " + data;
        std::int64_t number = -1;
        EXPECT_FALSE(event["sequence_number"].get(number));
        EXPECT_EQ(number, expected++);
        const std::string_view type = event["type"];
        EXPECT_NE(stream.find("event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) + '"'),
                  std::string::npos);
        lines += type.starts_with("response.") ? type.substr(9) : type;
        if (!event["output_index"].get(number))
            lines += ' ' + std::to_string(number);
        std::string_view text;
        for (const char *field : {"delta", "text", "arguments", "input", "refusal"}) {
            if (!event[field].get(text))
                lines += " \"" + std::string(text) + '"';
        }
        if (!event["item"]["type"].get(text))
            lines += ' ' + std::string(text);
        lines += '\n';
    }
    return lines;
}

std::string responsesStreamOf(const std::vector<Event> &events, const AnswerTotals &totals = {},
                              std::vector<std::string> customTools = {})
{
    auto writer = makeResponsesWriter(identity("1", "m", std::move(customTools)));
    return writeStream(*writer, events, totals);
}

std::string lastResponse(const std::string &stream, const std::string &pointer)
{
    const std::string last = dataOf(stream).back();
    simdjson::dom::element value;
    return parseJson(last).at_pointer(pointer).get(value) ? "(missing)" : simdjson::minify(value);
}

Event responsesFinish(FinishReason reason)
{
    return {.kind = Event::Kind::Finish, .finish = reason};
}

} // namespace

TEST(ResponsesReader, ReadsEveryKindOfEvent)
{
    const ResponsesAnswer answer(
        {R"({"type":"response.created","response":{"id":"resp_1","model":"gpt-x"}})",
         R"({"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1"}})",
         R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0})",
         R"({"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"Hm"})",
         R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":1})",
         R"({"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"so"})",
         R"({"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"text":"Hm"},{"text":"so"}],"encrypted_content":"gA"}})",
         R"({"type":"response.output_item.added","output_index":1,"item":{"type":"message"}})",
         R"({"type":"response.output_text.delta","output_index":1,"delta":"a","obfuscation":"xx"})",
         R"({"type":"response.output_text.annotation.added","output_index":1,"annotation":{"type":"url_citation","url":"https://x","title":"X"}})",
         R"({"type":"response.output_text.done","output_index":1,"text":"a"})",
         R"({"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"a","annotations":[{"url":"https://x","title":"X"}]}]}})",
         R"({"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"c1","name":"f"}})",
         R"({"type":"response.output_item.added","output_index":3,"item":{"type":"custom_tool_call","call_id":"c2","name":"sql"}})",
         R"({"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"a\""})",
         R"({"type":"response.custom_tool_call_input.delta","output_index":3,"delta":"SELECT"})",
         R"({"type":"response.function_call_arguments.delta","output_index":2,"delta":":1}"})",
         R"({"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}"}})",
         R"({"type":"response.output_item.done","output_index":4,"item":{"type":"web_search_call"}})",
         R"({"type":"response.completed","response":{"id":"resp_1","usage":{"input_tokens":10,"output_tokens":5}}})"});
    EXPECT_EQ(said(answer.events),
              "reasoning: Hm\n\nso\nencrypted: gA\ntext: a\ncall: f {\"a\":1}\ncall: custom sql SELECT\n"
              "citations: X <https://x>;\nfinish: tool calls\n");
    EXPECT_EQ(answer.reader->id(), "resp_1");
    EXPECT_EQ(answer.reader->model(), "gpt-x");
    EXPECT_TRUE(answer.reader->done());
    EXPECT_TRUE(answer.reader->finished());
    EXPECT_EQ((*answer.reader->usage())[Bucket::Searches], 1);
}

TEST(ResponsesReader, TheFinishedItemBringsWhatWasntStreamed)
{
    const ResponsesAnswer answer(
        {R"({"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","content":[{"type":"reasoning_text","text":"hm"}]}})",
         R"({"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"no"}]}})",
         R"({"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}})",
         R"({"type":"response.output_item.done","output_index":3,"item":{"type":"image_generation_call","result":"AAAA"}})",
         R"({"type":"response.completed","response":{}})"});
    EXPECT_EQ(said(answer.events),
              "reasoning: hm\ntext: a\nrefusal: no\ncall: f {}\nmedia: image/png AAAA;\nfinish: tool calls\n");
}

TEST(ResponsesReader, AServerThatSendsOnlyTheEndIsUnderstood)
{
    const ResponsesAnswer answer(
        {R"({"type":"response.completed","response":{"id":"r","output":[{"type":"message","content":)"
         R"([{"type":"output_text","text":"Hi"}]}]}})"});
    EXPECT_EQ(said(answer.events), "text: Hi\nfinish: stop\n");
}

TEST(ResponsesReader, AnIncompleteResponseSaysWhy)
{
    const auto finish = [](const std::string &reason) {
        return said(ResponsesAnswer({R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":")" +
                                     reason + "\"}}}"})
                        .events);
    };
    EXPECT_EQ(finish("max_output_tokens"), "finish: length\n");
    EXPECT_EQ(finish("content_filter"), "finish: content filter\n");
}

TEST(ResponsesReader, ErrorsAreReadInEveryForm)
{
    for (const char *data :
         {R"({"type":"error","sequence_number":2,"error":{"type":"t","code":"c","message":"m","param":null}})",
          R"({"type":"error","code":"c","message":"m","param":null,"sequence_number":2})",
          R"({"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"c","message":"m"}}})",
          R"({"error":{"message":"m","code":"c"}})"}) {
        const ResponsesAnswer answer({data});
        ASSERT_TRUE(answer.reader->error()) << data;
        EXPECT_EQ(answer.reader->error()->message, "m");
        EXPECT_EQ(answer.reader->error()->code, "c");
        EXPECT_FALSE(answer.reader->done());
        EXPECT_TRUE(answer.events.empty());
    }
    EXPECT_TRUE(ResponsesAnswer({"<html>"}).reader->error());
    auto reader = makeResponsesReader();
    std::vector<Event> events;
    EXPECT_FALSE(reader->whole(R"({"code":"invalid-argument","error":"m"})", events));
    EXPECT_EQ(reader->error()->message, "m");
    EXPECT_EQ(reader->error()->code, "invalid-argument");
    EXPECT_FALSE(makeResponsesReader()->whole(R"({"object":"chat.completion","choices":[]})", events));
    EXPECT_FALSE(
        makeResponsesReader()->whole(R"({"status":"failed","output":[],"error":{"code":"c","message":"m"}})", events));
}

TEST(ResponsesUsage, BucketsAreDisjoint)
{
    EXPECT_EQ(
        responsesUsageText(R"({"input_tokens":100,"input_tokens_details":{"cached_tokens":30,"cache_write_tokens":10},)"
                           R"("output_tokens":50,"output_tokens_details":{"reasoning_tokens":20}})"),
        "input=60 cached_read=30 cache_write_5m=10 output=30 reasoning=20");
    EXPECT_EQ(responsesUsageText(R"({"input_tokens":10,"input_tokens_details":{"cached_tokens":99},"output_tokens":5,)"
                                 R"("output_tokens_details":{"reasoning_tokens":99}})"),
              "cached_read=10 reasoning=5");
}

TEST(ResponsesUsage, LiesAreNoUsage)
{
    for (const char *lie :
         {"null", "{}", R"({"input_tokens":-1,"output_tokens":1})", R"({"input_tokens":"1","output_tokens":1})",
          R"({"input_tokens":1})", R"({"input_tokens":1,"output_tokens":99999999999})",
          R"({"input_tokens":0,"output_tokens":0})"})
        EXPECT_EQ(responsesUsageText(lie), "none") << lie;
}

TEST(ResponsesUsage, WhatTheProviderTookIsKept)
{
    const ResponsesAnswer answer(
        {R"({"type":"response.completed","response":{"usage":{"input_tokens":1,"output_tokens":1,"cost_in_usd_ticks":5143500}}})"});
    EXPECT_EQ(answer.reader->usage()->reportedCost, Money::fromNanoUsd(514'350));
}

TEST(ResponsesWriter, EventsComeInOpenAisOrder)
{
    AnswerTotals totals;
    totals.usage[Bucket::Input] = 8;
    totals.usage[Bucket::CachedRead] = 2;
    totals.usage[Bucket::Output] = 5;
    totals.usage[Bucket::Reasoning] = 3;
    totals.cost = Money::fromNanoUsd(500'000'000);
    totals.balance = Money::fromNanoUsd(2'000'000'000);
    const std::string stream = responsesStreamOf({{.kind = Event::Kind::Reasoning, .text = "Hm"},
                                                  {.kind = Event::Kind::Reasoning, .id = "rs_7", .encrypted = "gA"},
                                                  {.kind = Event::Kind::Text, .text = "a"},
                                                  {.kind = Event::Kind::Text, .text = "\"b\""},
                                                  {.kind = Event::Kind::ToolCall, .part = 0, .id = "c1", .name = "f"},
                                                  {.kind = Event::Kind::ToolArguments, .part = 0, .text = "{\"a\""},
                                                  {.kind = Event::Kind::ToolArguments, .part = 0, .text = ":1}"},
                                                  {.kind = Event::Kind::ToolCall, .part = 1, .id = "c2", .name = "g"},
                                                  responsesFinish(FinishReason::ToolCalls)},
                                                 totals);
    EXPECT_EQ(responsesOrder(stream), "created\nin_progress\n"
                                      "output_item.added 0 reasoning\n"
                                      "reasoning_summary_part.added 0\n"
                                      "reasoning_summary_text.delta 0 \"Hm\"\n"
                                      "reasoning_summary_text.done 0 \"Hm\"\n"
                                      "reasoning_summary_part.done 0\n"
                                      "output_item.done 0 reasoning\n"
                                      "output_item.added 1 message\n"
                                      "content_part.added 1\n"
                                      "output_text.delta 1 \"a\"\n"
                                      "output_text.delta 1 \"\"b\"\"\n"
                                      "output_text.done 1 \"a\"b\"\"\n"
                                      "content_part.done 1\n"
                                      "output_item.done 1 message\n"
                                      "output_item.added 2 function_call\n"
                                      "function_call_arguments.delta 2 \"{\"a\"\"\n"
                                      "function_call_arguments.delta 2 \":1}\"\n"
                                      "function_call_arguments.done 2 \"{\"a\":1}\"\n"
                                      "output_item.done 2 function_call\n"
                                      "output_item.added 3 function_call\n"
                                      "function_call_arguments.delta 3 \"{}\"\n"
                                      "function_call_arguments.done 3 \"{}\"\n"
                                      "output_item.done 3 function_call\n"
                                      "completed\n");
    EXPECT_EQ(stream.find("[DONE]"), std::string::npos);
    EXPECT_EQ(
        lastResponse(stream, "/response"),
        R"({"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","error":null,"incomplete_details":null,)"
        R"("instructions":null,"metadata":{},"model":"m","output":[)"
        R"({"id":"rs_1_0","type":"reasoning","status":"completed","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"gA"},)"
        R"({"id":"msg_1_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a\"b\"","annotations":[],"logprobs":[]}]},)"
        R"({"id":"fc_1_2","type":"function_call","status":"completed","call_id":"c1","name":"f","arguments":"{\"a\":1}"},)"
        R"({"id":"fc_1_3","type":"function_call","status":"completed","call_id":"c2","name":"g","arguments":"{}"}],)"
        R"("parallel_tool_calls":true,"temperature":null,"tool_choice":"auto","tools":[],"top_p":null,)"
        R"("usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":2,"cache_write_tokens":0},"output_tokens":8,)"
        R"("output_tokens_details":{"reasoning_tokens":3},"total_tokens":18,"cost":0.5,"balance":2}})");
}

TEST(ResponsesWriter, CallsThatAreStreamedAtOnceStayApart)
{
    const std::string stream = responsesStreamOf({{.kind = Event::Kind::ToolCall, .part = 0, .id = "c1", .name = "f"},
                                                  {.kind = Event::Kind::ToolArguments, .part = 0, .text = "{\"a\":"},
                                                  {.kind = Event::Kind::ToolCall, .part = 1, .id = "c2", .name = "g"},
                                                  {.kind = Event::Kind::ToolArguments, .part = 1, .text = "{}"},
                                                  {.kind = Event::Kind::ToolArguments, .part = 0, .text = "1}"},
                                                  responsesFinish(FinishReason::ToolCalls)});
    EXPECT_EQ(responsesOrder(stream), "created\nin_progress\n"
                                      "output_item.added 0 function_call\n"
                                      "function_call_arguments.delta 0 \"{\"a\":\"\n"
                                      "output_item.added 1 function_call\n"
                                      "function_call_arguments.delta 1 \"{}\"\n"
                                      "function_call_arguments.delta 0 \"1}\"\n"
                                      "function_call_arguments.done 0 \"{\"a\":1}\"\n"
                                      "output_item.done 0 function_call\n"
                                      "function_call_arguments.done 1 \"{}\"\n"
                                      "output_item.done 1 function_call\n"
                                      "completed\n");
}

TEST(ResponsesWriter, CustomToolsComeBackAsPlainText)
{
    const std::string stream =
        responsesStreamOf({{.kind = Event::Kind::ToolCall, .part = 0, .id = "c1", .name = "apply_patch"},
                           {.kind = Event::Kind::ToolArguments, .part = 0, .text = "{\"input\":\"*** Begin"},
                           {.kind = Event::Kind::ToolArguments, .part = 0, .text = "\\n\"}"},
                           {.kind = Event::Kind::ToolCall, .part = 1, .id = "c2", .name = "sql", .custom = true},
                           {.kind = Event::Kind::ToolArguments, .part = 1, .text = "SELECT"},
                           responsesFinish(FinishReason::ToolCalls)},
                          {}, {"apply_patch"});
    EXPECT_EQ(responsesOrder(stream), "created\nin_progress\n"
                                      "output_item.added 0 custom_tool_call\n"
                                      "custom_tool_call_input.delta 0 \"*** Begin\n\"\n"
                                      "custom_tool_call_input.done 0 \"*** Begin\n\"\n"
                                      "output_item.done 0 custom_tool_call\n"
                                      "output_item.added 1 custom_tool_call\n"
                                      "custom_tool_call_input.delta 1 \"SELECT\"\n"
                                      "custom_tool_call_input.done 1 \"SELECT\"\n"
                                      "output_item.done 1 custom_tool_call\n"
                                      "completed\n");
}

TEST(ResponsesWriter, SignaturesOfOtherProvidersTravelInEncryptedContent)
{
    const std::string stream =
        responsesStreamOf({{.kind = Event::Kind::Reasoning, .text = "Hm", .signature = "ANT"},
                           {.kind = Event::Kind::Reasoning, .encrypted = "RED"},
                           {.kind = Event::Kind::ToolCall, .id = "c", .name = "f", .signature = "GEM"},
                           {.kind = Event::Kind::ToolArguments, .text = "{}"},
                           responsesFinish(FinishReason::ToolCalls)});
    EXPECT_EQ(
        lastResponse(stream, "/response/output"),
        R"([{"id":"rs_1_0","type":"reasoning","status":"completed","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"thinking:ANT"},)"
        R"({"id":"rs_1_1","type":"reasoning","status":"completed","summary":[],"encrypted_content":"redacted:RED"},)"
        R"({"id":"rs_1_2","type":"reasoning","status":"completed","summary":[],"encrypted_content":"call:GEM"},)"
        R"({"id":"fc_1_3","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{}"}])");
}

TEST(ResponsesWriter, TheEndSaysHowItWent)
{
    const auto end = [](FinishReason reason) {
        const std::string stream =
            responsesStreamOf({{.kind = Event::Kind::Text, .text = "a"}, responsesFinish(reason)});
        return responsesOrder(stream).substr(responsesOrder(stream).rfind('\n', responsesOrder(stream).size() - 2) +
                                             1) +
               lastResponse(stream, "/response/status") + lastResponse(stream, "/response/incomplete_details") +
               lastResponse(stream, "/response/output/0/status");
    };
    EXPECT_EQ(end(FinishReason::Stop), "completed\n\"completed\"null\"completed\"");
    EXPECT_EQ(end(FinishReason::Length), "incomplete\n\"incomplete\"{\"reason\":\"max_output_tokens\"}\"incomplete\"");
    EXPECT_EQ(end(FinishReason::ContentFilter),
              "incomplete\n\"incomplete\"{\"reason\":\"content_filter\"}\"incomplete\"");
    EXPECT_EQ(end(FinishReason::Error), "failed\n\"failed\"null\"incomplete\"");
}

TEST(ResponsesWriter, AnEndOfTheGatewaysOwnSaysWhy)
{
    auto writer = makeResponsesWriter(identity("1", "m"));
    std::string out;
    writer->write({.kind = Event::Kind::Text, .text = "a"}, out);
    writer->end({}, "the balance is used up", out);
    EXPECT_EQ(lastResponse(out, "/response/incomplete_details"), R"({"reason":"max_output_tokens"})");
    EXPECT_EQ(lastResponse(out, "/response/beaver"), R"({"stopped":"the balance is used up"})");
}

TEST(ResponsesWriter, AStreamThatBreaksEndsWithErrorAndFailed)
{
    auto writer = makeResponsesWriter(identity("1", "m"));
    std::string out;
    writer->write({.kind = Event::Kind::Text, .text = "a"}, out);
    writer->ping(out);
    writer->fail({ErrorCode::RateLimited, "Try again in 2s", {}, {}, {}, 2000}, out);
    EXPECT_TRUE(responsesOrder(out).ends_with("output_text.delta 0 \"a\"\nerror\nfailed\n")) << responsesOrder(out);
    EXPECT_EQ(lastResponse(out, "/response/error"), R"({"code":"rate_limit_exceeded","message":"Try again in 2s"})");
    const ResponsesAnswer read(dataOf(out));
    EXPECT_EQ(read.reader->error()->code, "rate_limit_exceeded");
    EXPECT_EQ(read.reader->error()->message, "Try again in 2s");
}

TEST(ResponsesWriter, RefusalsSourcesAndPicturesHaveTheirPlaces)
{
    const std::vector<Event> events{{.kind = Event::Kind::Text, .text = "a"},
                                    {.kind = Event::Kind::Citation, .name = "X", .url = "https://x"},
                                    {.kind = Event::Kind::Refusal, .text = "no"},
                                    {.kind = Event::Kind::Media, .text = "AAAA", .mediaType = "image/webp"},
                                    responsesFinish(FinishReason::Stop)};
    const std::string stream = responsesStreamOf(events);
    EXPECT_EQ(responsesOrder(stream),
              "created\nin_progress\noutput_item.added 0 message\ncontent_part.added 0\n"
              "output_text.delta 0 \"a\"\noutput_text.annotation.added 0\n"
              "output_text.done 0 \"a\"\ncontent_part.done 0\n"
              "content_part.added 0\nrefusal.delta 0 \"no\"\nrefusal.done 0 \"no\"\ncontent_part.done 0\n"
              "output_item.done 0 message\n"
              "output_item.added 1 image_generation_call\noutput_item.done 1 image_generation_call\n"
              "completed\n");
    const ResponsesAnswer read(dataOf(stream));
    EXPECT_EQ(said(read.events), said(events));
}

TEST(ResponsesWriter, AWholeAnswerIsTheSameResponse)
{
    const std::vector<Event> events{{.kind = Event::Kind::Text, .text = "a"},
                                    {.kind = Event::Kind::ToolCall, .id = "c", .name = "f"},
                                    {.kind = Event::Kind::ToolArguments, .text = "{}"},
                                    responsesFinish(FinishReason::Length)};
    AnswerTotals totals;
    totals.usage[Bucket::Output] = 5;
    auto writer = makeResponsesWriter(identity("1", "m"));
    EXPECT_EQ(writer->whole(events, totals), lastResponse(responsesStreamOf(events, totals), "/response"));
}
