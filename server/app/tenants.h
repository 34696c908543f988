#pragma once

#include <server/http/dialects/ai_gateway.h>
#include <server/http/rest/audit.h>
#include <server/http/rest/keys.h>
#include <server/http/rest/projects.h>
#include <server/ops/options.h>
#include <server/projects/project_service.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// Projects with what they bring, and what the AI Gateway proxy's paths share. Shared by all loops.
struct Tenants
{
    Tenants(const ops::Options &options, const Secret &masterKey,
            const std::vector<std::shared_ptr<const providers::Profile>> &profiles, storage::Database &database,
            const Clock &clock);

    projects::ProjectService projects;
    http::AiGateway aiGateway;
};

/// Keys, projects, the audit log: the handlers of one loop.
struct TenantHandlers
{
    TenantHandlers(const Shared &shared, relay::Relay &relay);
    TenantHandlers(const TenantHandlers &) = delete;
    TenantHandlers &operator=(const TenantHandlers &) = delete;

    http::KeyHandlers keys;
    http::ProjectHandlers projects;
    http::AuditHandlers audit;
    http::AiGatewayHandlers aiGateway;
    std::size_t chatBodyLimit;
};

/// Their rows of the route table.
void addTenantRoutes(std::vector<http::Route> &routes, TenantHandlers &of);

} // namespace beaver::app
