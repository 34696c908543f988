#pragma once

#include <shared/base/error.h>

#include <string>

namespace beaver::api {

/// Whose error form a path answers in.
enum class Surface : std::uint8_t {
    Beaver,     ///< `/v1` and Beaver's own: OpenAI's object, and `detail` beside it
    OpenRouter, ///< `/api/v1`: the same with an integer `code` and `metadata.error_type`
};

std::string errorBody(Surface surface, const Error &error);

} // namespace beaver::api
