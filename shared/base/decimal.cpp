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

/// The point goes into `digits`, which are at least one more than `scale`; zeros at the end go.
std::string withPoint(std::string digits, int scale, bool negative)
{
    if (scale > 0) {
        digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, '.');
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.'))
            digits.pop_back();
    }
    return negative ? "-" + digits : digits;
}

} // namespace

std::string formatScaled(Int128 value, int scale)
{
    const bool negative = value < 0;
    auto magnitude = negative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
    std::string text;
    for (; magnitude > 0; magnitude /= 10)
        text += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    while (text.size() <= static_cast<std::size_t>(scale))
        text += '0';
    std::reverse(text.begin(), text.end());
    return withPoint(std::move(text), scale, negative);
}

std::string formatScaled(std::int64_t value, int scale)
{
    const bool negative = value < 0;
    const auto magnitude = negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    char digits[20];
    const auto count = static_cast<std::size_t>(std::to_chars(std::begin(digits), std::end(digits), magnitude).ptr -
                                                std::begin(digits));
    std::string text;
    text.reserve(static_cast<std::size_t>(scale) + sizeof digits + 1);
    if (count <= static_cast<std::size_t>(scale))
        text.append(static_cast<std::size_t>(scale) + 1 - count, '0');
    text.append(std::begin(digits), count);
    return withPoint(std::move(text), scale, negative);
}

std::string formatMs(std::int64_t us)
{
    std::string text = std::to_string(std::max<std::int64_t>(us, 0));
    if (text.size() < 4)
        text.insert(0, 4 - text.size(), '0');
    return text.insert(text.size() - 3, 1, '.');
}

} // namespace beaver
