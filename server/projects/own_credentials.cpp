#include <server/projects/own_credentials.h>

#include <algorithm>
#include <mutex>

namespace beaver::projects {

OwnEndpoints::Endpoint OwnEndpoints::find(std::string_view provider, std::string_view capability) const
{
    const auto found = m_endpoints.find(provider);
    if (found == m_endpoints.end() || !found->second->profile->serves(capability))
        return nullptr;
    return found->second;
}

const OwnTarget *OwnCredentials::target(std::string_view provider) const
{
    const auto found =
        std::ranges::find_if(m_targets, [provider](const OwnTarget &one) { return one.profile->name == provider; });
    return found == m_targets.end() ? nullptr : &*found;
}

std::shared_ptr<const OwnEndpoints> OwnCredentials::find(const ProjectId &project) const
{
    const std::shared_lock lock(m_mutex);
    if (m_projects.empty())
        return nullptr;
    const auto found = m_projects.find(project);
    return found == m_projects.end() ? nullptr : found->second;
}

void OwnCredentials::set(const ProjectId &project, const std::map<std::string, Secret> &credentials)
{
    std::map<std::string, OwnEndpoints::Endpoint, std::less<>> endpoints;
    for (const auto &[provider, credential] : credentials) {
        const OwnTarget *where = target(provider);
        if (!where)
            continue; // a provider that this program no longer knows
        auto endpoint = std::make_shared<providers::Endpoint>();
        endpoint->id = EndpointId("end_own_" + provider);
        endpoint->profile = where->profile;
        endpoint->baseUrl = where->baseUrl;
        endpoint->credential = credential;
        endpoint->extraHeaders = where->headers;
        endpoint->revision = ++m_revision;
        endpoints.emplace(provider, std::move(endpoint));
    }
    const std::unique_lock lock(m_mutex);
    if (endpoints.empty())
        m_projects.erase(project);
    else
        m_projects[project] = std::make_shared<const OwnEndpoints>(std::move(endpoints));
}

} // namespace beaver::projects
