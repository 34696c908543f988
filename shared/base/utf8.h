#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace beaver {

/// The beginning of a UTF-8 text: at most so many bytes, not cut within a character.
std::string_view beginningOf(std::string_view text, std::size_t most);
/// Appends a Unicode character, at most U+10FFFF.
void appendUtf8(std::string &to, char32_t character);

} // namespace beaver
