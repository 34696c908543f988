#pragma once

#include <string>
#include <string_view>

namespace beaver::storage {

/// What holds `text`, for LOWER(…) LIKE … ESCAPE '\': A–Z become a–z, and `%` and `_` of what somebody searches for are
/// themselves.
inline std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 32 : c);
    }
    return pattern + '%';
}

} // namespace beaver::storage
