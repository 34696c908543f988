#include "wire.h"

#include "text.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace faulty {

namespace {

constexpr std::int64_t lingerMs = 1'000;

} // namespace

Wire::Wire(int fd)
    : m_fd(fd)
{
    const int on = 1;
    setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Wire::~Wire()
{
    close(m_fd);
}

void Wire::left()
{
    if (m_leftAtUs == 0)
        m_leftAtUs = nowUs();
}

// Returns true when `other` (or, for POLLOUT, the peer) is ready or the time is over; false when the peer has left.
bool Wire::wait(int other, short events, std::int64_t ms)
{
    const std::int64_t deadline = ms < 0 ? -1 : nowUs() + ms * 1'000;
    for (;;) {
        std::array<pollfd, 2> watched{pollfd{m_fd, static_cast<short>(events | POLLRDHUP), 0},
                                      pollfd{other, POLLIN, 0}};
        const std::int64_t rest = deadline < 0 ? -1 : std::max<std::int64_t>(0, (deadline - nowUs() + 999) / 1'000);
        const int ready =
            poll(watched.data(), other < 0 ? 1 : 2, static_cast<int>(std::min<std::int64_t>(rest, 1 << 30)));
        if (ready < 0 && errno != EINTR)
            return false;
        if (watched[0].revents & (POLLRDHUP | POLLERR | POLLHUP | POLLNVAL)) {
            left();
            return false;
        }
        if (ready > 0 && ((watched[0].revents & events) || (other >= 0 && watched[1].revents)))
            return true;
        if (deadline >= 0 && nowUs() >= deadline)
            return true;
    }
}

bool Wire::send(std::string_view bytes)
{
    if (peerLeft() || m_cut)
        return false;
    while (!bytes.empty()) {
        if (!wait(-1, POLLOUT, -1))
            return false;
        const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno == EAGAIN || errno == EINTR)
                continue;
            left();
            return false;
        }
        m_sent += static_cast<std::uint64_t>(sent);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Wire::pause(std::int64_t ms)
{
    return !peerLeft() && !m_cut && (ms <= 0 || wait(-1, 0, ms));
}

bool Wire::waitFor(int descriptor)
{
    return !peerLeft() && wait(descriptor, 0, -1);
}

void Wire::hang()
{
    if (!peerLeft() && !m_cut)
        wait(-1, 0, -1);
}

void Wire::reset()
{
    // A reset throws away what still waits in the send buffer, and the fault is meant to come after it.
    int waiting = 1;
    for (const std::int64_t deadline = nowUs() + lingerMs * 1'000; nowUs() < deadline && !peerLeft();) {
        if (ioctl(m_fd, SIOCOUTQ, &waiting) < 0 || waiting == 0)
            break;
        wait(-1, 0, 1);
    }
    const linger hard{1, 0};
    setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    m_cut = true;
}

void Wire::finish()
{
    if (m_cut)
        return;
    m_cut = true;
    shutdown(m_fd, SHUT_WR);
    // Closing with unread input would send a reset that can overtake the answer.
    std::array<char, 4096> ignored;
    for (const std::int64_t deadline = nowUs() + lingerMs * 1'000; nowUs() < deadline;) {
        pollfd watched{m_fd, POLLIN, 0};
        const auto rest = static_cast<int>((deadline - nowUs()) / 1'000);
        if (poll(&watched, 1, std::max(rest, 0)) <= 0 || recv(m_fd, ignored.data(), ignored.size(), MSG_DONTWAIT) <= 0)
            return;
    }
}

} // namespace faulty
