#include "upstream.h"

#include <QEventLoop>

#include <gtest/gtest.h>
#include <netdb.h>
#include <server/providers/transport/curl_transport.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace beaver::providers {

namespace {

using namespace std::chrono_literals;
using test::sendAll;
using test::Upstream;

/// Turns Qt's event loop, on which the poller hangs, until the attempt has ended.
void untilEnded(const Attempt &attempt)
{
    QEventLoop events;
    while (!attempt.ended())
        events.processEvents(QEventLoop::WaitForMoreEvents);
}

std::shared_ptr<const UpstreamTarget> target(const std::string &host, std::uint16_t port)
{
    auto made = std::make_shared<UpstreamTarget>();
    made->url = "http://" + host + ":" + std::to_string(port) + "/";
    made->get = true;
    return made;
}

/// A name of this machine that curl has to look up; empty if it has none. (curl knows `localhost` by itself.)
std::string ownName()
{
    char name[256]{};
    addrinfo hints{};
    hints.ai_family = AF_INET;
    addrinfo *found = nullptr;
    if (::gethostname(name, sizeof name - 1) != 0 || ::getaddrinfo(name, nullptr, &hints, &found) != 0)
        return {};
    ::freeaddrinfo(found);
    return std::string_view(name) == "localhost" ? "" : name;
}

} // namespace

// curl closes the descriptor that told it of the resolver's answer by itself, and the connection often gets its number.
TEST(Transport, NoticesTheConnectionToANameAtOnce)
{
    const std::string name = ownName();
    if (name.empty())
        GTEST_SKIP() << "this machine's name has no address";
    const Upstream upstream([](int connection) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    });
    const auto named = target(name, upstream.port());
    std::vector<std::chrono::steady_clock::duration> took;
    for (int time = 0; time < 9; ++time) {
        ops::EventLoop loop;
        CurlTransport transport(loop, {}); // has looked up no name yet
        const auto began = std::chrono::steady_clock::now();
        const auto attempt = transport.send(named, {}, false);
        untilEnded(*attempt);
        took.push_back(std::chrono::steady_clock::now() - began);
        ASSERT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
        ASSERT_EQ(attempt->status(), 200);
    }
    std::ranges::nth_element(took, took.begin() + 4);
    EXPECT_LT(took[4], 150ms); // after 200 ms curl looks by itself, because it tries IPv6 and IPv4 in turn
}

} // namespace beaver::providers
