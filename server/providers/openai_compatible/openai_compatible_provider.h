#pragma once

#include <server/providers/provider.h>
#include <server/providers/transport/curl_transport.h>

#include <unordered_map>

namespace beaver::providers {

/// Every provider that speaks OpenAI's dialect; what differs is in its Profile. One for each loop.
class OpenAiCompatibleProvider final : public Provider
{
public:
    explicit OpenAiCompatibleProvider(CurlTransport &transport)
        : m_transport(transport)
    {}

    std::unique_ptr<Attempt> startChat(const Endpoint &endpoint, const wire::ChatRequest &request,
                                       std::string body) override;

private:
    CurlTransport &m_transport;
    std::unordered_map<EndpointId, std::shared_ptr<const UpstreamTarget>> m_chatTargets;
};

} // namespace beaver::providers
