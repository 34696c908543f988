#include <server/routing/endpoint_table.h>

#include <algorithm>

namespace beaver::routing {

std::vector<const providers::Endpoint *> EndpointTable::forProvider(std::string_view provider) const
{
    std::vector<const providers::Endpoint *> found;
    for (const auto &endpoint : m_endpoints) {
        if (endpoint.profile->name == provider)
            found.push_back(&endpoint);
    }
    return found;
}

bool EndpointTable::serves(std::string_view provider) const
{
    return std::any_of(m_endpoints.begin(), m_endpoints.end(),
                       [provider](const auto &endpoint) { return endpoint.profile->name == provider; });
}

} // namespace beaver::routing
