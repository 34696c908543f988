#include <shared/api/error_body.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

namespace beaver::api {

namespace {

/// google.rpc.Code's name.
std::string_view googleStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated:
        return "UNAUTHENTICATED";
    case ErrorCode::Forbidden:
        return "PERMISSION_DENIED";
    case ErrorCode::NotFound:
    case ErrorCode::MethodNotAllowed:
        return "NOT_FOUND";
    case ErrorCode::InsufficientBalance:
        return "FAILED_PRECONDITION";
    case ErrorCode::Conflict:
        return "ABORTED";
    case ErrorCode::RateLimited:
        return "RESOURCE_EXHAUSTED";
    case ErrorCode::Internal:
        return "INTERNAL";
    case ErrorCode::UpstreamFailed:
    case ErrorCode::Unavailable:
        return "UNAVAILABLE";
    case ErrorCode::Timeout:
        return "DEADLINE_EXCEEDED";
    default:
        return "INVALID_ARGUMENT";
    }
}

/// `INVALID_API_KEY`
std::string upperCase(std::string_view text)
{
    std::string upper(text);
    for (char &c : upper)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    return upper;
}

std::string openAiBody(Surface surface, const Error &error, std::string_view reason)
{
    JsonWriter json;
    json.beginObject()
        .key("error")
        .beginObject()
        .field("message", error.message)
        .field("type", errorType(error.code))
        .optionalField("param", error.param);
    if (surface == Surface::OpenRouter)
        json.field("code", httpStatus(error.code))
            .key("metadata")
            .beginObject()
            .optionalField("error_type", reason)
            .endObject();
    else
        json.optionalField("code", reason);
    return json.endObject().field("detail", error.message).endObject().take();
}

} // namespace

std::string_view anthropicErrorType(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated:
        return "authentication_error";
    case ErrorCode::InsufficientBalance:
        return "billing_error";
    case ErrorCode::Forbidden:
        return "permission_error";
    case ErrorCode::NotFound:
    case ErrorCode::MethodNotAllowed:
        return "not_found_error";
    case ErrorCode::PayloadTooLarge:
        return "request_too_large";
    case ErrorCode::RateLimited:
        return "rate_limit_error";
    case ErrorCode::Internal:
    case ErrorCode::UpstreamFailed:
        return "api_error";
    case ErrorCode::Unavailable:
        return "overloaded_error";
    case ErrorCode::Timeout:
        return "timeout_error";
    default:
        return "invalid_request_error";
    }
}

std::string errorBody(Surface surface, const Error &error, std::string_view requestId)
{
    const std::string_view reason = error.reason.empty() ? defaultReason(error.code) : std::string_view(error.reason);
    JsonWriter json;
    switch (surface) {
    case Surface::Anthropic:
        return json.beginObject()
            .field("type", "error")
            .key("error")
            .beginObject()
            .field("type", anthropicErrorType(error.code))
            .field("message", error.message)
            .endObject()
            .optionalField("request_id", requestId)
            .endObject()
            .take();
    case Surface::Gemini:
        return json.beginObject()
            .key("error")
            .beginObject()
            .field("code", httpStatus(error.code))
            .field("message", error.message)
            .field("status", googleStatus(error.code))
            .endObject()
            .endObject()
            .take();
    case Surface::AiGateway:
        return json.beginObject()
            .field("success", false)
            .key("error")
            .beginObject()
            .field("code", upperCase(reason))
            .field("message", error.message)
            .endObject()
            .endObject()
            .take();
    case Surface::Beaver:
    case Surface::CreditGateway:
    case Surface::OpenRouter:
        break;
    }
    return openAiBody(surface, error, reason);
}

} // namespace beaver::api
