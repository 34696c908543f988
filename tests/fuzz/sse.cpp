// The splitter of server-sent events: in whatever pieces the bytes come, the same events; nothing is lost between them.
#include "driver.h"
#include "wire_seeds.h"

#include <server/wire/sse.h>

namespace {

using beaver::fuzz::require;

constexpr std::size_t longest = 4000;

template <typename Next> std::string split(std::string_view bytes, Next next)
{
    beaver::wire::SseSplitter splitter(longest);
    std::string seen;
    std::size_t raw = 0;
    const auto drain = [&] {
        while (const auto frame = splitter.next()) {
            require(!frame->raw.empty(), "an event has bytes");
            raw += frame->raw.size();
            if (frame->hasData)
                seen.append("[").append(frame->data).append("]");
        }
    };
    for (auto left = bytes; !left.empty() && !splitter.tooLong();) {
        const std::string piece(left.substr(0, next(left.size())));
        left.remove_prefix(piece.size());
        splitter.feed(piece);
        drain();
    }
    if (splitter.end())
        drain();
    if (splitter.tooLong())
        return "too long";
    require(raw + splitter.rest().size() <= bytes.size() + 1, "no byte comes twice"); // end() may add the LF of a CR
    return seen + "|" + std::string(splitter.rest());
}

void tryOne(std::string_view input, std::mt19937 &random)
{
    const std::string bytewise = split(input, [](std::size_t) { return 1u; });
    const std::string whole = split(input, [](std::size_t left) { return left; });
    const std::string cut = split(input, [&random](std::size_t) { return 1 + random() % 60; });
    // One that is too long is noticed sooner or later, by how much comes at once.
    if (whole != "too long" && bytewise != "too long" && cut != "too long") {
        require(bytewise == whole, "byte by byte it reads the same");
        require(cut == whole, "cut anywhere it reads the same");
    }
}

} // namespace

int main(int argc, char **argv)
{
    beaver::fuzz::Target target;
    target.name = "sse";
    target.tryOne = tryOne;
    target.seeds = beaver::fuzz::streamSeeds();
    return beaver::fuzz::run(target, argc, argv);
}
