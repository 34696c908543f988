#include <server/providers/failure.h>
#include <server/providers/operator_ids.h>
#include <server/wire/json_scan.h>
#include <server/wire/openai_answer.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

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
// Texts count only at statuses that are about the account: at any other the client may have written them, since
// providers echo the values that they refuse.
constexpr std::array<std::string_view, 8> quotaTexts{
    "budget_exceeded",           "budget has been exceeded", "insufficient_quota",   "insufficient balance",
    "credit balance is too low", "used all available",       "insufficient credits", "spending limit"};
// What a provider says in a member of its own, whole.
constexpr std::array<std::string_view, 5> quotaCodes{"insufficient_quota", "budget_exceeded", "billing_error",
                                                     "insufficient_balance", "insufficient_credits"};
constexpr std::array<std::string_view, 7> credentialCodes{"invalid_api_key", "api_key_invalid", "authentication_error",
                                                          "auth_error",      "expired_key",     "token_not_found_in_db",
                                                          "no_db_connection"};

template <std::size_t N> bool saysAny(const wire::ProviderError &said, const std::array<std::string_view, N> &codes)
{
    return std::any_of(codes.begin(), codes.end(),
                       [&said](auto code) { return lower(said.type) == code || lower(said.code) == code; });
}

/// Anthropic says it with status 400 and no code of its own: the whole sentence, in which nothing is echoed.
bool isAnthropicsOutOfCredit(int status, const wire::ProviderError &said)
{
    return status == 400 && said.type == "invalid_request_error" &&
           said.message ==
               "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to "
               "upgrade or purchase credits.";
}

/// xAI's, likewise: the whole sentence, in which only our own key stands, without a space.
bool isXaisInvalidKey(int status, const wire::ProviderError &said)
{
    constexpr std::string_view before = "Incorrect API key provided: ";
    constexpr std::string_view after = ". You can obtain an API key from https://console.x.ai.";
    const std::string_view text = said.message;
    return status == 400 && said.code == "Client specified an invalid argument" && text.starts_with(before) &&
           text.ends_with(after) && text.find(' ', before.size()) == text.size() - after.size() + 1;
}

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
            ms = fraction ? ms + (c - '0') * scale : ms * 10 + (c - '0') * std::int64_t(1000);
        } else {
            break;
        }
    }
    return ms;
}

/// Google's own word in `details`, in place of a code that only repeats the status: `API_KEY_INVALID`.
std::string googleReason(std::string_view body)
{
    simdjson::dom::element root;
    simdjson::dom::array details;
    if (wire::parseJson(body).get(root))
        return {};
    simdjson::dom::array wrapped;
    if (!root.get(wrapped) && wrapped.size() == 1)
        root = *wrapped.begin();
    if (root["error"]["details"].get(details))
        return {};
    for (const simdjson::dom::element detail : details) {
        std::string_view reason;
        if (!detail["reason"].get(reason))
            return std::string(reason);
    }
    return {};
}

/// The status that an error inside a stream would have had as an answer of its own, by what stands in members of its
/// own; never by the message.
int statusOfError(const wire::ProviderError &said)
{
    int status = 0;
    const auto [end, failure] = std::from_chars(said.code.data(), said.code.data() + said.code.size(), status);
    if (failure == std::errc() && end == said.code.data() + said.code.size() && status >= 400 && status < 600)
        return status;
    const std::string all = lower(said.type + " " + said.code);
    if (holdsAny(all, std::array<std::string_view, 3>{"rate_limit", "resource_exhausted", "too many requests"}))
        return 429;
    if (holdsAny(all, std::array<std::string_view, 3>{"authentication", "permission", "invalid_api_key"}))
        return 401;
    if (holdsAny(all, std::array<std::string_view, 2>{"invalid_request", "invalid_argument"}))
        return 400;
    return 503;
}

Failure judge(int status, const wire::ProviderError &said, std::string_view all, std::int64_t retryAfterMs)
{
    const bool aboutAccount = status == 402 || status == 403 || status == 429;
    if (status == 402 || (aboutAccount && holdsAny(all, quotaTexts)) || saysAny(said, quotaCodes) ||
        isAnthropicsOutOfCredit(status, said))
        return fault(Action::OtherCredential, ErrorCode::Unavailable,
                     "The provider refuses because the gateway's own account there is out of credit. Its operator has "
                     "been told.",
                     "upstream_quota");
    if (status == 401 || (status == 400 && saysAny(said, credentialCodes)) || isXaisInvalidKey(status, said))
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
    case 429: // theirs may name the gateway's own organisation
        return fault(Action::TryElsewhere, ErrorCode::RateLimited, "The provider is limiting the rate of requests.",
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
    if (status == 400 && said.type.empty() && said.code == "400") {
        if (std::string reason = googleReason(body); !reason.empty())
            said.code = std::move(reason);
    }
    const std::string all = lower(body.substr(0, 4096));
    if (retryAfterMs == 0)
        retryAfterMs = retryDelayMs(all);
    Failure failure = judge(status, said, all, std::clamp<std::int64_t>(retryAfterMs, 0, 3'600'000));
    if (failure.action == Action::TellClient)
        failure.error.param = said.param == "None" ? std::string() : said.param;
    failure.error.message = aboutTheRequest(failure.error.message);
    // Receipts show it to the account that called.
    failure.error.detail =
        "upstream " + std::to_string(status) + ": " +
        withoutOperatorIds(said.message.empty() ? body.substr(0, 200) : std::string_view(said.message).substr(0, 500));
    return failure;
}

Failure classifyEvent(const wire::ProviderError &said)
{
    const int status = statusOfError(said);
    const std::string all = lower(said.type + " " + said.code + " " + said.message.substr(0, 2000));
    Failure failure = judge(status, said, all, 0);
    // What it says of its own account with the gateway is nobody else's business.
    if (failure.action != Action::OtherCredential && failure.error.code != ErrorCode::RateLimited &&
        !said.message.empty())
        failure.error.message = said.message.substr(0, 2000);
    failure.error.message = aboutTheRequest(failure.error.message);
    failure.error.detail = "error event: " + withoutOperatorIds(std::string_view(said.message).substr(0, 500));
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
