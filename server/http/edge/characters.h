#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace beaver::http {

/// RFC 9110 5.6.2: a token's characters mapped to lower case, everything else to 0.
inline constexpr auto tokenLower = [] {
    std::array<char, 256> table{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"))
        table[static_cast<std::uint8_t>(c)] = c;
    for (char c = 'A'; c <= 'Z'; ++c)
        table[static_cast<std::uint8_t>(c)] = static_cast<char>(c - 'A' + 'a');
    return table;
}();

/// -1 for what isn't a hexadecimal digit.
inline constexpr auto hexValue = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (char c = '0'; c <= '9'; ++c)
        table[static_cast<std::uint8_t>(c)] = static_cast<std::int8_t>(c - '0');
    for (char c = 'a'; c <= 'f'; ++c) {
        table[static_cast<std::uint8_t>(c)] = static_cast<std::int8_t>(c - 'a' + 10);
        table[static_cast<std::uint8_t>(c - 'a' + 'A')] = static_cast<std::int8_t>(c - 'a' + 10);
    }
    return table;
}();

constexpr char lowerOfToken(char c)
{
    return tokenLower[static_cast<std::uint8_t>(c)];
}

constexpr int hexDigit(char c)
{
    return hexValue[static_cast<std::uint8_t>(c)];
}

constexpr bool isControl(char c)
{
    return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7f;
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

constexpr bool isToken(std::string_view text)
{
    for (const char c : text) {
        if (lowerOfToken(c) == 0)
            return false;
    }
    return !text.empty();
}

/// Whether one of eight bytes is a control character, the tab among them: below 0x20, or 0x7f. A carry may name a byte
/// above one that is, never one where none is.
/// https://graphics.stanford.edu/~seander/bithacks.html, "Determine if a word has a byte less than n"
constexpr bool hasControl(std::uint64_t bytes)
{
    constexpr std::uint64_t each = 0x0101010101010101;
    const std::uint64_t deletes = bytes ^ (each * 0x7f);
    return ((((bytes - each * 0x20) & ~bytes) | ((deletes - each) & ~deletes)) & (each * 0x80)) != 0;
}

/// What may stand in a header's value: tab, visible ASCII, space and bytes from 0x80.
inline bool isFieldValue(std::string_view text)
{
    for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        if (hasControl(bytes))
            break; // perhaps a tab
    }
    for (const char c : text) {
        if (isControl(c) && c != '\t')
            return false;
    }
    return true;
}

constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Compares with a text that already is in lower case.
constexpr bool equalsIgnoringCase(std::string_view text, std::string_view lower)
{
    if (text.size() != lower.size())
        return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[at])
            return false;
    }
    return true;
}

} // namespace beaver::http
