#include <shared/base/decimal.h>
#include <shared/base/money.h>

#include <cstdlib>

namespace beaver {

std::optional<Money> Money::parse(std::string_view decimal)
{
    const auto nano = parseScaled(decimal, 9);
    return nano ? std::optional(Money(*nano)) : std::nullopt;
}

std::string Money::toDecimal() const
{
    return formatScaled(m_nanoUsd, 9);
}

Money Money::operator+(Money other) const
{
    std::int64_t sum = 0;
    if (__builtin_add_overflow(m_nanoUsd, other.m_nanoUsd, &sum))
        std::abort();
    return Money(sum);
}

Money Money::operator-(Money other) const
{
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(m_nanoUsd, other.m_nanoUsd, &difference))
        std::abort();
    return Money(difference);
}

} // namespace beaver
