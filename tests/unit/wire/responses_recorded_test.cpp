#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/anthropic.h>
#include <server/wire/json_scan.h>
#include <server/wire/responses.h>

#include <map>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

/// Recordings that hold no exchange of the Responses API.
const std::map<std::string, std::string> otherResponses{
    {"client_surfaces/claude_code_messages_request", "Anthropic's API: its request is decoded below"},
    {"client_surfaces/claude_code_count_tokens_request", "Anthropic's API, counts tokens"},
};

std::vector<Recording> responsesRecordings(bool answered)
{
    std::vector<Recording> found = recordings({"openai_responses", "client_surfaces"});
    for (const char *provider : {"xai", "deepseek"}) {
        for (auto &recording : recordings({provider}, "responses"))
            found.push_back(std::move(recording));
    }
    std::erase_if(found, [&](const Recording &recording) {
        return otherResponses.contains(recording.path()) || (recording.status == 200) != answered;
    });
    return found;
}

/// A stream that its provider ended with an error.
bool brokenResponses(const Recording &recording)
{
    return recording.stream && recording.response.find("\"type\":\"response.failed\"") != std::string::npos;
}

struct ReadResponses
{
    std::unique_ptr<AnswerReader> reader = makeResponsesReader();
    std::vector<Event> events;
};

ReadResponses readRecordedResponses(const std::string &bytes, bool stream, std::size_t piece)
{
    ReadResponses read;
    if (stream)
        read.events = readStream(*read.reader, bytes, piece);
    else
        EXPECT_TRUE(read.reader->whole(bytes, read.events));
    return read;
}

std::string responsesBuckets(const AnswerReader &reader)
{
    return reader.usage() ? counted(*reader.usage()) : "none";
}

} // namespace

TEST(ResponsesRecorded, StreamsSayTheSameWhateverTheirPieces)
{
    int streams = 0;
    for (const auto &recording : responsesRecordings(true)) {
        if (!recording.stream)
            continue;
        ++streams;
        const ReadResponses whole = readRecordedResponses(recording.response, true, recording.response.size());
        EXPECT_EQ(whole.reader->done(), !brokenResponses(recording)) << recording.path();
        EXPECT_EQ(whole.reader->finished(), !brokenResponses(recording)) << recording.path();
        EXPECT_EQ(whole.reader->error().has_value(), brokenResponses(recording)) << recording.path();
        for (const std::size_t piece : {1, 2, 3, 7, 64}) {
            const ReadResponses split = readRecordedResponses(recording.response, true, piece);
            EXPECT_EQ(said(split.events), said(whole.events)) << recording.path() << " in pieces of " << piece;
            EXPECT_EQ(responsesBuckets(*split.reader), responsesBuckets(*whole.reader)) << recording.path();
        }
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(streams, 11);
}

TEST(ResponsesRecorded, AnswersWrittenAndReadAgainSayTheSame)
{
    int answers = 0;
    for (const auto &recording : responsesRecordings(true)) {
        if (brokenResponses(recording))
            continue;
        ++answers;
        const ReadResponses read =
            readRecordedResponses(recording.response, recording.stream, recording.response.size());
        EXPECT_TRUE(read.reader->finished()) << recording.path();
        EXPECT_FALSE(read.reader->model().empty()) << recording.path();
        EXPECT_FALSE(read.reader->id().empty()) << recording.path();
        AnswerTotals totals;
        totals.usage = read.reader->usage().value_or(Usage());
        auto streamWriter = makeResponsesWriter(identity("1", read.reader->model()));
        const ReadResponses again = readRecordedResponses(writeStream(*streamWriter, read.events, totals), true, 50);
        EXPECT_EQ(said(again.events), said(read.events)) << recording.path();
        EXPECT_EQ(responsesBuckets(*again.reader), responsesBuckets(*read.reader)) << recording.path();
        EXPECT_TRUE(again.reader->done()) << recording.path();
        auto bodyWriter = makeResponsesWriter(identity("1", read.reader->model()));
        const ReadResponses body = readRecordedResponses(bodyWriter->whole(read.events, totals), false, 0);
        EXPECT_EQ(said(body.events), said(read.events)) << recording.path();
        EXPECT_EQ(responsesBuckets(*body.reader), responsesBuckets(*read.reader)) << recording.path();
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(answers, 16);
}

/// Event for event the kinds that OpenAI sent, where its stream has one piece of text each delta.
TEST(ResponsesRecorded, StreamsAreWrittenInTheRecordedOrder)
{
    const auto kinds = [](const std::string &stream) {
        std::vector<std::string> types;
        for (const auto &data : dataOf(stream)) {
            std::string_view type;
            EXPECT_FALSE(parseJson(data)["type"].get(type));
            types.emplace_back(type);
        }
        return types;
    };
    int streams = 0;
    for (const auto &recording : responsesRecordings(true)) {
        // The short hand-written stream leaves in_progress out; custom_tool_stream leaves out the input's `done`.
        if (!recording.stream || brokenResponses(recording) || recording.name == "codex_responses_minimal_stream" ||
            recording.name == "custom_tool_stream" || recording.name == "stream_reasoning_summary_encrypted")
            continue;
        ++streams;
        const ReadResponses read = readRecordedResponses(recording.response, true, recording.response.size());
        auto writer = makeResponsesWriter(identity("1", "m"));
        EXPECT_EQ(kinds(writeStream(*writer, read.events, {})), kinds(recording.response)) << recording.path();
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(streams, 7);
}

TEST(ResponsesRecorded, NamedCasesHaveTheseBucketsAndEndings)
{
    struct Expected
    {
        std::string buckets, ending;
    };
    const std::map<std::string, Expected> expected{
        {"openai_responses/basic", {"input=13 output=29 reasoning=128", "text: 4\nfinish: stop\n"}},
        {"openai_responses/basic_gpt4o", {"input=22 output=6", "text: This is a test.\nfinish: stop\n"}},
        {"openai_responses/cached_tokens_read",
         {"input=125 cached_read=1390 output=8", "text: 2, 3, 4\nfinish: stop\n"}},
        {"openai_responses/stream_basic", {"input=13 output=28 reasoning=256", "text: 1, 2, 3\nfinish: stop\n"}},
        {"openai_responses/stream_incomplete", {"none", "finish: length\n"}},
        {"openai_responses/json_schema",
         {"input=45 output=48 reasoning=704", "text: {\"name\":\"John\",\"age\":30}\nfinish: stop\n"}},
        {"openai_responses/reasoning_effort_no_summary", {"input=50 output=213 reasoning=1016", "finish: stop\n"}},
        {"openai_responses/stream_tool_call",
         {"input=87 output=83 reasoning=256",
          "call: weather {\"latitude\":\"52.5200\",\"longitude\":\"13.4050\"}\nfinish: tool calls\n"}},
        {"openai_responses/custom_tool_stream",
         {"input=50 output=20", "call: custom write_sql SELECT * FROM users WHERE age > 25\nfinish: tool calls\n"}},
        {"xai/responses_basic", {"input=71 cached_read=128 output=3 reasoning=181", "text: **4**\nfinish: stop\n"}},
        {"xai/responses_stream_basic",
         {"input=71 cached_read=128 output=8 reasoning=152", "text: 1, 2, 3.\nfinish: stop\n"}},
        {"client_surfaces/codex_responses_minimal_stream", {"input=10 output=1", "text: Hello\nfinish: stop\n"}},
    };
    std::size_t seen = 0;
    for (const auto &recording : responsesRecordings(true)) {
        const auto row = expected.find(recording.path());
        if (row == expected.end())
            continue;
        ++seen;
        const ReadResponses read =
            readRecordedResponses(recording.response, recording.stream, recording.response.size());
        EXPECT_EQ(responsesBuckets(*read.reader), row->second.buckets) << recording.path();
        const std::string all = said(read.events);
        EXPECT_TRUE(all.ends_with(row->second.ending)) << recording.path() << ":\n" << all;
    }
    if (seen == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_EQ(seen, expected.size());
}

TEST(ResponsesRecorded, ErrorsAreNoAnswers)
{
    std::map<std::string, std::string> codes;
    for (const auto &recording : responsesRecordings(false)) {
        auto reader = makeResponsesReader();
        std::vector<Event> events;
        EXPECT_FALSE(reader->whole(recording.response, events)) << recording.path();
        ASSERT_TRUE(reader->error()) << recording.path();
        EXPECT_FALSE(reader->error()->message.empty()) << recording.path();
        codes[recording.name] = reader->error()->code;
    }
    for (const auto &recording : responsesRecordings(true)) {
        if (!brokenResponses(recording))
            continue;
        const ReadResponses read = readRecordedResponses(recording.response, true, recording.response.size());
        ASSERT_TRUE(read.reader->error()) << recording.path();
        codes[recording.name] = read.reader->error()->code;
    }
    if (codes.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_EQ(codes["error_400_context_length"], "context_length_exceeded");
    EXPECT_EQ(codes["error_400_model"], "model_not_found");
    EXPECT_EQ(codes["stream_error_event"], "insufficient_quota");
    EXPECT_EQ(codes["codex_responses_failed_stream"], "rate_limit_exceeded");
}

TEST(ResponsesRecorded, RequestsKeepTheirMeaning)
{
    int requests = 0;
    std::vector<Recording> all = responsesRecordings(true);
    for (auto &recording : responsesRecordings(false))
        all.push_back(std::move(recording));
    for (const auto &recording : all) {
        if (recording.request.empty())
            continue;
        ++requests;
        auto decoded = decodeResponses(recording.request);
        ASSERT_TRUE(decoded.ok()) << recording.path() << ": " << decoded.error().message;
        EXPECT_EQ(patchResponses(*decoded, {decoded->model, true, {}, "max_tokens"}).text(), recording.request)
            << recording.path();
        const auto read = readResponses(*decoded);
        ASSERT_TRUE(read.ok()) << recording.path() << ": " << read.error().message;
        Target target;
        target.model = decoded->model;
        auto written = writeResponses(*read, target);
        ASSERT_TRUE(written.ok()) << recording.path() << ": " << written.error().message;
        auto decodedAgain = decodeResponses(*written);
        ASSERT_TRUE(decodedAgain.ok()) << recording.path() << ": " << decodedAgain.error().message;
        const auto again = readResponses(*decodedAgain);
        ASSERT_TRUE(again.ok()) << recording.path();
        EXPECT_EQ(described(*again), described(*read)) << recording.path() << '\n' << *written;
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GE(requests, 18);
}

TEST(ClientSurfaces, CodexAsksForWhatItNeeds)
{
    const auto found = recordings({"client_surfaces"}, "codex_responses_request");
    if (found.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    const auto decoded = decodeResponses(found.front().request);
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(decoded->lastUserText, "list the files");
    EXPECT_EQ(decoded->firstTool, "shell");
    const auto read = readResponses(*decoded);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->messages.size(), 3U);
    ASSERT_EQ(read->tools.size(), 2U);
    EXPECT_TRUE(read->tools[1].custom);
    EXPECT_NE(read->tools[1].description.find("Begin Patch"), std::string::npos);
    EXPECT_EQ(read->thinking.effort, "medium");
    EXPECT_TRUE(read->thinking.shown);
    EXPECT_EQ(read->dropped, (std::vector<std::string>{"store", "include"}));
}

TEST(ClientSurfaces, ClaudeCodeIsUnderstood)
{
    const auto found = recordings({"client_surfaces"}, "claude_code_messages_request");
    if (found.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    const auto decoded = decodeAnthropic(found.front().request);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message;
    EXPECT_EQ(decoded->firstTool, "Bash");
    EXPECT_EQ(decoded->maxTokens, 32'000);
    const auto read = readAnthropic(*decoded);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->tools.size(), 1U);
}
