#pragma once

#include <server/providers/transport/transport.h>

namespace beaver::providers {

/// Requests through libcurl on the loop's own poller: connections, handles and header lists are kept, HTTP/2 is used
/// where the provider offers it over TLS. The rest as Transport.
class CurlTransport
{
public:
    CurlTransport(ops::EventLoop &loop, const TransportLimits &limits);
    ~CurlTransport();
    CurlTransport(const CurlTransport &) = delete;
    CurlTransport &operator=(const CurlTransport &) = delete;

    std::unique_ptr<Attempt> send(const std::shared_ptr<const UpstreamTarget> &target, wire::OutgoingBody body,
                                  bool stream, const std::vector<std::string> &headers);
    int running() const;

    struct Private;

private:
    std::unique_ptr<Private> d;
};

} // namespace beaver::providers
