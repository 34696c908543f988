#pragma once

#include <shared/base/error.h>

#include <string>
#include <string_view>

namespace beaver::api {

/// Whose error form a path answers in.
enum class Surface : std::uint8_t {
    Beaver,        ///< `/v1` and Beaver's own: OpenAI's object, and `detail` beside it
    OpenRouter,    ///< `/api/v1`: the same with an integer `code` and `metadata.error_type`
    Anthropic,     ///< `/v1/messages`: `{"type":"error","error":{"type","message"},"request_id"}`
    AiGateway,     ///< the AI Gateway proxy's: `{"success":false,"error":{"code","message"}}`
    CreditGateway, ///< as Beaver's; a missing credential is 422
    Gemini,        ///< `/v1beta`: `{"error":{"code","message","status"}}`
};

/// `requestId` stands in Anthropic's form.
std::string errorBody(Surface surface, const Error &error, std::string_view requestId = {});

/// Anthropic's `type` for an error (docs.anthropic.com, "Errors").
std::string_view anthropicErrorType(ErrorCode code);

} // namespace beaver::api
