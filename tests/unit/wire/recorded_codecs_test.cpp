#include "dialect_support.h"

#include <gtest/gtest.h>
#include <server/wire/anthropic.h>
#include <server/wire/openai_chat.h>
#include <server/wire/sse.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

using namespace beaver;
using namespace beaver::tests;
using namespace beaver::wire;

namespace {

const std::vector<std::string> openAiProviders{"openai", "deepseek", "perplexity", "xai", "openrouter", "litellm"};
const std::vector<std::string> allProviders{"openai", "anthropic",  "deepseek", "perplexity",
                                            "xai",    "openrouter", "litellm"};

/// The recordings that a test leaves out or treats in its own way, and why.
struct Special
{
    const char *path;
    const char *reason;
};

const std::vector<Special> otherCalls{
    {"anthropic/models_list", "no model call"},
    {"anthropic/models_list_2025", "no model call"},
    {"deepseek/models_list", "no model call"},
    {"litellm/embeddings", "embeddings"},
    {"litellm/health", "no model call"},
    {"litellm/health_liveliness", "no model call"},
    {"litellm/health_readiness", "no model call"},
    {"litellm/health_readiness_no_db", "no model call"},
    {"litellm/model_info", "no model call"},
    {"litellm/models_list", "no model call"},
    {"openai/completions_legacy", "completions, not chat"},
    {"openai/completions_legacy_stream", "completions, not chat"},
    {"openai/embeddings_base64", "embeddings"},
    {"openai/embeddings_batch", "embeddings"},
    {"openai/embeddings_dimensions", "embeddings"},
    {"openai/embeddings_error_404", "embeddings"},
    {"openai/embeddings_token_array", "embeddings"},
    {"openai/model_retrieve", "no model call"},
    {"openai/models_list", "no model call"},
    {"openrouter/embeddings", "embeddings"},
    {"openrouter/models_list", "no model call"},
    {"perplexity/embeddings", "embeddings"},
    {"perplexity/models_list", "no model call"},
    {"xai/image_generation", "images"},
    {"xai/responses_basic", "the Responses dialect"},
    {"xai/responses_stream_basic", "the Responses dialect"},
};

const std::vector<Special> brokenStreams{
    {"anthropic/stream_error_overloaded", "ends with an error event"},
    {"litellm/stream_error_midstream", "ends with an error"},
    {"openai/stream_error_midstream", "ends with an error"},
    {"openai/stream_truncated_no_done", "cut in the middle"},
    {"openrouter/stream_error_finish_reason_error", "ends with an error"},
    {"openrouter/stream_error_midstream", "an error after the finish reason"},
};

const std::vector<Special> unmetered{
    {"openai/stream_no_usage", "the server was not asked"},
    {"openai/stream_error_midstream", "cut before"},
    {"openai/stream_truncated_no_done", "cut before"},
    {"anthropic/stream_error_overloaded", "only the input side was said"},
    {"litellm/stream_error_midstream", "cut before"},
    {"openrouter/stream_error_finish_reason_error", "cut before"},
};

const std::vector<Special> unfinished{
    {"openai/vision_url_gpt4v", "the model of 2023 says finish_details instead of a finish reason"},
};

/// Requests that the other dialect can't express, by the field that the refusal names.
const std::vector<Special> refusedByAnthropic{
    {"openai/audio_input", "messages.content.input_audio"},
    {"openai/chat_n2", "n"},
    {"openai/stream_n2_usage", "n"},
    {"litellm/stream_n2", "n"},
};

bool isNamed(const std::vector<Special> &list, const Recording &recording)
{
    return std::any_of(list.begin(), list.end(), [&](const Special &one) { return one.path == recording.path(); });
}

std::vector<Recording> recordedCalls(const std::vector<std::string> &providers)
{
    auto all = recordings(providers);
    std::erase_if(all, [](const Recording &recording) { return isNamed(otherCalls, recording); });
    return all;
}

std::unique_ptr<AnswerReader> readerFor(const Recording &recording)
{
    if (recording.provider == "anthropic")
        return makeAnthropicReader();
    return makeOpenAiChatReader({recording.provider == "xai", recording.provider == "perplexity"});
}

struct ReadAnswer
{
    std::vector<Event> events;
    std::unique_ptr<AnswerReader> reader;
    bool taken = true;
};

ReadAnswer readRecorded(const Recording &recording, std::size_t piece = 1 << 30)
{
    ReadAnswer read;
    read.reader = readerFor(recording);
    if (recording.stream)
        read.events = readStream(*read.reader, recording.response, piece);
    else
        read.taken = read.reader->whole(recording.response, read.events);
    return read;
}

bool sameEvent(const Event &a, const Event &b)
{
    return a.kind == b.kind && a.choice == b.choice && a.part == b.part && a.text == b.text && a.id == b.id &&
           a.name == b.name && a.signature == b.signature && a.encrypted == b.encrypted && a.url == b.url &&
           a.mediaType == b.mediaType && a.finish == b.finish;
}

AnswerIdentity codecIdentity()
{
    return {"0123456789abcdef", "the-model", 1'740'000'000, 17, true, {}};
}

/// What Anthropic's dialect can say of these events: one choice; reasoning that is signed; a refusal is text; an
/// unfinished answer has reached its maximum.
std::vector<Event> asAnthropic(std::vector<Event> events)
{
    std::erase_if(events, [](const Event &event) { return event.choice != 0 || event.kind == Event::Kind::Media; });
    std::string thought;
    std::vector<Event> out;
    std::vector<Event> citations;
    bool text = false;
    for (auto &event : events) {
        text |= event.kind == Event::Kind::Text;
        if (event.kind == Event::Kind::Reasoning) {
            thought += event.text;
            if (event.signature.empty() && event.encrypted.empty())
                continue;
            event.text = event.encrypted.empty() ? thought : std::string();
            thought.clear();
        } else if (event.kind == Event::Kind::Refusal) {
            event.kind = Event::Kind::Text;
        } else if (event.kind == Event::Kind::Finish && event.finish == FinishReason::Error) {
            event.finish = FinishReason::Length;
        }
        out.push_back(event);
    }
    if (out.empty() || out.back().kind != Event::Kind::Finish) {
        Event finish{Event::Kind::Finish};
        finish.finish = FinishReason::Stop;
        out.push_back(finish);
    }
    if (!text)
        std::erase_if(out, [](const Event &event) { return event.kind == Event::Kind::Citation; });
    return out;
}

/// What OpenAI's dialect can say: it doesn't tell a stop sequence from the end, and every choice ends.
std::vector<Event> asOpenAi(std::vector<Event> events)
{
    std::map<std::int64_t, bool> finished;
    for (auto &event : events) {
        finished[event.choice] |= event.kind == Event::Kind::Finish;
        if (event.finish == FinishReason::StopSequence)
            event.finish = FinishReason::Stop;
        if (event.finish == FinishReason::Error)
            event.finish = FinishReason::Length;
    }
    for (const auto &[choice, told] : finished) {
        if (told)
            continue;
        Event finish{Event::Kind::Finish};
        finish.choice = choice;
        finish.finish = FinishReason::Stop;
        events.push_back(finish);
    }
    return events;
}

/// Arguments of each call in one piece, without white space.
std::vector<Event> minified(std::vector<Event> events)
{
    std::vector<Event> out;
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> calls;
    for (auto &event : events) {
        const std::pair call{event.choice, event.part};
        if (event.kind == Event::Kind::ToolArguments && calls.contains(call)) {
            out[calls[call]].text += event.text;
            continue;
        }
        if (event.kind == Event::Kind::ToolArguments)
            calls[call] = out.size();
        out.push_back(event);
    }
    for (auto &event : out) {
        simdjson::dom::parser parser;
        simdjson::dom::element json;
        if (event.kind == Event::Kind::ToolArguments && !parser.parse(event.text).get(json))
            event.text = simdjson::minify(json);
    }
    return out;
}

/// Usage that no dialect of the two keeps: what was written to the cache for an hour is only known to Anthropic's,
/// audio and images only to OpenAI's.
Usage asOpenAi(Usage usage)
{
    usage[Bucket::CacheWrite5m] += usage[Bucket::CacheWrite1h];
    usage[Bucket::CacheWrite1h] = 0;
    return usage;
}

Usage asAnthropic(Usage usage)
{
    usage[Bucket::Input] += usage[Bucket::AudioIn] + usage[Bucket::ImageIn];
    usage[Bucket::AudioIn] = usage[Bucket::ImageIn] = 0;
    usage[Bucket::Output] += usage[Bucket::AudioOut] + usage[Bucket::ImageOut];
    usage[Bucket::AudioOut] = usage[Bucket::ImageOut] = 0;
    return usage;
}

/// Every block of a stream begins once, in order, and ends before the next.
void expectBlocksInOrder(const std::string &stream, const std::string &where)
{
    std::int64_t next = 0;
    bool open = false;
    for (const auto &data : dataOf(stream)) {
        simdjson::dom::parser parser;
        simdjson::dom::element root;
        ASSERT_FALSE(parser.parse(simdjson::padded_string(data)).get(root)) << where << ": " << data;
        const std::string_view type = root["type"];
        if (!type.starts_with("content_block"))
            continue;
        EXPECT_EQ(std::int64_t(root["index"]), next) << where << ": " << data;
        EXPECT_EQ(open, type != "content_block_start") << where << ": " << data;
        open = type != "content_block_stop";
        next += open ? 0 : 1;
    }
    EXPECT_FALSE(open) << where;
}

} // namespace

TEST(RecordedCodecs, TheTablesNameRecordingsThatExist)
{
    const auto all = recordings(allProviders);
    if (all.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    for (const auto *list : {&otherCalls, &brokenStreams, &unmetered, &unfinished, &refusedByAnthropic}) {
        for (const auto &special : *list) {
            EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Recording &one) {
                return one.path() == special.path;
            })) << special.path;
        }
    }
}

TEST(RecordedCodecs, EveryAnswerIsRead)
{
    int answers = 0;
    for (const auto &recording : recordedCalls(allProviders)) {
        if (recording.status != 200)
            continue;
        ++answers;
        const ReadAnswer answer = readRecorded(recording);
        EXPECT_TRUE(answer.taken) << recording.path();
        EXPECT_EQ(answer.reader->finished(), !isNamed(unfinished, recording) && (!isNamed(brokenStreams, recording) ||
                                                                                 recording.provider == "openrouter"))
            << recording.path();
        EXPECT_FALSE(said(answer.events).empty()) << recording.path();
        EXPECT_FALSE(answer.reader->id().empty()) << recording.path();
        EXPECT_FALSE(answer.reader->model().empty()) << recording.path();
        const auto &usage = answer.reader->usage();
        EXPECT_EQ(usage.has_value() && !usage->estimated, !isNamed(unmetered, recording)) << recording.path();
        const bool errs = isNamed(brokenStreams, recording) && recording.name != "stream_truncated_no_done";
        EXPECT_EQ(answer.reader->error().has_value(), errs) << recording.path();
        if (errs) {
            EXPECT_FALSE(answer.reader->error()->message.empty()) << recording.path();
        }
        if (recording.stream && !isNamed(brokenStreams, recording)) {
            EXPECT_TRUE(answer.reader->done()) << recording.path();
        }
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(answers, 120);
}

TEST(RecordedCodecs, AnErrorIsNoAnswer)
{
    int errors = 0;
    for (const auto &recording : recordedCalls(allProviders)) {
        if (recording.status == 200)
            continue;
        ++errors;
        const ReadAnswer answer = readRecorded(recording);
        EXPECT_FALSE(answer.taken) << recording.path();
        EXPECT_TRUE(answer.events.empty()) << recording.path();
    }
    if (errors == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(RecordedCodecs, StreamsGiveTheSameEventsWhateverTheirPieces)
{
    int streams = 0;
    for (const auto &recording : recordedCalls(allProviders)) {
        if (!recording.stream || recording.status != 200)
            continue;
        ++streams;
        const ReadAnswer whole = readRecorded(recording);
        for (const std::size_t piece : {1, 2, 3, 7, 64}) {
            const ReadAnswer split = readRecorded(recording, piece);
            ASSERT_EQ(split.events.size(), whole.events.size()) << recording.path() << " in pieces of " << piece;
            for (std::size_t at = 0; at < split.events.size(); ++at)
                ASSERT_TRUE(sameEvent(split.events[at], whole.events[at])) << recording.path() << " event " << at;
            EXPECT_EQ(split.reader->usage().has_value(), whole.reader->usage().has_value());
            if (whole.reader->usage()) {
                EXPECT_EQ(split.reader->usage()->units, whole.reader->usage()->units) << recording.path();
            }
        }
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(streams, 30);
}

TEST(RecordedCodecs, EveryAnswerSurvivesEveryWriter)
{
    int answers = 0;
    for (const auto &recording : recordedCalls(allProviders)) {
        if (recording.status != 200 || isNamed(brokenStreams, recording))
            continue;
        ++answers;
        const ReadAnswer answer = readRecorded(recording);
        AnswerTotals totals;
        if (answer.reader->usage())
            totals.usage = *answer.reader->usage();
        totals.usage[Bucket::Requests] = 1;
        totals.cost = Money::fromNanoUsd(1'234);
        totals.balance = Money::fromNanoUsd(5'000'000'000);

        {
            const std::string expected = said(asOpenAi(answer.events));
            const std::string stream = writeStream(*makeOpenAiChatWriter(codecIdentity()), answer.events, totals);
            const auto again = makeOpenAiChatReader({});
            EXPECT_EQ(said(readStream(*again, stream, stream.size())), expected) << recording.path();
            EXPECT_TRUE(again->done());
            ASSERT_TRUE(again->usage()) << recording.path();
            EXPECT_EQ(again->usage()->units, asOpenAi(totals.usage).units) << recording.path();
            EXPECT_EQ(again->id(), "chatcmpl-0123456789abcdef");

            const auto whole = makeOpenAiChatReader({});
            std::vector<Event> events;
            EXPECT_TRUE(whole->whole(makeOpenAiChatWriter(codecIdentity())->whole(answer.events, totals), events));
            EXPECT_EQ(said(events), expected) << recording.path();
            ASSERT_TRUE(whole->usage()) << recording.path();
            EXPECT_EQ(whole->usage()->units, asOpenAi(totals.usage).units) << recording.path();
        }
        {
            const std::string expected = said(asAnthropic(answer.events));
            const std::string stream = writeStream(*makeAnthropicWriter(codecIdentity()), answer.events, totals);
            expectBlocksInOrder(stream, recording.path());
            const auto again = makeAnthropicReader();
            EXPECT_EQ(said(readStream(*again, stream, stream.size())), expected) << recording.path();
            EXPECT_TRUE(again->done());
            ASSERT_TRUE(again->usage()) << recording.path();
            EXPECT_EQ(again->usage()->units, asAnthropic(totals.usage).units) << recording.path();

            const auto whole = makeAnthropicReader();
            std::vector<Event> events;
            EXPECT_TRUE(whole->whole(makeAnthropicWriter(codecIdentity())->whole(answer.events, totals), events));
            // The arguments are JSON there, not a text: their white space isn't kept.
            EXPECT_EQ(said(minified(events)), said(minified(asAnthropic(answer.events)))) << recording.path();
            ASSERT_TRUE(whole->usage()) << recording.path();
            EXPECT_EQ(whole->usage()->units, asAnthropic(totals.usage).units) << recording.path();
        }
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(answers, 110);
}

TEST(RecordedCodecs, ToolCallsKeepAnthropicsIdsAndGetItsFormOtherwise)
{
    int seen = 0;
    for (const auto &recording : recordedCalls(allProviders)) {
        if (recording.status != 200)
            continue;
        const ReadAnswer answer = readRecorded(recording);
        const std::string stream = writeStream(*makeAnthropicWriter(codecIdentity()), answer.events, {});
        std::set<std::string> ids;
        std::size_t count = 0;
        const auto again = makeAnthropicReader();
        for (const auto &event : readStream(*again, stream, stream.size())) {
            if (event.kind != Event::Kind::ToolCall)
                continue;
            ++count;
            EXPECT_TRUE(event.id.starts_with("toolu_")) << recording.path() << ": " << event.id;
            ids.insert(event.id);
        }
        EXPECT_EQ(ids.size(), count) << recording.path();
        if (recording.provider == "anthropic") {
            for (const auto &event : answer.events)
                EXPECT_TRUE(event.kind != Event::Kind::ToolCall || ids.contains(event.id)) << recording.path();
        }
        seen += count > 0 ? 1 : 0;
    }
    if (seen == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(seen, 20);
}

TEST(RecordedCodecs, RequestsOfOpenAisDialectAreTakenByAnthropics)
{
    int requests = 0;
    for (const auto &recording : recordedCalls(openAiProviders)) {
        if (recording.request.empty())
            continue;
        const auto decoded = decodeOpenAiChat(recording.request);
        if (!decoded) {
            EXPECT_NE(recording.status, 200) << recording.path() << ": " << decoded.error().message;
            continue;
        }
        const auto canonical = readOpenAiChat(*decoded);
        if (!canonical) {
            EXPECT_NE(recording.status, 200) << recording.path() << ": " << canonical.error().message;
            EXPECT_FALSE(canonical.error().param.empty()) << recording.path();
            continue;
        }
        ++requests;
        const auto written = writeAnthropic(*canonical, {"claude-haiku-4-5", {}, 64'000});
        const auto refused = std::find_if(refusedByAnthropic.begin(), refusedByAnthropic.end(),
                                          [&](const Special &special) { return special.path == recording.path(); });
        if (refused != refusedByAnthropic.end()) {
            ASSERT_FALSE(written.ok()) << recording.path();
            EXPECT_EQ(written.error().param, refused->reason) << recording.path();
            continue;
        }
        ASSERT_TRUE(written.ok()) << recording.path() << ": " << written.error().message;
        const auto taken = decodeAnthropic(*written);
        ASSERT_TRUE(taken.ok()) << recording.path() << ": " << taken.error().message << '\n' << *written;
        EXPECT_EQ(taken->stream, decoded->stream) << recording.path();
        EXPECT_EQ(taken->firstTool, decoded->firstTool) << recording.path();
        EXPECT_EQ(taken->toolResultLast, decoded->toolResultLast) << recording.path();
        // Blank texts are left out, the rest is all there.
        const auto again = readAnthropic(*taken);
        ASSERT_TRUE(again.ok()) << recording.path();
        EXPECT_GE(again->messages.size(), 1U);
        if (!decoded->toolResultLast) {
            EXPECT_EQ(taken->lastUserText.empty(), decoded->lastUserText.empty()) << recording.path();
        }
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(requests, 100);
}

TEST(RecordedCodecs, RequestsOfAnthropicsDialectAreTakenByOpenAis)
{
    int requests = 0;
    auto all = recordedCalls({"anthropic"});
    for (auto &recording : recordings({"client_surfaces"}, "claude_code"))
        all.push_back(std::move(recording));
    for (const auto &recording : all) {
        if (recording.request.empty())
            continue;
        const bool countOnly = recording.name.find("count_tokens") != std::string::npos;
        const auto decoded = decodeAnthropic(recording.request, countOnly);
        if (!decoded) {
            EXPECT_NE(recording.status, 200) << recording.path() << ": " << decoded.error().message;
            continue;
        }
        ++requests;
        const auto canonical = readAnthropic(*decoded);
        ASSERT_TRUE(canonical.ok()) << recording.path() << ": " << canonical.error().message;
        const auto written = writeOpenAiChat(*canonical, {"gpt-5-mini", {}, 0});
        ASSERT_TRUE(written.ok()) << recording.path() << ": " << written.error().message;
        const auto taken = decodeOpenAiChat(*written);
        ASSERT_TRUE(taken.ok()) << recording.path() << ": " << taken.error().message << '\n' << *written;
        EXPECT_EQ(taken->stream, decoded->stream) << recording.path();
        EXPECT_EQ(taken->maxTokens, decoded->maxTokens) << recording.path();
        EXPECT_EQ(taken->firstTool, decoded->firstTool) << recording.path();
        EXPECT_EQ(taken->toolResultLast, decoded->toolResultLast) << recording.path();
        EXPECT_EQ(taken->lastUserText, decoded->lastUserText) << recording.path();
        ASSERT_TRUE(readOpenAiChat(*taken).ok()) << recording.path();
        // The sameEvent dialect again says the sameEvent.
        const auto back = writeAnthropic(*canonical, {"claude-haiku-4-5", {}, 0});
        ASSERT_TRUE(back.ok()) << recording.path() << ": " << back.error().message;
        EXPECT_TRUE(decodeAnthropic(*back).ok()) << recording.path();
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(requests, 35);
}

TEST(RecordedCodecs, AnthropicsRequestsSurviveThePatch)
{
    int requests = 0;
    for (const auto &recording : recordedCalls({"anthropic"})) {
        const auto decoded = decodeAnthropic(recording.request);
        if (recording.request.empty() || !decoded)
            continue;
        ++requests;
        EXPECT_EQ(patchAnthropic(*decoded, {decoded->model, true, {}, {}}).text(), recording.request)
            << recording.path();
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(RecordedCodecs, UsageFallsIntoTheRightBuckets)
{
    struct Case
    {
        const char *path;
        const char *expected;
        std::int64_t searches;
        std::int64_t costNanoUsd; ///< −1: none is stated
    };
    const std::vector<Case> cases{
        {"anthropic/cache_read", "input=10 cached_read=7351 output=4", 0, -1},
        {"anthropic/cache_write", "input=10 cache_write_5m=7351 output=4", 0, -1},
        {"anthropic/cache_write_1h_ttl", "input=3 cache_write_5m=14 cache_write_1h=2056 output=459", 0, -1},
        {"anthropic/thinking", "input=80 output=299 reasoning=456", 0, -1},
        {"anthropic/stream_thinking", "input=80 output=285 reasoning=353", 0, -1},
        {"anthropic/web_search", "input=11642 output=141", 1, -1},
        {"anthropic/pause_turn_web_search", "input=401468 output=792", 10, -1},
        {"anthropic/stream_message_delta_input_tokens", "input=61 output=2", 0, -1},
        {"anthropic/stream_cache_read", "input=11 cached_read=1031 output=100", 0, -1},
        {"anthropic/stream_refusal", "input=18 output=5", 0, -1},
        {"anthropic/stop_max_tokens", "input=22 output=15", 0, -1},
        {"xai/reasoning_grok3mini", "input=5 cached_read=10 output=8 reasoning=171", 0, 91'750},
        {"xai/stream_tool_call_reasoning_grok43", "input=114 cached_read=128 output=8 reasoning=152", 0, 568'100},
        {"xai/vision_url_grok2vision", "input=15 output=81 image_in=256", 0, 1'352'000},
        {"deepseek/chat_multi_turn_cached", "input=92 cached_read=128 output=103", 0, -1},
        {"deepseek/stream_tool_call_reasoner_vercel", "input=19 cached_read=320 output=44 reasoning=39", 0, -1},
        {"openrouter/usage_full", "input=17 output=1217 reasoning=960", 0, 4'358'250},
        {"openrouter/cache_write_anthropic", "input=3 cache_write_5m=3211 output=100", 0, 13'550'250},
        {"openrouter/stream_reasoning", "input=43 output=23 reasoning=13", 0, 669'000},
        {"openai/cached_tokens_56_cache_write", "input=3 cache_write_5m=1217 reasoning=100", 0, -1},
        {"openai/reasoning_gpt5nano", "input=13 output=26 reasoning=192", 0, -1},
        {"openai/stream_n2_usage", "input=26 output=104", 0, -1},
        {"perplexity/chat_basic", "input=9 output=12", 0, 5'020'000},
        {"litellm/stream_basic", "input=13 output=22", 0, -1},
    };
    const auto all = recordings(allProviders);
    if (all.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    for (const auto &expected : cases) {
        const auto recording =
            std::find_if(all.begin(), all.end(), [&](const Recording &one) { return one.path() == expected.path; });
        ASSERT_NE(recording, all.end()) << expected.path;
        const ReadAnswer answer = readRecorded(*recording);
        ASSERT_TRUE(answer.reader->usage()) << expected.path;
        const Usage &usage = *answer.reader->usage();
        EXPECT_EQ(counted(usage), expected.expected) << expected.path;
        EXPECT_EQ(usage[Bucket::Searches], expected.searches) << expected.path;
        EXPECT_EQ(usage[Bucket::Requests], 1) << expected.path;
        EXPECT_FALSE(usage.estimated) << expected.path;
        EXPECT_EQ(usage.reportedCost ? usage.reportedCost->nanoUsd() : -1, expected.costNanoUsd) << expected.path;
    }
}
