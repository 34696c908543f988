#include <server/app/dialects.h>
#include <server/app/loop_thread.h>
#include <server/http/dialects/gateway_usage.h>
#include <server/http/dialects/litellm_headers.h>
#include <server/http/docs/openapi_document.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

/// Binds handlers of one class.
template <typename Of> auto binder(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

DialectHandlers::DialectHandlers(const Shared &shared, routing::Checker &checker)
    : context{shared.database, shared.catalogue,   shared.router, shared.identity, shared.ledger,
              shared.limits,   shared.idempotency, shared.cache,  shared.clock,    shared.people.service}
    , status(shared.metrics, shared.database, shared.router, shared.clock, BEAVER_VERSION)
    , openRouter(context)
    , oldBilling(context)
    , liteLlmModels(context)
    , liteLlmKeys(context)
    , liteLlmUsers(context)
    , liteLlmSpend(context)
    , bluesMindsUsage(context)
    , creditModels(context)
    , creditUsers(context)
    , creditKeys(context)
    , creditAdmin(context, checker)
    , liteLlmHeaders(shared.liteLlmHeaders)
{}

void addDialectRoutes(std::vector<http::Route> &routes, DialectHandlers &of)
{
    using Docs = http::DocsHandlers;
    using Status = http::StatusHandlers;
    const auto docs = binder(of.docs);
    const auto status = binder(of.status);
    const auto openRouter = binder(of.openRouter);
    const auto oldBilling = binder(of.oldBilling);
    const auto models = binder(of.liteLlmModels);
    constexpr auto theirs = api::Surface::OpenRouter;
    std::vector<http::Route> own;
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name,
                         api::Surface surface = api::Surface::Beaver) {
        own.push_back({method, std::move(path), access, std::move(handler), std::move(name), {}, surface, 64 * 1024});
    };

    // clang-format off
    add(Method::Get, "/openapi.json",   Access::Open, docs(&Docs::document),    "docs.openapi");
    add(Method::Get, "/docs",           Access::Open, docs(&Docs::swagger),     "docs.swagger");
    add(Method::Get, "/redoc",          Access::Open, docs(&Docs::redoc),       "docs.redoc");
    add(Method::Get, "/docs/{file}",    Access::Open, docs(&Docs::asset),       "docs.asset");
    add(Method::Get, "/status/uptime",  Access::Open, status(&Status::uptime),  "status.uptime");
    add(Method::Get, "/status/latency", Access::Open, status(&Status::latency), "status.latency");

    using OpenRouter = http::OpenRouterReads;
    add(Method::Get, "/api/v1/key",                       Access::Key, openRouter(&OpenRouter::key),            "openrouter.key",        theirs);
    add(Method::Get, "/api/v1/credits",                   Access::Key, openRouter(&OpenRouter::credits),        "openrouter.credits",    theirs);
    add(Method::Get, "/api/v1/generation",                Access::Key, openRouter(&OpenRouter::generation),     "openrouter.generation", theirs);
    add(Method::Get, "/api/v1/models/{model+}/endpoints", Access::Key, openRouter(&OpenRouter::modelEndpoints), "openrouter.endpoints",  theirs);
    add(Method::Get, "/api/v1/providers",                 Access::Key, openRouter(&OpenRouter::providers),      "openrouter.providers",  theirs);

    using OldBilling = http::OldBillingReads;
    add(Method::Get, "/v1/dashboard/billing/subscription", Access::Key, oldBilling(&OldBilling::subscription), "billing.subscription");
    add(Method::Get, "/v1/dashboard/billing/usage",        Access::Key, oldBilling(&OldBilling::usage),        "billing.usage");

    using LiteLlm = http::LiteLlmModels;
    add(Method::Get, "/model/info",         Access::Key,  models(&LiteLlm::models),     "litellm.models");
    add(Method::Get, "/v1/model/info",      Access::Key,  models(&LiteLlm::models),     "litellm.models");
    add(Method::Get, "/model_group/info",   Access::Key,  models(&LiteLlm::groups),     "litellm.groups");
    add(Method::Get, "/health/readiness",   Access::Open, models(&LiteLlm::readiness),  "litellm.readiness");
    add(Method::Get, "/health/liveliness",  Access::Open, models(&LiteLlm::liveliness), "litellm.liveliness");
    add(Method::Get, "/health/liveness",    Access::Open, models(&LiteLlm::liveliness), "litellm.liveliness");

    using LiteLlmKeys = http::LiteLlmKeys;
    using LiteLlmUsers = http::LiteLlmUsers;
    const auto theirKeys = binder(of.liteLlmKeys);
    const auto theirUsers = binder(of.liteLlmUsers);
    const auto theirSpend = binder(of.liteLlmSpend);
    add(Method::Post, "/key/generate",  Access::Key,   theirKeys(&LiteLlmKeys::generate),       "litellm.keys.generate");
    add(Method::Post, "/key/update",    Access::Key,   theirKeys(&LiteLlmKeys::update),         "litellm.keys.update");
    add(Method::Post, "/key/delete",    Access::Key,   theirKeys(&LiteLlmKeys::remove),         "litellm.keys.delete");
    add(Method::Post, "/key/block",     Access::Key,   theirKeys(&LiteLlmKeys::block),          "litellm.keys.block");
    add(Method::Post, "/key/unblock",   Access::Key,   theirKeys(&LiteLlmKeys::unblock),        "litellm.keys.unblock");
    add(Method::Get,  "/key/info",      Access::Key,   theirKeys(&LiteLlmKeys::info),           "litellm.keys.info");
    add(Method::Get,  "/key/list",      Access::Key,   theirKeys(&LiteLlmKeys::list),           "litellm.keys.list");
    add(Method::Post, "/user/new",      Access::Admin, theirUsers(&LiteLlmUsers::create),       "litellm.users.create");
    add(Method::Get,  "/user/info",     Access::Key,   theirUsers(&LiteLlmUsers::info),         "litellm.users.info");
    add(Method::Get,  "/spend/logs",    Access::Key,   theirSpend(&http::LiteLlmSpend::logs),   "litellm.spend.logs");

    using Blues = http::BluesMindsUsage;
    const auto blues = binder(of.bluesMindsUsage);
    add(Method::Get, "/api/usage/stats", Access::Key, blues(&Blues::stats), "bluesminds.usage.stats", theirs);
    add(Method::Get, "/api/usage/logs",  Access::Key, blues(&Blues::logs),  "bluesminds.usage.logs",  theirs);

    constexpr auto credit = api::Surface::CreditGateway;
    const auto creditModels = binder(of.creditModels);
    const auto users = binder(of.creditUsers);
    const auto keys = binder(of.creditKeys);
    const auto admin = binder(of.creditAdmin);
    using Models = http::CreditModels;
    using Users = http::CreditUsers;
    using Keys = http::CreditKeys;
    using Admin = http::CreditAdmin;
    add(Method::Get,    "/models",                 Access::Open,    creditModels(&Models::models),    "credit.models",          credit);
    add(Method::Get,    "/models/providers",       Access::Open,    creditModels(&Models::providers), "credit.providers",       credit);
    add(Method::Get,    "/user/balance",           Access::Key,     users(&Users::balance),           "credit.balance",         credit);
    add(Method::Get,    "/user/monitor",           Access::Key,     users(&Users::monitor),           "credit.monitor",         credit);
    add(Method::Get,    "/user/limit",             Access::Key,     users(&Users::limit),             "credit.limit",           credit);
    add(Method::Get,    "/user/profile",           Access::Key,     users(&Users::profile),           "credit.profile.get",     credit);
    add(Method::Put,    "/user/profile",           Access::Key,     users(&Users::changeProfile),     "credit.profile.change",  credit);
    add(Method::Delete, "/user/account",           Access::Key,     users(&Users::removeAccount),     "credit.account.delete",  credit);
    add(Method::Post,   "/user/api-keys",          Access::Key,     keys(&Keys::create),              "credit.keys.create",     credit);
    add(Method::Get,    "/user/api-keys",          Access::Key,     keys(&Keys::list),                "credit.keys.list",       credit);
    add(Method::Get,    "/user/api-keys/usage",    Access::Key,     keys(&Keys::usage),               "credit.keys.usage",      credit);
    add(Method::Put,    "/user/api-keys/{key_id}", Access::Key,     keys(&Keys::change),              "credit.keys.change",     credit);
    add(Method::Delete, "/user/api-keys/{key_id}", Access::Key,     keys(&Keys::remove),              "credit.keys.delete",     credit);
    add(Method::Post,   "/admin/add_credits",      Access::Billing, admin(&Admin::addCredits),        "credit.admin.add_credits", credit);
    add(Method::Get,    "/admin/balance",          Access::Viewer,  admin(&Admin::balances),          "credit.admin.balance",   credit);
    add(Method::Get,    "/admin/monitor",          Access::Viewer,  admin(&Admin::monitor),           "credit.admin.monitor",   credit);
    add(Method::Post,   "/admin/limit",            Access::Admin,   admin(&Admin::setLimit),          "credit.admin.limit",     credit);
    add(Method::Post,   "/admin/refresh-models",   Access::Admin,   admin(&Admin::refreshModels),     "credit.admin.refresh",   credit);
    add(Method::Get,    "/admin/cache-status",     Access::Viewer,  admin(&Admin::cacheStatus),       "credit.admin.cache",     credit);
    // clang-format on
    for (auto &route : routes) {
        if (route.name == "chat.completions")
            route.handler = http::withGatewayUsage(std::move(route.handler), of.context);
        if (of.liteLlmHeaders && route.method == Method::Post && route.scope == "chat.completions")
            route.handler = http::withLiteLlmHeaders(std::move(route.handler), of.context.clock);
    }
    routes.insert(routes.begin(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
}

void describeRoutes(const std::vector<http::Route> &routes, DialectHandlers &of)
{
    // The same for every loop.
    static const auto document = http::openApiDocument(routes, http::openApiFragments(), BEAVER_VERSION);
    of.docs.setDocument(document);
}

} // namespace beaver::app
