#include <server/providers/transport/retry_after.h>

#include <algorithm>
#include <charconv>

namespace beaver::providers {

bool startsWithName(std::string_view line, std::string_view name)
{
    if (line.size() < name.size())
        return false;
    return std::equal(name.begin(), name.end(), line.begin(), [](char expected, char c) {
        return expected == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
    });
}

std::string_view headerValue(std::string_view line)
{
    line.remove_prefix(std::min(line.find(':') + 1, line.size()));
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
        line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r' || line.back() == '\n'))
        line.remove_suffix(1);
    return line;
}

std::int64_t readRetryAfter(std::string_view line)
{
    constexpr std::int64_t most = 3'600'000;
    const std::string_view value = headerValue(line);
    const bool inMs = startsWithName(line, "retry-after-ms:");
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure == std::errc::result_out_of_range)
        return most;
    if (failure != std::errc() || number < 0)
        return value.empty() || number < 0 ? 0 : 1000;
    return inMs ? std::min(number, most) : std::min(number, most / 1000) * 1000;
}

} // namespace beaver::providers
