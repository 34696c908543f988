#include <netinet/in.h>
#include <netinet/tcp.h>
#include <server/providers/transport/plain_connection.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace beaver::providers {

std::unique_ptr<PlainConnection> PlainConnection::begin(ops::EventLoop &loop, User &user, const sockaddr *address)
{
    const int socket = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    if (socket < 0)
        return nullptr;
    std::unique_ptr<PlainConnection> connection(new PlainConnection(loop, user, socket));
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const socklen_t size = address->sa_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    if (::connect(socket, address, size) != 0 && errno != EINPROGRESS) {
        const int error = errno;
        connection.reset();
        errno = error;
        return nullptr;
    }
    connection->watch(EPOLLOUT);
    return connection;
}

PlainConnection::PlainConnection(ops::EventLoop &loop, User &user, int socket)
    : m_loop(loop)
    , m_user(&user)
    , m_socket(socket)
{}

PlainConnection::~PlainConnection()
{
    watch(0);
    ::close(m_socket);
}

void PlainConnection::watchFor(bool reads, bool writes)
{
    watch((reads ? EPOLLIN : 0U) | (writes ? EPOLLOUT : 0U));
}

void PlainConnection::watch(std::uint32_t events)
{
    if (events == m_watched)
        return;
    if (m_watched == 0)
        m_loop.add(m_socket, events, this);
    else if (events == 0)
        m_loop.remove(m_socket, this);
    else
        m_loop.modify(m_socket, events, this);
    m_watched = events;
}

ssize_t PlainConnection::send(std::span<iovec> pieces) const
{
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(m_socket, &message, MSG_NOSIGNAL);
}

ssize_t PlainConnection::receive(char *to, std::size_t size) const
{
    return ::recv(m_socket, to, size, 0);
}

void PlainConnection::ready(std::uint32_t events)
{
    if (m_connecting) {
        m_connecting = false;
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &size);
        m_user->onConnected(*this, error);
    } else if (events & ~static_cast<std::uint32_t>(EPOLLOUT)) {
        m_user->onReadable(*this);
    } else {
        m_user->onWritable(*this);
    }
}

} // namespace beaver::providers
