#pragma once

#include <string_view>

struct sockaddr;

namespace beaver::providers {

/// Whether an address belongs to the public internet: not loopback, private, link-local (the clouds' metadata
/// services), shared, multicast, documentation or otherwise special (IANA's registries of special-purpose addresses;
/// RFC 6890), nor such an IPv4 address inside an IPv6 one (mapped, 6to4, NAT64, Teredo). What isn't IP isn't public.
bool isPublicAddress(const sockaddr *address);

/// The same of a host as a URL writes it, where it is an address; a name is public as far as it goes: its addresses are
/// looked at when one is connected to.
bool mayBePublicHost(std::string_view host);

} // namespace beaver::providers
