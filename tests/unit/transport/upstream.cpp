#include "upstream.h"

#include <QEventLoop>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace beaver::providers::test {

Upstream::Upstream(std::function<void(int, const std::string &)> answer)
    : m_answer(std::move(answer))
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    ::bind(m_listener, generic, sizeof address);
    ::listen(m_listener, 16);
    socklen_t size = sizeof address;
    ::getsockname(m_listener, generic, &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

Upstream::~Upstream()
{
    ::shutdown(m_listener, SHUT_RDWR); // accept() returns
    m_thread.join();
    ::close(m_listener);
}

void Upstream::serve()
{
    for (;;) {
        const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            return;
        std::string head;
        char piece[4096];
        ssize_t count = 1;
        while (head.find("\r\n\r\n") == std::string::npos && (count = ::recv(connection, piece, sizeof piece, 0)) > 0)
            head.append(piece, static_cast<std::size_t>(count));
        if (count > 0)
            m_answer(connection, head);
        ::close(connection);
    }
}

void untilEnded(const Attempt &attempt)
{
    QEventLoop events;
    while (!attempt.ended())
        events.processEvents(QEventLoop::WaitForMoreEvents);
}

bool sendAll(int connection, const std::string &bytes)
{
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

} // namespace beaver::providers::test
