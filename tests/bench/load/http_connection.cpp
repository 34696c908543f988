#include "http_connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <tests/bench/common/net.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace bench {

namespace {

// A gateway may bound the connections of one address; 127.0.0.0/8 has plenty.
constexpr int connectionsPerSource = 128;

} // namespace

HttpConnection::HttpConnection(Poller &poller, Owner &owner, std::uint16_t port, int index)
    : m_poller(poller)
    , m_owner(owner)
    , m_port(port)
    , m_index(index)
{}

HttpConnection::~HttpConnection()
{
    shut();
}

bool HttpConnection::open()
{
    m_fd = connectTo(m_port, m_index / connectionsPerSource);
    if (m_fd < 0)
        return false;
    ++m_connects;
    m_poller.add(m_fd, this);
    return true;
}

void HttpConnection::shut()
{
    if (m_fd >= 0)
        close(m_fd);
    m_fd = -1;
}

void HttpConnection::send(std::string_view request)
{
    m_busy = true;
    m_body.clear();
    m_parser.restart();
    m_out = request;
    m_sent = 0;
    if (m_fd < 0 && !open())
        fail(std::string("connect: ") + std::strerror(errno));
    else
        flush();
}

void HttpConnection::flush()
{
    while (m_sent < m_out.size()) {
        const ssize_t sent = ::send(m_fd, m_out.data() + m_sent, m_out.size() - m_sent, MSG_NOSIGNAL);
        if (sent < 0) {
            // ENOTCONN: still connecting; EPOLLOUT comes.
            if (errno != EAGAIN && errno != EINTR && errno != ENOTCONN)
                fail(std::string("send: ") + std::strerror(errno));
            return;
        }
        m_sent += static_cast<std::size_t>(sent);
    }
}

void HttpConnection::ready(std::uint32_t events)
{
    if (m_fd < 0)
        return;
    if ((events & EPOLLOUT) && m_sent < m_out.size())
        flush();
    if (m_fd >= 0 && (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        read();
}

void HttpConnection::read()
{
    std::array<char, 64 * 1024> block;
    while (m_fd >= 0) {
        const ssize_t got = recv(m_fd, block.data(), block.size(), 0);
        if (got > 0) {
            if (!take({block.data(), static_cast<std::size_t>(got)}))
                return;
            continue;
        }
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        const std::string why = got == 0 ? "closed by the server" : std::strerror(errno);
        if (m_busy)
            fail(why + (m_parser.hasBegun() ? " in the middle of an answer" : " instead of an answer"));
        else
            shut();
        return;
    }
}

// False when the connection is gone.
bool HttpConnection::take(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (!m_busy) {
            fail("bytes that belong to no answer");
            return false;
        }
        bytes.remove_prefix(m_parser.feed(bytes, m_body));
        if (m_parser.state() == ResponseParser::State::Bad) {
            fail("malformed answer");
            return false;
        }
        m_owner.received(*this);
        if (m_parser.isDone()) {
            m_busy = false;
            if (m_parser.closes())
                shut();
            m_owner.answered(*this);
            if (m_fd < 0)
                return false;
        }
    }
    return true;
}

void HttpConnection::fail(const std::string &why)
{
    shut();
    m_busy = false;
    m_out.clear();
    m_sent = 0;
    m_owner.failed(*this, why);
}

} // namespace bench
