#include <server/app/endpoints.h>
#include <server/app/loop_thread.h>
#include <server/app/tenants.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

constexpr std::int64_t hourMs = 3'600'000;

/// Binds handlers of one class.
template <typename Of> auto boundTo(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

Tenants::Tenants(const ops::Options &options, const Secret &masterKey,
                 const std::vector<std::shared_ptr<const providers::Profile>> &profiles, storage::Database &database,
                 const Clock &clock)
    : projects(database, masterKey, ownTargets(options, profiles), clock)
    , aiGateway{options.text("BEAVER_REGISTRATION") == "open",
                identity::AttemptLimit(options.number("BEAVER_REGISTRATIONS_PER_HOUR"), hourMs)}
{}

TenantHandlers::TenantHandlers(const Shared &shared, relay::Relay &relay)
    : keys(shared.identity, shared.limits, shared.database, shared.clock)
    , projects(shared.tenants.projects, shared.identity, shared.limits, keys, shared.database, shared.clock)
    , audit(shared.database)
    , aiGateway({shared.tenants.aiGateway, shared.tenants.projects, shared.identity, shared.limits, relay,
                 shared.database, shared.clock})
    , chatBodyLimit(shared.chatBodyLimit)
{}

void addTenantRoutes(std::vector<http::Route> &routes, TenantHandlers &of)
{
    using Keys = http::KeyHandlers;
    using Projects = http::ProjectHandlers;
    using Audit = http::AuditHandlers;
    using Gateway = http::AiGatewayHandlers;
    const auto keys = boundTo(of.keys);
    const auto projects = boundTo(of.projects);
    const auto audit = boundTo(of.audit);
    const auto gateway = boundTo(of.aiGateway);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name,
                         api::Surface surface = api::Surface::Beaver, std::size_t body = 64 * 1024,
                         std::string scope = {}) {
        routes.push_back(
            {method, std::move(path), access, std::move(handler), std::move(name), std::move(scope), surface, body});
    };
    constexpr auto blues = api::Surface::OpenRouter;
    constexpr auto proxy = api::Surface::AiGateway;
    constexpr std::size_t small = 64 * 1024;

    // clang-format off
    add(Method::Get,    "/api-keys",                     Access::Key,    keys(&Keys::list),               "keys.list");
    add(Method::Post,   "/api-keys",                     Access::Key,    keys(&Keys::create),             "keys.create");
    add(Method::Post,   "/api-keys/generate",            Access::Key,    keys(&Keys::create),             "keys.create");
    add(Method::Get,    "/api-keys/{id}",                Access::Key,    keys(&Keys::one),                "keys.get");
    add(Method::Patch,  "/api-keys/{id}",                Access::Key,    keys(&Keys::change),             "keys.change");
    add(Method::Delete, "/api-keys/{id}",                Access::Key,    keys(&Keys::revoke),             "keys.revoke");
    add(Method::Post,   "/api-keys/{id}/rotate",         Access::Key,    keys(&Keys::rotate),             "keys.rotate");
    add(Method::Post,   "/api-keys/{id}/signing-secret", Access::Key,    keys(&Keys::signingSecret),      "keys.signing_secret");
    add(Method::Get,    "/api-keys/{id}/audit",          Access::Key,    keys(&Keys::audit),              "keys.audit");
    add(Method::Get,    "/api-keys/{id}/usage",          Access::Key,    keys(&Keys::usage),              "keys.usage");

    add(Method::Get,    "/api/keys",                     Access::Key,    keys(&Keys::list),               "bluesminds.keys.list",   blues);
    add(Method::Post,   "/api/keys",                     Access::Key,    keys(&Keys::bluesMindsCreate),   "bluesminds.keys.create", blues);
    add(Method::Get,    "/api/keys/{id}",                Access::Key,    keys(&Keys::one),                "bluesminds.keys.get",    blues);
    add(Method::Patch,  "/api/keys/{id}",                Access::Key,    keys(&Keys::change),             "bluesminds.keys.change", blues);
    add(Method::Delete, "/api/keys/{id}",                Access::Key,    keys(&Keys::revoke),             "bluesminds.keys.revoke", blues);
    add(Method::Post,   "/api/keys/{id}/rotate",         Access::Key,    keys(&Keys::rotate),             "bluesminds.keys.rotate", blues);

    add(Method::Get,    "/admin/api-keys",                     Access::Viewer, keys(&Keys::adminList),          "admin.keys.list");
    add(Method::Post,   "/admin/api-keys",                     Access::Admin,  keys(&Keys::adminCreate),        "admin.keys.create");
    add(Method::Post,   "/admin/api-keys/revoke",              Access::Admin,  keys(&Keys::adminRevokeMany),    "admin.keys.revoke_many", api::Surface::Beaver, 1024 * 1024);
    add(Method::Get,    "/admin/api-keys/{id}",                Access::Viewer, keys(&Keys::adminOne),           "admin.keys.get");
    add(Method::Patch,  "/admin/api-keys/{id}",                Access::Admin,  keys(&Keys::adminChange),        "admin.keys.change");
    add(Method::Delete, "/admin/api-keys/{id}",                Access::Admin,  keys(&Keys::adminRevoke),        "admin.keys.revoke");
    add(Method::Post,   "/admin/api-keys/{id}/rotate",         Access::Admin,  keys(&Keys::adminRotate),        "admin.keys.rotate");
    add(Method::Post,   "/admin/api-keys/{id}/signing-secret", Access::Admin,  keys(&Keys::adminSigningSecret), "admin.keys.signing_secret");
    add(Method::Get,    "/admin/api-keys/{id}/audit",          Access::Viewer, keys(&Keys::adminAudit),         "admin.keys.audit");
    add(Method::Get,    "/admin/api-keys/{id}/usage",          Access::Viewer, keys(&Keys::adminUsage),         "admin.keys.usage");

    add(Method::Get,    "/projects",                                Access::Key, projects(&Projects::list),             "projects.list");
    add(Method::Post,   "/projects",                                Access::Key, projects(&Projects::create),           "projects.create");
    add(Method::Get,    "/projects/{id}",                           Access::Key, projects(&Projects::one),              "projects.get");
    add(Method::Patch,  "/projects/{id}",                           Access::Key, projects(&Projects::change),           "projects.change");
    add(Method::Delete, "/projects/{id}",                           Access::Key, projects(&Projects::remove),           "projects.delete");
    add(Method::Get,    "/projects/{id}/usage",                     Access::Key, projects(&Projects::usage),            "projects.usage");
    add(Method::Get,    "/projects/{id}/members",                   Access::Key, projects(&Projects::members),          "projects.members.list");
    add(Method::Post,   "/projects/{id}/members",                   Access::Key, projects(&Projects::putMember),        "projects.members.put");
    add(Method::Delete, "/projects/{id}/members/{account_id}",      Access::Key, projects(&Projects::removeMember),     "projects.members.delete");
    add(Method::Get,    "/projects/{id}/credentials",               Access::Key, projects(&Projects::credentials),      "projects.credentials.list");
    add(Method::Put,    "/projects/{id}/credentials/{provider}",    Access::Key, projects(&Projects::putCredential),    "projects.credentials.put");
    add(Method::Delete, "/projects/{id}/credentials/{provider}",    Access::Key, projects(&Projects::removeCredential), "projects.credentials.delete");
    add(Method::Get,    "/projects/{id}/api-keys",                  Access::Key, projects(&Projects::keys),             "projects.keys.list");
    add(Method::Post,   "/projects/{id}/api-keys",                  Access::Key, projects(&Projects::createKey),        "projects.keys.create");
    add(Method::Patch,  "/projects/{id}/api-keys/{key_id}",         Access::Key, projects(&Projects::changeKey),        "projects.keys.change");
    add(Method::Delete, "/projects/{id}/api-keys/{key_id}",         Access::Key, projects(&Projects::revokeKey),        "projects.keys.revoke");
    add(Method::Post,   "/projects/{id}/api-keys/{key_id}/rotate",  Access::Key, projects(&Projects::rotateKey),        "projects.keys.rotate");

    add(Method::Get,    "/admin/projects",              Access::Viewer, projects(&Projects::adminList), "admin.projects.list");
    add(Method::Get,    "/admin/projects/{id}",         Access::Viewer, projects(&Projects::one),       "admin.projects.get");
    add(Method::Patch,  "/admin/projects/{id}",         Access::Admin,  projects(&Projects::change),    "admin.projects.change");
    add(Method::Delete, "/admin/projects/{id}",         Access::Admin,  projects(&Projects::remove),    "admin.projects.delete");
    add(Method::Get,    "/admin/projects/{id}/members", Access::Viewer, projects(&Projects::members),   "admin.projects.members");
    add(Method::Post,   "/admin/projects/{id}/members", Access::Admin,  projects(&Projects::putMember), "admin.projects.members.put");
    add(Method::Delete, "/admin/projects/{id}/members/{account_id}", Access::Admin,  projects(&Projects::removeMember), "admin.projects.members.delete");
    add(Method::Get,    "/admin/projects/{id}/usage",   Access::Viewer, projects(&Projects::usage),     "admin.projects.usage");

    add(Method::Get,    "/admin/audit",        Access::Admin, audit(&Audit::list),      "admin.audit.list");
    add(Method::Get,    "/admin/audit/export", Access::Admin, audit(&Audit::exportAll), "admin.audit.export");
    add(Method::Get,    "/admin/audit/proof",  Access::Admin, audit(&Audit::proof),     "admin.audit.proof");

    add(Method::Post,   "/api/v1/projects",                   Access::Open, gateway(&Gateway::createProject), "ai_gateway.projects.create", proxy);
    add(Method::Get,    "/api/v1/projects/api-keys",          Access::Key,  gateway(&Gateway::keys),          "ai_gateway.keys.list",       proxy);
    add(Method::Post,   "/api/v1/projects/api-keys",          Access::Key,  gateway(&Gateway::createKey),     "ai_gateway.keys.create",     proxy);
    add(Method::Delete, "/api/v1/projects/api-keys",          Access::Key,  gateway(&Gateway::removeKey),     "ai_gateway.keys.delete",     proxy);
    add(Method::Delete, "/api/v1/projects/api-keys/{id}",     Access::Key,  gateway(&Gateway::removeKey),     "ai_gateway.keys.delete",     proxy);
    add(Method::Post,   "/api/v1/completions/chat",           Access::Key,  gateway(&Gateway::chat),          "ai_gateway.chat",            proxy, of.chatBodyLimit, "chat.completions");
    add(Method::Post,   "/api/v1/completions/embeddings",     Access::Key,  gateway(&Gateway::embeddings),    "ai_gateway.embeddings",      proxy, of.chatBodyLimit, "embeddings");
    add(Method::Get,    "/api/v1/usage/stats",                Access::Key,  gateway(&Gateway::stats),         "ai_gateway.usage.stats",     proxy, small);
    add(Method::Get,    "/api/v1/usage/costs",                Access::Key,  gateway(&Gateway::costs),         "ai_gateway.usage.costs",     proxy, small);
    add(Method::Get,    "/api/v1/usage/budget",               Access::Key,  gateway(&Gateway::budget),        "ai_gateway.usage.budget",    proxy, small);
    // clang-format on
}

} // namespace beaver::app
