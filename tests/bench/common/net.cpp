#include "net.h"

#include "arguments.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace bench {

namespace {

sockaddr_in loopback(std::uint16_t port, int source = 0)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<std::uint32_t>(source));
    address.sin_port = htons(port);
    return address;
}

} // namespace

std::int64_t nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::uint64_t raiseDescriptorLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

int listenOn(std::uint16_t &port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr *>(&address), size) < 0 || listen(fd, 16'384) < 0) {
        close(fd);
        return -1;
    }
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size);
    port = ntohs(address.sin_port);
    return fd;
}

int connectTo(std::uint16_t port, int source)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (source > 0) {
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        const sockaddr_in from = loopback(0, source);
        bind(fd, reinterpret_cast<const sockaddr *>(&from), sizeof from);
    }
    const sockaddr_in to = loopback(port);
    if (connect(fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) < 0 && errno != EINPROGRESS) {
        close(fd);
        return -1;
    }
    return fd;
}

std::uint16_t splitUrl(const std::string &url, std::string &path)
{
    constexpr std::string_view start = "http://127.0.0.1:";
    char *end = nullptr;
    const unsigned long port = url.starts_with(start) ? std::strtoul(url.c_str() + start.size(), &end, 10) : 0;
    if (port == 0 || port > 65535 || (*end != '\0' && *end != '/'))
        Arguments::fail("--url takes http://127.0.0.1:PORT/path, not '" + url + "'");
    path = *end == '\0' ? "/" : end;
    return static_cast<std::uint16_t>(port);
}

} // namespace bench
