#pragma once

#include <server/http/edge/limits.h>
#include <server/http/edge/refusal.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

struct sockaddr_storage;

namespace beaver::http {

/// A peer: its text for the log and the key under which its connections are counted (an IPv4 address, or the /64 of an
/// IPv6 address, which is what one subscriber has).
struct PeerAddress
{
    std::string text;
    std::uint64_t key = 0;

    static PeerAddress of(const sockaddr_storage &address);
};

/// Connections in total and per address, over all loops. Any thread; asked once when a connection comes and once when
/// it goes.
class ConnectionQuota
{
public:
    explicit ConnectionQuota(const EdgeLimits &limits)
        : m_total(limits.connections)
        , m_perAddress(limits.connectionsPerAddress)
        , m_bodies(limits.bodies)
    {}

    /// None: the connection is counted and must be given back.
    Refusal take(std::uint64_t addressKey);
    void giveBack(std::uint64_t addressKey);

    /// False: the bodies held at this moment have used up EdgeLimits::bodies; nothing was taken.
    bool takeBody(std::size_t bytes);
    void giveBodyBack(std::size_t bytes) { m_bodyBytes.fetch_sub(bytes, std::memory_order_relaxed); }

private:
    struct Shard
    {
        std::mutex mutex; // guards open
        std::unordered_map<std::uint64_t, int> open;
    };

    Shard &shardOf(std::uint64_t key) { return m_shards[(key * 0x9e3779b97f4a7c15u >> 32) % m_shards.size()]; }

    const int m_total;
    const int m_perAddress;
    const std::size_t m_bodies;
    std::atomic<int> m_open = 0;
    std::atomic<std::size_t> m_bodyBytes = 0;
    std::array<Shard, 16> m_shards;
};

} // namespace beaver::http
