#pragma once

#include <shared/base/money.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace beaver::wire {

/// What calls are made of: disjoint buckets of tokens, each token in exactly one, and from Requests on other units,
/// which count beside the tokens. A model is priced by some of them; the others cost nothing there.
enum class Bucket : std::uint8_t {
    Input,
    CachedRead,
    CacheWrite5m,
    CacheWrite1h,
    Output,
    Reasoning,
    AudioIn,
    AudioOut,
    ImageIn,
    ImageOut,
    Requests,
    Searches,   ///< rerank: search units
    Images,     ///< made
    Seconds,    ///< of audio, heard or spoken; begun ones are whole
    Characters, ///< spoken
};
inline constexpr std::size_t bucketCount = 15;

/// Names as in the database and in receipts: `input`, `cached_read`, `cache_write_5m`, `cache_write_1h`, `output`,
/// `reasoning`, `audio_in`, `audio_out`, `image_in`, `image_out`, `requests`, `searches`, `images`, `seconds`,
/// `characters`.
std::string_view bucketName(Bucket bucket);
/// What one of it is: `token`, `request`, `search`, `image`, `second`, `character`.
std::string_view bucketUnit(Bucket bucket);
std::optional<Bucket> bucketByName(std::string_view name);

/// What a call used. Counts are never negative.
struct Usage
{
    std::array<std::int64_t, bucketCount> units{};
    std::optional<Money> reportedCost; ///< what the provider says it charged
    bool estimated = false;            ///< counted by us, because the provider reported none

    std::int64_t &operator[](Bucket bucket) { return units[static_cast<std::size_t>(bucket)]; }
    std::int64_t operator[](Bucket bucket) const { return units[static_cast<std::size_t>(bucket)]; }
    /// All tokens that went in, cached ones too.
    std::int64_t inputTokens() const;
    /// All tokens that came out, reasoning too.
    std::int64_t outputTokens() const;
    std::int64_t totalTokens() const { return inputTokens() + outputTokens(); }
};

} // namespace beaver::wire
