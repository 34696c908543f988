#include <server/wire/token_estimate.h>

#include <algorithm>
#include <array>
#include <span>

namespace beaver::wire {

namespace {

struct CharacterCounts
{
    std::int64_t plain = 0;
    std::int64_t leading = 0;
    std::int64_t continuing = 0;

    /// Counted in bytes, without branches and in a fixed number, so that the compiler vectorises it: prompts can be
    /// megabytes.
    template <std::size_t size> void add(std::span<const char, size> text)
    {
        static_assert(size <= 255);
        std::uint8_t plainHere = 0;
        std::uint8_t leadingHere = 0;
        std::uint8_t continuingHere = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const auto byte = static_cast<std::uint8_t>(text[i]);
            const auto letter = static_cast<std::uint8_t>((byte | 0x20) - 'a');
            plainHere = static_cast<std::uint8_t>(plainHere + ((letter < 26) | (byte == ' ')));
            leadingHere = static_cast<std::uint8_t>(leadingHere + (byte >= 0xc0));
            continuingHere = static_cast<std::uint8_t>(continuingHere + ((byte & 0xc0) == 0x80));
        }
        plain += plainHere;
        leading += leadingHere;
        continuing += continuingHere;
    }
};

} // namespace

void TokenEstimate::add(std::string_view text)
{
    constexpr std::size_t block = 240;
    constexpr std::size_t part = 16;
    const auto size = static_cast<std::int64_t>(text.size());
    CharacterCounts counts;
    for (; text.size() >= block; text.remove_prefix(block))
        counts.add(std::span<const char, block>(text.begin(), block));
    for (; text.size() >= part; text.remove_prefix(part))
        counts.add(std::span<const char, part>(text.begin(), part));
    std::array<char, part> rest{}; // zeros are none of the three
    std::copy(text.begin(), text.end(), rest.begin());
    counts.add(std::span<const char, part>(rest));
    addCharacters(counts.plain, size - counts.plain - counts.leading - counts.continuing, counts.leading);
}

} // namespace beaver::wire
