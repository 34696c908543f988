#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace faulty {

/// A socket on 127.0.0.1. Closes what it owns. `error` is set instead of a port when it couldn't be had.
class Listener
{
public:
    enum class Kind {
        Accepting,
        Refusing, ///< the port is taken, nobody listens: connecting is refused
        BlackHole ///< its queue is full for good: connecting takes for ever
    };

    /// Port 0 picks a free one.
    Listener(Kind kind, std::uint16_t port);
    ~Listener();
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    int descriptor() const { return m_fd; }
    std::uint16_t port() const { return m_port; }
    const std::string &error() const { return m_error; }

private:
    void fail(const char *what);
    void fillQueue();

    int m_fd = -1;
    std::uint16_t m_port = 0;
    std::string m_error;
    std::vector<int> m_fillers;
};

} // namespace faulty
