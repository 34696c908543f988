#include <server/http/websocket/utf8.h>

#include <cstddef>
#include <cstring>

namespace beaver::http {

namespace {

constexpr std::uint64_t highBits = 0x8080808080808080u;

/// How many bytes at the beginning are ASCII; rounded down to whole words.
std::size_t asciiWords(std::string_view bytes)
{
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & highBits) != 0)
            break;
    }
    return at;
}

} // namespace

bool Utf8Check::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (m_left == 0)
            bytes.remove_prefix(asciiWords(bytes));
        if (bytes.empty())
            break;
        const auto byte = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        if (m_left > 0) {
            if (byte < m_least || byte > m_most)
                return false;
            m_least = 0x80;
            m_most = 0xbf;
            --m_left;
        } else if (byte >= 0x80) { // the table of RFC 3629, section 4
            if (byte < 0xc2 || byte > 0xf4)
                return false;
            m_left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
            m_least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
            m_most = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
        }
    }
    return true;
}

} // namespace beaver::http
