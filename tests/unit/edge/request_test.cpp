// What a handler gets to see.
#include "client.h"
#include "server_thread.h"

#include <gtest/gtest.h>
#include <server/http/edge/target.h>

namespace beaver::http::test {
namespace {

TEST(Request, theHandlerSeesPathQueryHeadersAndBody)
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send("POST /v1/mod%65ls/openai%2Fgpt?a=%20b HTTP/1.1\r\nHost: x\r\nX-Mixed-CASE: \t v w \t\r\n"
                "Content-Length: 5\r\n\r\nhello");
    EXPECT_EQ(client.receive()->body, "method=POST\npath=/v1/models/openai/gpt\nquery=a=%20b\nbody=hello\nhost=x\n"
                                      "x-mixed-case=v w\ncontent-length=5\n");
}

TEST(Request, anAbsoluteTargetBecomesItsOriginForm)
{
    std::string target;
    ServerThread server(EdgeLimits(), [&target](ops::EventLoop &, const auto &request, const auto &responder) {
        target = request->target;
        responder->send({}, "");
    });
    Client client(server.port());
    client.send("GET HTTP://X:80?q HTTP/1.1\r\nHost: x:80\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 200);
    EXPECT_EQ(target, "/?q");
}

TEST(Request, splitAtEveryByteItIsTheSame)
{
    const std::string requests[] = {
        get("/a?b"),
        post("/p", "hello"),
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;e=f\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: "
        "v\r\n\r\n",
        get("/one") + post("/two", "x") + get("/three"),
    };
    ServerThread server(EdgeLimits(), echo);
    for (const std::string &request : requests) {
        const std::string last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        const auto answersTo = [&](std::size_t split) {
            Client client(server.port());
            client.send(request.substr(0, split));
            if (split > 0)
                server.run([](Edge &) {}); // the first part has probably been read before the second is sent
            client.send(request.substr(split) + last);
            std::string all;
            for (const Response &response : client.receiveAll())
                all += std::to_string(response.status) + response.body;
            return all;
        };
        const std::string whole = answersTo(0);
        EXPECT_NE(whole.find("path=/last"), std::string::npos);
        for (std::size_t split = 1; split < request.size(); ++split)
            EXPECT_EQ(answersTo(split), whole) << split << " of " << request;
    }
}

TEST(Request, lastChunksLineEndInTwoPiecesLosesNothing) // row 34
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r");
    server.run([](Edge &) {});
    client.send("\n" + get("/next"));
    EXPECT_NE(client.receive()->body.find("body=hello"), std::string::npos);
    EXPECT_NE(client.receive()->body.find("path=/next"), std::string::npos);
}

TEST(Request, hopByHopNamesInConnectionHideNothing) // row 45
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Authorization, X-Forwarded-For\r\nAuthorization: Bearer k\r\n\r\n");
    EXPECT_NE(client.receive()->body.find("authorization=Bearer k"), std::string::npos);
}

TEST(Request, aLargeBodyArrivesWhole)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &request, const auto &responder) {
        responder->send({}, request->body);
    });
    std::string body(3'000'000, 'x');
    for (std::size_t at = 0; at < body.size(); at += 7)
        body[at] = static_cast<char>('a' + at % 26);
    Client client(server.port());
    client.send(post("/", body));
    EXPECT_EQ(client.receive()->body, body);
}

TEST(Request, bodiesOfAnySizeEndWhereTheNextRequestBegins)
{
    ServerThread server(EdgeLimits(), [](ops::EventLoop &, const auto &request, const auto &responder) {
        responder->send({}, request->path + " " + request->body);
    });
    Client client(server.port());
    for (const std::size_t around : {1'000U, 16'384U, 65'536U, 131'072U, 524'288U, 700'000U}) {
        for (std::size_t size = around - 120; size <= around + 120; size += 40) {
            std::string body(size, 'x');
            for (std::size_t at = 0; at < body.size(); at += 7)
                body[at] = static_cast<char>('a' + at % 26);
            client.send(post("/first", body) + post("/next", "y"));
            EXPECT_TRUE(client.receive()->body == "/first " + body) << size;
            EXPECT_EQ(client.receive()->body, "/next y") << size;
            // The head by itself, then the body and what follows in two pieces.
            const std::string bytes = post("/second", body);
            const std::size_t head = bytes.size() - body.size();
            client.send(bytes.substr(0, head));
            server.run([](Edge &) {});
            client.send(bytes.substr(head, size / 2));
            client.send(bytes.substr(head + size / 2) + get("/last"));
            EXPECT_TRUE(client.receive()->body == "/second " + body) << size;
            EXPECT_EQ(client.receive()->body, "/last ") << size;
        }
    }
}

TEST(Expect, continueIsSaidOnlyAfterTheFrontAccepted) // row 39
{
    ServerThread server(EdgeLimits(), echo, [](const Request &request) {
        HeadVerdict verdict;
        if (request.path == "/no") {
            verdict.refusal = ResponseHead{401, {}};
            verdict.refusalBody = "no";
        }
        return verdict;
    });
    const auto head = [](const char *path) {
        return "POST " + std::string(path) +
               " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    };
    Client welcome(server.port());
    welcome.send(head("/yes"));
    EXPECT_EQ(welcome.receive()->status, 100);
    welcome.send("hello");
    EXPECT_EQ(welcome.receive()->status, 200);

    Client refused(server.port());
    refused.send(head("/no"));
    EXPECT_EQ(refused.receive()->status, 401);
    EXPECT_TRUE(refused.isClosedByPeer());
    EXPECT_EQ(server.counters().requests, 1u);
}

TEST(HeadVerdict, aRefusalWithoutABodyKeepsTheConnection)
{
    ServerThread server(EdgeLimits(), echo, [](const Request &request) {
        HeadVerdict verdict;
        if (request.path == "/no")
            verdict.refusal = ResponseHead{401, {}};
        return verdict;
    });
    Client client(server.port());
    client.send(get("/no") + get("/yes"));
    EXPECT_EQ(client.receive()->status, 401);
    EXPECT_EQ(client.receive()->status, 200);
}

TEST(HeadVerdict, theRoutesBodyLimitHoldsForBothFramings)
{
    ServerThread server(EdgeLimits(), echo, [](const Request &) {
        HeadVerdict verdict;
        verdict.bodyLimit = 4;
        return verdict;
    });
    const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "4\r\n1234\r\n1\r\n5\r\n0\r\n\r\n";
    for (const std::string &request : {post("/", "12345"), chunked}) {
        Client client(server.port());
        client.send(request);
        EXPECT_EQ(client.receive()->status, 413);
        EXPECT_TRUE(client.isClosedByPeer());
    }
    EXPECT_EQ(server.counters().refusals(Refusal::BodyTooLarge), 2u);
}

TEST(HeadVerdict, aRefusedUploadReachesAClientThatIsStillSending)
{
    ServerThread server(EdgeLimits(), echo);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
    client.send(std::string(2'000'000, 'x'));
    EXPECT_EQ(client.receive()->status, 413);
}

} // namespace
} // namespace beaver::http::test
