#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace beaver::wire {

/// How long a recording plays, in milliseconds: WAV, FLAC, Ogg (Opus, Vorbis, FLAC), MP4/M4A and WebM/Matroska by their
/// own tables, MP3 and AAC (ADTS) by their frames. One pass over the bytes at most. Empty: another format, or one that
/// doesn't say.
std::optional<std::int64_t> audioMs(std::string_view file);

/// The longest that so many bytes of speech can be: 6 kbit/s, Opus' lowest rate (RFC 6716, 2.1.1).
std::int64_t longestAudioMs(std::size_t bytes);

/// Seconds as they are priced: begun ones are whole, and there is at least one.
std::int64_t pricedSeconds(std::int64_t ms);

/// The parts of audioMs().
namespace audio {

std::optional<std::int64_t> wavMs(std::string_view file);
std::optional<std::int64_t> flacMs(std::string_view file);
std::optional<std::int64_t> oggMs(std::string_view file);
std::optional<std::int64_t> mp4Ms(std::string_view file);
std::optional<std::int64_t> webmMs(std::string_view file);
/// MPEG audio of layers I to III.
std::optional<std::int64_t> mpegMs(std::string_view file);
std::optional<std::int64_t> adtsMs(std::string_view file);

inline constexpr std::int64_t longestMs = 7LL * 24 * 3'600'000; ///< what is said to be longer is a lie

/// `units` of which there are `rate` in a second; empty beyond longestMs, or where `rate` is 0.
std::optional<std::int64_t> toMs(std::uint64_t units, std::uint64_t rate);

std::uint64_t bigEndian(std::string_view bytes);    ///< at most 8 bytes
std::uint64_t littleEndian(std::string_view bytes); ///< at most 8 bytes

} // namespace audio

} // namespace beaver::wire
