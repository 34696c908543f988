#pragma once

#include <shared/base/int128.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver {

/// Reads the decimal text of a JSON number (RFC 8259 grammar, exponent included) as value × 10^scale. Empty when the
/// text isn't a JSON number, needs more than `scale` decimals, or doesn't fit int64.
std::optional<std::int64_t> parseScaled(std::string_view text, int scale);

/// The shortest decimal text of value / 10^scale.
std::string formatScaled(std::int64_t value, int scale);
/// The same for 128 bits, for sums that are finer than any stored amount.
std::string formatScaled(Int128 value, int scale);
/// Microseconds as milliseconds with three digits after the point: `0.052` for 52. Less than none is none.
std::string formatMs(std::int64_t us);

} // namespace beaver
