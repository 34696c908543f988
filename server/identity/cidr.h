#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace beaver::identity {

/// An IP address; v4 as the IPv4-mapped v6 address (RFC 4291, 2.5.5.2), so that both forms of one address are equal.
using IpAddress = std::array<std::uint8_t, 16>;
/// `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`; a zone (`%eth0`) is ignored. Empty for anything else, names and the
/// v4 forms with missing parts included.
std::optional<IpAddress> parseIp(std::string_view text);

/// A block of addresses, parsed once.
class Cidr
{
public:
    /// `192.0.2.0/24`, `2001:db8::/32`, or one address. Empty when it isn't one or has bits beyond its length:
    /// `10.0.0.5/8` is more often a slip than meant.
    static std::optional<Cidr> parse(std::string_view text);

    bool contains(const IpAddress &address) const;
    /// All of the other's addresses are its own.
    bool contains(const Cidr &other) const { return m_bits <= other.m_bits && contains(other.m_network); }

private:
    IpAddress m_network{};
    unsigned m_bits = 128;
};

} // namespace beaver::identity
