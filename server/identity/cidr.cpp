#include <arpa/inet.h>
#include <server/identity/cidr.h>

#include <charconv>
#include <cstring>

namespace beaver::identity {

namespace {

constexpr std::array<std::uint8_t, 12> v4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool sameBits(const IpAddress &a, const IpAddress &b, unsigned bits)
{
    const unsigned bytes = bits / 8;
    if (std::memcmp(a.data(), b.data(), bytes) != 0)
        return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((a[bytes] ^ b[bytes]) >> (8 - rest)) == 0;
}

} // namespace

std::optional<IpAddress> parseIp(std::string_view text)
{
    char terminated[INET6_ADDRSTRLEN] = {};
    text = text.substr(0, text.find('%'));
    if (text.empty() || text.size() >= sizeof terminated)
        return std::nullopt;
    text.copy(terminated, text.size());
    IpAddress address{};
    if (inet_pton(AF_INET6, terminated, address.data()) == 1)
        return address;
    std::memcpy(address.data(), v4Prefix.data(), v4Prefix.size());
    if (inet_pton(AF_INET, terminated, address.data() + v4Prefix.size()) == 1)
        return address;
    return std::nullopt;
}

std::optional<Cidr> Cidr::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const auto address = parseIp(host);
    if (!address || host.find('%') != std::string_view::npos)
        return std::nullopt;
    const bool v4 = host.find(':') == std::string_view::npos;
    Cidr cidr;
    if (slash != std::string_view::npos) {
        const std::string_view length = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), cidr.m_bits);
        if (error != std::errc() || end != length.data() + length.size() || cidr.m_bits > (v4 ? 32U : 128U))
            return std::nullopt;
        if (v4)
            cidr.m_bits += 96;
    }
    for (unsigned bit = cidr.m_bits; bit < 128; ++bit)
        if (((*address)[bit / 8] >> (7 - bit % 8) & 1) != 0)
            return std::nullopt;
    cidr.m_network = *address;
    return cidr;
}

bool Cidr::contains(const IpAddress &address) const
{
    return sameBits(m_network, address, m_bits);
}

} // namespace beaver::identity
