#include "server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <tests/bench/common/net.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace bench {

namespace {

std::size_t contentLength(std::string_view head)
{
    constexpr std::string_view name = "content-length:";
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2))
        if (head.size() > at + 2 + name.size() && strncasecmp(head.data() + at + 2, name.data(), name.size()) == 0)
            return std::strtoul(head.data() + at + 2 + name.size(), nullptr, 10);
    return 0;
}

} // namespace

ServerConnection::ServerConnection(Server &server, int fd, std::uint64_t id)
    : m_server(server)
    , m_fd(fd)
    , m_id(id)
{}

ServerConnection::~ServerConnection()
{
    close(m_fd);
}

void ServerConnection::ready(std::uint32_t events)
{
    if (events & EPOLLIN)
        read();
    if (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP))
        m_closed = true;
    if (!m_closed && (events & EPOLLOUT))
        flush();
    if (!m_closed)
        serve();
    if (m_closed)
        m_server.left(*this);
}

void ServerConnection::read()
{
    std::array<char, 64 * 1024> block;
    for (;;) {
        const ssize_t got = recv(m_fd, block.data(), block.size(), 0);
        if (got > 0)
            m_in.append(block.data(), static_cast<std::size_t>(got));
        else
            m_closed = got == 0 || (errno != EAGAIN && errno != EINTR);
        if (got < static_cast<ssize_t>(block.size()))
            return;
    }
}

void ServerConnection::serve()
{
    std::string path;
    std::string body;
    bool chat = false;
    while (!m_busy && takeRequest(path, body, chat)) {
        ++m_server.counts.requests;
        if (!chat) {
            m_out += path == "/_stats" ? m_server.statsAnswer() : cannedModels();
            continue;
        }
        ++m_server.counts.calls;
        m_ask = readAsk(path, body);
        if (!m_ask.stream && m_ask.wish.delayUs == 0) {
            m_out += cannedAnswer(m_ask);
            continue;
        }
        m_busy = true;
        m_begun = false;
        const std::int64_t now = nowNs();
        m_nextNs = now + static_cast<std::int64_t>(m_ask.wish.delayUs) * 1'000;
        if (m_ask.wish.delayUs == 0)
            due(now);
        else
            m_server.wake(*this, m_nextNs);
    }
    flush();
}

// False: not there yet. `chat`: a POST. `path` without its query.
bool ServerConnection::takeRequest(std::string &path, std::string &body, bool &chat)
{
    const std::size_t end = m_in.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    const std::string_view head(m_in.data(), end + 2);
    const std::size_t length = contentLength(head);
    if (m_in.size() < end + 4 + length)
        return false;
    chat = head.starts_with("POST ");
    const std::size_t target = head.find(' ') + 1;
    path = head.substr(target, head.find_first_of(" ?\r", target) - target);
    body.assign(m_in, end + 4, length);
    m_in.erase(0, end + 4 + length);
    return true;
}

void ServerConnection::due(std::int64_t now)
{
    if (!m_busy)
        return;
    if (!m_ask.stream) {
        m_out += cannedAnswer(m_ask);
        m_busy = false;
        serve();
        return;
    }
    if (!m_begun) {
        appendStreamStart(m_out, m_ask);
        m_begun = true;
        m_sequence = 0;
        ++m_server.counts.streams;
    }
    while (m_sequence < m_ask.wish.chunks && m_nextNs <= now) {
        appendStreamChunk(m_out, m_ask, {m_ask.wish.tag, m_sequence++, static_cast<std::uint64_t>(nowNs() / 1'000)});
        ++m_server.counts.chunks;
        m_nextNs += static_cast<std::int64_t>(m_ask.wish.intervalUs) * 1'000;
    }
    if (m_sequence == m_ask.wish.chunks) {
        appendStreamEnd(m_out, m_ask);
        m_busy = false;
        serve();
        return;
    }
    flush();
    m_server.wake(*this, m_nextNs);
}

void ServerConnection::flush()
{
    while (!m_out.empty() && !m_closed) {
        const ssize_t sent = send(m_fd, m_out.data(), m_out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            m_closed = errno != EAGAIN && errno != EINTR;
            return;
        }
        m_out.erase(0, static_cast<std::size_t>(sent));
    }
}

Server::Server(int listener)
    : m_listener(listener)
{
    m_poller.add(m_listener, this);
}

void Server::ready(std::uint32_t)
{
    int fd = -1;
    while ((fd = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::uint64_t id = ++m_lastId;
        const auto [place, inserted] = m_connections.emplace(id, std::make_unique<ServerConnection>(*this, fd, id));
        m_poller.add(fd, place->second.get());
        ++counts.connections;
    }
}

void Server::wake(const ServerConnection &connection, std::int64_t ns)
{
    m_timers.emplace(ns, connection.id());
}

void Server::left(const ServerConnection &connection)
{
    m_left.push_back(connection.id());
}

std::string Server::statsAnswer() const
{
    const std::string json =
        "{\"requests\":" + std::to_string(counts.requests) + ",\"calls\":" + std::to_string(counts.calls) +
        ",\"streams\":" + std::to_string(counts.streams) + ",\"chunks\":" + std::to_string(counts.chunks) +
        ",\"connections\":" + std::to_string(counts.connections) + ",\"open\":" + std::to_string(m_connections.size()) +
        "}";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + std::to_string(json.size()) +
           "\r\n\r\n" + json;
}

void Server::run()
{
    for (;;) {
        m_poller.wakeAt(m_timers.empty() ? 0 : m_timers.top().first);
        m_poller.turn();
        // Only now: the poller may have held more events for a connection that left.
        for (const std::uint64_t id : m_left)
            m_connections.erase(id);
        m_left.clear();
        const std::int64_t now = nowNs();
        while (!m_timers.empty() && m_timers.top().first <= now) {
            const std::uint64_t id = m_timers.top().second;
            m_timers.pop();
            if (const auto found = m_connections.find(id); found != m_connections.end())
                found->second->due(now);
        }
    }
}

} // namespace bench
