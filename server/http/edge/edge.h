#pragma once

#include <server/http/edge/request.h>
#include <server/http/edge/responder.h>
#include <server/ops/event_loop.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace beaver::http {

/// Every bound of the edge; each is an option of `beaverd serve`. Sizes in bytes, times in milliseconds.
struct EdgeLimits
{
    std::size_t requestLine = 16 * 1024;
    std::size_t headerLine = 16 * 1024;
    std::size_t headers = 64 * 1024;
    int headerCount = 100;
    std::size_t body = 10 * 1024 * 1024; ///< unless the route's HeadVerdict says otherwise
    std::size_t chunkExtension = 256;
    std::size_t chunkExtensions = 16 * 1024;
    std::size_t trailers = 8 * 1024;
    std::int64_t headersMs = 10'000;
    std::int64_t keepAliveMs = 60'000;
    std::int64_t bodyGraceMs = 10'000;   ///< from then on a body must come at bodyBytesPerSecond
    std::int64_t bodyBytesPerSecond = 1024;
    std::int64_t stalledWriteMs = 60'000; ///< a client that takes nothing for so long is cut
    int requestsPerConnection = 10'000;
    int connections = 20'000;            ///< of all loops
    int connectionsPerAddress = 256;     ///< of all loops; 0 for no limit
    int pipelined = 16;
    std::size_t sendQueue = 256 * 1024;  ///< high-water mark
};

/// What the front says when a request's head is complete and its body not yet read. Loop's thread.
struct HeadVerdict
{
    /// Set: this is the answer; the body isn't read and the connection closes if there is one.
    std::optional<ResponseHead> refusal;
    std::string refusalBody;
    std::size_t bodyLimit = 0; ///< 0: EdgeLimits::body
};

/// Counts of what the edge did, readable from any thread; `/metrics` shows them.
struct EdgeCounters
{
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::int64_t> open = 0;
    /// Refusals by reason code (a fixed list, see refusal.h).
    std::array<std::atomic<std::uint64_t>, 48> refused{};
};

/// Shared by the edges of all loops: connections in total and per address. Any thread.
class ConnectionQuota;

/// The edge of one loop: accepts, checks, limits and times out connections, and hands each sound request to a QtHttpServer of
/// its own, whose handler calls `handle`. See docs/architecture.md, "The edge". Loop's thread only; destroying it closes all.
class Edge
{
public:
    struct Hooks
    {
        /// Called for a sound request with its whole body, one at a time for each connection.
        std::function<void(std::shared_ptr<const Request>, std::shared_ptr<Responder>)> handle;
        /// Called with a request without its body. May be null.
        std::function<HeadVerdict(const Request &)> checkHead;
        /// Writes the body of an answer that the edge gives itself (400, 408, 413, 414, 431, 501, 505): (status, code, message).
        std::function<std::string(int, std::string_view, std::string_view)> errorBody;
    };

    Edge(ops::EventLoop &loop, const EdgeLimits &limits, std::shared_ptr<ConnectionQuota> quota, Hooks hooks);
    ~Edge();
    Edge(const Edge &) = delete;
    Edge &operator=(const Edge &) = delete;

    /// Takes a listening, non-blocking socket and owns it. More than one is fine.
    void listen(int descriptor);
    /// Stops accepting, lets calls under way finish, closes idle connections now and each other one after its answer.
    void drain();
    int openConnections() const;
    const EdgeCounters &counters() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Opens a listening TCP socket with SO_REUSEPORT on `host:port` (port 0: any), backlog 4096. Returns the descriptor and the
/// port, or an error text.
struct Listening
{
    int descriptor = -1;
    std::uint16_t port = 0;
    std::string error;
};
Listening openListener(const std::string &host, std::uint16_t port);

std::shared_ptr<ConnectionQuota> makeConnectionQuota(const EdgeLimits &limits);

} // namespace beaver::http
