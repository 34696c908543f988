#include <server/providers/transport/curl_transport.h>
#include <server/providers/transport/plain_transport.h>
#include <server/providers/transport/transport.h>

namespace beaver::providers {

Transport::Transport(ops::EventLoop &loop, const TransportLimits &limits)
    : m_plain(limits.publicOnly ? nullptr : std::make_unique<PlainTransport>(loop, limits))
    , m_curl(std::make_unique<CurlTransport>(loop, limits))
{}

Transport::~Transport() = default;

std::unique_ptr<Attempt> Transport::send(const std::shared_ptr<const UpstreamTarget> &target, wire::OutgoingBody body,
                                         bool stream, const std::vector<std::string> &headers)
{
    if (m_plain && m_plain->takes(target))
        return m_plain->send(target, std::move(body), stream, headers);
    return m_curl->send(target, std::move(body), stream, headers);
}

int Transport::running() const
{
    return m_curl->running() + (m_plain ? m_plain->running() : 0);
}

} // namespace beaver::providers
