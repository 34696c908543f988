// The frame reader: whatever comes, in whatever pieces, it ends in the same events, keeps no more than a message, and
// hands out only UTF-8.
#include "driver.h"

#include <server/http/websocket/frame_reader.h>

#include <cstdio>
#include <cstdlib>

namespace {

using beaver::http::FrameReader;

constexpr std::size_t longest = 2000;

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

/// All events as text.
template <typename Next> std::string read(std::string_view bytes, Next next)
{
    FrameReader reader(longest);
    std::string seen;
    while (!bytes.empty()) {
        const std::string piece(bytes.substr(0, next(bytes.size())));
        bytes.remove_prefix(piece.size());
        for (std::string_view left = piece; !left.empty();) {
            const std::size_t before = left.size();
            const auto event = reader.feed(left);
            require(left.size() < before, "it takes at least a byte");
            require(reader.held() <= longest, "it keeps no more than a message");
            const auto code = static_cast<std::uint16_t>(reader.closeCode());
            switch (event) {
            case FrameReader::Event::None:
                require(left.empty(), "without an event it takes all");
                break;
            case FrameReader::Event::Text: {
                const std::string message = reader.takeMessage();
                beaver::http::Utf8Check check;
                require(message.size() <= longest && check.feed(message) && check.complete(), "a message is UTF-8");
                seen += "T" + std::to_string(message.size()) + ":" + message;
                break;
            }
            case FrameReader::Event::Ping:
            case FrameReader::Event::Pong:
                require(reader.control().size() <= 125, "a control frame is short");
                seen.append(event == FrameReader::Event::Ping ? "P" : "Q").append(reader.control());
                break;
            case FrameReader::Event::Close:
                require(code == 1005 || beaver::http::isSendable(code), "a close code may be sent back");
                return seen.append("C").append(std::to_string(code)).append(reader.control());
            case FrameReader::Event::Broken:
                require(beaver::http::isSendable(code) && !reader.why().empty(), "an error says why");
                return seen.append("B").append(std::to_string(code));
            }
        }
    }
    return seen + (reader.idle() ? "." : "-");
}

std::string frame(unsigned first, std::string_view payload)
{
    std::string out(1, static_cast<char>(first));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else {
        out += '\xfe';
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 0xff);
    }
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    out += mask;
    for (std::size_t at = 0; at < payload.size(); ++at)
        out += static_cast<char>(payload[at] ^ mask[at % 4]);
    return out;
}

void tryOne(std::string_view input, std::mt19937 &random)
{
    const std::string whole = read(input, [](std::size_t left) { return left; });
    require(read(input, [](std::size_t) { return 1u; }) == whole, "byte by byte it reads the same");
    require(read(input, [&random](std::size_t) { return 1 + random() % 50; }) == whole,
            "cut anywhere it reads the same");
}

} // namespace

int main(int argc, char **argv)
{
    beaver::fuzz::Target target;
    target.name = "websocket_frames";
    target.tryOne = tryOne;
    target.seeds = {
        frame(0x81, "Hello"),
        frame(0x01, "Hel") + frame(0x89, "now") + frame(0x80, "lo"),
        frame(0x81, std::string(300, 'x')) + frame(0x8a, ""),
        frame(0x01, "\xe2\x82") + frame(0x00, "") + frame(0x80, "\xac\xf0\x9f\xa6\xab"),
        frame(0x81, R"({"id":"a","model":"m","messages":[]})") + frame(0x88, "\x03\xe8"
                                                                             "bye"),
        frame(0x01, std::string(1999, 'x')) + frame(0x80, "y"),
        std::string("\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00\x01\x02\x03\x04", 14),
    };
    return beaver::fuzz::run(target, argc, argv);
}
