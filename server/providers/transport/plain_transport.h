#pragma once

#include <server/providers/transport/transport.h>

namespace beaver::providers {

/// Plain HTTP/1.1 over TCP, without a proxy: connections are kept, a request is one write, an answer is read as it
/// comes. What is asked for in one turn of the loop is sent at its end, so that a server that sleeps is woken once. A
/// request that meets a kept connection which the server has closed meanwhile is sent again on a new one. The rest as
/// Transport.
class PlainTransport
{
public:
    PlainTransport(ops::EventLoop &loop, const TransportLimits &limits);
    ~PlainTransport();
    PlainTransport(const PlainTransport &) = delete;
    PlainTransport &operator=(const PlainTransport &) = delete;

    /// Whether requests there can go this way: `http`, nobody's password in the URL, no proxy in between.
    bool takes(const std::shared_ptr<const UpstreamTarget> &target);
    /// Of a target that this one takes.
    std::unique_ptr<Attempt> send(const std::shared_ptr<const UpstreamTarget> &target, wire::OutgoingBody body,
                                  bool stream, const std::vector<std::string> &headers);
    int running() const;

    struct Private;

private:
    std::unique_ptr<Private> d;
};

} // namespace beaver::providers
