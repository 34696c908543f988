#pragma once

#include <cstdint>
#include <string>

namespace beaver::api {

/// `2026-11-21T09:30:00.123Z` of milliseconds since 1970 UTC.
std::string rfc3339(std::int64_t wallMs);

} // namespace beaver::api
