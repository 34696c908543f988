#pragma once

#include <server/wire/dialect.h>
#include <server/wire/usage.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::cache {

inline constexpr std::int64_t shortestTtlS = 60;
inline constexpr std::int64_t longestTtlS = 86'400;
inline constexpr std::int64_t usualTtlS = 3600;

/// What an answer is found by: BLAKE2b-256 of tenant, surface, model and canonical request.
class CacheKey
{
public:
    static constexpr std::size_t size = 32;

    CacheKey() = default;
    /// `bytes` are 32.
    explicit CacheKey(std::string_view bytes) { std::memcpy(m_bytes.data(), bytes.data(), size); }

    std::string_view bytes() const { return {m_bytes.data(), size}; }
    auto operator<=>(const CacheKey &) const = default;

private:
    std::array<char, size> m_bytes{};
};

/// A provider's whole answer, as it came: relay replays it with the reader of `dialect` and the client's writer, so a
/// stream can be made of a whole answer and the other way round. Immutable.
struct CachedReply
{
    std::string tenant; ///< account or project id
    std::string model;  ///< catalogue id
    std::string upstreamModel;
    std::string provider;
    wire::Dialect dialect = wire::Dialect::OpenAiChat; ///< of the body; of a surface that isn't chat: OpenAiChat
    int status = 200;
    std::string contentType;
    bool streamed = false; ///< the body is an event stream, from its first event to its end marker
    std::string body;
    wire::Usage usage; ///< of the call that was made
    std::int64_t createdAtMs = 0;

    /// What it takes, about.
    std::size_t bytes() const { return sizeof(CachedReply) + tenant.size() + model.size() + body.size() + 256; }
};
using Reply = std::shared_ptr<const CachedReply>;

struct Settings
{
    std::size_t memoryBytes = 256UL * 1024 * 1024; ///< BEAVER_CACHE_MEMORY_MB; 0: nothing is kept in memory
    std::size_t diskBytes = 1024UL * 1024 * 1024;  ///< the table's, checked by forgetOld(); 0: none is used
    std::size_t largestReply = 8UL * 1024 * 1024;  ///< larger ones aren't kept
    std::int64_t longestWaitMs = 60'000;           ///< of a call for another's answer; then it asks for itself
    std::int64_t mostPendingWrites = 256;          ///< beyond, replies are kept in memory only
};

/// Since the start, but for what is there now.
struct Statistics
{
    std::uint64_t hits = 0;   ///< answered from memory or disk
    std::uint64_t shared = 0; ///< of these, from a call that was under way
    std::uint64_t misses = 0;
    std::uint64_t stored = 0;
    std::uint64_t evicted = 0; ///< for want of memory
    std::uint64_t expired = 0; ///< in memory
    std::uint64_t tokensSaved = 0;
    std::size_t entries = 0; ///< in memory
    std::size_t bytes = 0;
    std::size_t running = 0; ///< calls that others may be waiting for
};

/// Whose answers; empty: all.
struct Scope
{
    std::string tenant;
    std::string model;

    bool holds(const CachedReply &reply) const
    {
        return (tenant.empty() || tenant == reply.tenant) && (model.empty() || model == reply.model);
    }
};

} // namespace beaver::cache

template <> struct std::hash<beaver::cache::CacheKey>
{
    std::size_t operator()(const beaver::cache::CacheKey &key) const noexcept
    {
        std::size_t value = 0; // the bytes are a hash themselves
        std::memcpy(&value, key.bytes().data(), sizeof value);
        return value;
    }
};
