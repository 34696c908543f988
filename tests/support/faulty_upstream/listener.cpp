#include "listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace faulty {

namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

} // namespace

Listener::Listener(Kind kind, std::uint16_t port)
{
    m_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof address;
    if (m_fd < 0 || bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0) {
        fail("bind");
        return;
    }
    if (kind != Kind::Refusing && listen(m_fd, kind == Kind::BlackHole ? 0 : 4096) < 0) {
        fail("listen");
        return;
    }
    getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    if (kind == Kind::BlackHole)
        fillQueue();
}

Listener::~Listener()
{
    for (const int fd : m_fillers)
        close(fd);
    if (m_fd >= 0)
        close(m_fd);
}

void Listener::fail(const char *what)
{
    m_error = std::string(what) + ": " + std::strerror(errno);
}

// Connects to itself until the kernel stops answering; from then on it drops every SYN.
void Listener::fillQueue()
{
    constexpr int most = 16;
    for (int i = 0; i < most; ++i) {
        const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(m_port);
        m_fillers.push_back(fd);
        if (connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
            continue;
        pollfd watched{fd, POLLOUT, 0};
        if (poll(&watched, 1, 50) == 0)
            return;
    }
}

} // namespace faulty
