#pragma once

#include <shared/base/error.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::wire {

inline constexpr std::size_t mostAnthropicStops = 8191; ///< Anthropic's own bound of `stop_sequences`

inline constexpr std::int64_t leastAnthropicBudget = 1'024; ///< tokens; that Anthropic takes for thinking

/// An error in Anthropic's words: `messages.0.role: Field required`.
inline Error anthropicInvalid(std::string_view path, std::string_view why)
{
    return invalid(std::string(path), std::string(path) + ": " + std::string(why));
}

} // namespace beaver::wire
