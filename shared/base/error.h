#pragma once

#include <cstdint>
#include <string>

namespace beaver {

/// What went wrong, named after what the caller should do about it. One place (http/front) maps it to HTTP.
enum class ErrorCode : std::uint8_t {
    InvalidRequest,       ///< malformed or wrongly typed input; `param` names the field
    Unauthenticated,      ///< no, unknown, expired or revoked credential
    InsufficientBalance,  ///< the balance doesn't pay for it
    Forbidden,            ///< known caller, not allowed
    NotFound,             ///< no such thing, or not the caller's
    MethodNotAllowed,     ///< the path exists, not with this method
    Conflict,             ///< contradicts what is there
    PayloadTooLarge,      ///< body over the limit
    UnsupportedMediaType, ///< not application/json, or an encoded body
    Unprocessable,        ///< well-formed and meaningless
    RateLimited,          ///< a window is full; `retryAfterMs` tells when it opens
    Internal,             ///< a bug of ours
    UpstreamFailed,       ///< the providers failed (502)
    Unavailable,          ///< nothing can serve now, or our own database can't (503)
    Timeout,              ///< time-out (504)
};

/// An expected failure, as a value. `message` is for the caller: it names the field, what was given and what is taken,
/// and holds no secret. `detail` is for the operator's log only.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string param;             ///< name of the offending field, or empty
    std::string reason;            ///< machine-readable code such as `model_not_found`; empty: the default of `code`
    std::string detail;            ///< for the log
    std::int64_t retryAfterMs = 0; ///< 0: not known
};

inline Error invalid(std::string param, std::string message)
{
    return {ErrorCode::InvalidRequest, std::move(message), std::move(param), {}, {}, 0};
}

inline Error internalError(std::string detail)
{
    return {ErrorCode::Internal,
            "The gateway failed. The operator finds the cause in its log under this request id.",
            {},
            {},
            std::move(detail),
            0};
}

} // namespace beaver
