// WebSockets over the edge, with plain sockets at the other end.
#include "../edge/client.h"
#include "../edge/server_thread.h"
#include "frames.h"

#include <gtest/gtest.h>
#include <server/http/websocket/handshake.h>
#include <server/http/websocket/web_socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace beaver::http::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view asking =
    "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Sends back what comes; `flood:N` sends N bytes in texts of 10,000; `bye` closes.
class Echo final : public WebSocket::User
{
public:
    struct Seen
    {
        std::atomic<int> received = 0;
        std::atomic<int> drained = 0;
        std::atomic<int> closed = 0;
        std::atomic<std::size_t> unsent = 0; ///< the most
    };

    Echo(std::shared_ptr<WebSocket> socket, std::shared_ptr<Responder> responder, Seen &seen)
        : m_socket(std::move(socket))
        , m_responder(std::move(responder))
        , m_seen(seen)
    {}

    void received(std::string message) override
    {
        ++m_seen.received;
        if (message.starts_with("flood:")) {
            m_left = std::stoul(message.substr(6));
            drained();
        } else if (message == "bye") {
            m_socket->close(CloseCode::Normal, "bye");
            m_socket->send("behind the end");
        } else if (message == "keep") {
            m_socket->send(m_socket->keep(50'000) ? "kept" : "full");
        } else {
            m_socket->send(message);
        }
        m_seen.unsent = std::max<std::size_t>(m_seen.unsent, m_responder->unsent());
    }
    void drained() override
    {
        ++m_seen.drained;
        for (; m_left > 0 && !m_socket->congested(); m_left -= std::min<std::size_t>(m_left, 10'000))
            m_socket->send(std::string(std::min<std::size_t>(m_left, 10'000), 'x'));
        m_seen.unsent = std::max<std::size_t>(m_seen.unsent, m_responder->unsent());
    }
    void drain() override { m_socket->close(CloseCode::GoingAway, "drained"); }
    void closed() override
    {
        EXPECT_FALSE(m_socket->isOpen());
        m_socket->send("to nobody");
        ++m_seen.closed;
    }

private:
    const std::shared_ptr<WebSocket> m_socket;
    const std::shared_ptr<Responder> m_responder;
    Seen &m_seen;
    std::size_t m_left = 0;
};

/// A peer that doesn't end its side after a close isn't waited for long.
EdgeLimits impatient()
{
    EdgeLimits limits;
    limits.lingerMs = 100;
    return limits;
}

/// A server whose `/ws` is an echoing WebSocket and whose other paths answer as always.
struct Server
{
    explicit Server(const WebSocketLimits &limits = {}, const EdgeLimits &edge = impatient())
        : thread(
              edge,
              [this, limits](ops::EventLoop &loop, auto request, auto responder) {
                  if (request->path != "/ws") {
                      echo(loop, request, responder);
                      return;
                  }
                  const auto handshake = readHandshake(*request);
                  ResponseHead head;
                  head.status = refuse ? 401 : handshake.status;
                  addHandshake(head, handshake, {});
                  if (head.status != 101) {
                      responder->send(head, handshake.message);
                      return;
                  }
                  auto socket = std::make_shared<WebSocket>(loop, responder, limits);
                  opened = socket->open(head, std::make_shared<Echo>(socket, responder, seen));
              },
              [](const Request &request) {
                  HeadVerdict verdict;
                  verdict.webSocket = request.path == "/ws";
                  return verdict;
              })
    {}

    std::atomic<bool> refuse = false;
    std::atomic<bool> opened = false;
    Echo::Seen seen;
    ServerThread thread;
};

/// A client behind its handshake.
class Peer
{
public:
    explicit Peer(Server &server, int receiveBuffer = 0)
        : client(server.thread.port(), receiveBuffer)
    {
        client.send(asking);
        const auto answer = client.receive(true);
        EXPECT_TRUE(answer && answer->status == 101);
    }

    /// The next frame: its first byte, and its payload. Empty at the end.
    std::pair<int, std::string> frame()
    {
        if (!fill(2))
            return {0, {}};
        const int first = static_cast<std::uint8_t>(m_bytes[0]);
        std::size_t size = static_cast<std::uint8_t>(m_bytes[1]);
        EXPECT_LT(size, 128u) << "a server's frames aren't masked";
        std::size_t head = 2;
        if (const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0; more > 0) {
            fill(head += more);
            size = 0;
            for (std::size_t at = 2; at < head; ++at)
                size = size << 8 | static_cast<std::uint8_t>(m_bytes[at]);
        }
        if (!fill(head + size))
            return {0, {}};
        std::string payload = m_bytes.substr(head, size);
        m_bytes.erase(0, head + size);
        return {first, std::move(payload)};
    }
    /// The code of a Close frame, which is the next, and then the end.
    int closeCode()
    {
        const auto [first, payload] = frame();
        EXPECT_EQ(first, 0x88);
        EXPECT_TRUE(client.isClosedByPeer());
        return payload.size() < 2 ? 1005
                                  : static_cast<std::uint8_t>(payload[0]) << 8 | static_cast<std::uint8_t>(payload[1]);
    }

    Client client;

private:
    bool fill(std::size_t size)
    {
        while (m_bytes.size() < size) {
            const std::string more = client.read();
            if (more.empty())
                return false;
            m_bytes += more;
        }
        return true;
    }
    std::string m_bytes;
};

std::pair<int, std::string> textOf(std::string payload)
{
    return {0x81, std::move(payload)};
}

bool nothingRemains(Server &server)
{
    return eventually([&] { return server.thread.openConnections() == 0 && server.thread.counters().webSockets == 0; });
}

TEST(WebSocket, answersAsTheRfcSaysAndSendsBack)
{
    Server server;
    Client client(server.thread.port());
    client.send(asking);
    const auto answer = client.receive(true);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 101);
    EXPECT_EQ(answer->headers.at("connection"), "upgrade");
    EXPECT_EQ(answer->headers.at("upgrade"), "websocket");
    EXPECT_EQ(answer->headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_FALSE(answer->headers.contains("content-length"));
    EXPECT_FALSE(answer->headers.contains("transfer-encoding"));

    Peer peer(server);
    peer.client.send(text("Hello"));
    EXPECT_EQ(peer.frame(), textOf("Hello"));
    peer.client.send(clientFrame(0x01, "two ") + clientFrame(0x89, "now") + clientFrame(0x80, "parts") + text("next"));
    EXPECT_EQ(peer.frame(), (std::pair<int, std::string>(0x8a, "now")));
    EXPECT_EQ(peer.frame(), textOf("two parts"));
    EXPECT_EQ(peer.frame(), textOf("next"));
    EXPECT_EQ(server.thread.counters().webSockets, 2);
}

TEST(WebSocket, messagesOfAnySizeComeWhole)
{
    Server server;
    Peer peer(server);
    for (const std::size_t size : {0, 125, 126, 65'535, 65'536, 3'000'000}) {
        const std::string message(size, 'm');
        peer.client.send(text(message));
        EXPECT_EQ(peer.frame(), textOf(message)) << size;
    }
}

TEST(WebSocket, manyMessagesAtOnceComeInOrder)
{
    Server server;
    Peer peer(server);
    std::string all;
    for (int k = 0; k < 5000; ++k)
        all += text(std::to_string(k));
    peer.client.send(all);
    for (int k = 0; k < 5000; ++k)
        ASSERT_EQ(peer.frame(), textOf(std::to_string(k)));
}

TEST(WebSocket, whatIsSentTooEarlyIsReadAfterTheAnswer)
{
    Server server;
    Client client(server.thread.port());
    client.send(std::string(asking) + text("early"));
    ASSERT_EQ(client.receive(true)->status, 101);
    EXPECT_TRUE(eventually([&] { return server.seen.received == 1; }));
}

TEST(WebSocket, isNotTakenUpElsewhere)
{
    Server server;
    std::string other(asking);
    other.replace(other.find("/ws"), 3, "/elsewhere");
    Client client(server.thread.port());
    client.send(other + get("/next"));
    EXPECT_EQ(client.receive()->status, 200);
    EXPECT_EQ(client.receive()->status, 200);
}

TEST(WebSocket, needsTheWholeHandshake)
{
    Server server;
    const auto status = [&](const std::string &from, const std::string &to) {
        std::string bytes(asking);
        bytes.replace(bytes.find(from), from.size(), to);
        Client client(server.thread.port());
        client.send(bytes);
        const auto answer = client.receive(bytes.starts_with("HEAD"));
        return answer ? answer->status : 0;
    };
    EXPECT_EQ(status("Connection: keep-alive, Upgrade", "Connection: keep-alive"), 426);
    EXPECT_EQ(status("Upgrade: WebSocket", "Upgrade: h2c"), 426);
    EXPECT_EQ(status("Upgrade: WebSocket", "Upgrade: websocket, h2c"), 426);
    EXPECT_EQ(status("Upgrade: WebSocket", "Upgrade: websocket\r\nUpgrade: websocket"), 426);
    EXPECT_EQ(status("HTTP/1.1", "HTTP/1.0"), 426);
    EXPECT_EQ(status("GET", "HEAD"), 426);
    EXPECT_EQ(status("Version: 13", "Version: 14"), 426);
    EXPECT_EQ(status("Key: dGhl", "Key: dG"), 400);
    EXPECT_EQ(status("Host: x\r\n", "Host: x\r\nContent-Length: 3\r\n"), 400);
    EXPECT_EQ(status("Host: x\r\n", "Host: x\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(status("Host: x\r\n", "Host: x\r\nContent-Length: 0\r\n"), 101);
    EXPECT_EQ(server.thread.counters().refusals(Refusal::BadUpgrade), 2u);
}

TEST(WebSocket, refusedTheConnectionClosesAndNothingBehindIsARequest)
{
    Server server;
    server.refuse = true;
    Client client(server.thread.port());
    client.send(std::string(asking) + get("/smuggled"));
    const auto answers = client.receiveAll();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers.front().status, 401);
    EXPECT_EQ(answers.front().headers.at("connection"), "close");
    EXPECT_EQ(server.thread.counters().requests, 1u);
}

TEST(WebSocketClose, comesBackWithThePeersCode)
{
    Server server;
    for (const auto &[payload, code] : std::vector<std::pair<std::string, int>>{
             {"\x03\xe8", 1000}, {"\x03\xe9going", 1001}, {"\x0b\xb8", 3000}, {"", 1005}}) {
        Peer peer(server);
        peer.client.send(clientFrame(0x88, payload) + text("behind"));
        EXPECT_EQ(peer.closeCode(), code);
    }
    EXPECT_TRUE(nothingRemains(server));
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 4; }));
    EXPECT_EQ(server.seen.received, 0);
}

TEST(WebSocketClose, saysWhatThePeerDidWrong)
{
    WebSocketLimits limits;
    limits.message = 1000;
    Server server(limits);
    for (const auto &[bytes, code] : std::vector<std::pair<std::string, int>>{{std::string("\x81\x05Hello", 7), 1002},
                                                                              {clientFrame(0x82, "x"), 1003},
                                                                              {text("\xff"), 1007},
                                                                              {text(std::string(1001, 'x')), 1009},
                                                                              {clientFrame(0xc1, "x"), 1002},
                                                                              {clientFrame(0x88, "\x03"), 1002}}) {
        Peer peer(server);
        peer.client.send(bytes + text("behind"));
        EXPECT_EQ(peer.closeCode(), code);
    }
    EXPECT_TRUE(nothingRemains(server));
    EXPECT_EQ(server.seen.received, 0);
}

TEST(WebSocketClose, byTheUserEndsIt)
{
    Server server;
    Peer peer(server);
    peer.client.send(text("bye") + text("more"));
    EXPECT_EQ(peer.closeCode(), 1000);
    EXPECT_TRUE(nothingRemains(server));
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 1; }));
    EXPECT_EQ(server.seen.received, 1);
}

TEST(WebSocketClose, whenThePeerLeaves)
{
    Server server;
    int expected = 0;
    for (const auto leave : {&Client::close, &Client::reset, &Client::endSending}) {
        Peer peer(server);
        peer.client.send(text("Hello") + clientFrame(0x01, "half"));
        EXPECT_EQ(peer.frame(), textOf("Hello"));
        (peer.client.*leave)();
        ++expected;
        EXPECT_TRUE(eventually([&] { return server.seen.closed == expected; }));
        EXPECT_TRUE(nothingRemains(server));
    }
}

TEST(WebSocketClose, whileThePeerTakesNothing)
{
    Server server;
    Peer peer(server, 4096);
    peer.client.send(text("flood:100000000"));
    EXPECT_TRUE(eventually([&] { return server.seen.unsent > 0; }));
    peer.client.close();
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 1; }));
    EXPECT_TRUE(nothingRemains(server));
}

TEST(WebSocketClose, whenTheEdgeGoesNothingIsToldAndNothingLeaks)
{
    Server server;
    Peer peer(server);
    server.thread.destroyEdge();
    EXPECT_TRUE(peer.client.isClosedByPeer());
    EXPECT_EQ(server.seen.closed, 0);
}

TEST(WebSocketTime, aSilentPeerIsPingedAndThenClosed)
{
    WebSocketLimits limits;
    limits.pingMs = 50;
    limits.pongMs = 100;
    Server server(limits);
    Peer peer(server);
    EXPECT_EQ(peer.frame(), (std::pair<int, std::string>(0x89, "")));
    EXPECT_EQ(peer.closeCode(), 1011);
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 1; }));
}

TEST(WebSocketTime, onePongKeepsItUntilTheNextPing)
{
    WebSocketLimits limits;
    limits.pingMs = 50;
    limits.pongMs = 2'000;
    Server server(limits);
    Peer peer(server);
    for (int round = 0; round < 4; ++round) {
        EXPECT_EQ(peer.frame(), (std::pair<int, std::string>(0x89, "")));
        peer.client.send(clientFrame(0x8a, ""));
    }
    peer.client.send(text("still here"));
    auto frame = peer.frame();
    while (frame.first == 0x89) // the next ping, if this thread was slow
        frame = peer.frame();
    EXPECT_EQ(frame, textOf("still here"));
}

TEST(WebSocketTime, aMessageThatStopsOrDripsIsCutOff)
{
    WebSocketLimits limits;
    limits.messageGraceMs = 100;
    limits.messageBytesPerSecond = 1'000'000;
    Server server(limits);
    for (const std::string &begin : {std::string("\x81", 1), text("Hello").substr(0, 7),
                                     clientFrame(0x01, "a fragment"), clientFrame(0x89, "ping").substr(0, 8)}) {
        Peer peer(server);
        peer.client.send(begin);
        EXPECT_EQ(peer.closeCode(), 1008);
    }
    Peer dripping(server);
    std::atomic<bool> closed = false;
    std::thread drip([&] { // for as long as it takes: if these bought time, the close would never come
        for (int first = 0x01; !closed; first = 0x00) {
            dripping.client.send(clientFrame(static_cast<std::uint8_t>(first), ""));
            std::this_thread::sleep_for(5ms);
        }
    });
    const auto [first, reason] = dripping.frame();
    closed = true;
    drip.join();
    EXPECT_EQ(first, 0x88);
    EXPECT_EQ(server.seen.received, 0);
}

TEST(WebSocketBounds, aPeerThatDoesNotReadHoldsTheUserBack)
{
    Server server;
    constexpr std::size_t all = 20'000'000;
    Peer peer(server, 4096);
    peer.client.send(text("flood:" + std::to_string(all)));
    EXPECT_TRUE(eventually([&] { return server.seen.unsent > EdgeLimits().sendQueue; }));
    std::size_t taken = 0;
    while (taken < all) {
        const auto [first, payload] = peer.frame();
        ASSERT_EQ(first, 0x81);
        taken += payload.size();
    }
    EXPECT_EQ(taken, all);
    EXPECT_GT(server.seen.drained, 0); // how often hangs on what the system takes at once
    EXPECT_LT(server.seen.unsent, EdgeLimits().sendQueue + 20'000);
}

TEST(WebSocketBounds, aFloodThatIsNotReadBackIsNotReadEither)
{
    Server server;
    Peer peer(server, 4096);
    const std::string pings = [] {
        std::string some;
        for (int k = 0; k < 500; ++k)
            some += clientFrame(0x89, std::string(125, 'p'));
        return some;
    }();
    std::atomic<int> sent = 0;
    std::thread flood([&] { // blocks once nobody reads
        for (; sent < 2000; ++sent)
            peer.client.send(pings);
    });
    std::vector<std::chrono::steady_clock::duration> took;
    for (int k = 0; k < 200; ++k) {
        Client other(server.thread.port());
        const auto start = std::chrono::steady_clock::now();
        other.send(get("/"));
        const auto answer = other.receive();
        EXPECT_TRUE(answer && answer->status == 200);
        took.push_back(std::chrono::steady_clock::now() - start);
    }
    std::ranges::nth_element(took, took.begin() + 100);
    EXPECT_LT(took[100], 500ms) << "others are served meanwhile; a single one may be unlucky on a busy machine";
    EXPECT_LT(sent, 2000) << "131 MB were read";
    peer.client.endSending(); // wakes it up
    flood.join();
    peer.client.reset();
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 1; }));
}

TEST(WebSocketBounds, messagesThatCannotBeTakenYetWaitInTheSocket)
{
    Server server;
    Peer peer(server, 4096);
    const std::string one = text("?");
    std::string many;
    for (int k = 0; k < 10'000; ++k)
        many += one;
    const std::size_t sent = peer.client.flood(many, 200'000'000);
    EXPECT_LT(sent, 24'000'000 + static_cast<std::size_t>(server.seen.received) * one.size());
}

TEST(WebSocketBounds, unfinishedMessagesShareTheBudgetOfBodies)
{
    EdgeLimits edge = impatient();
    edge.bodies = 100'000;
    Server server({}, edge);
    Peer first(server);
    first.client.send(clientFrame(0x01, std::string(90'000, 'x')) + clientFrame(0x89, ""));
    EXPECT_EQ(first.frame().first, 0x8a);
    Peer second(server);
    second.client.send(clientFrame(0x01, std::string(60'000, 'x')));
    EXPECT_EQ(second.closeCode(), 1013);
    second.client.close();
    first.client.close();
    EXPECT_TRUE(nothingRemains(server));
    Peer third(server);
    third.client.send(text(std::string(60'000, 'x')));
    EXPECT_EQ(third.frame().second.size(), 60'000u);
    third.client.send(text("keep"));
    EXPECT_EQ(third.frame(), textOf("kept"));
    Peer fourth(server);
    fourth.client.send(text("keep"));
    EXPECT_EQ(fourth.frame(), textOf("kept"));
    Peer fifth(server);
    fifth.client.send(text("keep"));
    EXPECT_EQ(fifth.frame(), textOf("full"));
}

TEST(WebSocketBounds, openSocketsAreNoCallsOfTheServersBehind)
{
    Server server;
    std::vector<std::unique_ptr<Peer>> peers;
    for (int k = 0; k < 200; ++k)
        peers.push_back(std::make_unique<Peer>(server));
    EXPECT_EQ(server.thread.openConnections(), 200);
    Client other(server.thread.port());
    other.send(get("/"));
    EXPECT_EQ(other.receive()->status, 200);
}

TEST(WebSocketDrain, tellsTheUser)
{
    Server server;
    Peer peer(server);
    server.thread.run([](Edge &edge) { edge.drain(); });
    EXPECT_EQ(peer.closeCode(), 1001);
    EXPECT_TRUE(nothingRemains(server));
    EXPECT_TRUE(eventually([&] { return server.seen.closed == 1; }));
}

TEST(WebSocketDrain, tellsOneThatOpensMeanwhile)
{
    std::shared_ptr<Responder> kept;
    ops::EventLoop *loop = nullptr;
    std::atomic<bool> asked = false;
    Echo::Seen seen;
    ServerThread server(
        EdgeLimits(),
        [&](ops::EventLoop &on, const auto &, const auto &responder) {
            loop = &on;
            kept = responder;
            asked = true;
        },
        [](const Request &) {
            HeadVerdict verdict;
            verdict.webSocket = true;
            return verdict;
        });
    Client client(server.port());
    client.send(asking);
    EXPECT_TRUE(eventually([&] { return asked.load(); }));
    server.run([&](Edge &edge) {
        edge.drain();
        auto socket = std::make_shared<WebSocket>(*loop, kept, WebSocketLimits());
        ResponseHead head;
        head.status = 101;
        EXPECT_TRUE(socket->open(head, std::make_shared<Echo>(socket, kept, seen)));
        kept.reset();
    });
    EXPECT_EQ(client.receive(true)->status, 101);
    EXPECT_TRUE(client.isClosedByPeer());
    EXPECT_TRUE(eventually([&] { return seen.closed == 1; }));
}

} // namespace
} // namespace beaver::http::test
