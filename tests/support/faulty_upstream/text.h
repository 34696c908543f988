#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace faulty {

/// `text` as a JSON string with its quotes. Bytes that aren't UTF-8 come out as \u00XX, so the result always is valid
/// JSON.
std::string jsonText(std::string_view text);

/// %XX undone; nothing for a broken escape.
std::optional<std::string> percentDecoded(std::string_view text);

std::string lowerCase(std::string_view text);

/// A whole decimal number between `least` and `most`, and nothing else around it.
std::optional<std::int64_t> wholeNumber(std::string_view text, std::int64_t least, std::int64_t most);

/// CLOCK_MONOTONIC in microseconds: comparable with every other process of this machine.
std::int64_t nowUs();

} // namespace faulty
