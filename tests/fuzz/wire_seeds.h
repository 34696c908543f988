#pragma once

#include <server/wire/dialect.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::fuzz {

/// The dialect that an input's first byte names, so that one corpus serves all four.
inline constexpr wire::Dialect dialects[] = {wire::Dialect::OpenAiChat, wire::Dialect::Responses,
                                             wire::Dialect::Anthropic, wire::Dialect::Gemini};

/// Recorded exchanges of every dialect, each behind the byte of its dialect; a few of our own where the recordings are
/// missing.
std::vector<std::string> requestSeeds();
std::vector<std::string> answerSeeds();
/// Without that byte.
std::vector<std::string> streamSeeds();

void require(bool holds, std::string_view what);

} // namespace beaver::fuzz
