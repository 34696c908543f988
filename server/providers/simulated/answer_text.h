#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beaver::providers {

/// Text as the simulated tokens it counts as: a word with the space before it each.
std::vector<std::string_view> simulatedTokens(std::string_view text);

/// Placeholder text of `words` words, always the same for the same number.
std::string loremText(int words);

} // namespace beaver::providers
