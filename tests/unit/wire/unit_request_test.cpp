#include "unit_files.h"

#include <gtest/gtest.h>
#include <server/wire/unit_request.h>

using namespace beaver;
using namespace beaver::tests;
using wire::Bucket;
using wire::UnitKind;

namespace {

Result<wire::UnitRequest> decode(UnitKind kind, const std::string &json)
{
    return wire::decodeUnit(kind, json, "application/json");
}

wire::Usage worst(UnitKind kind, const std::string &json)
{
    const auto request = decode(kind, json);
    EXPECT_TRUE(request.ok()) << json << ": " << (request ? "" : request.error().message);
    return request ? request->worst : wire::Usage();
}

/// The field that an error names, and `!` where there is no error.
std::string refusedField(UnitKind kind, const std::string &body, const std::string &type = "application/json")
{
    const auto request = wire::decodeUnit(kind, body, type);
    if (request)
        return "!";
    EXPECT_NE(request.error().message, "");
    return request.error().param;
}

} // namespace

TEST(UnitRequest, EverySurfaceHasItsNames)
{
    for (std::size_t at = 0; at < wire::unitKindCount; ++at) {
        const auto &surface = wire::unitSurface(static_cast<UnitKind>(at));
        EXPECT_TRUE(surface.path.starts_with('/')) << surface.name;
        EXPECT_FALSE(surface.scope.empty() || surface.capability.empty()) << surface.name;
    }
    EXPECT_EQ(wire::unitSurface(UnitKind::ImageEdit).path, "/images/edits");
    EXPECT_EQ(wire::unitSurface(UnitKind::ImageEdit).scope, "images");
    EXPECT_EQ(wire::unitSurface(UnitKind::Completion).name, "completions");
}

TEST(UnitRequest, EmbeddingsCountTextWithAMarginAndTokenIdsExactly)
{
    const auto text = worst(UnitKind::Embeddings, R"({"model":"m","input":"hello world"})");
    EXPECT_GE(text[Bucket::Input], 64);
    EXPECT_LT(text[Bucket::Input], 80);
    EXPECT_EQ(text[Bucket::Requests], 1);
    EXPECT_EQ(worst(UnitKind::Embeddings, R"({"model":"m","input":[1111,2222,3333]})")[Bucket::Input], 3);
    EXPECT_EQ(worst(UnitKind::Embeddings, R"({"model":"m","input":[[1,2],[3],[4,5,6]]})")[Bucket::Input], 6);
    const auto request =
        decode(UnitKind::Embeddings, R"({"input":["a","b"],"model":"m","dimensions":512,"encoding_format":"base64"})");
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->model, "m");
    EXPECT_EQ(request->dimensions, 512);
    EXPECT_EQ(request->format, "base64");
    EXPECT_FALSE(request->exactInput);
}

TEST(UnitRequest, AnInputThatIsNoneIsRefusedByItsName)
{
    for (const char *input :
         {"7", "true", "{}", "[]", "[[]]", "[-1]", "[1,\"a\"]", "[\"a\",1]", "[[1],2]", "[[1.5]]", "[{}]"})
        EXPECT_EQ(refusedField(UnitKind::Embeddings, std::string(R"({"model":"m","input":)") + input + "}"), "input")
            << input;
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m"})"), "input");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":null})"), "input");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"input":"a"})"), "model");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":7,"input":"a"})"), "model");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":"a","dimensions":0})"), "dimensions");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":"a","dimensions":"big"})"), "dimensions");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":"a","encoding_format":1})"),
              "encoding_format");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":"a","model":"n"})"), "model");
    EXPECT_EQ(refusedField(UnitKind::Embeddings, R"({"model":"m","input":"a","input":"b"})"), "input");
    std::string many = R"({"model":"m","input":[)";
    for (int at = 0; at < 2049; ++at)
        many += at == 0 ? "\"a\"" : ",\"a\"";
    EXPECT_EQ(refusedField(UnitKind::Embeddings, many + "]}"), "input");
    for (const char *body : {"", "[]", "7", "{", "nonsense"})
        EXPECT_EQ(refusedField(UnitKind::Embeddings, body), "") << body;
}

TEST(UnitRequest, ModerationsTakeTextsAndImagesAndHaveAModelOfTheirOwn)
{
    const auto request = decode(UnitKind::Moderations, R"({"input":"kill"})");
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->model, "omni-moderation-latest");
    EXPECT_EQ(wire::patchUnit(*request, "omni"), R"({"model":"omni","input":"kill"})");
    EXPECT_GT(
        worst(UnitKind::Moderations,
              R"({"input":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]})")
            [Bucket::Input],
        1700);
    EXPECT_EQ(refusedField(UnitKind::Moderations, R"({"input":[{"type":"text","text":"a"},"b"]})"), "input");
    EXPECT_EQ(refusedField(UnitKind::Moderations, "{}"), "input");
}

TEST(UnitRequest, RerankCountsSearchUnits)
{
    const auto searches = [](int documents, std::size_t length) {
        std::string json = R"({"model":"r","query":"who?","documents":[)";
        for (int at = 0; at < documents; ++at)
            json += (at == 0 ? "" : ",") + std::string(at % 2 == 0 ? "\"" : "{\"text\":\"") + std::string(length, 'x') +
                    (at % 2 == 0 ? "\"" : "\"}");
        return worst(UnitKind::Rerank, json + "]}")[Bucket::Searches];
    };
    EXPECT_EQ(searches(1, 10), 1);
    EXPECT_EQ(searches(100, 10), 1);
    EXPECT_EQ(searches(101, 10), 2);
    EXPECT_EQ(searches(100, 8000), 5); // each over 1,920 tokens, with a margin five pieces
    EXPECT_EQ(refusedField(UnitKind::Rerank, R"({"model":"r","documents":["a"]})"), "query");
    EXPECT_EQ(refusedField(UnitKind::Rerank, R"({"model":"r","query":"a"})"), "documents");
    EXPECT_EQ(refusedField(UnitKind::Rerank, R"({"model":"r","query":"a","documents":[]})"), "documents");
    EXPECT_EQ(refusedField(UnitKind::Rerank, R"({"model":"r","query":"a","documents":[1]})"), "documents");
}

TEST(UnitRequest, PicturesAreCountedAndMeasured)
{
    const auto one = worst(UnitKind::ImageGeneration,
                           R"({"model":"gpt-image-1","prompt":"a cat","size":"1024x1024","quality":"high"})");
    EXPECT_EQ(one[Bucket::Images], 1);
    EXPECT_EQ(one[Bucket::ImageOut], 4160);
    EXPECT_EQ(worst(UnitKind::ImageGeneration,
                    R"({"model":"g","prompt":"a","size":"1024x1024","quality":"low","n":4})")[Bucket::ImageOut],
              4 * 272);
    EXPECT_EQ(worst(UnitKind::ImageGeneration,
                    R"({"model":"g","prompt":"a","size":"1536x1024","quality":"medium"})")[Bucket::ImageOut],
              1584);
    EXPECT_EQ(worst(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a"})")[Bucket::ImageOut],
              6240); // auto may be the dearest
    EXPECT_EQ(worst(UnitKind::ImageGeneration,
                    R"({"model":"g","prompt":"a","stream":true,"partial_images":3})")[Bucket::ImageOut],
              6540);
    const auto request = decode(UnitKind::ImageGeneration, R"({"prompt":"a","size":"auto","quality":"hd"})");
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(request->model, "dall-e-2");
    EXPECT_EQ(request->size, "");
    EXPECT_EQ(request->quality, "hd");
    EXPECT_EQ(refusedField(UnitKind::ImageGeneration, R"({"model":"g"})"), "prompt");
    EXPECT_EQ(refusedField(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a","n":0})"), "n");
    EXPECT_EQ(refusedField(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a","n":"2"})"), "n");
    EXPECT_EQ(refusedField(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a","size":1024})"), "size");
    EXPECT_EQ(refusedField(UnitKind::ImageGeneration, R"({"model":"g","prompt":"a","partial_images":9})"),
              "partial_images");
}

TEST(UnitRequest, EditsAndVariationsTakeForms)
{
    const auto form = Form()
                          .text("model", "gpt-image-1")
                          .text("prompt", "a hat")
                          .text("n", "2")
                          .text("size", "1024x1024")
                          .text("quality", "low")
                          .text("stream", "true")
                          .file("image[]", "1.png", "png")
                          .file("image[]", "2.png", "png")
                          .file("mask", "m.png", "png");
    const auto request = wire::decodeUnit(UnitKind::ImageEdit, form.body(), Form::contentType());
    ASSERT_TRUE(request.ok()) << request.error().message;
    EXPECT_EQ(request->model, "gpt-image-1");
    EXPECT_TRUE(request->stream);
    EXPECT_EQ(request->contentType, Form::contentType());
    EXPECT_EQ(request->worst[Bucket::Images], 2);
    EXPECT_EQ(request->worst[Bucket::ImageOut], 2 * 272);
    EXPECT_EQ(request->worst[Bucket::ImageIn], 14'000);
    const auto refused = [](UnitKind kind, const Form &given) {
        return refusedField(kind, given.body(), Form::contentType());
    };
    EXPECT_EQ(refused(UnitKind::ImageEdit, Form().text("prompt", "a")), "image");
    EXPECT_EQ(refused(UnitKind::ImageEdit, Form().file("image", "a", "x")), "prompt");
    EXPECT_EQ(refused(UnitKind::ImageVariation, Form().file("image", "a", "x")), "!");
    EXPECT_EQ(refused(UnitKind::ImageVariation, Form().file("image", "a", "x").text("n", "two")), "n");
    EXPECT_EQ(refused(UnitKind::ImageVariation, Form().text("image", "no file")), "image");
    EXPECT_EQ(refusedField(UnitKind::ImageVariation, R"({"image":"x"})"), "Content-Type");
    EXPECT_EQ(refused(UnitKind::ImageGeneration, Form().text("prompt", "a")), "Content-Type");
    // JSON, as xAI has it
    EXPECT_EQ(
        worst(UnitKind::ImageEdit, R"({"model":"g","prompt":"a","image":{"url":"https://x/y.png"}})")[Bucket::ImageIn],
        7000);
}

TEST(UnitRequest, SpeechCountsCharactersNotBytes)
{
    const auto used = worst(UnitKind::Speech, R"({"model":"tts-1","input":"Grüße, 世界 😀","voice":"alloy"})");
    EXPECT_EQ(used[Bucket::Characters], 11);
    EXPECT_GE(used[Bucket::Seconds], 1);
    EXPECT_EQ(worst(UnitKind::Speech, R"({"model":"t","input":")" + std::string(1000, 'a') + R"("})")[Bucket::Seconds],
              120);
    EXPECT_EQ(worst(UnitKind::Speech,
                    R"({"model":"t","speed":0.5,"input":")" + std::string(1000, 'a') + R"("})")[Bucket::Seconds],
              240);
    EXPECT_EQ(refusedField(UnitKind::Speech, R"({"model":"t"})"), "input");
    EXPECT_EQ(refusedField(UnitKind::Speech, R"({"model":"t","input":["a"]})"), "input");
    EXPECT_EQ(refusedField(UnitKind::Speech, R"({"model":"t","input":"a","speed":0})"), "speed");
    EXPECT_EQ(refusedField(UnitKind::Speech, R"({"input":"a"})"), "model");
    EXPECT_TRUE(decode(UnitKind::Speech, R"({"model":"t","input":"a","stream_format":"sse"})")->stream);
}

TEST(UnitRequest, TranscriptsAreAsLongAsTheirFile)
{
    const auto seconds = [](const std::string &file) {
        const auto request =
            wire::decodeUnit(UnitKind::Transcription, Form().text("model", "whisper-1").file("file", "a", file).body(),
                             Form::contentType());
        EXPECT_TRUE(request.ok());
        return std::pair(request->worst[Bucket::Seconds], request->secondsStated);
    };
    EXPECT_EQ(seconds(wavFile(16'000, 1, 12.01)), std::pair(std::int64_t{13}, true));
    EXPECT_EQ(seconds(mp3File(100)), std::pair(std::int64_t{3}, true));
    EXPECT_EQ(seconds(std::string(75'000, 'x')), std::pair(std::int64_t{101}, false)); // 6 kbit/s
    const auto tokens = wire::decodeUnit(
        UnitKind::Translation,
        Form().file("file", "a.wav", wavFile(8000, 1, 60)).text("model", "m").text("prompt", "names").body(),
        Form::contentType());
    ASSERT_TRUE(tokens.ok());
    EXPECT_EQ(tokens->worst[Bucket::AudioIn], 720);
    EXPECT_GT(tokens->worst[Bucket::Output], 480);
    EXPECT_GT(tokens->worst[Bucket::Input], 0);
    const auto refused = [](const Form &given) {
        return refusedField(UnitKind::Transcription, given.body(), Form::contentType());
    };
    EXPECT_EQ(refused(Form().text("model", "m")), "file");
    EXPECT_EQ(refused(Form().text("model", "m").text("file", "no file")), "file");
    EXPECT_EQ(refused(Form().text("model", "m").file("file", "a", "")), "file");
    EXPECT_EQ(refused(Form().file("file", "a", "x")), "model");
    EXPECT_EQ(refused(Form().text("model", "m").text("stream", "maybe").file("file", "a", "x")), "stream");
    EXPECT_EQ(refused(Form().text("model", "m").text("model", "n").file("file", "a", "x")), "model");
    EXPECT_EQ(refusedField(UnitKind::Transcription, R"({"model":"m","file":"x"})"), "Content-Type");
}

TEST(UnitRequest, CompletionsMultiplyWhatTheyCanWrite)
{
    const auto output = [](const std::string &rest) {
        return worst(UnitKind::Completion, R"({"model":"m","prompt":"Hello")" + rest + "}")[Bucket::Output];
    };
    EXPECT_EQ(output(""), 16);
    EXPECT_EQ(output(R"(,"max_tokens":null)"), 16);
    EXPECT_EQ(output(R"(,"max_tokens":100,"n":2)"), 200);
    EXPECT_EQ(output(R"(,"max_tokens":100,"n":2,"best_of":5)"), 500);
    EXPECT_EQ(output(R"(,"max_tokens":0,"echo":true)"), 0);
    EXPECT_EQ(worst(UnitKind::Completion, R"({"model":"m","prompt":["a","b","c"],"max_tokens":10})")[Bucket::Output],
              30);
    EXPECT_EQ(worst(UnitKind::Completion, R"({"model":"m","prompt":[[1,2],[3]],"max_tokens":10})")[Bucket::Output], 20);
    EXPECT_EQ(worst(UnitKind::Completion, R"({"model":"m","prompt":[1,2,3]})")[Bucket::Input], 3);
    EXPECT_EQ(refusedField(UnitKind::Completion, R"({"model":"m","prompt":{}})"), "prompt");
    EXPECT_EQ(refusedField(UnitKind::Completion, R"({"model":"m","prompt":"a","max_tokens":-1})"), "max_tokens");
    EXPECT_EQ(refusedField(UnitKind::Completion, R"({"model":"m","prompt":"a","n":1000})"), "n");
    EXPECT_EQ(refusedField(UnitKind::Completion, R"({"model":"m","prompt":"a","stream":1})"), "stream");
    EXPECT_EQ(refusedField(UnitKind::Completion, R"({"model":"m","prompt":"a","stream_options":{"include_usage":1}})"),
              "stream_options.include_usage");
}

TEST(UnitPatch, TheModelChangesAndEveryOtherByteStays)
{
    const std::string json =
        "{ \"input\" : \"a\\u00e9\",\n\t\"model\":\"m\" , \"unknown\": [1.0, 2e3], \"model_\": \"m\" }";
    const auto request = decode(UnitKind::Embeddings, json);
    ASSERT_TRUE(request.ok());
    EXPECT_EQ(wire::patchUnit(*request, "m"), json);
    EXPECT_EQ(wire::patchUnit(*request, "up/\"stream\""),
              "{ \"input\" : \"a\\u00e9\",\n\t\"model\":\"up/\\\"stream\\\"\" , \"unknown\": [1.0, 2e3], \"model_\": "
              "\"m\" }");

    const auto form = Form().file("file", "a.mp3", mp3File(2)).text("model", "alias").text("language", "de").body();
    const auto transcription = wire::decodeUnit(UnitKind::Transcription, form, Form::contentType());
    ASSERT_TRUE(transcription.ok());
    EXPECT_EQ(wire::patchUnit(*transcription, "alias"), form);
    EXPECT_EQ(wire::patchUnit(*transcription, "whisper-1"),
              Form().file("file", "a.mp3", mp3File(2)).text("model", "whisper-1").text("language", "de").body());
    const auto without =
        wire::decodeUnit(UnitKind::ImageVariation, Form().file("image", "a", "x").body(), Form::contentType());
    ASSERT_TRUE(without.ok());
    EXPECT_EQ(wire::patchUnit(*without, "dall-e-2"), Form().text("model", "dall-e-2").file("image", "a", "x").body());
}

TEST(UnitPatch, ACompletionGetsItsMaximumAndItsUsage)
{
    const auto patched = [](const std::string &json, bool ask) {
        const auto request = decode(UnitKind::Completion, json);
        EXPECT_TRUE(request.ok());
        return wire::patchUnit(*request, "m", ask);
    };
    EXPECT_EQ(patched(R"({"model":"m","prompt":"a"})", true), R"({"max_tokens":16,"model":"m","prompt":"a"})");
    EXPECT_EQ(patched(R"({"model":"m","prompt":"a","max_tokens":null})", true),
              R"({"model":"m","prompt":"a","max_tokens":16})");
    EXPECT_EQ(patched(R"({"model":"m","prompt":"a","max_tokens":5,"stream":true})", true),
              R"({"stream_options":{"include_usage":true},"model":"m","prompt":"a","max_tokens":5,"stream":true})");
    EXPECT_EQ(patched(R"({"model":"m","prompt":"a","max_tokens":5,"stream":true})", false),
              R"({"model":"m","prompt":"a","max_tokens":5,"stream":true})");
    EXPECT_EQ(
        patched(R"({"stream_options":{"x":1},"model":"m","prompt":"a","max_tokens":5,"stream":true})", true),
        R"({"stream_options":{"include_usage":true,"x":1},"model":"m","prompt":"a","max_tokens":5,"stream":true})");
    EXPECT_EQ(patched(R"({"stream_options":null,"model":"m","prompt":"a","max_tokens":5,"stream":true})", true),
              R"({"stream_options":{"include_usage":true},"model":"m","prompt":"a","max_tokens":5,"stream":true})");
    EXPECT_EQ(
        patched(R"({"stream_options":{"include_usage":false},"model":"m","prompt":"a","max_tokens":5,"stream":true})",
                true),
        R"({"stream_options":{"include_usage":true},"model":"m","prompt":"a","max_tokens":5,"stream":true})");
}
