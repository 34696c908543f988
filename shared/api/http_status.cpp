#include <shared/api/http_status.h>

#include <array>

namespace beaver::api {

namespace {

struct Row
{
    ErrorCode code;
    int status;
    std::string_view type;
    std::string_view reason;
};

constexpr std::array<Row, 15> rows{{
    {ErrorCode::InvalidRequest, 400, "invalid_request_error", ""},
    {ErrorCode::Unauthenticated, 401, "invalid_request_error", "invalid_api_key"},
    {ErrorCode::InsufficientBalance, 402, "insufficient_quota", "insufficient_quota"},
    {ErrorCode::Forbidden, 403, "permission_error", "forbidden"},
    {ErrorCode::NotFound, 404, "invalid_request_error", "not_found"},
    {ErrorCode::MethodNotAllowed, 405, "invalid_request_error", "method_not_allowed"},
    {ErrorCode::Conflict, 409, "invalid_request_error", "conflict"},
    {ErrorCode::PayloadTooLarge, 413, "invalid_request_error", "request_too_large"},
    {ErrorCode::UnsupportedMediaType, 415, "invalid_request_error", "unsupported_media_type"},
    {ErrorCode::Unprocessable, 422, "invalid_request_error", ""},
    {ErrorCode::RateLimited, 429, "rate_limit_error", "rate_limit_exceeded"},
    {ErrorCode::Internal, 500, "server_error", "internal_error"},
    {ErrorCode::UpstreamFailed, 502, "server_error", "upstream_failed"},
    {ErrorCode::Unavailable, 503, "server_error", "unavailable"},
    {ErrorCode::Timeout, 504, "server_error", "timeout"},
}};

const Row &row(ErrorCode code)
{
    return rows[static_cast<std::size_t>(code)];
}

} // namespace

int httpStatus(ErrorCode code)
{
    return row(code).status;
}

std::string_view errorType(ErrorCode code)
{
    return row(code).type;
}

std::string_view defaultReason(ErrorCode code)
{
    return row(code).reason;
}

} // namespace beaver::api
