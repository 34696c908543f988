#include "upstream.h"

#include <QEventLoop>
#include <QTimer>

#include <gtest/gtest.h>
#include <netdb.h>
#include <sys/socket.h>
#include <tests/support/own_cpu.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <vector>

namespace beaver::providers {

namespace {

using namespace std::chrono_literals;
using beaver::test::ownCpu;
using test::sendAll;
using test::untilEnded;
using test::Upstream;

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

/// What both ways of sending have in common.
template <typename T> class EitherWay : public testing::Test
{};
TYPED_TEST_SUITE(EitherWay, test::Ways);

// curl closes the descriptor that told it of the resolver's answer by itself, and the connection often gets its number.
TYPED_TEST(EitherWay, NoticesTheConnectionToANameAtOnce)
{
    const std::string name = ownName();
    if (name.empty())
        GTEST_SKIP() << "this machine's name has no address";
    const Upstream upstream([](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    });
    const auto named = target(name, upstream.port());
    std::vector<std::chrono::steady_clock::duration> took;
    for (int time = 0; time < 9; ++time) {
        ops::EventLoop loop;
        TypeParam transport(loop, {}); // has looked up no name yet
        const auto began = std::chrono::steady_clock::now();
        const auto attempt = transport.send(named, {}, false, {});
        untilEnded(*attempt);
        took.push_back(std::chrono::steady_clock::now() - began);
        ASSERT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
        ASSERT_EQ(attempt->status(), 200);
    }
    std::ranges::nth_element(took, took.begin() + 4);
    EXPECT_LT(took[4], 150ms); // after 200 ms curl looks by itself, because it tries IPv6 and IPv4 in turn
}

TYPED_TEST(EitherWay, NothingOfOneTargetIsSentToTheNext)
{
    const Upstream upstream([](int connection, const std::string &head) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(head.size()) +
                                "\r\nConnection: close\r\n\r\n" + head);
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    const std::string place = "127.0.0.1:" + std::to_string(upstream.port());
    const auto seen = [&](const std::shared_ptr<const UpstreamTarget> &to, const std::string &body) {
        const auto attempt = transport.send(to, body, false, {});
        untilEnded(*attempt);
        EXPECT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
        std::string bytes;
        attempt->take(bytes);
        return bytes.substr(0, bytes.find("\r\n\r\n") + 2);
    };
    for (int time = 0; time < 3; ++time) { // a target of an earlier turn is forgotten meanwhile
        auto one = std::make_shared<UpstreamTarget>();
        one->url = "http://" + place + "/one?list=1";
        one->headers = {"Authorization: Bearer first"};
        one->get = true;
        auto other = std::make_shared<UpstreamTarget>();
        other->url = "http://" + place + "/other";
        other->headers = {"Content-Type: application/json"};
        auto sameUrl = std::make_shared<UpstreamTarget>();
        sameUrl->url = other->url;
        sameUrl->headers = {"Authorization: Bearer third", "Content-Type: text/plain"};
        sameUrl->get = time == 1;
        for (int turn = 0; turn < 2; ++turn) {
            EXPECT_EQ(seen(one, {}), "GET /one?list=1 HTTP/1.1\r\nHost: " + place +
                                         "\r\nAccept: */*\r\nAuthorization: Bearer first\r\n");
            EXPECT_EQ(seen(other, "{}"), "POST /other HTTP/1.1\r\nHost: " + place +
                                             "\r\nAccept: */*\r\nContent-Type: application/json\r\n"
                                             "Content-Length: 2\r\n");
            EXPECT_EQ(seen(sameUrl, "{}"), std::string(time == 1 ? "GET" : "POST") +
                                               " /other HTTP/1.1\r\nHost: " + place +
                                               "\r\nAccept: */*\r\nAuthorization: Bearer third\r\n"
                                               "Content-Type: text/plain\r\n" +
                                               (time == 1 ? "" : "Content-Length: 2\r\n"));
        }
    }
}

// A kept connection may have been closed when it is taken up again; then the body is read from its beginning.
TYPED_TEST(EitherWay, ABodyInPiecesIsSentAgainOnANewConnection)
{
    int connections = 0;
    std::string seen;
    const Upstream upstream([&](int connection, const std::string &head) {
        std::string bytes = head;
        char piece[16 * 1024];
        const auto readUntil = [&](std::size_t size) {
            while (bytes.size() < size) {
                const ssize_t count = ::recv(connection, piece, sizeof piece, 0);
                if (count <= 0)
                    return;
                bytes.append(piece, static_cast<std::size_t>(count));
            }
        };
        if (++connections == 1) {
            sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            bytes.clear();
            readUntil(20'000); // of the second request, then it is closed
            return;
        }
        const std::size_t body = bytes.find("\r\n\r\n") + 4;
        readUntil(body + 300'003);
        seen = bytes.substr(body);
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    auto to = std::make_shared<UpstreamTarget>();
    to->url = "http://127.0.0.1:" + std::to_string(upstream.port()) + "/";
    const auto first = transport.send(to, std::string("{}"), false, {});
    untilEnded(*first);
    ASSERT_EQ(first->end(), TransportEnd::Complete) << first->detail();

    const std::string kept = std::string(150'000, 'a') + std::string(150'000, 'b');
    wire::OutgoingBody body;
    body.appendKept(std::string_view(kept).substr(0, 150'000));
    body.append("new");
    body.appendKept(std::string_view(kept).substr(150'000));
    const auto attempt = transport.send(to, body, false, {});
    untilEnded(*attempt);
    EXPECT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
    EXPECT_EQ(connections, 2);
    EXPECT_TRUE(seen == body.text());
}

// libcurl 8.14 asks to be called "at once" for as long as such a stream is paused.
TYPED_TEST(EitherWay, WaitsWithoutWorkForTheReaderOfAStreamThatHasEnded)
{
    std::atomic<bool> ended = false;
    const Upstream upstream([&ended](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
        ended = true;
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {.unread = 1000});
    const auto attempt = transport.send(target("127.0.0.1", upstream.port()), {}, true, {});
    QEventLoop events;
    QTimer often; // nothing else wakes this loop when the upstream has sent it all
    often.start(10ms);
    while (!ended || !attempt->hasBytes())
        events.processEvents(QEventLoop::WaitForMoreEvents);
    often.stop();
    const auto before = ownCpu();
    QTimer::singleShot(500ms, &events, &QEventLoop::quit);
    events.exec();
    EXPECT_LT(ownCpu() - before, 20ms);
    EXPECT_FALSE(attempt->ended());

    std::string all, bytes;
    while (!attempt->ended() || attempt->hasBytes()) {
        attempt->take(bytes);
        all += bytes;
        if (!attempt->ended() && !attempt->hasBytes())
            events.processEvents(QEventLoop::WaitForMoreEvents);
    }
    EXPECT_EQ(all, std::string(100'000, 'x'));
    EXPECT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
}

} // namespace beaver::providers
