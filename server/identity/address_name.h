#pragma once

#include <string>
#include <string_view>

namespace beaver::identity {

/// What a caller's address is counted under. One customer has a whole /64 of IPv6; each address of it alone would be
/// worth nothing. What is no address is counted under its first 64 bytes.
std::string addressName(std::string_view address);

} // namespace beaver::identity
