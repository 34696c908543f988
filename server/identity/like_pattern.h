#pragma once

#include <string>
#include <string_view>

namespace beaver::identity {

/// What holds `text`, for LIKE … ESCAPE '\': `%` and `_` of what somebody searches for are themselves.
inline std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

} // namespace beaver::identity
