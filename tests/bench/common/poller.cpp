#include "poller.h"

#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>

namespace bench {

Poller::Poller()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
{
    // The kernel may otherwise be 50 µs late on purpose.
    prctl(PR_SET_TIMERSLACK, 1);
    epoll_event event{EPOLLIN, {nullptr}};
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_timer, &event);
}

Poller::~Poller()
{
    close(m_timer);
    close(m_epoll);
}

void Poller::add(int fd, Client *client)
{
    epoll_event event{EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {client}};
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
}

void Poller::wakeAt(std::int64_t ns)
{
    if (ns == m_armed)
        return;
    m_armed = ns;
    itimerspec when{};
    when.it_value = {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
    timerfd_settime(m_timer, TFD_TIMER_ABSTIME, &when, nullptr);
}

void Poller::turn()
{
    std::array<epoll_event, 512> events;
    const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr) {
            static_cast<Client *>(event.data.ptr)->ready(event.events);
        } else {
            m_armed = 0;
            std::uint64_t expirations = 0;
            [[maybe_unused]] const ssize_t got = read(m_timer, &expirations, sizeof expirations);
        }
    }
}

} // namespace bench
