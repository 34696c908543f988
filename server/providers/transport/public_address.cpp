#include <arpa/inet.h>
#include <netinet/in.h>
#include <server/providers/transport/public_address.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace beaver::providers {

namespace {

struct Block4
{
    std::uint32_t address;
    int bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array<Block4, 16> special4{{{ip(0, 0, 0, 0), 8},
                                           {ip(10, 0, 0, 0), 8},
                                           {ip(100, 64, 0, 0), 10},
                                           {ip(127, 0, 0, 0), 8},
                                           {ip(169, 254, 0, 0), 16},
                                           {ip(172, 16, 0, 0), 12},
                                           {ip(192, 0, 0, 0), 24},
                                           {ip(192, 0, 2, 0), 24},
                                           {ip(192, 31, 196, 0), 24},
                                           {ip(192, 52, 193, 0), 24},
                                           {ip(192, 88, 99, 0), 24},
                                           {ip(192, 168, 0, 0), 16},
                                           {ip(198, 18, 0, 0), 15},
                                           {ip(198, 51, 100, 0), 24},
                                           {ip(203, 0, 113, 0), 24},
                                           {ip(224, 0, 0, 0), 3}}}; // multicast and reserved

bool isPublic4(std::uint32_t address)
{
    return std::ranges::none_of(special4, [&](const Block4 &block) {
        return (address >> (32 - block.bits)) == (block.address >> (32 - block.bits));
    });
}

std::uint32_t four(const std::uint8_t *bytes)
{
    return ip(bytes[0], bytes[1], bytes[2], bytes[3]);
}

bool isPublic6(const std::uint8_t *bytes)
{
    const auto starts = [&](std::initializer_list<std::uint8_t> with) {
        return std::equal(with.begin(), with.end(), bytes);
    };
    static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(mapped.begin(), mapped.end(), bytes))
        return isPublic4(four(bytes + 12));
    if (starts({0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) // NAT64
        return isPublic4(four(bytes + 12));
    if (starts({0x20, 0x02})) // 6to4
        return isPublic4(four(bytes + 2));
    const bool global = (bytes[0] & 0xe0) == 0x20;               // 2000::/3
    const bool special = starts({0x20, 0x01, 0x0d, 0xb8}) ||     // documentation
                         starts({0x3f, 0xff, 0x00}) ||           // documentation
                         (starts({0x20, 0x01}) && bytes[2] < 2); // Teredo, ORCHID, benchmarking: 2001::/23
    return global && !special;
}

} // namespace

bool isPublicAddress(const sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        sockaddr_in found{};
        std::memcpy(&found, address, sizeof found);
        return isPublic4(ntohl(found.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 found{};
        std::memcpy(&found, address, sizeof found);
        return isPublic6(found.sin6_addr.s6_addr);
    }
    return false;
}

bool mayBePublicHost(std::string_view host)
{
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    const std::string text(host);
    in_addr short4{};
    in6_addr long6{};
    // inet_aton takes what resolvers take: 127.1, 0x7f000001, 2130706433.
    if (inet_aton(text.c_str(), &short4) != 0)
        return isPublic4(ntohl(short4.s_addr));
    if (inet_pton(AF_INET6, text.c_str(), &long6) == 1)
        return isPublic6(long6.s6_addr);
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower != "localhost" && !lower.ends_with(".localhost") && !lower.ends_with(".internal") &&
           !lower.ends_with(".local");
}

} // namespace beaver::providers
