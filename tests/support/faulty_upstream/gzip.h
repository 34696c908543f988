#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace faulty {

std::string gzipped(std::string_view text);

/// The gzip form of `head`, `megabytes` MB of spaces and `end`, without ever holding the text: about 1 KB for each MB.
std::string gzipBomb(std::string_view head, std::int64_t megabytes, std::string_view end);

} // namespace faulty
