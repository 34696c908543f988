#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/gemini.h>
#include <server/wire/json_scan.h>

#include <map>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

/// Recordings that hold no generateContent exchange.
const std::map<std::string, std::string> otherGemini{
    {"count_tokens", "counts tokens, has no answer"},
    {"embed_single", "embeddings"},
    {"embed_batch", "embeddings"},
    {"models_list", "a list of models"},
    {"openai_compat_tool_call", "Google's OpenAI endpoint: another dialect"},
};

std::vector<Recording> generateRecordings(bool answered)
{
    std::vector<Recording> found = recordings({"gemini"});
    std::erase_if(found, [&](const Recording &recording) {
        return otherGemini.contains(recording.name) || (recording.status == 200) != answered;
    });
    return found;
}

std::string geminiModelOf(const Recording &recording)
{
    const std::size_t begin = recording.url.find("/models/") + 8;
    return recording.url.substr(begin, recording.url.find(':', begin) - begin);
}

struct ReadGemini
{
    std::unique_ptr<AnswerReader> reader = makeGeminiReader();
    std::vector<Event> events;
};

ReadGemini readRecordedGemini(const std::string &bytes, bool stream, std::size_t piece)
{
    ReadGemini read;
    if (stream)
        read.events = readStream(*read.reader, bytes, piece);
    else
        EXPECT_TRUE(read.reader->whole(bytes, read.events));
    return read;
}

std::string geminiBuckets(const AnswerReader &reader)
{
    return reader.usage() ? counted(*reader.usage()) : "none";
}

} // namespace

TEST(GeminiRecorded, StreamsSayTheSameWhateverTheirPieces)
{
    int streams = 0;
    for (const auto &recording : generateRecordings(true)) {
        if (!recording.stream)
            continue;
        ++streams;
        const ReadGemini whole = readRecordedGemini(recording.response, true, recording.response.size());
        EXPECT_TRUE(whole.reader->finished()) << recording.path();
        EXPECT_FALSE(whole.reader->error()) << recording.path();
        for (const std::size_t piece : {1, 2, 3, 7, 64}) {
            const ReadGemini split = readRecordedGemini(recording.response, true, piece);
            EXPECT_EQ(said(split.events), said(whole.events)) << recording.path() << " in pieces of " << piece;
            EXPECT_EQ(geminiBuckets(*split.reader), geminiBuckets(*whole.reader)) << recording.path();
        }
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(streams, 6);
}

TEST(GeminiRecorded, AnswersWrittenAndReadAgainSayTheSame)
{
    int answers = 0;
    for (const auto &recording : generateRecordings(true)) {
        ++answers;
        const ReadGemini read = readRecordedGemini(recording.response, recording.stream, recording.response.size());
        ASSERT_TRUE(read.reader->usage()) << recording.path();
        ASSERT_FALSE(read.events.empty()) << recording.path();
        EXPECT_TRUE(read.reader->finished()) << recording.path();
        EXPECT_FALSE(read.reader->model().empty()) << recording.path();
        AnswerTotals totals;
        totals.usage = *read.reader->usage();
        auto streamWriter = makeGeminiWriter(identity("r", read.reader->model()));
        const ReadGemini again = readRecordedGemini(writeStream(*streamWriter, read.events, totals), true, 50);
        EXPECT_EQ(said(again.events), said(read.events)) << recording.path();
        EXPECT_EQ(geminiBuckets(*again.reader), geminiBuckets(*read.reader)) << recording.path();
        auto bodyWriter = makeGeminiWriter(identity("r", read.reader->model()));
        const ReadGemini body = readRecordedGemini(bodyWriter->whole(read.events, totals), false, 0);
        EXPECT_EQ(said(body.events), said(read.events)) << recording.path();
        EXPECT_EQ(geminiBuckets(*body.reader), geminiBuckets(*read.reader)) << recording.path();
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(answers, 20);
}

TEST(GeminiRecorded, AllTokensAreInSomeBucket)
{
    int answers = 0;
    for (const auto &recording : generateRecordings(true)) {
        ++answers;
        const ReadGemini read = readRecordedGemini(recording.response, recording.stream, recording.response.size());
        const std::size_t last = recording.response.rfind("\"totalTokenCount\"");
        ASSERT_NE(last, std::string::npos) << recording.path();
        const std::int64_t total = std::stoll(recording.response.substr(recording.response.find(':', last) + 1));
        ASSERT_TRUE(read.reader->usage()) << recording.path();
        EXPECT_EQ(read.reader->usage()->totalTokens(), total) << recording.path();
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(GeminiRecorded, NamedCasesHaveTheseBucketsAndEndings)
{
    struct Expected
    {
        std::string buckets, ending;
    };
    const std::map<std::string, Expected> expected{
        {"cached_content", {"input=13 cached_read=9609 output=35 reasoning=136", "finish: stop\n"}},
        {"implicit_cache_pdf", {"input=38 cached_read=291 output=99 reasoning=177", "finish: stop\n"}},
        {"thinking", {"input=44 output=551 reasoning=1116", "finish: stop\n"}},
        {"stream_thinking", {"input=44 output=608 reasoning=902", "finish: stop\n"}},
        {"stream_multi_chunk", {"input=9 output=527", "finish: stop\n"}},
        {"chat_basic", {"input=10 output=8 reasoning=23", "text: 2 + 2 = **4**\nfinish: stop\n"}},
        {"max_tokens", {"input=15 output=5", "text: The capital of France is\nfinish: length\n"}},
        {"max_tokens_thinking_empty", {"", "finish: length\n"}},
        {"prompt_blocked", {"input=12", "finish: content filter\n"}},
        {"safety_finish", {"input=12", "finish: content filter\n"}},
        {"malformed_function_call", {"input=80", "finish: error\n"}},
        {"tool_call",
         {"input=103 output=30 reasoning=106",
          "call: weather {\"latitude\":\"52.5200\",\"longitude\":\"13.4050\"}\nfinish: tool calls\n"}},
        {"stream_tool_call_20flash", {"input=29 output=7", "call: best_language_to_learn {}\nfinish: tool calls\n"}},
        {"stream_tool_call_gemini3_vercel",
         {"input=29 output=15 reasoning=804", "call: weather {\"location\":\"San Francisco\"}\nfinish: tool calls\n"}},
        {"stream_tool_result",
         {"input=233 output=21", "text: The weather in Berlin is 15°C with a wind of 10 km/h.\nfinish: stop\n"}},
        {"tool_result_thought_signature",
         {"input=339 output=23 reasoning=51",
          "text: The current weather in Berlin is 15°C with a wind speed of 10 km/h.\nfinish: stop\n"}},
        {"json_schema", {"input=13 output=10 reasoning=258", "text: {\"name\":\"John\",\"age\":30}\nfinish: stop\n"}},
    };
    std::size_t seen = 0;
    for (const auto &recording : generateRecordings(true)) {
        const auto row = expected.find(recording.name);
        if (row == expected.end())
            continue;
        ++seen;
        const ReadGemini read = readRecordedGemini(recording.response, recording.stream, recording.response.size());
        if (!row->second.buckets.empty()) {
            EXPECT_EQ(geminiBuckets(*read.reader), row->second.buckets) << recording.path();
        }
        const std::string all = said(read.events);
        EXPECT_TRUE(all.ends_with(row->second.ending)) << recording.path() << ":\n" << all;
    }
    if (seen == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(seen, 16U);
}

TEST(GeminiRecorded, SignaturesOfCallsAreCarried)
{
    int calls = 0;
    for (const auto &recording : recordings({"gemini"})) {
        if (otherGemini.contains(recording.name) || recording.status != 200 ||
            recording.response.find("thoughtSignature") == std::string::npos ||
            recording.response.find("functionCall\"") == std::string::npos)
            continue;
        const ReadGemini read = readRecordedGemini(recording.response, recording.stream, recording.response.size());
        for (const auto &event : read.events) {
            if (event.kind != Event::Kind::ToolCall)
                continue;
            ++calls;
            EXPECT_NE(recording.response.find('"' + event.signature + '"'), std::string::npos) << recording.path();
            EXPECT_GT(event.signature.size(), 50U) << recording.path();
            EXPECT_TRUE(event.id.starts_with("call_")) << event.id;
        }
    }
    if (calls == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(GeminiRecorded, ErrorsAreNoAnswers)
{
    int errors = 0;
    for (const auto &recording : generateRecordings(false)) {
        ++errors;
        auto reader = makeGeminiReader();
        std::vector<Event> events;
        EXPECT_FALSE(reader->whole(recording.response, events)) << recording.path();
        ASSERT_TRUE(reader->error()) << recording.path();
        EXPECT_FALSE(reader->error()->message.empty()) << recording.path();
        EXPECT_EQ(reader->error()->code, std::to_string(recording.status)) << recording.path();
    }
    if (errors == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(GeminiRecorded, RequestsKeepTheirMeaning)
{
    int requests = 0;
    for (const auto &recording : recordings({"gemini"})) {
        if (otherGemini.contains(recording.name) || recording.request.empty())
            continue;
        ++requests;
        const std::string model = geminiModelOf(recording);
        auto decoded = decodeGemini(recording.request, model, recording.stream);
        ASSERT_TRUE(decoded.ok()) << recording.path() << ": " << decoded.error().message;
        EXPECT_EQ(patchGemini(*decoded, {model, true, {}, "max_tokens"}).text(), recording.request) << recording.path();
        const auto read = readGemini(*decoded);
        if (recording.name == "cached_content") { // only Google knows what it names
            EXPECT_FALSE(read.ok());
            continue;
        }
        ASSERT_TRUE(read.ok()) << recording.path() << ": " << read.error().message;
        Target target;
        target.model = model;
        auto written = writeGemini(*read, target);
        ASSERT_TRUE(written.ok()) << recording.path() << ": " << written.error().message;
        auto decodedAgain = decodeGemini(*written, model, recording.stream);
        ASSERT_TRUE(decodedAgain.ok()) << recording.path() << ": " << decodedAgain.error().message;
        const auto again = readGemini(*decodedAgain);
        ASSERT_TRUE(again.ok()) << recording.path();
        EXPECT_EQ(described(*again), described(*read)) << recording.path() << '\n' << *written;
        EXPECT_FALSE(decoded->lastUserText.empty() && !decoded->toolResultLast) << recording.path();
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(requests, 25);
}
