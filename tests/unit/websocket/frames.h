#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::http::test {

/// A client's frame: `first` is its first byte (0x81: a whole text), the mask is always the same.
inline std::string clientFrame(std::uint8_t first, std::string_view payload)
{
    std::string frame(1, static_cast<char>(first));
    const auto put = [&frame](std::uint64_t number, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            frame += static_cast<char>(number >> shift & 0xff);
    };
    if (payload.size() < 126) {
        put(0x80 | payload.size(), 1);
    } else if (payload.size() <= 0xffff) {
        put(0xfe, 1);
        put(payload.size(), 2);
    } else {
        put(0xff, 1);
        put(payload.size(), 8);
    }
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    frame += mask;
    for (std::size_t at = 0; at < payload.size(); ++at)
        frame += static_cast<char>(payload[at] ^ mask[at % 4]);
    return frame;
}

inline std::string text(std::string_view payload)
{
    return clientFrame(0x81, payload);
}

} // namespace beaver::http::test
