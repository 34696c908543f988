#pragma once

#include <server/audit/audit_log.h>
#include <server/ops/sealing.h>
#include <server/routing/endpoint_rules.h>
#include <server/routing/router.h>
#include <server/storage/database.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace beaver::routing {

/// The endpoints there are: what the environment names, what administrators add, and what they change of either. A
/// change is written with its line of the audit log, then stands in the router's pool. Any thread.
class EndpointService
{
public:
    using Profiles = std::vector<std::shared_ptr<const providers::Profile>>;

    EndpointService(storage::Database &database, Router &router, const Secret &masterKey, Profiles profiles,
                    const Clock &clock);

    /// Writes what the environment names (under fixed ids; what an administrator decided about those stays) and fills
    /// the pool. Rows of the environment that it doesn't name any more stay out. Blocks; at start only.
    Result<void> start(std::vector<StoredEndpoint> fromEnvironment);

    /// Profiles that endpoints can have, in the order of their file.
    const Profiles &profiles() const { return m_profiles; }

    // `actor` is the id of the account that changes it.
    ops::Future<Result<EndpointView>> create(ops::Executor &loop, audit::Actor actor, std::string provider,
                                             EndpointPatch patch);
    ops::Future<Result<EndpointView>> change(ops::Executor &loop, audit::Actor actor, EndpointId id,
                                             EndpointPatch patch);
    /// Conflict for one that comes from the environment. Answers what it was.
    ops::Future<Result<EndpointView>> remove(ops::Executor &loop, audit::Actor actor, EndpointId id);

    Result<EndpointView> find(const EndpointId &id) const;

private:
    using Stored = std::shared_ptr<const StoredEndpoint>;
    using Work = std::function<Result<StoredEndpoint>(storage::Connection &)>;

    ops::Future<Result<EndpointView>> write(ops::Executor &loop, Work work, bool removes);
    Result<StoredEndpoint> current(storage::Connection &connection, const EndpointId &id) const;
    void publish();
    EndpointView viewOf(const StoredEndpoint &stored) const;

    storage::Database &m_database;
    Router &m_router;
    const ops::CredentialBox m_box;
    const Profiles m_profiles;
    const Clock &m_clock;
    std::map<EndpointId, Secret> m_environment; ///< credentials; never changes after start
    std::map<EndpointId, Stored> m_endpoints;   ///< those of the pool; on the writer's thread only, once started
};

} // namespace beaver::routing
