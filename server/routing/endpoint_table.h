#pragma once

#include <server/providers/profile.h>

#include <memory>
#include <string_view>
#include <vector>

namespace beaver::routing {

/// The endpoints there are; made at start, then read by every loop.
class EndpointTable
{
public:
    explicit EndpointTable(std::vector<providers::Endpoint> endpoints)
        : m_endpoints(std::move(endpoints))
    {}

    const std::vector<providers::Endpoint> &endpoints() const { return m_endpoints; }
    /// Those that serve a provider's models, in the order of their preference.
    std::vector<const providers::Endpoint *> forProvider(std::string_view provider) const;
    bool serves(std::string_view provider) const;

private:
    std::vector<providers::Endpoint> m_endpoints;
};

} // namespace beaver::routing
