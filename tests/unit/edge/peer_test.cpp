// Peers that leave, and responders that outlive them.
#include "client.h"
#include "server_thread.h"

#include <gtest/gtest.h>

namespace beaver::http::test {
namespace {

enum class Leaving { Fin, Reset };

void leave(Client &client, Leaving how)
{
    if (how == Leaving::Reset)
        client.reset();
    else
        client.close();
}

class Gone : public testing::TestWithParam<Leaving>
{};
INSTANTIATE_TEST_SUITE_P(Peer, Gone, testing::Values(Leaving::Fin, Leaving::Reset));

TEST_P(Gone, atEachStageOfTheRequestNothingRemains)
{
    ServerThread server(EdgeLimits(), echo);
    const std::string request =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    for (std::size_t sent = 0; sent <= request.size(); ++sent) {
        Client client(server.port());
        client.send(request.substr(0, sent));
        if (sent % 2 == 0)
            server.run([](Edge &) {});
        leave(client, GetParam());
    }
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 0; }));
}

TEST_P(Gone, duringACallTheHandlerIsToldOnce)
{
    std::atomic<int> told = 0;
    std::atomic<bool> wrote = true;
    std::shared_ptr<Responder> kept;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        kept = responder;
        responder->onClientGone([&, weak = std::weak_ptr(responder)] {
            wrote = weak.lock()->write("x");
            EXPECT_TRUE(weak.lock()->clientGone());
            ++told;
        });
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_TRUE(eventually([&] { return server.counters().requests == 1; }));
    leave(client, GetParam());
    EXPECT_TRUE(eventually([&] { return told == 1; }));
    EXPECT_FALSE(wrote);
    server.run([&](Edge &edge) {
        EXPECT_EQ(edge.openConnections(), 0);
        kept->send({}, "too late");
        kept->finish();
        kept->abort();
        EXPECT_EQ(kept->unsent(), 0u);
        kept.reset();
    });
    EXPECT_EQ(told, 1);
    EXPECT_EQ(server.counters().refusals(Refusal::Unanswered), 0u);
}

TEST_P(Gone, duringAStreamTheProducerStops)
{
    std::atomic<bool> told = false;
    std::atomic<bool> stopped = false;
    std::function<void(ops::EventLoop &, std::shared_ptr<Responder>)> produce;
    produce = [&](ops::EventLoop &loop, std::shared_ptr<Responder> responder) {
        if (!responder->write("data: x\n\n")) {
            stopped = true;
            return;
        }
        loop.startTimer(1, [&, responder] { produce(loop, responder); });
    };
    ServerThread server(EdgeLimits(),
                        [&](ops::EventLoop &loop, const auto &, const std::shared_ptr<Responder> &responder) {
                            responder->onClientGone([&] { told = true; });
                            responder->begin({});
                            produce(loop, responder);
                        });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_FALSE(client.read().empty());
    leave(client, GetParam());
    EXPECT_TRUE(eventually([&] { return told && stopped; }));
    EXPECT_EQ(server.openConnections(), 0);
}

TEST_P(Gone, whileItDoesNotReadTheHandlerIsTold)
{
    std::atomic<bool> told = false;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->onClientGone([&told, responder] { told = true; });
        responder->begin({});
        while (responder->unsent() <= responder->highWater() && responder->write(std::string(100'000, 'x'))) {
        }
    });
    Client client(server.port(), 4096);
    client.send(get("/") + get("/next"));
    EXPECT_TRUE(eventually([&] { return server.counters().requests == 1; }));
    leave(client, GetParam());
    EXPECT_TRUE(eventually([&] { return told.load(); }));
}

TEST(Peer, thatHalfClosesGetsWhatIsAnsweredAtOnce)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->send({}, std::string(3'000'000, 'x'));
    });
    Client client(server.port());
    client.send(get("/"));
    client.endSending();
    EXPECT_EQ(client.receive()->body.size(), 3'000'000u);
    EXPECT_TRUE(client.isClosedByPeer());
}

TEST(Peer, thatHalfClosesDuringACallIsGone)
{
    std::atomic<bool> told = false;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->onClientGone([&told, responder] { told = true; });
    });
    Client client(server.port());
    client.send(get("/"));
    client.endSending();
    EXPECT_TRUE(client.isClosedByPeer());
    EXPECT_TRUE(eventually([&] { return told.load(); }));
}

TEST(Responder, mayOutliveTheEdge)
{
    std::shared_ptr<Responder> kept;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->begin({});
        kept = responder;
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_FALSE(client.read().empty());
    server.run([](Edge &) {});
    server.destroyEdge();
    EXPECT_TRUE(kept->clientGone());
    EXPECT_FALSE(kept->write("x"));
    kept->finish();
    EXPECT_TRUE(client.isClosedByPeer());
}

TEST(Responder, actionsThatHoldItDoNotKeepItAlive)
{
    std::weak_ptr<Responder> answered;
    std::weak_ptr<Responder> cut;
    ServerThread server(EdgeLimits(),
                        [&](ops::EventLoop &, const auto &request, const std::shared_ptr<Responder> &responder) {
                            responder->onClientGone([responder] {});
                            responder->onDrained([responder] {});
                            (request->path == "/cut" ? cut : answered) = responder;
                            if (request->path != "/cut")
                                responder->send({}, "");
                        });
    Client client(server.port());
    client.send(get("/") + get("/cut"));
    EXPECT_EQ(client.receive()->status, 200);
    EXPECT_TRUE(eventually([&] { return server.counters().requests == 2; }));
    server.run([&](Edge &) {
        EXPECT_TRUE(answered.expired());
        EXPECT_FALSE(cut.expired());
    });
    server.destroyEdge();
    EXPECT_TRUE(cut.expired());
}

TEST(Responder, actionsThatNobodyCallsAnyMoreDoNotKeepItAlive)
{
    std::shared_ptr<Responder> kept;
    std::atomic<bool> told = false;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->onClientGone([&told, responder] { told = true; });
        responder->begin({});
        kept = responder;
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_FALSE(client.read().empty());
    std::weak_ptr<Responder> watched;
    server.destroyEdge([&] {
        client.reset();
        while (kept->write("x")) { // until the socket says that the client has left
        }
        watched = std::exchange(kept, nullptr);
    });
    EXPECT_TRUE(watched.expired());
    EXPECT_FALSE(told);
}

TEST(Responder, mayEndInsideItsOwnDrainedCallback)
{
    std::atomic<int> full = 0;
    std::atomic<int> drained = 0;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->begin({});
        while (responder->unsent() <= responder->highWater() && responder->write(std::string(100'000, 'x'))) {
        }
        responder->onDrained([&drained, held = responder]() mutable {
            held->finish();
            held.reset();
            ++drained;
        });
        ++full;
    });
    Client client(server.port());
    for (int time = 1; time <= 2; ++time) {
        client.send(get("/"));
        EXPECT_TRUE(eventually([&] { return full == time; })); // before anything is read
        EXPECT_TRUE(client.receive()->complete);
        EXPECT_TRUE(eventually([&] { return drained == time; })); // the client may have the end sooner
    }
}

} // namespace
} // namespace beaver::http::test
