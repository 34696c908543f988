#pragma once

#include <server/providers/profile.h>
#include <shared/base/ids.h>
#include <shared/base/secret.h>

#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace beaver::projects {

/// Where a provider is called with a project's own key. The address is the configuration's, never a customer's.
struct OwnTarget
{
    std::shared_ptr<const providers::Profile> profile;
    std::string baseUrl;
    std::vector<std::string> headers; ///< whole lines
};

/// The keys that one project brings, by provider, ready to be called. Immutable.
class OwnEndpoints
{
public:
    using Endpoint = std::shared_ptr<const providers::Endpoint>;

    explicit OwnEndpoints(std::map<std::string, Endpoint, std::less<>> endpoints)
        : m_endpoints(std::move(endpoints))
    {}
    /// Null: it brings none for this provider, or the provider can't do that (`chat`, `embeddings`, …).
    Endpoint find(std::string_view provider, std::string_view capability) const;
    bool brings(std::string_view provider) const { return m_endpoints.contains(provider); }

private:
    std::map<std::string, Endpoint, std::less<>> m_endpoints;
};

/// All projects that bring keys, in memory: asked by every call, changed by whoever changes the table. Any thread.
class OwnCredentials
{
public:
    explicit OwnCredentials(std::vector<OwnTarget> targets)
        : m_targets(std::move(targets))
    {}

    const std::vector<OwnTarget> &targets() const { return m_targets; }
    const OwnTarget *target(std::string_view provider) const;

    /// Null: the project brings none.
    std::shared_ptr<const OwnEndpoints> find(const ProjectId &project) const;
    /// In place of those it had; none of them takes the project out.
    void set(const ProjectId &project, const std::map<std::string, Secret> &credentials);

private:
    const std::vector<OwnTarget> m_targets;
    std::atomic<std::uint64_t> m_revision = 0;
    mutable std::shared_mutex m_mutex;
    std::unordered_map<ProjectId, std::shared_ptr<const OwnEndpoints>> m_projects;
};

} // namespace beaver::projects
