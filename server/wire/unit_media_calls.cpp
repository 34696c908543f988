#include <server/wire/unit_audio.h>
#include <server/wire/unit_fields.h>

#include <algorithm>
#include <charconv>

namespace beaver::wire {

namespace {

constexpr std::int64_t mostImages = 128;
constexpr std::int64_t longestSide = 16'384;
constexpr std::int64_t mostPartialImages = 3;
constexpr std::int64_t tokensOfSentImage = 7'000; ///< high fidelity of an upright or lying image, and a margin
constexpr std::int64_t wordsOfImage = 512;        ///< that a model may write beside a picture
constexpr std::size_t longestChoice = 64;         ///< bytes of size, quality and the like
constexpr std::int64_t mostCharacters = 1'000'000;
constexpr std::int64_t outputTokensPerSecond = 8; ///< of a transcript: fast speech
/// Speech at the slowest voices: a written character of ASCII, and one of other scripts, which stand for syllables.
constexpr std::int64_t msOfAscii = 120;
constexpr std::int64_t msOfOther = 350;

std::int64_t estimateOf(std::string_view text)
{
    TokenEstimate estimate;
    estimate.add(text);
    return estimate.tokens();
}

Result<void> readChoice(const UnitFields &fields, std::string_view name, std::string &to)
{
    if (auto read = fields.text(name, to); !read)
        return read;
    if (to.size() > longestChoice)
        return wrongType(name, to, "a short text");
    if (to == "auto")
        to.clear();
    return {};
}

/// Pixels of `1024x1536`; 0: it isn't written so.
std::int64_t pixelsOf(std::string_view size)
{
    std::int64_t width = 0;
    std::int64_t height = 0;
    const char *end = size.data() + size.size();
    const auto first = std::from_chars(size.data(), size.data() + size.size(), width);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != 'x')
        return 0;
    const auto second = std::from_chars(first.ptr + 1, end, height);
    const bool sound = second.ec == std::errc() && second.ptr == end && width > 0 && height > 0 &&
                       width <= longestSide && height <= longestSide;
    return sound ? width * height : 0;
}

/// Tokens of one picture that a gpt-image model makes: 272, 1056 or 4160 for a square of 1024, in proportion for others
/// (https://platform.openai.com/docs/guides/image-generation, "Cost and latency").
std::int64_t imageTokens(const UnitRequest &request)
{
    constexpr std::int64_t square = 1024 * 1024;
    const std::int64_t ofSquare = request.quality == "low" ? 272 : request.quality == "medium" ? 1056 : 4160;
    const std::int64_t pixels = pixelsOf(request.size);
    return ((pixels > 0 ? std::max(pixels, square) : square * 3 / 2) * ofSquare + square - 1) / square;
}

/// Pictures that are sent along: files of a form; in JSON whatever stands under `image` or `images`.
std::int64_t sentImages(const UnitFields &fields)
{
    if (fields.isForm())
        return static_cast<std::int64_t>(fields.files("image").size());
    std::int64_t count = 0;
    for (const char *name : {"image", "images"}) {
        const auto value = fields.element(name);
        simdjson::dom::array list;
        if (value)
            count += value->get(list) ? 1 : static_cast<std::int64_t>(list.size());
    }
    return count;
}

std::int64_t charactersOf(std::string_view text)
{
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

} // namespace

Result<void> readImagesCall(const UnitFields &fields, UnitRequest &request)
{
    std::string prompt;
    std::optional<std::int64_t> images;
    std::optional<std::int64_t> partial;
    for (const auto &read :
         {fields.text("prompt", prompt), fields.count("n", 1, mostImages, images),
          fields.count("partial_images", 0, mostPartialImages, partial), fields.flag("stream", request.stream),
          readChoice(fields, "size", request.size), readChoice(fields, "quality", request.quality)}) {
        if (!read)
            return read;
    }
    const std::int64_t sent = request.kind == UnitKind::ImageGeneration ? 0 : sentImages(fields);
    if (prompt.empty() && request.kind != UnitKind::ImageVariation)
        return missingField("prompt", "a description of the picture");
    if (sent == 0 && request.kind != UnitKind::ImageGeneration)
        return missingField("image", "the picture to work on");

    const std::int64_t made = images.value_or(1);
    request.inputTokens = estimateOf(prompt);
    request.worst[Bucket::Images] = made;
    request.worst[Bucket::Input] = withMargin(request.inputTokens);
    request.worst[Bucket::ImageIn] = sent * tokensOfSentImage;
    request.worst[Bucket::ImageOut] = made * (imageTokens(request) + partial.value_or(0) * partialImageTokens);
    request.worst[Bucket::Output] = made * wordsOfImage;
    return {};
}

Result<void> readSpeechCall(const UnitFields &fields, UnitRequest &request)
{
    std::string input;
    std::string instructions;
    std::string streamed;
    std::optional<double> speed;
    for (const auto &read : {fields.text("input", input), fields.text("instructions", instructions),
                             readChoice(fields, "response_format", request.format),
                             readChoice(fields, "stream_format", streamed), fields.number("speed", 0.1, 10, speed)}) {
        if (!read)
            return read;
    }
    if (input.empty())
        return missingField("input", "the text to speak");
    const std::int64_t characters = charactersOf(input);
    if (characters > mostCharacters)
        return invalid("input", "'input' takes at most " + std::to_string(mostCharacters) + " characters.");
    request.stream = streamed == "sse";
    request.inputTokens = estimateOf(input) + estimateOf(instructions);
    request.worst[Bucket::Characters] = characters;
    request.worst[Bucket::Input] = withMargin(request.inputTokens);
    const std::int64_t ascii =
        std::ranges::count_if(input, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const auto ms = static_cast<double>(ascii * msOfAscii + (characters - ascii) * msOfOther) / speed.value_or(1.0);
    request.worst[Bucket::Seconds] = pricedSeconds(static_cast<std::int64_t>(ms));
    return {};
}

Result<void> readTranscriptionCall(const UnitFields &fields, UnitRequest &request)
{
    std::string prompt;
    for (const auto &read : {fields.text("prompt", prompt), readChoice(fields, "response_format", request.format),
                             fields.flag("stream", request.stream)}) {
        if (!read)
            return read;
    }
    const auto files = fields.files("file");
    if (files.empty())
        return missingField("file", "the recording, as a file of the form");
    if (files.size() > 1)
        return invalid("file", "'file' takes one recording.");
    const auto content = fields.content(*files.front());
    if (content.empty())
        return invalid("file", "The file in 'file' is empty.");
    const auto stated = audioMs(content);
    const std::int64_t seconds = pricedSeconds(stated.value_or(longestAudioMs(content.size())));
    request.secondsStated = stated.has_value();
    request.inputTokens = estimateOf(prompt);
    request.worst[Bucket::Seconds] = seconds;
    request.worst[Bucket::AudioIn] = seconds * audioTokensPerSecond;
    request.worst[Bucket::Input] = prompt.empty() ? 0 : withMargin(request.inputTokens);
    request.worst[Bucket::Output] = seconds * outputTokensPerSecond + 64;
    return {};
}

} // namespace beaver::wire
