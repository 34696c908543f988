#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::http {

/// Checks UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF) that arrives in any pieces.
class Utf8Check
{
public:
    /// False: `bytes` can't be part of UTF-8 behind what came before. Says so at the first wrong byte.
    bool feed(std::string_view bytes);
    /// No character is unfinished.
    bool complete() const { return m_left == 0; }

private:
    int m_left = 0;              ///< bytes that the character under way still takes
    std::uint8_t m_least = 0x80; ///< bounds of the next one
    std::uint8_t m_most = 0xbf;
};

} // namespace beaver::http
