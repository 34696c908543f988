#include <gtest/gtest.h>
#include <server/relay/codec_stream.h>
#include <server/relay/openai_stream.h>
#include <server/wire/codec.h>

using namespace beaver;
using namespace beaver::relay;
using wire::Bucket;
using Step = AnswerStream::Step;

namespace {

const std::string anthropicStream =
    "event: message_start\n"
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
    "\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,"
    "\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}}\n\n"
    "event: content_block_start\n"
    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
    "\"text\",\"text\":\"\"}}\n\n"
    "event: content_block_delta\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
    "\"text\":\"Hello there, good day\"}}\n\n"
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
    "event: message_delta\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
    "\"usage\":{\"output_tokens\":6}}\n\n"
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

std::unique_ptr<CodecStream> codec(wire::Dialect provider, wire::Dialect client)
{
    wire::AnswerIdentity identity;
    identity.id = "1";
    identity.model = "m";
    identity.includeUsage = true;
    return std::make_unique<CodecStream>(wire::makeReader(provider, {}), wire::makeWriter(client, identity),
                                         provider == client, 10, std::nullopt);
}

/// Feeds all and accepts all; how it ended.
Step run(AnswerStream &stream, std::string_view bytes, std::size_t piece)
{
    Step step = Step::NeedMore;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        stream.feed(bytes.substr(at, piece));
        for (step = stream.step(); step == Step::Content; step = stream.step())
            stream.accept();
        if (step != Step::NeedMore)
            break;
    }
    return step;
}

} // namespace

TEST(CodecStream, OneDialectOnBothSidesPassesTheBytes)
{
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, anthropicStream.size()}) {
        const auto stream = codec(wire::Dialect::Anthropic, wire::Dialect::Anthropic);
        EXPECT_EQ(run(*stream, anthropicStream, piece), Step::Done);
        stream->close();
        EXPECT_EQ(stream->ready() + stream->tail(), anthropicStream);
        EXPECT_EQ(stream->usage()[Bucket::Input], 11);
        EXPECT_EQ(stream->usage()[Bucket::Output], 6);
        EXPECT_NE(stream->tail().find("message_stop"), std::string::npos) << "the end waits for the settlement";
        EXPECT_EQ(stream->ready().find("message_stop"), std::string::npos);
    }
}

TEST(CodecStream, TranslatesAndEndsWithUsageAndCost)
{
    const auto stream = codec(wire::Dialect::Anthropic, wire::Dialect::OpenAiChat);
    EXPECT_EQ(run(*stream, anthropicStream, 13), Step::Done);
    stream->close();
    EXPECT_NE(stream->ready().find("Hello there, good day"), std::string::npos);
    EXPECT_TRUE(stream->tail().ends_with("data: [DONE]\n\n")) << stream->tail();
    const std::string tail = stream->tailWithCost(Money::fromNanoUsd(5), Money::fromNanoUsd(7'000));
    EXPECT_NE(tail.find("\"cost\":0.000000005,\"balance\":0.000007"), std::string::npos) << tail;
}

TEST(CodecStream, ALeavingClientPaysTheReportedInputAndWhatCame)
{
    const auto stream = codec(wire::Dialect::Anthropic, wire::Dialect::OpenAiChat);
    run(*stream, anthropicStream.substr(0, anthropicStream.find("event: content_block_stop")), 64);
    const auto usage = stream->usage();
    EXPECT_TRUE(usage.estimated);
    EXPECT_EQ(usage[Bucket::Input], 11);
    EXPECT_GE(usage.outputTokens(), 4);
}

TEST(CodecStream, TheGatewayEndsItForMoneyInTheClientsDialect)
{
    for (const auto client :
         {wire::Dialect::OpenAiChat, wire::Dialect::Anthropic, wire::Dialect::Responses, wire::Dialect::Gemini}) {
        const auto stream = codec(wire::Dialect::Anthropic, client);
        run(*stream, anthropicStream.substr(0, anthropicStream.find("event: content_block_stop")), 64);
        stream->stopEarly("no money", 1);
        const auto reader = wire::makeReader(client, {});
        wire::SseSplitter splitter;
        splitter.feed(stream->ready() + stream->tail());
        std::vector<wire::Event> events;
        while (const auto frame = splitter.next()) {
            if (frame->hasData)
                reader->frame(*frame, events);
        }
        ASSERT_TRUE(reader->finished()) << static_cast<int>(client) << stream->tail();
        EXPECT_EQ(events.back().finish, wire::FinishReason::Length);
        EXPECT_FALSE(reader->error());
    }
}

TEST(CostInUsage, GoesIntoTheLastUsageObject)
{
    const auto with = [](std::string text) {
        return withCostInUsage(std::move(text), Money::fromNanoUsd(2'000'000'000), Money::fromNanoUsd(1'000'000'000));
    };
    EXPECT_EQ(with(R"({"usage":{"a":1}})"), R"({"usage":{"cost":2,"balance":1,"a":1}})");
    EXPECT_EQ(with(R"({"usage": {}})"), R"({"usage": {"cost":2,"balance":1}})");
    EXPECT_EQ(with(R"({"usage":null})"), R"({"usage":null})");
    EXPECT_EQ(with(R"({"text":"\"usage\":{"})"), R"({"text":"\"usage\":{"})");
    EXPECT_EQ(with("data: {\"usage\":{\"cost\":9}}\n\n"),
              "data: {\"usage\":{\"beaver_cost\":2,\"balance\":1,\"cost\":9}}\n\n");
    EXPECT_EQ(with(R"({"usageMetadata":{"a":1}})"), R"({"usageMetadata":{"cost":2,"balance":1,"a":1}})");
}
