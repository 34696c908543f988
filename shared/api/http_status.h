#pragma once

#include <shared/base/error.h>

#include <string_view>

namespace beaver::api {

/// The one place that maps errors to HTTP.
int httpStatus(ErrorCode code);
/// OpenAI's `type` for it.
std::string_view errorType(ErrorCode code);
/// The default `code` where an error names no reason of its own; may be empty.
std::string_view defaultReason(ErrorCode code);

} // namespace beaver::api
