#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver {

/// An amount of US dollars in whole nano-USD (1e-9 USD), exact. Range ±9.2 billion USD; arithmetic that would leave it
/// is a bug and aborts, because a wrapped balance is worse than a stopped process.
class Money
{
public:
    constexpr Money() = default;

    static constexpr Money fromNanoUsd(std::int64_t nanoUsd) { return Money(nanoUsd); }
    /// Reads a JSON number's own text (`10`, `-0.5`, `1e-7`). Empty when it isn't a number, has more than 9 decimals
    /// that matter, or lies out of range. Never goes through a double.
    static std::optional<Money> parse(std::string_view decimal);

    constexpr std::int64_t nanoUsd() const { return m_nanoUsd; }
    /// Shortest exact decimal: `10`, `0.0000075`.
    std::string toDecimal() const;

    constexpr bool isZero() const { return m_nanoUsd == 0; }
    constexpr bool isNegative() const { return m_nanoUsd < 0; }
    Money operator-() const { return Money() - *this; }
    Money operator+(Money other) const;
    Money operator-(Money other) const;
    Money &operator+=(Money other) { return *this = *this + other; }
    Money &operator-=(Money other) { return *this = *this - other; }
    constexpr auto operator<=>(const Money &) const = default;

private:
    explicit constexpr Money(std::int64_t nanoUsd)
        : m_nanoUsd(nanoUsd)
    {}

    std::int64_t m_nanoUsd = 0;
};

} // namespace beaver
