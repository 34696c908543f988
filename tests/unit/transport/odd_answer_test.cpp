#include "upstream.h"

#include <QEventLoop>
#include <QTimer>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <tests/support/own_cpu.h>

#include <atomic>
#include <chrono>
#include <future>

namespace beaver::providers {

namespace {

using namespace std::chrono_literals;
using beaver::test::ownCpu;
using test::sendAll;
using test::untilEnded;
using test::Upstream;

std::shared_ptr<const UpstreamTarget> targetOf(const Upstream &upstream)
{
    auto made = std::make_shared<UpstreamTarget>();
    made->url = "http://127.0.0.1:" + std::to_string(upstream.port()) + "/";
    made->headers = {"Content-Type: application/json"};
    return made;
}

/// Whole answers of one way of sending.
template <typename T> class OddAnswers : public testing::Test
{
protected:
    /// What comes of `answer`, sent as it is before the connection is closed.
    void ask(const std::string &answer, const TransportLimits &limits = {}, bool bytewise = false)
    {
        const Upstream upstream([&](int connection, const std::string &) {
            if (!bytewise) {
                sendAll(connection, answer);
                return;
            }
            for (const char c : answer)
                sendAll(connection, std::string(1, c));
        });
        ops::EventLoop loop;
        T transport(loop, limits);
        const auto attempt = transport.send(targetOf(upstream), std::string("{}"), false, {});
        untilEnded(*attempt);
        end = attempt->end();
        status = attempt->status();
        detail = attempt->detail();
        attempt->take(body);
        EXPECT_EQ(transport.running(), 0);
    }

    TransportEnd end = TransportEnd::Running;
    int status = 0;
    std::string body;
    std::string detail;
};
TYPED_TEST_SUITE(OddAnswers, test::Ways);

TYPED_TEST(OddAnswers, WhateverFramesItAndHoweverItIsSplit)
{
    const std::vector<std::string> answers{
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3;name=value\r\nllo\r\n0\r\nX-After: "
        "1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 99\r\n"
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"
        "Content-Length: 5\r\n\r\nhello",
    };
    for (const std::string &answer : answers) {
        for (const bool bytewise : {false, true}) {
            this->ask(answer, {}, bytewise);
            EXPECT_EQ(this->end, TransportEnd::Complete) << answer << this->detail;
            EXPECT_EQ(this->status, 200) << answer;
            EXPECT_EQ(this->body, "hello") << answer;
        }
    }
    this->ask("HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(this->end, TransportEnd::Complete) << this->detail;
    EXPECT_EQ(this->status, 204);
}

TYPED_TEST(OddAnswers, CutAnswersAreBroken)
{
    for (const std::string answer :
         {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"}) {
        this->ask(answer);
        EXPECT_EQ(this->end, TransportEnd::Broken) << answer << '|' << this->detail;
        EXPECT_FALSE(this->detail.empty());
    }
}

TYPED_TEST(OddAnswers, WhatIsNotHttpEndsIt)
{
    for (const std::string answer :
         {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello, no chunk\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: x-own\r\n\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\nhello"}) {
        this->ask(answer);
        EXPECT_NE(this->end, TransportEnd::Complete) << answer;
        EXPECT_FALSE(this->detail.empty());
    }
}

TYPED_TEST(OddAnswers, BoundsHold)
{
    this->ask("HTTP/1.1 200 OK\r\nX-Long: " + std::string(70'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(this->end, TransportEnd::TooLarge) << this->detail;
    this->ask("HTTP/1.1 200 OK\r\n\r\n" + std::string(20'000, 'x'), {.body = 10'000});
    EXPECT_EQ(this->end, TransportEnd::TooLarge) << this->detail;
    this->ask("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx");
    EXPECT_EQ(this->end, TransportEnd::BadEncoding) << this->detail;
}

// An answer that never begins mustn't go on for ever, however lively it is.
TYPED_TEST(OddAnswers, InterimAnswersAreBounded)
{
    std::string flood;
    while (flood.size() < 100'000)
        flood += "HTTP/1.1 100 Continue\r\n\r\n";
    this->ask(flood + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(this->end, TransportEnd::TooLarge) << this->detail;
}

TYPED_TEST(OddAnswers, NobodyListens)
{
    std::shared_ptr<const UpstreamTarget> gone;
    {
        const Upstream upstream([](int, const std::string &) {});
        gone = targetOf(upstream);
    }
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    const auto attempt = transport.send(gone, std::string("{}"), false, {});
    untilEnded(*attempt);
    EXPECT_EQ(attempt->end(), TransportEnd::ConnectFailed) << attempt->detail();

    auto nameless = std::make_shared<UpstreamTarget>();
    nameless->url = "http://no-such-host.invalid/";
    const auto other = transport.send(nameless, std::string("{}"), false, {});
    untilEnded(*other);
    EXPECT_EQ(other->end(), TransportEnd::ConnectFailed) << other->detail();
    EXPECT_EQ(transport.running(), 0);
}

TYPED_TEST(OddAnswers, SilencesAreBounded)
{
    std::promise<void> over;
    const auto isOver = over.get_future().share();
    const Upstream mute([isOver](int, const std::string &) { isOver.wait(); });
    {
        ops::EventLoop loop;
        TypeParam transport(loop, {.firstByteMs = 20, .silenceMs = 30'000});
        const auto attempt = transport.send(targetOf(mute), std::string("{}"), true, {});
        untilEnded(*attempt);
        EXPECT_EQ(attempt->end(), TransportEnd::TimedOut);
        EXPECT_EQ(attempt->detail(), "no first byte in time");
    }
    const Upstream slow([isOver](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
        isOver.wait();
    });
    {
        ops::EventLoop loop;
        TypeParam transport(loop, {.silenceMs = 20});
        const auto attempt = transport.send(targetOf(slow), std::string("{}"), true, {});
        untilEnded(*attempt);
        EXPECT_EQ(attempt->end(), TransportEnd::TimedOut);
        EXPECT_EQ(attempt->detail(), "silence in the middle of the answer");
        TypeParam hasty(loop, {.wholeMs = 20});
        const auto whole = hasty.send(targetOf(slow), std::string("{}"), true, {});
        untilEnded(*whole);
        EXPECT_EQ(whole->end(), TransportEnd::TimedOut);
        EXPECT_EQ(whole->detail(), "the whole answer took too long");
    }
    over.set_value();
}

// A server may refuse a long body before it has read it.
TYPED_TEST(OddAnswers, AnAnswerBeforeTheWholeRequest)
{
    std::promise<void> read;
    auto isRead = read.get_future();
    const Upstream upstream([&](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        isRead.wait();
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    const auto attempt = transport.send(targetOf(upstream), std::string(30'000'000, 'x'), false, {});
    untilEnded(*attempt);
    EXPECT_EQ(attempt->end(), TransportEnd::Complete) << attempt->detail();
    EXPECT_EQ(attempt->status(), 413);
    read.set_value();
}

TYPED_TEST(OddAnswers, AConnectionWithMoreThanTheAnswerIsNotUsedAgain)
{
    int connections = 0;
    const Upstream upstream([&](int connection, const std::string &) {
        ++connections;
        sendAll(connection,
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfalse");
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    for (int time = 1; time <= 3; ++time) {
        const auto attempt = transport.send(targetOf(upstream), std::string("{}"), false, {});
        untilEnded(*attempt);
        std::string bytes;
        attempt->take(bytes);
        EXPECT_EQ(bytes, "{}");
        EXPECT_EQ(connections, time);
    }
}

TYPED_TEST(OddAnswers, AnAttemptMayBeGivenUpAtAnyTime)
{
    const Upstream upstream([](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhe");
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {});
    auto named = std::make_shared<UpstreamTarget>();
    named->url = "http://no-such-host.invalid/";
    for (int turns = 0; turns < 6; ++turns) {
        auto here = transport.send(targetOf(upstream), std::string("{}"), true, {});
        auto there = transport.send(named, std::string("{}"), true, {});
        QEventLoop events;
        for (int turn = 0; turn < turns; ++turn)
            events.processEvents();
        here.reset();
        there.reset();
        EXPECT_EQ(transport.running(), 0);
    }
    const auto last = transport.send(targetOf(upstream), std::string("{}"), true, {});
    untilEnded(*last); // the loop has come to no harm
    EXPECT_EQ(last->end(), TransportEnd::Broken);
}

// Hung up on while nobody reads: the poller tells of that again and again.
TYPED_TEST(OddAnswers, WaitsWithoutWorkForTheReaderOfAStreamThatWasReset)
{
    std::atomic<bool> ended = false;
    const Upstream upstream([&ended](int connection, const std::string &) {
        sendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + std::string(50'000, 'x'));
        const linger hard{1, 0};
        ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        ended = true;
    });
    ops::EventLoop loop;
    TypeParam transport(loop, {.unread = 1000});
    const auto attempt = transport.send(targetOf(upstream), std::string("{}"), true, {});
    attempt->pause();
    QEventLoop events;
    QTimer often; // nothing else wakes this loop when the upstream has gone
    often.start(10ms);
    while (!ended)
        events.processEvents(QEventLoop::WaitForMoreEvents);
    often.stop();
    const auto before = ownCpu();
    QTimer::singleShot(500ms, &events, &QEventLoop::quit);
    events.exec();
    EXPECT_LT(ownCpu() - before, 20ms);
    attempt->resume();
    std::string bytes;
    while (!attempt->ended()) {
        attempt->take(bytes);
        if (!attempt->ended())
            events.processEvents(QEventLoop::WaitForMoreEvents);
    }
    EXPECT_EQ(attempt->end(), TransportEnd::Broken);
}

TEST(PlainTransport, BoundsWhatStandsBetweenChunks)
{
    for (const std::string between : {"5;", "0\r\nX-After: "}) {
        const Upstream upstream([&between](int connection, const std::string &) {
            sendAll(connection,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + between + std::string(1'000'000, 'x'));
        });
        ops::EventLoop loop;
        PlainTransport transport(loop, {});
        const auto attempt = transport.send(targetOf(upstream), std::string("{}"), false, {});
        untilEnded(*attempt);
        EXPECT_EQ(attempt->end(), TransportEnd::TooLarge) << between << attempt->detail();
    }
}

TEST(PlainTransport, TakesWhatNeedsNothingOfCurl)
{
    ops::EventLoop loop;
    PlainTransport transport(loop, {});
    const auto takes = [&](const std::string &url) {
        auto made = std::make_shared<UpstreamTarget>();
        made->url = url;
        return transport.takes(made);
    };
    EXPECT_TRUE(takes("http://127.0.0.1:8000/v1/chat/completions"));
    EXPECT_TRUE(takes("http://[::1]:8000/v1?a=b"));
    EXPECT_TRUE(takes("http://vllm/v1"));
    EXPECT_FALSE(takes("https://api.openai.com/v1"));
    EXPECT_FALSE(takes("http://user:word@127.0.0.1/v1"));
    EXPECT_FALSE(takes("ftp://127.0.0.1/v1"));
    EXPECT_FALSE(takes("http://no port:x/"));
    ASSERT_EQ(::setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    PlainTransport proxied(loop, {});
    ::unsetenv("http_proxy");
    const auto takesThen = [&](const std::string &url) {
        auto made = std::make_shared<UpstreamTarget>();
        made->url = url;
        return proxied.takes(made);
    };
    EXPECT_FALSE(takesThen("http://vllm/v1"));
    EXPECT_TRUE(takesThen("http://127.0.0.1:8000/v1")) << "no proxy stands in between there";
}

} // namespace

} // namespace beaver::providers
