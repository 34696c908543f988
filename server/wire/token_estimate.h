#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::wire {

/// Counts text in pieces and says about how many tokens a byte-pair tokenizer makes of it: for holds, and for charges
/// where a provider reports nothing. Letters and spaces count 0.24, other ASCII 0.5, each other character 1
/// (docs/money.md, "Counting").
class TokenEstimate
{
public:
    void add(std::string_view text);
    void add(const TokenEstimate &other) { m_hundredths += other.m_hundredths; }
    /// Characters that were counted elsewhere: letters and spaces, other ASCII, and all others.
    void addCharacters(std::int64_t plain, std::int64_t ascii, std::int64_t others)
    {
        m_hundredths += plain * 24 + ascii * 50 + others * 100;
    }
    void addTokens(std::int64_t tokens) { m_hundredths += tokens * 100; }
    std::int64_t tokens() const { return (m_hundredths + 99) / 100; }

private:
    std::int64_t m_hundredths = 0;
};

} // namespace beaver::wire
