#include <server/http/front/rate_headers.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::http {

std::string durationText(std::int64_t ms)
{
    ms = std::max<std::int64_t>(ms, 0);
    if (ms < 1000)
        return std::to_string(ms) + "ms";
    const std::int64_t hours = ms / 3'600'000;
    const std::int64_t minutes = ms / 60'000 % 60;
    std::string text;
    if (hours > 0)
        text += std::to_string(hours) + 'h';
    if (hours > 0 || minutes > 0)
        text += std::to_string(minutes) + 'm';
    return text + formatScaled(ms % 60'000, 3) + 's';
}

void addRateHeaders(std::vector<std::pair<std::string, std::string>> &headers, const limits::Ticket &ticket)
{
    const auto add = [&headers](const limits::WindowState &window, const char *what) {
        const std::string suffix = std::string("-") + what;
        headers.emplace_back("x-ratelimit-limit" + suffix, std::to_string(window.limit));
        headers.emplace_back("x-ratelimit-remaining" + suffix,
                             std::to_string(std::max<std::int64_t>(window.remaining, 0)));
        headers.emplace_back("x-ratelimit-reset" + suffix, durationText(window.resetMs));
    };
    if (ticket.requests)
        add(*ticket.requests, "requests");
    if (ticket.tokensWindow)
        add(*ticket.tokensWindow, "tokens");
}

} // namespace beaver::http
