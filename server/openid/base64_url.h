#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace beaver::openid {

/// RFC 4648, section 5, without padding.
std::string toBase64Url(std::string_view bytes);
/// Empty for anything else.
std::optional<std::string> fromBase64Url(std::string_view text);

} // namespace beaver::openid
