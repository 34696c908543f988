#pragma once

#include <cstdint>

namespace beaver::wire {

/// The dialects of model calls that clients and providers speak.
enum class Dialect : std::uint8_t {
    OpenAiChat, ///< POST /v1/chat/completions
    Responses,  ///< POST /v1/responses
    Anthropic,  ///< POST /v1/messages
    Gemini,     ///< POST /v1beta/models/{model}:generateContent
};

} // namespace beaver::wire
