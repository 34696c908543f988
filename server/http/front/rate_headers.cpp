#include <server/http/front/rate_headers.h>
#include <server/limits/limit_names.h>
#include <shared/api/rfc3339.h>
#include <shared/base/clock.h>
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

void addRateHeaders(std::vector<std::pair<std::string, std::string>> &headers, const limits::Ticket &ticket,
                    api::Surface surface)
{
    const bool anthropic = surface == api::Surface::Anthropic;
    const auto add = [&](const limits::WindowState &window, std::string_view what) {
        const auto name = [&](std::string_view part) {
            std::string made(anthropic ? "anthropic-ratelimit-" : "x-ratelimit-");
            return made.append(anthropic ? what : part).append("-").append(anthropic ? part : what);
        };
        headers.emplace_back(name("limit"), std::to_string(window.limit));
        headers.emplace_back(name("remaining"), std::to_string(std::max<std::int64_t>(window.remaining, 0)));
        headers.emplace_back(
            name("reset"), anthropic ? api::rfc3339(SystemClock().wallMs() + std::max<std::int64_t>(window.resetMs, 0))
                                     : durationText(window.resetMs));
    };
    if (ticket.requests)
        add(*ticket.requests, "requests");
    if (ticket.tokensWindow)
        add(*ticket.tokensWindow, "tokens");
    if (ticket.budget) {
        headers.emplace_back("x-beaver-budget-limit", Money::fromNanoUsd(ticket.budget->limit).toDecimal());
        headers.emplace_back("x-beaver-budget-remaining", Money::fromNanoUsd(ticket.budget->remaining).toDecimal());
        if (ticket.budget->resetMs > 0)
            headers.emplace_back("x-beaver-budget-reset", durationText(ticket.budget->resetMs));
    }
    if (ticket.refusal) {
        headers.emplace_back("x-beaver-limit", std::string(limits::scopeName(ticket.refusal->scope)) + " " +
                                                   limits::limitName(ticket.refusal->limit));
        if (ticket.refusal->opensAtMs > 0)
            headers.emplace_back("x-beaver-limit-opens-at", api::rfc3339(ticket.refusal->opensAtMs));
    }
}

} // namespace beaver::http
