#pragma once

#include <server/http/edge/counters.h>
#include <server/http/edge/limits.h>
#include <server/http/edge/request.h>
#include <server/http/edge/responder.h>
#include <server/ops/event_loop.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace beaver::http {

/// What the front says when a request's head is complete and its body not yet read. Loop's thread.
struct HeadVerdict
{
    /// Set: this is the answer; the body isn't read and the connection closes if there is one.
    std::optional<ResponseHead> refusal;
    std::string refusalBody;
    std::size_t bodyLimit = 0; ///< 0: EdgeLimits::body
    bool webSocket = false;    ///< the route takes up `Upgrade: websocket`; elsewhere that header is ignored
};

class Core; // edge.cpp's side

/// Shared by the edges of all loops: connections in total and per address. Any thread.
class ConnectionQuota;

/// The edge of one loop: accepts, checks, limits and times out connections, and hands each sound request to a
/// QtHttpServer of its own, whose handler calls `handle`. See docs/edge.md. Loop's thread only, and not to be destroyed
/// inside one of its hooks; destroying it closes all: responders still held find their client gone, without a call of
/// onClientGone.
class Edge
{
public:
    struct Hooks
    {
        /// Called for a sound request with its whole body, one at a time for each connection. The request is the
        /// handler's from then on.
        std::function<void(std::shared_ptr<Request>, std::shared_ptr<Responder>)> handle;
        /// Called with a request without its body. May be null.
        std::function<HeadVerdict(const Request &)> checkHead;
        /// Completes an answer that the edge gives itself (400, 408, 413, 414, 431, 501, 505), whose head has status
        /// and content type: adds headers, returns the body. The request is null where its head isn't sound. May be
        /// null.
        std::function<std::string(const Request *, std::string_view code, std::string_view message, ResponseHead &)>
            refused;
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
    std::shared_ptr<Core> m_core;
};

/// Opens a listening TCP socket with SO_REUSEPORT on `host:port` (port 0: any), backlog 4096. Returns the descriptor
/// and the port, or an error text.
struct Listening
{
    int descriptor = -1;
    std::uint16_t port = 0;
    std::string error;
};
Listening openListener(const std::string &host, std::uint16_t port);

std::shared_ptr<ConnectionQuota> makeConnectionQuota(const EdgeLimits &limits);

} // namespace beaver::http
