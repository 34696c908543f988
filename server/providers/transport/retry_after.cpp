#include <server/providers/transport/retry_after.h>

#include <algorithm>
#include <charconv>

namespace beaver::providers {

bool isName(std::string_view name, std::string_view lower)
{
    return name.size() == lower.size() &&
           std::equal(lower.begin(), lower.end(), name.begin(), [](char expected, char c) {
               return expected == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
           });
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(space);
    return begin == text.npos ? std::string_view() : text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

std::int64_t readRetryAfter(std::string_view name, std::string_view value)
{
    constexpr std::int64_t most = 3'600'000;
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure == std::errc::result_out_of_range)
        return most;
    if (failure != std::errc() || number < 0)
        return value.empty() || number < 0 ? 0 : 1000;
    return isName(name, "retry-after-ms") ? std::min(number, most) : std::min(number, most / 1000) * 1000;
}

} // namespace beaver::providers
