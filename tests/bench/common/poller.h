#pragma once

#include <cstdint>

namespace bench {

/// epoll with one timer. Everything on one thread.
class Poller
{
public:
    /// Whoever has a descriptor in the poller. `events` are epoll's.
    class Client
    {
    public:
        virtual ~Client() = default;
        virtual void ready(std::uint32_t events) = 0;
    };

    Poller();
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    /// Edge-triggered for reading and writing. The client must leave (by closing the descriptor) outside of turn() or
    /// in its own ready(), never in another client's.
    void add(int fd, Client *client);
    /// Wakes turn() at that time of nowNs(), once; 0: never.
    void wakeAt(std::int64_t ns);
    /// Waits for events or the timer and serves them.
    void turn();

private:
    int m_epoll;
    int m_timer;
    std::int64_t m_armed = 0;
};

} // namespace bench
