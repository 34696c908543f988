#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <server/http/edge/core.h>
#include <server/http/edge/edge.h>
#include <server/http/edge/listener.h>
#include <server/http/edge/logging.h>
#include <server/http/edge/quota.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace beaver::http {

namespace {

constexpr int acceptsPerTurn = 64; // then those that are connected get their turn
constexpr std::int64_t pauseMs = 100;
constexpr int backlog = 4096;

bool setOption(int descriptor, int level, int option, int value)
{
    return ::setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

std::string lastError()
{
    return std::generic_category().message(errno);
}

} // namespace

Listener::Listener(Core &core, int descriptor)
    : m_core(core)
    , m_descriptor(descriptor)
{
    setOption(m_descriptor, IPPROTO_TCP, TCP_NODELAY,
              1); // Linux: accepted sockets inherit it, which saves a call for each
    m_core.loop().add(m_descriptor, EPOLLIN, this);
}

Listener::~Listener()
{
    if (m_resume != 0)
        m_core.loop().cancelTimer(m_resume);
    else
        m_core.loop().remove(m_descriptor, this);
    ::close(m_descriptor);
}

void Listener::ready(std::uint32_t)
{
    for (int accepted = 0; accepted < acceptsPerTurn; ++accepted) {
        sockaddr_storage address{};
        socklen_t length = sizeof address;
        const int descriptor =
            ::accept4(m_descriptor, reinterpret_cast<sockaddr *>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) {
            m_core.adopt(descriptor, PeerAddress::of(address));
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pause();
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) { // else EAGAIN, or what accept(2) says to treat like it
            return;
        }
    }
}

/// The socket stays readable while it can't be accepted from: looking away for a moment is what keeps the loop from
/// spinning.
void Listener::pause()
{
    if (m_core.counters().refusals(Refusal::NoDescriptors) % 100 == 0)
        qCWarning(edgeLog, "Accepting pauses (%s). Raise the limit of open files.", lastError().c_str());
    m_core.counters().countRefusal(Refusal::NoDescriptors);
    m_core.loop().remove(m_descriptor, this);
    m_resume = m_core.loop().startTimer(pauseMs, [this] {
        m_resume = 0;
        m_core.loop().add(m_descriptor, EPOLLIN, this);
    });
}

Listening openListener(const std::string &host, std::uint16_t port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo *found = nullptr;
    if (const int code =
            ::getaddrinfo(host.empty() ? nullptr : host.c_str(), std::to_string(port).c_str(), &hints, &found))
        return {-1, 0, "Cannot listen on `" + host + "`: " + ::gai_strerror(code)};

    Listening result;
    const int descriptor = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const bool listens = descriptor >= 0 && setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) &&
                         setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) &&
                         (found->ai_family != AF_INET6 || setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
                         ::bind(descriptor, found->ai_addr, found->ai_addrlen) == 0 &&
                         ::listen(descriptor, backlog) == 0;
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (listens && ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&bound), &length) == 0) {
        result.descriptor = descriptor;
        result.port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 &>(bound).sin6_port
                                                        : reinterpret_cast<sockaddr_in &>(bound).sin_port);
    } else {
        result.error = "Cannot listen on `" + host + "` port " + std::to_string(port) + ": " + lastError();
        if (descriptor >= 0)
            ::close(descriptor);
    }
    ::freeaddrinfo(found);
    return result;
}

} // namespace beaver::http
