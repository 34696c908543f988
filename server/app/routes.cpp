#include <server/app/routes.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Answer;
using http::Exchange;
using http::Method;

template <typename Of>
http::Handler bind(Of &handlers, QCoro::Task<Result<Answer>> (Of::*handler)(std::shared_ptr<Exchange>))
{
    return
        [&handlers, handler](std::shared_ptr<Exchange> exchange) { return (handlers.*handler)(std::move(exchange)); };
}

} // namespace

http::RouteTable makeRoutes(Handlers &of, JobHandlers &jobs, PeopleHandlers &people, CommerceHandlers &commerce,
                            BillingHandlers &billing, TenantHandlers &tenants, DialectHandlers &dialects,
                            std::size_t chatBodyLimit)
{
    constexpr auto own = api::Surface::Beaver;
    constexpr auto openRouter = api::Surface::OpenRouter;
    constexpr std::size_t small = 64 * 1024;
    constexpr auto anthropic = api::Surface::Anthropic;
    constexpr auto gemini = api::Surface::Gemini;
    using Calls = http::ModelCallHandlers;
    using wire::UnitKind;
    const auto completions = bind(of.calls, &Calls::completions);
    const auto modelChat = bind(of.calls, &Calls::modelChat);
    const auto responses = bind(of.calls, &Calls::responses);
    const auto messages = bind(of.calls, &Calls::messages);
    const auto countTokens = bind(of.calls, &Calls::countTokens);
    const auto generate = bind(of.calls, &Calls::generateContent);
    const auto streamGenerate = bind(of.calls, &Calls::streamGenerateContent);
    const auto geminiCount = bind(of.calls, &Calls::geminiCountTokens);
    const auto models = bind(of.models, &http::ModelHandlers::list);
    const auto model = bind(of.models, &http::ModelHandlers::one);
    const auto receipt = bind(of.receipts, &http::ReceiptHandlers::one);
    using Accounts = http::AccountHandlers;
    using Ledger = http::LedgerHandlers;
    using Health = http::HealthHandlers;
    using Endpoints = http::EndpointHandlers;
    using CatalogAdmin = http::CatalogAdminHandlers;
    using Servers = http::BluesMindsServerHandlers;

    // clang-format off
    std::vector<http::Route> routes{
        // method        path                          who              handler                                  name                scope               errors      body
        {Method::Post,   "/v1/chat/completions",       Access::Key,     completions,                             "chat.completions", "chat.completions", own,        chatBodyLimit},
        {Method::Post,   "/api/v1/chat/completions",   Access::Key,     completions,                             "chat.completions", "chat.completions", openRouter, chatBodyLimit},
        {Method::Post,   "/v1/models/{model+}/chat",   Access::Key,     modelChat,                               "models.chat",      "chat.completions", own,        chatBodyLimit},
        {Method::Get,    "/v1/chat/ws",                Access::Key,     bind(of.chatSocket, &http::ChatSocketHandlers::open), "chat.ws", "chat.completions", own,           chatBodyLimit, false, true},
        {Method::Post,   "/v1/responses",              Access::Key,     responses,                               "responses",        "chat.completions", own,        chatBodyLimit},
        {Method::Post,   "/api/v1/responses",          Access::Key,     responses,                               "responses",        "chat.completions", openRouter, chatBodyLimit},
        {Method::Post,   "/v1/messages",               Access::Key,     messages,                                "messages",         "chat.completions", anthropic,  chatBodyLimit},
        {Method::Post,   "/api/v1/messages",           Access::Key,     messages,                                "messages",         "chat.completions", anthropic,  chatBodyLimit},
        {Method::Post,   "/v1/messages/count_tokens",  Access::Key,     countTokens,                             "messages.count_tokens", "",            anthropic,  chatBodyLimit},
        {Method::Post,   "/v1beta/models/{model+}:generateContent", Access::Key, generate,                        "gemini.generate",  "chat.completions", gemini,     chatBodyLimit},
        {Method::Post,   "/v1/models/{model+}:generateContent", Access::Key, generate,                        "gemini.generate",  "chat.completions", gemini,     chatBodyLimit},
        {Method::Post,   "/v1beta/models/{model+}:streamGenerateContent", Access::Key, streamGenerate,            "gemini.stream",    "chat.completions", gemini,     chatBodyLimit},
        {Method::Post,   "/v1/models/{model+}:streamGenerateContent", Access::Key, streamGenerate,            "gemini.stream",    "chat.completions", gemini,     chatBodyLimit},
        {Method::Post,   "/v1beta/models/{model+}:countTokens", Access::Key, geminiCount,                         "gemini.count_tokens", "",              gemini,     chatBodyLimit},
        {Method::Post,   "/v1/models/{model+}:countTokens", Access::Key, geminiCount,                         "gemini.count_tokens", "",              gemini,     chatBodyLimit},
        {Method::Get,    "/v1beta/models",             Access::Key,     bind(of.models, &http::ModelHandlers::geminiList), "models.list", "",            gemini,     small},
        {Method::Get,    "/v1beta/models/{model+}",    Access::Key,     bind(of.models, &http::ModelHandlers::geminiOne),  "models.get",  "",            gemini,     small},
        {Method::Get,    "/v1/models",                 Access::Key,     models,                                  "models.list",      "",                 own,        small},
        {Method::Get,    "/api/v1/models",             Access::Key,     models,                                  "models.list",      "",                 openRouter, small},
        {Method::Get,    "/v1/models/{model+}",        Access::Key,     model,                                   "models.get",       "",                 own,        small},
        {Method::Get,    "/api/v1/models/{model+}",    Access::Key,     model,                                   "models.get",       "",                 openRouter, small},
        {Method::Get,    "/v1/receipts/{id}",          Access::Key,     receipt,                                 "receipts.get",     "",                 own,        small},

        {Method::Get,    "/account/balance",           Access::Key,     bind(of.ledger, &Ledger::balance),       "account.balance",  "",                 own,        small},
        {Method::Get,    "/account/transactions",      Access::Key,     bind(of.ledger, &Ledger::transactions),  "account.transactions", "",             own,        small},

        {Method::Post,   "/admin/accounts",            Access::Admin,   bind(of.accounts, &Accounts::create),    "admin.accounts.create", "",            own,        small},
        {Method::Get,    "/admin/accounts",            Access::Viewer,  bind(of.accounts, &Accounts::list),      "admin.accounts.list", "",              own,        small},
        {Method::Get,    "/admin/accounts/{id}",       Access::Viewer,  bind(of.accounts, &Accounts::one),       "admin.accounts.get", "",               own,        small},
        {Method::Patch,  "/admin/accounts/{id}",       Access::Admin,   bind(of.accounts, &Accounts::change),    "admin.accounts.change", "",            own,        small},
        {Method::Post,   "/admin/top-up",              Access::Billing, bind(of.ledger, &Ledger::topUp),         "admin.top-up",     "",                 own,        small},
        {Method::Get,    "/admin/ledger/proof",        Access::Viewer,  bind(of.ledger, &Ledger::proof),         "admin.ledger.proof", "",               own,        small},

        {Method::Get,     "/admin/cache",                Access::Viewer,  bind(of.cache, &http::CacheHandlers::show), "admin.cache.get", "",                 own,        small},
        {Method::Delete,  "/admin/cache",                Access::Admin,   bind(of.cache, &http::CacheHandlers::clear), "admin.cache.clear", "",                 own,        small},
        {Method::Get,     "/admin/endpoints",            Access::Viewer,  bind(of.endpoints, &Endpoints::list),    "admin.endpoints.list", "",                 own,        small},
        {Method::Post,    "/admin/endpoints",            Access::Admin,   bind(of.endpoints, &Endpoints::create),  "admin.endpoints.create", "",                 own,        small},
        {Method::Get,     "/admin/endpoints/{id}",       Access::Viewer,  bind(of.endpoints, &Endpoints::one),     "admin.endpoints.get", "",                 own,        small},
        {Method::Patch,   "/admin/endpoints/{id}",       Access::Admin,   bind(of.endpoints, &Endpoints::change),  "admin.endpoints.change", "",                 own,        small},
        {Method::Delete,  "/admin/endpoints/{id}",       Access::Admin,   bind(of.endpoints, &Endpoints::remove),  "admin.endpoints.delete", "",                 own,        small},
        {Method::Post,    "/admin/endpoints/{id}/check", Access::Admin,   bind(of.endpoints, &Endpoints::check),   "admin.endpoints.check", "",                 own,        small},
        {Method::Post,    "/admin/endpoints/{id}/pause", Access::Admin,   bind(of.endpoints, &Endpoints::pause),   "admin.endpoints.pause", "",                 own,        small},
        {Method::Post,    "/admin/endpoints/{id}/resume", Access::Admin,   bind(of.endpoints, &Endpoints::resume),  "admin.endpoints.resume", "",                 own,        small},
        {Method::Post,    "/admin/endpoints/{id}/drain", Access::Admin,   bind(of.endpoints, &Endpoints::drain),   "admin.endpoints.drain", "",                 own,        small},
        {Method::Get,     "/admin/providers",            Access::Viewer,  bind(of.endpoints, &Endpoints::providers), "admin.providers.list", "",                 own,        small},
        {Method::Get,     "/admin/models",               Access::Viewer,  bind(of.catalogAdmin, &CatalogAdmin::models), "admin.models.list", "",                 own,        small},
        {Method::Post,    "/admin/models",               Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::createModel), "admin.models.create", "",                 own,        small},
        {Method::Post,    "/admin/models/import",        Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::import), "admin.models.import", "",                 own,        http::importBodyLimit},
        {Method::Delete,  "/admin/models/{model+}/prices", Access::Admin, bind(of.catalogAdmin, &CatalogAdmin::withdrawPrice), "admin.models.prices.withdraw", "",                 own,        small},
        {Method::Patch,   "/admin/models/{model+}",      Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::changeModel), "admin.models.change", "",                 own,        small},
        {Method::Get,     "/admin/model-aliases",        Access::Viewer,  bind(of.catalogAdmin, &CatalogAdmin::aliases), "admin.aliases.list", "",                 own,        small},
        {Method::Post,    "/admin/model-aliases",        Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::createAlias), "admin.aliases.create", "",                 own,        small},
        {Method::Patch,   "/admin/model-aliases/{alias+}", Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::changeAlias), "admin.aliases.change", "",                 own,        small},
        {Method::Delete,  "/admin/model-aliases/{alias+}", Access::Admin,   bind(of.catalogAdmin, &CatalogAdmin::removeAlias), "admin.aliases.delete", "",                 own,        small},

        {Method::Get,     "/api/admin/servers",          Access::Viewer,  bind(of.bluesMindsServers, &Servers::list), "bluesminds.servers.list", "",                 openRouter, small},
        {Method::Post,    "/api/admin/servers",          Access::Admin,   bind(of.bluesMindsServers, &Servers::create), "bluesminds.servers.create", "",                 openRouter, small},
        {Method::Patch,   "/api/admin/servers/{id}",     Access::Admin,   bind(of.bluesMindsServers, &Servers::change), "bluesminds.servers.change", "",                 openRouter, small},
        {Method::Delete,  "/api/admin/servers/{id}",     Access::Admin,   bind(of.bluesMindsServers, &Servers::remove), "bluesminds.servers.delete", "",                 openRouter, small},
        {Method::Get,     "/api/admin/health",           Access::Viewer,  bind(of.bluesMindsServers, &Servers::health), "bluesminds.health", "",                 openRouter, small},
        {Method::Post,    "/api/admin/health",           Access::Admin,   bind(of.bluesMindsServers, &Servers::checkAll), "bluesminds.health.check", "",                 openRouter, small},

        {Method::Get,    "/",                          Access::Open,    bind(of.health, &Health::root),          "root",             "",                 own,        small},
        {Method::Get,    "/health",                    Access::Open,    bind(of.health, &Health::ready),         "health",           "",                 own,        small},
        {Method::Get,    "/health/live",               Access::Open,    bind(of.health, &Health::live),          "health.live",      "",                 own,        small},
        {Method::Get,    "/health/ready",              Access::Open,    bind(of.health, &Health::ready),         "health.ready",     "",                 own,        small},
        {Method::Get,    "/metrics",                   Access::Open,    bind(of.metrics, &http::MetricsHandler::show), "metrics",    "",                 own,        small},
    };
    // clang-format on
    // Calls that aren't chats: the same path below /v1 and /api/v1.
    for (const auto kind : {UnitKind::Completion, UnitKind::Embeddings, UnitKind::Moderations, UnitKind::Rerank,
                            UnitKind::ImageGeneration, UnitKind::ImageEdit, UnitKind::ImageVariation, UnitKind::Speech,
                            UnitKind::Transcription, UnitKind::Translation}) {
        const auto &surface = wire::unitSurface(kind);
        for (const std::string_view mount : {"/v1", "/api/v1"}) {
            routes.push_back({Method::Post, std::string(mount) + std::string(surface.path), Access::Key,
                              of.calls.unit(kind), std::string(surface.name), std::string(surface.scope),
                              mount == "/v1" ? own : openRouter, chatBodyLimit, true});
        }
    }
    addJobRoutes(routes, jobs);
    addPeopleRoutes(routes, people);
    addTenantRoutes(routes, tenants);
    addCommerceRoutes(routes, commerce);
    addBillingRoutes(routes, billing);
    addDialectRoutes(routes, dialects);
    describeRoutes(routes, dialects); // the last step: of all rows
    return http::RouteTable(std::move(routes));
}

} // namespace beaver::app
