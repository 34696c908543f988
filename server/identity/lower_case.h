#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace beaver::identity {

/// A–Z become a–z; every other byte stays.
inline std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; });
    return lower;
}

} // namespace beaver::identity
