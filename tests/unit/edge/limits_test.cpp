// Time-outs, caps and draining. Limits are small, so that nothing waits long.
#include "client.h"
#include "server_thread.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace beaver::http::test {
namespace {

using namespace std::chrono_literals;

EdgeLimits hasty()
{
    EdgeLimits limits;
    limits.headersMs = 100;
    limits.keepAliveMs = 200;
    limits.bodyGraceMs = 100;
    limits.bodyBytesPerSecond = 1000;
    limits.lingerMs = 100;
    return limits;
}

/// A client whose bytes lie ready when the server finds its connection: however slow this machine is, none of their
/// time is lost before they are sent.
std::unique_ptr<Client> arriving(ServerThread &server, std::string_view bytes)
{
    std::unique_ptr<Client> client;
    server.run([&](Edge &) { // which isn't listened to meanwhile
        client = std::make_unique<Client>(server.port());
        client->send(bytes);
    });
    return client;
}

/// Many small requests, sent faster than they are answered.
std::string pipelined()
{
    std::string bytes;
    for (int k = 0; k < 1000; ++k)
        bytes += get("/");
    return bytes;
}

/// What the kernel's buffers of both ends hold, and some more: 43 MB was read before anything bounded it.
constexpr std::size_t inFlight = 24'000'000;

TEST(Pipelining, whatCannotBeAnsweredYetWaitsInTheSocket)
{
    EdgeLimits limits;
    limits.requestsPerConnection = 1'000'000; // a connection that closes drops what still comes
    ServerThread server(limits, echo);
    Client client(server.port(), 4096);
    const std::size_t sent = client.flood(pipelined(), 200'000'000);
    EXPECT_LT(sent, inFlight + server.counters().requests * get("/").size());
}

TEST(Pipelining, asWellWhenEachAnswerComesLater)
{
    EdgeLimits limits;
    limits.requestsPerConnection = 1'000'000;
    ServerThread server(limits, [](ops::EventLoop &loop, const auto &, const auto &responder) {
        loop.post([responder] { responder->send({}, {}); });
    });
    Client client(server.port(), 4096);
    const std::size_t sent = client.flood(pipelined(), 200'000'000);
    EXPECT_LT(sent, inFlight + server.counters().requests * get("/").size());
}

TEST(Pipelining, allOfItIsAnsweredBeforeTheClientsEndIsSeen)
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send(pipelined());
    client.endSending();
    EXPECT_EQ(client.receiveAll().size(), 1000u);
}

TEST(TimeOut, silenceFromTheStartCloses) // row 48
{
    ServerThread server(hasty(), echo);
    Client client(server.port());
    EXPECT_TRUE(client.isClosedByPeer());
    EXPECT_EQ(server.counters().refusals(Refusal::IdleTimeout), 1u);
}

TEST(TimeOut, halfAHeadIsAnswered408) // row 47
{
    ServerThread server(hasty(), echo);
    const auto client = arriving(server, "GET / HTTP/1.1\r\nHo");
    EXPECT_EQ(client->receive()->status, 408);
    EXPECT_TRUE(client->isClosedByPeer());
}

TEST(TimeOut, aHeadThatDripsHasNoMoreTime)
{
    ServerThread server(hasty(), echo);
    const auto client = arriving(server, "GET / HTTP/1.1\r\nHost: x\r\nA: ");
    std::atomic<bool> answered = false;
    std::thread drip([&] { // for as long as it takes: if a byte bought time, no answer would come
        while (!answered) {
            client->send("a");
            std::this_thread::sleep_for(5ms);
        }
    });
    const auto response = client->receive();
    answered = true;
    drip.join();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
}

TEST(TimeOut, halfABodyIsAnswered408)
{
    ServerThread server(hasty(), echo);
    const auto client =
        arriving(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n" + std::string(40'000, 'x'));
    const auto response = client->receive(); // what came at once bought no 40 seconds: the client waits for 30
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
}

TEST(TimeOut, aSlowButSteadyBodyIsTaken)
{
    EdgeLimits limits = hasty();
    limits.headersMs = 10'000;
    limits.bodyGraceMs = 2'000; // so long a pause of this whole machine spoils nothing
    ServerThread server(limits, echo);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 25000\r\n\r\n");
    for (int k = 0; k < 25; ++k) { // for longer than the grace
        std::this_thread::sleep_for(100ms);
        client.send(std::string(1'000, 'x'));
    }
    EXPECT_EQ(client.receive()->status, 200);
}

TEST(TimeOut, anIdleConnectionClosesWithoutAWord)
{
    ServerThread server(hasty(), echo);
    const auto client = arriving(server, get("/"));
    EXPECT_EQ(client->receive()->status, 200);
    EXPECT_FALSE(client->receive().has_value());
    EXPECT_EQ(server.counters().refusals(Refusal::IdleTimeout), 1u);
}

TEST(TimeOut, aCallUnderWayHasNone)
{
    ServerThread server(hasty(), [](ops::EventLoop &loop, const auto &, const auto &responder) {
        loop.startTimer(500, [responder] { responder->send({}, "late"); });
    });
    const auto client = arriving(server, get("/"));
    EXPECT_EQ(client->receive()->body, "late");
}

TEST(Limit, requestsPerConnection)
{
    EdgeLimits limits;
    limits.requestsPerConnection = 2;
    ServerThread server(limits, echo);
    Client client(server.port());
    client.send(get("/") + get("/") + get("/"));
    EXPECT_FALSE(client.receive()->headers.contains("connection"));
    EXPECT_EQ(client.receive()->headers.at("connection"), "close");
    EXPECT_FALSE(client.receive().has_value());
}

TEST(Limit, largeBodiesShareABudgetThatComesBack)
{
    EdgeLimits limits;
    limits.bodies = 100'000;
    ServerThread server(limits, echo);
    const std::string body(60'000, 'x');
    const std::string half = post("/", body).substr(0, 59'000);
    auto first = std::make_unique<Client>(server.port());
    first->send(half);
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 1; }));
    server.settle(); // it is read
    Client second(server.port());
    second.send(half);
    EXPECT_EQ(second.receive()->status, 503);
    first.reset();
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 0; }));
    for (int k = 0; k < 3; ++k) {
        Client third(server.port());
        third.send(post("/", body));
        EXPECT_EQ(third.receive()->status, 200);
    }
}

TEST(Limit, connectionsPerAddressAndItsReturn)
{
    EdgeLimits limits;
    limits.connectionsPerAddress = 2;
    ServerThread server(limits, echo);
    auto first = std::make_unique<Client>(server.port());
    Client second(server.port());
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 2; }));
    Client third(server.port());
    EXPECT_TRUE(third.isClosedByPeer());
    EXPECT_EQ(server.counters().refusals(Refusal::TooManyFromAddress), 1u);
    first.reset();
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 1; }));
    Client fourth(server.port());
    fourth.send(get("/"));
    EXPECT_EQ(fourth.receive()->status, 200);
}

TEST(Limit, connectionsOfTwoLoopsTogether)
{
    EdgeLimits limits;
    limits.connections = 10;
    const auto quota = makeConnectionQuota(limits);
    ServerThread one(limits, echo, {}, quota);
    ServerThread two(limits, echo, {}, quota);
    std::vector<std::unique_ptr<Client>> clients;
    for (int k = 0; k < 20; ++k)
        clients.push_back(std::make_unique<Client>(k % 2 ? one.port() : two.port()));
    EXPECT_TRUE(eventually([&] {
        return one.counters().refusals(Refusal::TooManyConnections) +
                   two.counters().refusals(Refusal::TooManyConnections) ==
               10;
    }));
    EXPECT_EQ(one.openConnections() + two.openConnections(), 10);
}

TEST(TwoLoops, serveAtOnce)
{
    const auto quota = makeConnectionQuota(EdgeLimits());
    ServerThread one(EdgeLimits(), echo, {}, quota);
    ServerThread two(EdgeLimits(), echo, {}, quota);
    const auto use = [](std::uint16_t port) {
        for (int k = 0; k < 50; ++k) {
            Client client(port);
            client.send(get("/a") + post("/b", "x"));
            EXPECT_EQ(client.receive()->status, 200);
            EXPECT_EQ(client.receive()->status, 200);
        }
    };
    std::thread first([&] { use(one.port()); });
    std::thread second([&] { use(two.port()); });
    first.join();
    second.join();
    EXPECT_EQ(one.counters().requests + two.counters().requests, 200u);
}

TEST(Limit, outOfDescriptorsPausesAndRecovers)
{
    ServerThread server(EdgeLimits(), echo);
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    Client client(server.port()); // its descriptor comes before the shortage
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 1; }));

    // From here on the process may open one more descriptor: the client's end, not the server's.
    const int next = ::dup(0);
    ::close(next);
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next) + 1;
    const auto began = std::chrono::steady_clock::now();
    ::setrlimit(RLIMIT_NOFILE, &tight);
    Client waiting(server.port());
    const bool noticed = eventually([&] { return server.counters().refusals(Refusal::NoDescriptors) >= 2; });
    client.send(get("/"));
    const bool serves = client.receive().has_value();
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_TRUE(noticed);
    EXPECT_TRUE(serves);
    const auto pauses = std::chrono::steady_clock::now() - began;
    EXPECT_LE(server.counters().refusals(Refusal::NoDescriptors),
              1 + static_cast<std::uint64_t>(pauses / 100ms)); // it doesn't spin
    waiting.send(get("/"));
    EXPECT_EQ(waiting.receive()->status, 200);
}

TEST(Drain, idleCloseNowAndOthersAfterTheirAnswer)
{
    std::shared_ptr<Responder> kept;
    ServerThread server(EdgeLimits(),
                        [&kept](ops::EventLoop &, const auto &, const auto &responder) { kept = responder; });
    Client idle(server.port());
    Client busy(server.port());
    Client halfway(server.port());
    busy.send(get("/"));
    EXPECT_TRUE(eventually([&] { return server.counters().requests == 1; }));
    halfway.send("GET / HT");
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 3; }));
    server.settle(); // the half is read
    server.run([](Edge &edge) { edge.drain(); });
    EXPECT_TRUE(idle.isClosedByPeer());
    EXPECT_EQ(server.openConnections(), 2);
    server.run([&kept](Edge &) { kept->send({}, "bye"); });
    const auto response = busy.receive();
    EXPECT_EQ(response->body, "bye");
    EXPECT_EQ(response->headers.at("connection"), "close");
    EXPECT_TRUE(busy.isClosedByPeer());
    halfway.send("TP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return server.counters().requests == 2; }));
    server.run([&kept](Edge &) { kept->send({}, "bye"); });
    EXPECT_EQ(halfway.receive()->body, "bye");
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 0; }));
    Client late(server.port());
    late.send(get("/"));
    EXPECT_FALSE(late.receive().has_value());
}

TEST(Idle, thousandsOfConnectionsAreSmall)
{
    EdgeLimits limits;
    limits.connectionsPerAddress = 0;
    ServerThread server(limits, echo);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int count = static_cast<int>(std::min<rlim_t>(files.rlim_cur / 2 - 100, 500));
    std::vector<std::unique_ptr<Client>> clients;
    for (int k = 0; k < count; ++k) {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send(post("/", std::string(30'000, 'x')));
        EXPECT_EQ(clients.back()->receive()->status, 200);
    }
    EXPECT_EQ(server.openConnections(), count);
    for (const auto &client : clients)
        client->send(get("/"));
    for (const auto &client : clients)
        EXPECT_EQ(client->receive()->status, 200);
}

} // namespace
} // namespace beaver::http::test
