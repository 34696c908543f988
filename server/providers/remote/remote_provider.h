#pragma once

#include <server/providers/provider.h>
#include <server/providers/transport/transport.h>

#include <string>
#include <unordered_map>

namespace beaver::providers {

/// Every provider that is reached over HTTP: where a request goes and how it is signed follow from the endpoint's
/// profile and the dialect of the call. One for each loop.
class RemoteProvider final : public Provider
{
public:
    explicit RemoteProvider(Transport &transport)
        : m_transport(transport)
    {}

    std::unique_ptr<Attempt> start(std::shared_ptr<const Endpoint> endpoint, Ask ask) override;

private:
    struct Known
    {
        std::shared_ptr<const Endpoint> endpoint; ///< that the target was made from
        std::shared_ptr<const UpstreamTarget> target;
    };

    Transport &m_transport;
    std::unordered_map<std::string, Known> m_targets; ///< by endpoint and URL
};

} // namespace beaver::providers
