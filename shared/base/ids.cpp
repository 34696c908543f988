#include <QRandomGenerator>

#include <shared/base/ids.h>

#include <cstring>

namespace beaver {

std::string newUlid(std::int64_t wallMs)
{
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // A generator per thread, seeded from the system once: ids must be unique, not unguessable.
    thread_local QRandomGenerator random = QRandomGenerator::securelySeeded();

    std::string text(26, '0');
    auto time = static_cast<std::uint64_t>(wallMs);
    for (std::size_t at = 10; at-- > 0; time >>= 5)
        text[at] = alphabet[time & 31];
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t bits = random.generate64();
        for (std::size_t at = 0; at < 8; ++at, bits >>= 5)
            text[10 + half * 8 + at] = alphabet[bits & 31];
    }
    return text;
}

std::int64_t ulidTime(std::string_view text)
{
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if (const auto end = text.rfind('_'); end != std::string_view::npos)
        text.remove_prefix(end + 1);
    if (text.size() != 26)
        return 0;
    std::int64_t time = 0;
    for (const char digit : text.substr(0, 10)) {
        const auto value = alphabet.find(digit);
        if (value == std::string_view::npos)
            return 0;
        time = (time & (INT64_MAX >> 5)) << 5 | static_cast<std::int64_t>(value);
    }
    return time;
}

std::size_t hashOfId(std::string_view text) noexcept
{
    if (text.size() < 16)
        return std::hash<std::string_view>()(text);
    std::uint64_t words[2];
    std::memcpy(words, text.data() + text.size() - sizeof words, sizeof words);
    // Odd constants of the golden ratio and of sqrt(3), so that a character's few changing bits reach all others.
    const std::uint64_t mixed =
        (words[0] ^ words[0] >> 29) * 0x9e3779b97f4a7c15U + (words[1] ^ words[1] >> 31) * 0xbb67ae8584caa73bU;
    return mixed ^ mixed >> 32;
}

} // namespace beaver
