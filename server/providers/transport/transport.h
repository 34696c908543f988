#pragma once

#include <server/ops/event_loop.h>
#include <server/providers/provider.h>
#include <server/wire/outgoing_body.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace beaver::providers {

/// Bounds of a call to a provider (promise P14). Times in milliseconds, sizes in bytes.
struct TransportLimits
{
    std::int64_t connectMs = 5'000;
    std::int64_t firstByteMs = 120'000;
    std::int64_t silenceMs = 60'000; ///< between two reads
    std::int64_t wholeMs = 1'800'000;
    std::size_t headers = 64 * 1024;
    std::size_t body = 64 * 1024 * 1024;
    std::size_t unread = 256 * 1024; ///< of a stream: more isn't read from the provider until the reader takes it
    long connections = 1024;         ///< kept for use again
    bool publicOnly = false;         ///< connects to addresses of the public internet alone, and through no proxy
};

/// Where requests go: everything about an endpoint that is the same for each of its calls. Made once.
struct UpstreamTarget
{
    std::string url;
    std::vector<std::string> headers; ///< whole lines; holds the credential
    bool get = false;                 ///< a GET without a body
    EndpointTimeouts timeouts;        ///< in place of the transport's own
};

class CurlTransport;
class PlainTransport;

/// Requests of one loop to other servers. What needs TLS, a proxy or a password in its URL goes through libcurl; plain
/// HTTP to a server that is connected to directly (one's own models) goes the short way. Redirects aren't followed;
/// proxies from the environment aren't used for loopback addresses. Loop's thread only; must outlive its attempts.
class Transport
{
public:
    Transport(ops::EventLoop &loop, const TransportLimits &limits);
    ~Transport();
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;

    /// Sends `body` (a GET has none). `stream`: the reader takes bytes as they come, so reading stops while too many
    /// are unread. `headers`: whole lines that only this request carries.
    std::unique_ptr<Attempt> send(const std::shared_ptr<const UpstreamTarget> &target, wire::OutgoingBody body,
                                  bool stream, const std::vector<std::string> &headers = {});

    /// Attempts under way.
    int running() const;

private:
    std::unique_ptr<PlainTransport> m_plain;
    std::unique_ptr<CurlTransport> m_curl;
};

} // namespace beaver::providers
