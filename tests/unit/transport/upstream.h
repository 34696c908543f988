#pragma once

#include <gtest/gtest.h>
#include <server/providers/transport/curl_transport.h>
#include <server/providers/transport/plain_transport.h>

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace beaver::providers::test {

/// Answers each connection on a port of its own, at any of this machine's IPv4 addresses, on one thread.
class Upstream
{
public:
    /// `answer` gets a connection, and the request's head that was read from it, with what came in the same piece. The
    /// connection is closed when it returns.
    explicit Upstream(std::function<void(int connection, const std::string &head)> answer);
    ~Upstream();

    std::uint16_t port() const { return m_port; }

private:
    void serve();

    std::function<void(int, const std::string &)> m_answer;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

/// What a test of both is run with.
using Ways = testing::Types<CurlTransport, PlainTransport>;

/// Turns Qt's event loop, on which the poller hangs, until the attempt has ended.
void untilEnded(const Attempt &attempt);

/// Sends all of it; false once the peer has gone.
bool sendAll(int connection, const std::string &bytes);

} // namespace beaver::providers::test
