#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::wire {

/// The most tokens that one image of any size counts in the prompt of a model, as far as its provider says how it
/// counts, else `tokensOfImage`: OpenAI by tiles or patches times a factor of the model, Anthropic by the area it
/// scales to, Google by resolution (https://platform.openai.com/docs/guides/images-vision,
/// https://docs.anthropic.com/en/docs/build-with-claude/vision,
/// https://ai.google.dev/gemini-api/docs/media-resolution).
std::int64_t mostImageTokens(std::string_view model);

} // namespace beaver::wire
