#include "fixtures.h"
#include "unit_files.h"

#include <gtest/gtest.h>
#include <server/wire/unit_usage.h>
#include <shared/base/json_writer.h>

#include <fstream>
#include <sstream>

using namespace beaver;
using namespace beaver::tests;
using wire::Bucket;
using wire::UnitKind;

namespace {

UnitKind kindByName(const std::string &name)
{
    for (std::size_t at = 0; at < wire::unitKindCount; ++at) {
        if (wire::unitSurface(static_cast<UnitKind>(at)).name == name)
            return static_cast<UnitKind>(at);
    }
    ADD_FAILURE() << name;
    return UnitKind::Embeddings;
}

/// `~ 3 input, 1 requests`, or `none`.
std::string textOf(const std::optional<wire::Usage> &usage)
{
    if (!usage)
        return "none";
    std::string text;
    for (std::size_t at = 0; at < wire::bucketCount; ++at) {
        if (const auto units = usage->units[at])
            text.append(text.empty() ? "" : ", ")
                .append(std::to_string(units) + " ")
                .append(wire::bucketName(static_cast<Bucket>(at)));
    }
    return (usage->estimated ? "~ " : "") + text;
}

std::vector<std::string> cells(const std::string &line)
{
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; std::getline(stream, part, '|');) {
        const auto from = part.find_first_not_of(' ');
        parts.push_back(from == std::string::npos ? "" : part.substr(from, part.find_last_not_of(' ') + 1 - from));
    }
    return parts;
}

wire::UnitRequest transcription(const std::string &format, double seconds)
{
    auto request = wire::decodeUnit(UnitKind::Transcription,
                                    Form()
                                        .text("model", "whisper-1")
                                        .text("response_format", format)
                                        .file("file", "a.wav", wavFile(8000, 1, seconds))
                                        .body(),
                                    Form::contentType());
    EXPECT_TRUE(request.ok());
    return std::move(*request);
}

wire::UnitRequest ask(UnitKind kind, const std::string &json)
{
    auto request = wire::decodeUnit(kind, json, "application/json");
    EXPECT_TRUE(request.ok()) << request.error().message;
    return std::move(*request);
}

} // namespace

TEST(UnitUsage, EveryRowOfTheTable)
{
    std::ifstream file(std::string(BEAVER_SOURCE_DIR) + "/tests/tables/unit_usage.txt");
    int rows = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        ++rows;
        auto row = cells(line);
        row.resize(7);
        const auto request = wire::decodeUnit(kindByName(row[1]), row[2], "application/json");
        ASSERT_TRUE(request.ok()) << row[0] << ": " << request.error().message;
        const auto usage = wire::readUnitUsage(*request, row[4], row[3]);
        EXPECT_EQ(textOf(usage), row[5]) << row[0];
        const auto cost = usage && usage->reportedCost ? usage->reportedCost->toDecimal() : "";
        EXPECT_EQ(cost, row[6]) << row[0];
    }
    EXPECT_GE(rows, 25);
}

TEST(UnitUsage, TranscriptsByTokensByDurationOrByTheirFile)
{
    const auto usage = [](const std::string &format, const std::string &answer) {
        return textOf(wire::readUnitUsage(transcription(format, 9.5), answer, "application/json"));
    };
    EXPECT_EQ(
        usage(
            "json",
            R"({"text":"hi","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":4,"audio_tokens":10},"output_tokens":45,"total_tokens":59}})"),
        "4 input, 45 output, 10 audio_in, 1 requests, 10 seconds");
    EXPECT_EQ(usage("json", R"({"text":"hi","usage":{"type":"tokens","input_tokens":14,"output_tokens":4}})"),
              "4 output, 14 audio_in, 1 requests, 10 seconds");
    EXPECT_EQ(usage("json", R"({"text":"hi","usage":{"type":"duration","seconds":27}})"), "1 requests, 27 seconds");
    EXPECT_EQ(usage("verbose_json", R"({"text":"hi","duration":8.470000267028809,"segments":[]})"),
              "1 requests, 9 seconds");
    EXPECT_EQ(usage("verbose_json", R"({"text":"hi","duration":"8.47"})"), "~ 1 requests, 10 seconds");
    EXPECT_EQ(usage("json", R"({"text":"hi","usage":{"type":"duration","seconds":-1}})"), "~ 1 requests, 10 seconds");
    EXPECT_EQ(usage("json", R"({"text":""})"), "~ 1 requests, 10 seconds");
    EXPECT_EQ(usage("srt", "1\n00:00:00,000 --> 00:00:01,000\nhi\n"), "~ 1 requests, 10 seconds");
    EXPECT_EQ(usage("json", "hi"), "none");
    EXPECT_EQ(usage("json", R"({"error":"no"})"), "none");
}

TEST(UnitUsage, SpeechIsMeasuredByWhatCame)
{
    const auto request = ask(UnitKind::Speech, R"({"model":"tts-1","input":"Hello, you all","voice":"alloy"})");
    EXPECT_EQ(textOf(wire::readUnitUsage(request, mp3File(100), "audio/mpeg")),
              "~ 4 input, 1 requests, 3 seconds, 14 characters");
    EXPECT_EQ(textOf(wire::readUnitUsage(request, "?", "audio/mpeg")),
              "~ 4 input, 1 requests, 2 seconds, 14 characters");
    EXPECT_EQ(textOf(wire::readUnitUsage(request, "", "audio/mpeg")), "none");
    EXPECT_EQ(textOf(wire::readUnitUsage(request, R"({"error":{}})", "application/json")), "none");
    const auto samples =
        ask(UnitKind::Speech, R"({"model":"tts-1","input":"Hello","voice":"alloy","response_format":"pcm"})");
    EXPECT_EQ((*wire::readUnitUsage(samples, std::string(48'000 * 4, 'x'), "audio/pcm"))[Bucket::Seconds], 4);
}

TEST(UnitUsage, StreamsOfEventsAreReadAsTheyCome)
{
    const auto completion = ask(UnitKind::Completion, R"({"model":"m","prompt":"hello you","stream":true})");
    const std::string chunk = "data: {\"choices\":[{\"text\":\"hello you\",\"index\":0,\"finish_reason\":null}]}\n\n";
    const std::string end = "data: {\"choices\":[{\"text\":\"\",\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
    const std::string used =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,\"total_tokens\":5}}\n\n";
    const auto read = [](const wire::UnitRequest &request, const std::string &stream) {
        return textOf(wire::readUnitUsage(request, stream, "text/event-stream; charset=utf-8"));
    };
    EXPECT_EQ(read(completion, chunk + end + used + "data: [DONE]\n\n"), "2 input, 3 output, 1 requests");
    EXPECT_EQ(read(completion, chunk + chunk), "~ 3 input, 5 output, 1 requests");
    EXPECT_EQ(read(completion, ""), "none");
    EXPECT_EQ(read(completion, "data: {\"error\":{\"message\":\"no\"}}\n\n"), "none");

    wire::UnitStreamReader reader(completion);
    wire::SseSplitter splitter;
    splitter.feed(chunk + end + used + "data: [DONE]\n\n");
    std::vector<std::string> states;
    while (const auto frame = splitter.next()) {
        reader.frame(*frame);
        states.push_back(std::string(reader.hidden() ? "hidden " : "") + (reader.finished() ? "finished " : "") +
                         (reader.done() ? "done" : ""));
    }
    EXPECT_EQ(states, (std::vector<std::string>{"", "finished ", "hidden finished ", "finished done"}));

    const auto picture =
        ask(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a","stream":true,"partial_images":2})");
    const std::string partial = "event: image_generation.partial_image\ndata: "
                                "{\"type\":\"image_generation.partial_image\",\"b64_json\":\"x\"}\n\n";
    EXPECT_EQ(
        read(picture,
             partial + partial +
                 "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"x\",\"usage\":{\"input_tokens\":5,"
                 "\"output_tokens\":4360,\"total_tokens\":4365}}\n\n"),
        "5 input, 4360 image_out, 1 requests, 1 images");
    EXPECT_EQ(read(picture, partial), "~ 1 input, 100 image_out, 1 requests");

    const auto speech = ask(UnitKind::Speech, R"({"model":"t","input":"Hello","voice":"a","stream_format":"sse"})");
    EXPECT_EQ(
        read(speech,
             "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AAAA\"}\n\ndata: {\"type\":\"speech.audio.done\","
             "\"usage\":{\"input_tokens\":3,\"output_tokens\":40,\"total_tokens\":43}}\n\n"),
        "3 input, 40 audio_out, 1 requests, 5 characters");

    const auto transcript = transcription("json", 9.5);
    EXPECT_EQ(read(transcript,
                   "data: {\"type\":\"transcript.text.delta\",\"delta\":\"hello\"}\n\ndata: "
                   "{\"type\":\"transcript.text.done\","
                   "\"text\":\"hello\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":95,\"output_tokens\":2}}\n\n"),
              "2 output, 95 audio_in, 1 requests, 10 seconds");
    EXPECT_EQ(read(transcript, "data: {\"type\":\"transcript.text.delta\",\"delta\":\"hello\"}\n\n"),
              "~ 2 output, 1 requests, 10 seconds");
}
