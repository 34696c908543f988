#include <gtest/gtest.h>
#include <server/http/websocket/utf8.h>

#include <string>

namespace beaver::http::test {
namespace {

bool isUtf8(std::string_view text)
{
    Utf8Check check;
    return check.feed(text) && check.complete();
}

std::string encoded(std::uint32_t c)
{
    const auto rest = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80)
        return {static_cast<char>(c)};
    if (c < 0x800)
        return {static_cast<char>(0xc0 | c >> 6), rest(0)};
    if (c < 0x10000)
        return {static_cast<char>(0xe0 | c >> 12), rest(6), rest(0)};
    return {static_cast<char>(0xf0 | c >> 18), rest(12), rest(6), rest(0)};
}

TEST(Utf8Check, takesEveryCodePointButSurrogates)
{
    for (std::uint32_t c = 0; c < 0x110000; ++c)
        ASSERT_EQ(isUtf8(encoded(c)), c < 0xd800 || c > 0xdfff) << std::hex << c;
    for (std::uint32_t c = 0x110000; c < 0x200000; c += 0x101)
        ASSERT_FALSE(isUtf8(encoded(c))) << std::hex << c;
}

/// Every sequence of up to three bytes is either an encoded code point, several, or refused: counted, not looked at.
TEST(Utf8Check, takesNothingElseOfThreeBytes)
{
    int taken = 0;
    std::string text(3, '\0');
    for (int k = 0; k < 1 << 24; ++k) {
        text[0] = static_cast<char>(k >> 16);
        text[1] = static_cast<char>(k >> 8);
        text[2] = static_cast<char>(k);
        taken += isUtf8(text) ? 1 : 0;
    }
    constexpr int one = 128;
    constexpr int two = 0x800 - 0x80;
    constexpr int three = 0x10000 - 0x800 - 0x800; // without surrogates
    EXPECT_EQ(taken, one * one * one + 2 * one * two + three);
}

TEST(Utf8Check, findsAWrongByteAnywhere)
{
    for (std::size_t at = 0; at < 40; ++at) {
        std::string text(40, 'a');
        text[at] = '\xff';
        EXPECT_FALSE(isUtf8(text)) << at;
        text[at] = '\xc3';
        EXPECT_FALSE(isUtf8(text)) << at;
    }
}

} // namespace
} // namespace beaver::http::test
