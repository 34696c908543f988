#include <shared/base/utf8.h>

namespace beaver {

std::string_view beginningOf(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80)
        --most;
    return text.substr(0, most);
}

void appendUtf8(std::string &to, char32_t character)
{
    const auto continuing = [&](unsigned shift) { to += static_cast<char>(0x80U | (character >> shift & 0x3fU)); };
    if (character < 0x80) {
        to += static_cast<char>(character);
    } else if (character < 0x800) {
        to += static_cast<char>(0xc0U | character >> 6U);
        continuing(0);
    } else if (character < 0x10000) {
        to += static_cast<char>(0xe0U | character >> 12U);
        continuing(6);
        continuing(0);
    } else {
        to += static_cast<char>(0xf0U | character >> 18U);
        continuing(12);
        continuing(6);
        continuing(0);
    }
}

} // namespace beaver
