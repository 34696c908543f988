#include "fixtures.h"

#include <gtest/gtest.h>
#include <server/relay/openai_stream.h>
#include <server/wire/json_scan.h>
#include <server/wire/openai_answer.h>
#include <server/wire/openai_chat.h>

#include <algorithm>

using namespace beaver;
using namespace beaver::tests;
using relay::AnswerStream;

namespace {

const std::vector<std::string> providers{"openai", "deepseek", "perplexity", "xai", "openrouter", "litellm"};

wire::UsageStyle styleOf(const Fixture &fixture)
{
    return {fixture.provider == "xai", fixture.provider == "perplexity"};
}

wire::ChatRequest request(bool includeUsage)
{
    auto decoded =
        wire::decodeOpenAiChat(std::string(R"({"model":"m","stream":true,"stream_options":{"include_usage":)") +
                               (includeUsage ? "true" : "false") + R"(},"messages":[{"role":"user","content":"x"}]})");
    return std::move(*decoded);
}

struct Passed
{
    std::string bytes;
    wire::Usage usage;
    bool done = false;
    bool finished = false;
    bool failed = false;
};

Passed pass(const Fixture &fixture, const wire::ChatRequest &asked, std::size_t piece)
{
    relay::OpenAiStream stream(asked, styleOf(fixture));
    Passed passed;
    for (std::size_t at = 0; at < fixture.response.size() && !passed.done && !passed.failed; at += piece) {
        stream.feed(std::string_view(fixture.response).substr(at, piece));
        AnswerStream::Step step = stream.step();
        for (; step == AnswerStream::Step::Content; step = stream.step())
            stream.accept();
        passed.done = step == AnswerStream::Step::Done;
        passed.failed = step == AnswerStream::Step::Failed;
        passed.bytes += stream.ready();
        stream.ready().clear();
    }
    passed.bytes += stream.tail();
    passed.usage = stream.usage();
    passed.finished = stream.sawFinish();
    return passed;
}

} // namespace

TEST(Recorded, StreamsPassByteForByteWhateverTheirPieces)
{
    int streams = 0;
    for (const auto &fixture : chatFixtures(providers)) {
        if (!fixture.stream || fixture.status != 200 || fixture.has("error") ||
            fixture.name.find("responses") != std::string::npos)
            continue;
        ++streams;
        const auto asked = request(true);
        const Passed whole = pass(fixture, asked, fixture.response.size());
        EXPECT_TRUE(whole.finished) << fixture.provider << '/' << fixture.name;
        EXPECT_FALSE(whole.failed) << fixture.provider << '/' << fixture.name;
        const bool cutShort = fixture.name.find("truncated") != std::string::npos;
        if (!cutShort) {
            EXPECT_EQ(whole.bytes, fixture.response.substr(0, whole.bytes.size()))
                << fixture.provider << '/' << fixture.name;
        }
        const std::size_t step = fixture.response.size() > 20'000 ? 97 : 1;
        for (const std::size_t piece : {step, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{64}}) {
            const Passed split = pass(fixture, asked, piece);
            EXPECT_EQ(split.bytes, whole.bytes) << fixture.provider << '/' << fixture.name << " in pieces of " << piece;
            EXPECT_EQ(split.usage.units, whole.usage.units);
        }
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
    EXPECT_GT(streams, 20);
}

TEST(Recorded, AClientThatDidntAskSeesNoUsage)
{
    int streams = 0;
    for (const auto &fixture : chatFixtures(providers)) {
        if (!fixture.stream || fixture.status != 200 || fixture.has("error") ||
            fixture.name.find("responses") != std::string::npos)
            continue;
        ++streams;
        const Passed hidden = pass(fixture, request(false), fixture.response.size());
        const Passed shown = pass(fixture, request(true), fixture.response.size());
        EXPECT_EQ(hidden.usage.units, shown.usage.units);
        wire::SseSplitter splitter;
        splitter.feed(hidden.bytes);
        while (const auto frame = splitter.next()) {
            if (!frame->hasData || frame->data == "[DONE]")
                continue;
            const std::string data(frame->data);
            simdjson::dom::object object;
            ASSERT_FALSE(wire::parseJson(data).get(object)) << fixture.name << ": " << data;
            simdjson::dom::element usage;
            EXPECT_TRUE(object["usage"].get(usage)) << fixture.provider << '/' << fixture.name << ": " << data;
        }
    }
    if (streams == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(Recorded, UsageOfEveryAnswerIsRead)
{
    int answers = 0;
    for (const auto &fixture : chatFixtures(providers)) {
        if (fixture.stream || fixture.status != 200 || !fixture.has("chat"))
            continue;
        ++answers;
        const auto answer = wire::readChatAnswer(fixture.response, styleOf(fixture));
        ASSERT_TRUE(answer) << fixture.provider << '/' << fixture.name;
        ASSERT_TRUE(answer->usage) << fixture.provider << '/' << fixture.name;
        EXPECT_GT(answer->usage->inputTokens(), 0) << fixture.provider << '/' << fixture.name;
        EXPECT_TRUE(answer->hasChoices && answer->finished) << fixture.provider << '/' << fixture.name;
        // What goes out is what the provider's total says, however it splits it.
        simdjson::dom::object root;
        ASSERT_FALSE(wire::parseJson(fixture.response).get(root));
        std::int64_t total = 0;
        if (!root["usage"]["total_tokens"].get(total) && fixture.provider != "perplexity") {
            EXPECT_EQ(answer->usage->totalTokens(), total) << fixture.provider << '/' << fixture.name;
        }
    }
    if (answers == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}

TEST(Recorded, EveryRequestIsUnderstoodAndSurvivesThePatch)
{
    int requests = 0;
    for (const auto &fixture : chatFixtures(providers)) {
        if (fixture.request.empty() || fixture.status != 200)
            continue;
        auto decoded = wire::decodeOpenAiChat(fixture.request);
        if (!decoded && decoded.error().param == "messages")
            continue; // not a chat request (files of other kinds)
        ++requests;
        ASSERT_TRUE(decoded.ok()) << fixture.provider << '/' << fixture.name << ": " << decoded.error().message;
        const std::string same = wire::patchOpenAiChat(*decoded, {decoded->model, false, {}, "max_tokens"}).text();
        EXPECT_EQ(same, fixture.request) << fixture.provider << '/' << fixture.name;
    }
    if (requests == 0)
        GTEST_SKIP() << "the recorded exchanges aren't here";
}
