#include <arpa/inet.h>
#include <netinet/in.h>
#include <server/http/edge/edge.h>
#include <server/http/edge/quota.h>

#include <cstring>

namespace beaver::http {

PeerAddress PeerAddress::of(const sockaddr_storage &address)
{
    char text[INET6_ADDRSTRLEN] = "";
    PeerAddress peer;
    if (address.ss_family == AF_INET) {
        const auto &ip4 = reinterpret_cast<const sockaddr_in &>(address);
        inet_ntop(AF_INET, &ip4.sin_addr, text, sizeof text);
        peer.key = ntohl(ip4.sin_addr.s_addr);
    } else if (address.ss_family == AF_INET6) {
        const auto &ip6 = reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&ip6)) {
            std::uint32_t ip4 = 0;
            std::memcpy(&ip4, ip6.s6_addr + 12, sizeof ip4);
            inet_ntop(AF_INET, &ip4, text, sizeof text);
            peer.key = ntohl(ip4);
        } else {
            inet_ntop(AF_INET6, &ip6, text, sizeof text);
            std::memcpy(&peer.key, ip6.s6_addr, sizeof peer.key);
        }
    }
    peer.text = text;
    return peer;
}

Refusal ConnectionQuota::take(std::uint64_t addressKey)
{
    if (m_open.fetch_add(1, std::memory_order_relaxed) >= m_total) {
        m_open.fetch_sub(1, std::memory_order_relaxed);
        return Refusal::TooManyConnections;
    }
    if (m_perAddress <= 0)
        return Refusal::None;
    Shard &shard = shardOf(addressKey);
    {
        const std::lock_guard lock(shard.mutex);
        if (int &count = shard.open[addressKey]; count < m_perAddress) {
            ++count;
            return Refusal::None;
        }
    }
    m_open.fetch_sub(1, std::memory_order_relaxed);
    return Refusal::TooManyFromAddress;
}

void ConnectionQuota::giveBack(std::uint64_t addressKey)
{
    m_open.fetch_sub(1, std::memory_order_relaxed);
    if (m_perAddress <= 0)
        return;
    Shard &shard = shardOf(addressKey);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.open.find(addressKey); found != shard.open.end() && --found->second <= 0)
        shard.open.erase(found);
}

bool ConnectionQuota::takeBody(std::size_t bytes)
{
    if (m_bodyBytes.fetch_add(bytes, std::memory_order_relaxed) + bytes <= m_bodies)
        return true;
    giveBodyBack(bytes);
    return false;
}

std::shared_ptr<ConnectionQuota> makeConnectionQuota(const EdgeLimits &limits)
{
    return std::make_shared<ConnectionQuota>(limits);
}

} // namespace beaver::http
