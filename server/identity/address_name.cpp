#include <server/identity/address_name.h>
#include <server/identity/cidr.h>

#include <algorithm>

namespace beaver::identity {

std::string addressName(std::string_view address)
{
    const auto ip = parseIp(address);
    if (!ip)
        return std::string(address.substr(0, 64));
    const bool v4 =
        std::all_of(ip->begin(), ip->begin() + 10, [](std::uint8_t byte) { return byte == 0; }) && (*ip)[10] == 0xff;
    return std::string(reinterpret_cast<const char *>(ip->data()), v4 ? ip->size() : 8);
}

} // namespace beaver::identity
