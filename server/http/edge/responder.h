#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::http {

/// Status and headers of an answer. The edge adds `content-length` or `transfer-encoding`, `date` and `connection`; a
/// name or value with a control character is a bug and is dropped with a log line, never sent.
struct ResponseHead
{
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;

    ResponseHead &add(std::string name, std::string value)
    {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

/// Who takes over a connection that has left HTTP. Loop's thread; bytes go back by the Responder.
class Upgraded
{
public:
    virtual ~Upgraded() = default;

    /// Bytes have come: takes at least one, and usually all. What it leaves comes again, at once if no more than
    /// Responder::highWater() is unsent by then. True: it has done about as much as a request asks for, and others
    /// should get their turn after some of these.
    virtual bool received(std::string_view &bytes) = 0;
    /// The gateway is going down: take nothing new, and finish() soon.
    virtual void drain() = 0;
};

/// The way back of one request. Loop's thread only. Held by shared_ptr; it may outlive the peer and even the
/// connection: writing is then a no-op that returns false. A responder that dies unanswered answers 500.
class Responder
{
public:
    virtual ~Responder() = default;

    /// The whole answer, written with one system call where the socket takes it. HEAD gets the head alone.
    virtual void send(const ResponseHead &head, std::string_view body) = 0;

    /// A streamed answer: begin, any number of write, finish. HTTP/1.1 gets chunked coding, HTTP/1.0 the end of the
    /// connection.
    virtual void begin(const ResponseHead &head) = 0;
    /// False when the client is gone. Bytes that the socket doesn't take are kept; see unsent().
    virtual bool write(std::string_view bytes) = 0;
    virtual void finish() = 0;
    /// Ends a streamed answer so that the client sees it is incomplete: the connection closes without the last chunk.
    virtual void abort() = 0;

    /// Answers 101 where the request allows it (Request::upgrade; false elsewhere) and makes the connection a pipe.
    /// From then on write() sends bytes as they are, finish() closes after what waits, abort() at once, and a peer that
    /// ends its side has left. It holds `by` until the end.
    virtual bool upgrade(const ResponseHead &head, std::shared_ptr<Upgraded> by) = 0;
    /// So many bytes are kept for an upgraded connection's messages; they count as bodies do (EdgeLimits::bodies).
    /// False: there is no room; what was counted before still is.
    virtual bool keep(std::size_t bytes) = 0;

    virtual bool clientGone() const = 0;
    /// Bytes accepted and not yet taken by the socket; 0 once the client is gone. A producer pauses above highWater()
    /// and goes on at onDrained.
    virtual std::size_t unsent() const = 0;
    virtual std::size_t highWater() const = 0;
    /// Called once, when the peer has left before the answer was finished. Not called after finish(). Set before
    /// returning to the loop.
    virtual void onClientGone(std::function<void()> action) = 0;
    /// Called each time unsent() has fallen to half of highWater() after having exceeded it; from the loop, never
    /// inside write(). Both actions are let go of when the answer has ended, so they may hold this responder.
    virtual void onDrained(std::function<void()> action) = 0;
};

} // namespace beaver::http
