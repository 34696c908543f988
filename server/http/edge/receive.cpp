#include <server/http/edge/receive.h>
#include <sys/socket.h>

namespace beaver::http {

ssize_t receiveOnto(std::string &to, int descriptor, std::size_t most)
{
    const std::size_t before = to.size();
    ssize_t count = 0;
    to.resize_and_overwrite(before + most, [&](char *bytes, std::size_t) {
        count = ::recv(descriptor, bytes + before, most, 0);
        return before + static_cast<std::size_t>(count > 0 ? count : 0);
    });
    return count;
}

} // namespace beaver::http
