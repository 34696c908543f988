#include "chunk_format.h"

#include <algorithm>
#include <charconv>

namespace bench {

namespace {

constexpr std::string_view start = "data: {\"id\":\"chatcmpl-";
constexpr std::string_view middle =
    "\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"gpt-4o-mini\","
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
constexpr std::string_view end = " \"},\"finish_reason\":null}]}";
constexpr std::string_view anthropicStart =
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
    "\"delta\":{\"type\":\"text_delta\",\"text\":\"";
constexpr std::string_view anthropicEnd = " \"}}";
constexpr std::string_view wishStart = "[[bench ";

constexpr std::size_t tagDigits = 8;
constexpr std::size_t sequenceDigits = 6;
constexpr std::size_t timeDigits = 16;
constexpr std::size_t markLength = tagDigits + 1 + sequenceDigits + 1 + timeDigits;
constexpr std::size_t eventLength = start.size() + tagDigits + middle.size() + markLength + end.size();

void appendDigits(std::string &out, std::uint64_t value, std::size_t digits)
{
    out.append(digits, '0');
    for (std::size_t i = 0; i < digits; ++i, value /= 10)
        out[out.size() - 1 - i] = static_cast<char>('0' + value % 10);
}

std::uint64_t readDigits(std::string_view text)
{
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void appendMark(std::string &out, const ChunkMark &mark)
{
    appendDigits(out, mark.tag, tagDigits);
    out += ' ';
    appendDigits(out, mark.sequence, sequenceDigits);
    out += ' ';
    appendDigits(out, mark.sentUs, timeDigits);
}

// Where the mark of a chunk in OpenAI's form begins; npos: it isn't one.
std::size_t findMark(std::string_view event)
{
    constexpr std::string_view content = "\"content\":\"";
    const std::size_t found = event.find(content);
    const std::size_t text = found + content.size();
    if (found == std::string_view::npos || event.size() < text + markLength || event[text] < '0' || event[text] > '9')
        return std::string_view::npos;
    return text;
}

ChunkMark readMark(std::string_view text)
{
    return {readDigits(text.substr(0, tagDigits)), readDigits(text.substr(tagDigits + 1, sequenceDigits)),
            readDigits(text.substr(tagDigits + sequenceDigits + 2, timeDigits))};
}

} // namespace

void appendChunk(std::string &out, const ChunkMark &mark)
{
    out.append(start);
    appendDigits(out, mark.tag, tagDigits);
    out.append(middle);
    appendMark(out, mark);
    out.append(end).append("\n\n");
}

std::optional<ChunkMark> readChunk(std::string_view event, bool &altered)
{
    const std::size_t place = start.size() + tagDigits + middle.size();
    altered = event.size() != eventLength || !event.starts_with(start) || !event.ends_with(end) ||
              event.substr(start.size() + tagDigits, middle.size()) != middle ||
              event.substr(start.size(), tagDigits) != event.substr(place, tagDigits);
    if (!altered)
        return readMark(event.substr(place, markLength));
    const std::size_t text = findMark(event);
    if (text == std::string_view::npos)
        return std::nullopt;
    return readMark(event.substr(text, markLength));
}

void appendAnthropicChunk(std::string &out, const ChunkMark &mark)
{
    out.append(anthropicStart);
    appendMark(out, mark);
    out.append(anthropicEnd).append("\n\n");
}

std::optional<ChunkMark> readTranslatedChunk(std::string_view event, ChunkShape &shape, bool &altered)
{
    const std::size_t text = findMark(event);
    if (text == std::string_view::npos)
        return std::nullopt;
    const std::string_view before = event.substr(0, text);
    const std::string_view after = event.substr(text + markLength);
    if (shape.before.empty()) {
        altered = !before.starts_with(start) || before.find("\"object\":\"chat.completion.chunk\"") == before.npos ||
                  !after.starts_with(" \"}") || !after.ends_with('}');
        shape = {std::string(before), std::string(after)};
    } else {
        altered = before != shape.before || after != shape.after;
    }
    return readMark(event.substr(text, markLength));
}

std::string wishText(const Wish &wish)
{
    return std::string(wishStart) + "c=" + std::to_string(wish.chunks) + " i=" + std::to_string(wish.intervalUs) +
           " d=" + std::to_string(wish.delayUs) + " t=" + std::to_string(wish.tag) + " ]]";
}

Wish readWish(std::string_view body)
{
    Wish wish;
    const std::size_t found = body.find(wishStart);
    if (found == std::string_view::npos)
        return wish;
    body.remove_prefix(found + wishStart.size());
    while (body.size() > 2 && body[1] == '=') {
        const std::uint64_t value = readDigits(body.substr(2, 20));
        switch (body.front()) {
        case 'c':
            wish.chunks = std::min<std::uint64_t>(value, 999'999);
            break;
        case 'i':
            wish.intervalUs = value;
            break;
        case 'd':
            wish.delayUs = value;
            break;
        case 't':
            wish.tag = value;
            break;
        default:
            break;
        }
        const std::size_t space = body.find(' ');
        if (space == std::string_view::npos)
            break;
        body.remove_prefix(space + 1);
    }
    return wish;
}

} // namespace bench
