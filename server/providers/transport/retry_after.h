#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::providers {

/// True when a header has that name (given in lower case).
bool isName(std::string_view name, std::string_view lower);
/// `text` without the white space around it.
std::string_view trimmed(std::string_view text);
/// Milliseconds of a `retry-after` (seconds; a date counts as 1 s) or `retry-after-ms` header, at most one hour; 0
/// where it says nothing.
std::int64_t readRetryAfter(std::string_view name, std::string_view value);

} // namespace beaver::providers
