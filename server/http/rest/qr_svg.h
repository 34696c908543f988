#pragma once

#include <string>
#include <string_view>

namespace beaver::http {

/// A QR code as an SVG picture, black on white with its quiet zone. Empty where the text is too long for one (2,331
/// bytes).
std::string qrSvg(const std::string &text);

} // namespace beaver::http
