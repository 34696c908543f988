// Ways to answer: whole, streamed, not at all; order and back-pressure.
#include "client.h"
#include "server_thread.h"

#include <gtest/gtest.h>

#include <atomic>

namespace beaver::http::test {
namespace {

TEST(Answer, headHasTheLengthAndNoBody) // row 40
{
    ServerThread server(EdgeLimits(),
                        [](ops::EventLoop &, const auto &, const auto &responder) { responder->send({}, "hello"); });
    Client client(server.port());
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/"));
    const auto head = client.receive(true);
    EXPECT_EQ(head->headers.at("content-length"), "5");
    EXPECT_EQ(client.receive()->body, "hello");
}

TEST(Answer, headOfAStreamIsItsHeadAlone)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->begin({});
        EXPECT_TRUE(responder->write("hello"));
        responder->finish();
    });
    Client client(server.port());
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/"));
    EXPECT_EQ(client.receive(true)->headers.at("transfer-encoding"), "chunked");
    EXPECT_EQ(client.receive()->body, "hello");
}

TEST(Answer, noContentHasNoLength)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->send(ResponseHead{204, {}}, "dropped");
    });
    Client client(server.port());
    client.send(get("/") + get("/"));
    EXPECT_FALSE(client.receive()->headers.contains("content-length"));
    EXPECT_EQ(client.receive()->status, 204);
}

TEST(Answer, aHeaderThatWouldSplitTheHeadIsDropped) // row 50
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->send(ResponseHead()
                            .add("x-bad", "a\r\nHTTP/1.1 200 OK")
                            .add("x bad", "b")
                            .add("x-nul", std::string("a\0b", 3))
                            .add("content-length", "99")
                            .add("Transfer-Encoding", "chunked")
                            .add("x-good", "caf\xc3\xa9"),
                        "hello");
    });
    Client client(server.port());
    client.send(get("/"));
    const auto response = client.receive();
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->headers.size(), 3u);
    EXPECT_TRUE(response->headers.contains("x-good") && response->headers.contains("date"));
}

TEST(Answer, aHandlerMayAskToClose)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->send(ResponseHead().add("Connection", "close"), "");
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_EQ(client.receive()->headers.at("connection"), "close");
    EXPECT_TRUE(client.isClosedByPeer());
}

TEST(Answer, keepAliveIsSaidToHttp10)
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.receive()->headers.at("connection"), "keep-alive");
    client.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.receive()->headers.at("connection"), "close");
    EXPECT_TRUE(client.isClosedByPeer());
}

TEST(Answer, aHandlerThatForgetsAnswers500)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &) {});
    Client client(server.port());
    client.send(get("/") + get("/"));
    EXPECT_EQ(client.receive()->status, 500);
    EXPECT_EQ(client.receive()->status, 500);
    EXPECT_EQ(server.counters().refusals(Refusal::Unanswered), 2u);
}

TEST(Answer, aHandlerThatThrowsAnswers500)
{
    ServerThread server(EdgeLimits(),
                        [](ops::EventLoop &, const auto &, const auto &) { throw std::runtime_error("bug"); });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_EQ(client.receive()->status, 500);
}

TEST(Stream, arrivesInOrderAndTheConnectionLives)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &loop, const auto &, const auto &responder) {
        responder->begin(ResponseHead().add("content-type", "text/event-stream"));
        responder->write("one ");
        responder->write("");
        loop.startTimer(5, [responder] {
            responder->write("two");
            responder->finish();
        });
    });
    Client client(server.port());
    for (int k = 0; k < 3; ++k) {
        client.send(get("/"));
        EXPECT_EQ(client.receive()->body, "one two");
    }
}

TEST(Stream, theHeadLeavesBeforeTheFirstBytes)
{
    std::shared_ptr<Responder> kept;
    ServerThread server(EdgeLimits(), [&kept](ops::EventLoop &, const auto &, const auto &responder) {
        responder->begin({});
        kept = responder;
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_TRUE(client.read().starts_with("HTTP/1.1 200 OK\r\n"));
    server.run([&kept](Edge &) { kept.reset(); });
}

TEST(Stream, http10GetsTheEndOfTheConnection)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->begin({});
        responder->write("hello");
        responder->finish();
    });
    Client client(server.port());
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto response = client.receive();
    EXPECT_FALSE(response->headers.contains("transfer-encoding"));
    EXPECT_EQ(response->body, "hello");
}

TEST(Stream, abortedOrForgottenIsSeenAsIncomplete)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &request, const auto &responder) {
        responder->begin({});
        responder->write("half");
        if (request->path == "/abort")
            responder->abort();
    });
    for (const char *path : {"/abort", "/forget"}) {
        Client client(server.port());
        client.send(get(path));
        const auto response = client.receive();
        EXPECT_EQ(response->body, "half");
        EXPECT_FALSE(response->complete);
    }
    Client old(server.port());
    old.send("GET /abort HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.isClosedByPeer());
}

TEST(Pipelining, slowThenFastIsAnsweredInOrder) // rows 42, 43
{
    int underWay = 0;
    int most = 0;
    ServerThread server(EdgeLimits(), [&](ops::EventLoop &loop, const auto &request, const auto &responder) {
        most = std::max(most, ++underWay);
        const auto answer = [&underWay, request, responder] {
            --underWay;
            responder->send({}, request->path);
        };
        if (request->path == "/slow")
            loop.startTimer(20, answer);
        else
            answer();
    });
    Client client(server.port());
    client.send(get("/slow") + get("/a") + get("/slow") + get("/b") + get("/c"));
    for (const char *path : {"/slow", "/a", "/slow", "/b", "/c"})
        EXPECT_EQ(client.receive()->body, path);
    EXPECT_EQ(most, 1);
}

TEST(Pipelining, manyMoreThanTheLimitAreAllAnswered)
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    std::string requests;
    for (int k = 0; k < 500; ++k)
        requests += get("/" + std::to_string(k));
    client.send(requests);
    for (int k = 0; k < 500; ++k)
        EXPECT_NE(client.receive()->body.find("path=/" + std::to_string(k) + "\n"), std::string::npos);
}

TEST(BackPressure, aProducerIsToldToPauseAndToGoOn)
{
    constexpr std::size_t total = 20'000'000;
    std::atomic<std::size_t> most = 0;
    std::size_t written = 0;
    std::function<void(std::shared_ptr<Responder>)> produce = [&](std::shared_ptr<Responder> responder) {
        while (written < total && responder->unsent() <= responder->highWater()) {
            responder->write(std::string(10'000, 'x'));
            written += 10'000;
            most = std::max(most.load(), responder->unsent());
        }
        if (written >= total) {
            responder->onDrained({});
            responder->finish();
        }
    };
    EdgeLimits limits;
    ServerThread server(limits, [&](ops::EventLoop &, const auto &, const std::shared_ptr<Responder> &responder) {
        responder->begin({});
        responder->onDrained([&produce, responder] { produce(responder); });
        produce(responder);
    });
    Client client(server.port());
    client.send(get("/"));
    EXPECT_TRUE(eventually([&] { return most > limits.sendQueue; })); // a reader could be as fast as the writer
    EXPECT_EQ(client.receive()->body.size(), total);
    EXPECT_LT(most, limits.sendQueue + 20'000);
}

TEST(BackPressure, aClientThatPipelinesAndDoesNotReadIsNotServedOn) // row 49
{
    EdgeLimits limits;
    limits.stalledWriteMs = 300;
    ServerThread server(limits, [](ops::EventLoop &, const auto &, const auto &responder) {
        responder->send({}, std::string(100'000, 'x'));
    });
    Client client(server.port(), 4096);
    std::string requests;
    for (int k = 0; k < 1000; ++k)
        requests += get("/");
    client.send(requests);
    EXPECT_TRUE(eventually([&] { return server.counters().refusals(Refusal::WriteStalled) == 1; }));
    EXPECT_LT(server.counters().requests, 500u); // what the kernel's buffers took, not a thousand
    EXPECT_TRUE(eventually([&] { return server.openConnections() == 0; }));
}

} // namespace
} // namespace beaver::http::test
