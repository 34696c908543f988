#include <server/providers/failure.h>
#include <server/wire/openai_answer.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace beaver::providers {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

template <std::size_t N> bool holdsAny(std::string_view text, const std::array<std::string_view, N> &needles)
{
    return std::any_of(needles.begin(), needles.end(), [text](auto needle) { return text.find(needle) != text.npos; });
}

constexpr std::array<std::string_view, 6> contextTexts{"context_length_exceeded", "maximum context length",
                                                       "maximum prompt length",   "too_many_prompt_tokens",
                                                       "prompt is too long",      "input token count exceeds"};
constexpr std::array<std::string_view, 8> quotaTexts{
    "budget_exceeded",           "budget has been exceeded", "insufficient_quota",   "insufficient balance",
    "credit balance is too low", "used all available",       "insufficient credits", "spending limit"};
constexpr std::array<std::string_view, 6> credentialTexts{"no connected db", "incorrect api key",   "invalid_api_key",
                                                          "api_key_invalid", "authenticationerror", "invalid api key"};

Failure fault(Action action, ErrorCode code, std::string message, std::string reason, std::int64_t retryAfterMs = 0)
{
    return {action, {code, std::move(message), {}, std::move(reason), {}, retryAfterMs}};
}

/// Google's RetryInfo: `"retrydelay": "34.4s"` (here in lower case), in milliseconds; 0 where there is none.
std::int64_t retryDelayMs(std::string_view all)
{
    const std::size_t name = all.find("\"retrydelay\"");
    if (name == std::string_view::npos)
        return 0;
    const std::size_t begin = all.find_first_of("0123456789", name);
    if (begin == std::string_view::npos)
        return 0;
    std::int64_t ms = 0;
    std::int64_t scale = 1000;
    bool fraction = false;
    for (const char c : all.substr(begin, 12)) {
        if (c == '.' && !fraction) {
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            if (fraction)
                scale /= 10;
            ms = fraction ? ms + (c - '0') * scale : ms * 10 + (c - '0') * 1000;
        } else {
            break;
        }
    }
    return ms;
}

/// The status that an error inside a stream would have had as an answer of its own.
int statusOfError(const wire::ProviderError &said)
{
    const std::string all = lower(said.type + " " + said.code + " " + said.message.substr(0, 500));
    if (holdsAny(all, std::array<std::string_view, 3>{"rate_limit", "resource_exhausted", "too many requests"}))
        return 429;
    if (holdsAny(all, std::array<std::string_view, 2>{"authentication", "permission"}))
        return 401;
    if (holdsAny(all, std::array<std::string_view, 2>{"invalid_request", "invalid_argument"}))
        return 400;
    return 503;
}

Failure judge(int status, const wire::ProviderError &said, std::string_view all, std::int64_t retryAfterMs)
{
    if (holdsAny(all, quotaTexts) || status == 402)
        return fault(Action::OtherCredential, ErrorCode::Unavailable,
                     "The provider refuses because the gateway's own account there is out of credit. Its operator has "
                     "been told.",
                     "upstream_quota");
    if (status == 401 || (status == 400 && holdsAny(all, credentialTexts)))
        return fault(Action::OtherCredential, ErrorCode::UpstreamFailed,
                     "The provider refused the gateway's own credential. Its operator has been told.",
                     "upstream_authentication");
    if (holdsAny(all, contextTexts))
        return fault(Action::TellClient, ErrorCode::InvalidRequest,
                     said.message.empty() ? "The request is longer than the model's context." : said.message,
                     "context_length_exceeded");
    switch (status) {
    case 403:
        return all.find("moderation") != all.npos || all.find("flagged") != all.npos
                   ? fault(Action::TellClient, ErrorCode::InvalidRequest, said.message, "content_filter")
                   : fault(Action::OtherCredential, ErrorCode::UpstreamFailed,
                           "The provider refused the gateway's own credential. Its operator has been told.",
                           "upstream_authentication");
    case 404:
        return fault(Action::TryElsewhere, ErrorCode::NotFound,
                     said.message.empty() ? "The provider doesn't know this model." : said.message, "model_not_found");
    case 408:
    case 409:
    case 425:
        return fault(Action::TryElsewhere, ErrorCode::Timeout, "The provider didn't answer in time.",
                     "upstream_timeout");
    case 413:
        return fault(Action::TellClient, ErrorCode::PayloadTooLarge, "The provider says that the request is too large.",
                     "request_too_large");
    case 429:
        return fault(Action::TryElsewhere, ErrorCode::RateLimited,
                     said.message.empty() ? "The provider is limiting the rate of requests." : said.message,
                     "rate_limit_exceeded", retryAfterMs);
    default:
        break;
    }
    if (status >= 400 && status < 500)
        return fault(Action::TellClient, ErrorCode::InvalidRequest,
                     said.message.empty() ? "The provider refused the request." : said.message, said.code);
    if (status >= 300 && status < 400)
        return fault(Action::TryElsewhere, ErrorCode::UpstreamFailed,
                     "The provider answered with a redirect, which isn't followed.", "upstream_invalid");
    if (status >= 200 && status < 300)
        return fault(Action::TryElsewhere, ErrorCode::UpstreamFailed, "The provider's answer couldn't be read.",
                     "upstream_invalid");
    return fault(Action::TryElsewhere, ErrorCode::Unavailable,
                 "The provider is failing or overloaded. Please try again.", "upstream_unavailable", retryAfterMs);
}

} // namespace

Failure classifyAnswer(int status, std::string_view body, std::int64_t retryAfterMs)
{
    const auto read = wire::readProviderError(body);
    wire::ProviderError said = read.value_or(wire::ProviderError());
    if (said.message.size() > 2000)
        said.message.resize(2000);
    const std::string all = lower(body.substr(0, 4096));
    if (retryAfterMs == 0)
        retryAfterMs = retryDelayMs(all);
    Failure failure = judge(status, said, all, std::clamp<std::int64_t>(retryAfterMs, 0, 3'600'000));
    if (failure.action == Action::TellClient)
        failure.error.param = said.param == "None" ? std::string() : said.param;
    failure.error.detail = "upstream " + std::to_string(status) + ": " +
                           (said.message.empty() ? std::string(body.substr(0, 200)) : said.message.substr(0, 500));
    return failure;
}

Failure classifyEvent(const wire::ProviderError &said)
{
    const int status = statusOfError(said);
    const std::string all = lower(said.type + " " + said.code + " " + said.message.substr(0, 2000));
    Failure failure = judge(status, said, all, 0);
    // What it says of its own account with the gateway is nobody else's business.
    if (failure.action != Action::OtherCredential && !said.message.empty())
        failure.error.message = said.message.substr(0, 2000);
    failure.error.detail = "error event: " + said.message.substr(0, 500);
    return failure;
}

Failure classifyTransport(TransportEnd end, std::string_view detail)
{
    Failure failure;
    switch (end) {
    case TransportEnd::TimedOut:
        failure =
            fault(Action::TryElsewhere, ErrorCode::Timeout, "The provider didn't answer in time.", "upstream_timeout");
        break;
    case TransportEnd::ConnectFailed:
        failure = fault(Action::TryElsewhere, ErrorCode::UpstreamFailed, "The provider can't be reached.",
                        "upstream_unreachable");
        break;
    default:
        failure = fault(Action::TryElsewhere, ErrorCode::UpstreamFailed, "The provider broke off before it answered.",
                        "upstream_broken");
    }
    failure.error.detail = std::string(detail);
    return failure;
}

} // namespace beaver::providers
