#include <shared/api/rfc3339.h>

#include <array>
#include <cstdio>
#include <ctime>

namespace beaver::api {

std::string rfc3339(std::int64_t wallMs)
{
    // The same second is asked for many times in a row by the log.
    thread_local std::time_t second = -1;
    thread_local std::string text;
    const auto seconds = static_cast<std::time_t>(wallMs / 1000);
    if (seconds != second) {
        std::tm utc{};
        gmtime_r(&seconds, &utc);
        std::array<char, 64> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d.", utc.tm_year + 1900,
                      utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
        text = buffer.data();
        second = seconds;
    }
    const auto ms = static_cast<int>(wallMs % 1000);
    std::string out = text;
    for (const int digit : {ms / 100, ms / 10 % 10, ms % 10})
        out += static_cast<char>('0' + digit);
    return out += 'Z';
}

} // namespace beaver::api
