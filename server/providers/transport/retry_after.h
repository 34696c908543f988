#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::providers {

/// True when a header line has that name (given in lower case with its colon).
bool startsWithName(std::string_view line, std::string_view name);
/// What follows the colon, without white space around it.
std::string_view headerValue(std::string_view line);
/// Milliseconds of a `retry-after` (seconds; a date counts as 1 s) or `retry-after-ms` line, at most one hour; 0 where
/// it says nothing.
std::int64_t readRetryAfter(std::string_view line);

} // namespace beaver::providers
