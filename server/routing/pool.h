#pragma once

#include <server/routing/live.h>

#include <atomic>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace beaver::routing {

/// One endpoint of a pool: what was decided about it, and its live state, which goes on from pool to pool.
struct Member
{
    std::shared_ptr<const StoredEndpoint> stored;
    std::shared_ptr<const providers::Endpoint> endpoint;
    std::shared_ptr<Live> live;
    std::uint64_t idHash = 0;
};

/// One endpoint that has a model.
struct ModelRoute
{
    const Member *member = nullptr;
    std::string upstreamModel;
    std::shared_ptr<ModelTrack> track;
    bool byPattern = false;

    /// Its server has said which models it has, and this one, which only a pattern names, isn't among them.
    bool isMissing() const { return byPattern && track->missing(); }
};

/// All that have it, by priority.
struct ModelRoutes
{
    std::string provider; ///< of the model, when this was made …
    std::string upstreamModel;
    std::vector<ModelRoute> routes;
    std::vector<std::uint64_t> weights;           ///< of those of the first priority, each with all before it
    mutable std::atomic<std::uint64_t> turns = 0; ///< round robin
};

/// The endpoints at one moment. Immutable but for what it remembers of models it was asked for.
class Pool
{
public:
    explicit Pool(std::vector<Member> members);
    Pool(const Pool &) = delete;
    Pool &operator=(const Pool &) = delete;

    const std::vector<Member> &members() const { return m_members; }
    const Member *find(const EndpointId &id) const;
    /// Found out once for each model; must not outlive the pool.
    std::shared_ptr<const ModelRoutes> routesOf(const catalog::Model &model) const;

private:
    std::vector<Member> m_members;
    std::unordered_map<EndpointId, const Member *> m_byId;
    mutable std::shared_mutex m_mutex; // guards m_routes
    mutable std::unordered_map<std::string, std::shared_ptr<const ModelRoutes>> m_routes;
};

} // namespace beaver::routing
