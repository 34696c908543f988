#include <shared/base/decimal.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace beaver {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::optional<std::int64_t> parseScaled(std::string_view text, int scale)
{
    std::size_t at = 0;
    const auto more = [&] { return at < text.size(); };
    const bool negative = more() && text[at] == '-';
    if (negative)
        ++at;

    std::string digits;
    int exponent = scale;
    const std::size_t wholeFrom = at;
    while (more() && isDigit(text[at]))
        digits += text[at++];
    if (at == wholeFrom || (at - wholeFrom > 1 && text[wholeFrom] == '0'))
        return std::nullopt;
    if (more() && text[at] == '.') {
        const std::size_t fractionFrom = ++at;
        while (more() && isDigit(text[at]))
            digits += text[at++];
        if (at == fractionFrom)
            return std::nullopt;
        exponent -= static_cast<int>(std::min<std::size_t>(at - fractionFrom, 1'000'000));
    }
    if (more() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        const bool plus = more() && text[at] == '+';
        if (plus)
            ++at;
        if (!more() || !(isDigit(text[at]) || (text[at] == '-' && !plus)))
            return std::nullopt;
        int e = 0;
        const auto [end, failure] = std::from_chars(text.data() + at, text.data() + text.size(), e);
        if (failure != std::errc() || std::abs(e) > 1'000'000)
            return std::nullopt;
        at = static_cast<std::size_t>(end - text.data());
        exponent += e;
    }
    if (more())
        return std::nullopt;

    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty())
        return 0;
    for (; exponent < 0 && digits.ends_with('0'); ++exponent)
        digits.pop_back();
    if (exponent < 0 || exponent > 18 || digits.size() + static_cast<std::size_t>(exponent) > 19)
        return std::nullopt;
    digits.append(static_cast<std::size_t>(exponent), '0');
    if (negative)
        digits.insert(digits.begin(), '-');
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failure == std::errc() ? std::optional(value) : std::nullopt;
}

namespace {

/// `digits` has no zeros in front. Zeros at the end of the fraction go, and the point where nothing is left of it.
std::string withPoint(std::string_view digits, int scale, bool negative)
{
    const auto places = static_cast<std::size_t>(scale);
    const std::size_t wholeDigits = digits.size() - std::min(digits.size(), places);
    std::string_view fraction = digits.substr(wholeDigits);
    std::size_t zeros = places - fraction.size();
    while (fraction.ends_with('0'))
        fraction.remove_suffix(1);
    if (fraction.empty())
        zeros = 0;

    std::string text;
    text.reserve(digits.size() + zeros + 3);
    if (negative)
        text += '-';
    text += wholeDigits > 0 ? digits.substr(0, wholeDigits) : "0";
    if (!fraction.empty()) {
        text += '.';
        text.append(zeros, '0').append(fraction);
    }
    return text;
}

} // namespace

std::string formatScaled(Int128 value, int scale)
{
    const bool negative = value < 0;
    auto magnitude = negative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
    char digits[40];
    auto *first = std::end(digits);
    for (; magnitude > 0; magnitude /= 10)
        *--first = static_cast<char>('0' + static_cast<int>(magnitude % 10));
    return withPoint({first, std::end(digits)}, scale, negative);
}

std::string formatScaled(std::int64_t value, int scale)
{
    const bool negative = value < 0;
    const auto magnitude = negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    char digits[20];
    auto *end = std::begin(digits);
    if (magnitude > 0)
        end = std::to_chars(std::begin(digits), std::end(digits), magnitude).ptr;
    return withPoint({std::begin(digits), end}, scale, negative);
}

std::string formatMs(std::int64_t us)
{
    std::string text = std::to_string(std::max<std::int64_t>(us, 0));
    if (text.size() < 4)
        text.insert(0, 4 - text.size(), '0');
    return text.insert(text.size() - 3, 1, '.');
}

} // namespace beaver
