#pragma once

#include <string_view>

namespace beaver::wire {

/// How the marks of other providers travel in `encrypted_content`, the one field of the Responses API that every client
/// gives back untouched. OpenAI's and xAI's own values are base64 and hold no colon.
inline constexpr std::string_view thinkingMark = "thinking:"; ///< Anthropic's signature of the item's summary
inline constexpr std::string_view callMark = "call:";         ///< Gemini's thoughtSignature of the call behind the item

} // namespace beaver::wire
