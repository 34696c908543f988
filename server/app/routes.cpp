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

http::RouteTable makeRoutes(Handlers &of, std::size_t chatBodyLimit)
{
    constexpr auto own = api::Surface::Beaver;
    constexpr auto openRouter = api::Surface::OpenRouter;
    constexpr std::size_t small = 64 * 1024;
    const auto completions = bind(of.chat, &http::ChatHandlers::completions);
    const auto modelChat = bind(of.chat, &http::ChatHandlers::modelChat);
    const auto models = bind(of.models, &http::ModelHandlers::list);
    const auto model = bind(of.models, &http::ModelHandlers::one);
    const auto receipt = bind(of.receipts, &http::ReceiptHandlers::one);
    using Accounts = http::AccountHandlers;
    using Ledger = http::LedgerHandlers;
    using Auth = http::AuthHandlers;
    using Health = http::HealthHandlers;

    // clang-format off
    std::vector<http::Route> routes{
        // method        path                          who              handler                                  name                scope               errors      body
        {Method::Post,   "/v1/chat/completions",       Access::Key,     completions,                             "chat.completions", "chat.completions", own,        chatBodyLimit},
        {Method::Post,   "/api/v1/chat/completions",   Access::Key,     completions,                             "chat.completions", "chat.completions", openRouter, chatBodyLimit},
        {Method::Post,   "/v1/models/{model+}/chat",   Access::Key,     modelChat,                               "models.chat",      "chat.completions", own,        chatBodyLimit},
        {Method::Get,    "/v1/models",                 Access::Key,     models,                                  "models.list",      "",                 own,        small},
        {Method::Get,    "/api/v1/models",             Access::Key,     models,                                  "models.list",      "",                 openRouter, small},
        {Method::Get,    "/v1/models/{model+}",        Access::Key,     model,                                   "models.get",       "",                 own,        small},
        {Method::Get,    "/api/v1/models/{model+}",    Access::Key,     model,                                   "models.get",       "",                 openRouter, small},
        {Method::Get,    "/v1/receipts/{id}",          Access::Key,     receipt,                                 "receipts.get",     "",                 own,        small},

        {Method::Get,    "/account/balance",           Access::Key,     bind(of.ledger, &Ledger::balance),       "account.balance",  "",                 own,        small},
        {Method::Get,    "/account/transactions",      Access::Key,     bind(of.ledger, &Ledger::transactions),  "account.transactions", "",             own,        small},

        {Method::Post,   "/auth/login",                Access::Open,    bind(of.auth, &Auth::login),             "auth.login",       "",                 own,        small},
        {Method::Post,   "/auth/refresh",              Access::Open,    bind(of.auth, &Auth::refresh),           "auth.refresh",     "",                 own,        small},
        {Method::Post,   "/auth/logout",               Access::Session, bind(of.auth, &Auth::logout),            "auth.logout",      "",                 own,        small},
        {Method::Get,    "/auth/me",                   Access::Key,     bind(of.auth, &Auth::me),                "auth.me",          "",                 own,        small},

        {Method::Post,   "/admin/accounts",            Access::Admin,   bind(of.accounts, &Accounts::create),    "admin.accounts.create", "",            own,        small},
        {Method::Get,    "/admin/accounts",            Access::Viewer,  bind(of.accounts, &Accounts::list),      "admin.accounts.list", "",              own,        small},
        {Method::Get,    "/admin/accounts/{id}",       Access::Viewer,  bind(of.accounts, &Accounts::one),       "admin.accounts.get", "",               own,        small},
        {Method::Patch,  "/admin/accounts/{id}",       Access::Admin,   bind(of.accounts, &Accounts::change),    "admin.accounts.change", "",            own,        small},
        {Method::Post,   "/admin/api-keys",            Access::Admin,   bind(of.accounts, &Accounts::createKey), "admin.keys.create", "",                own,        small},
        {Method::Post,   "/admin/top-up",              Access::Billing, bind(of.ledger, &Ledger::topUp),         "admin.top-up",     "",                 own,        small},
        {Method::Get,    "/admin/ledger/proof",        Access::Viewer,  bind(of.ledger, &Ledger::proof),         "admin.ledger.proof", "",               own,        small},

        {Method::Get,    "/",                          Access::Open,    bind(of.health, &Health::root),          "root",             "",                 own,        small},
        {Method::Get,    "/health",                    Access::Open,    bind(of.health, &Health::ready),         "health",           "",                 own,        small},
        {Method::Get,    "/health/live",               Access::Open,    bind(of.health, &Health::live),          "health.live",      "",                 own,        small},
        {Method::Get,    "/health/ready",              Access::Open,    bind(of.health, &Health::ready),         "health.ready",     "",                 own,        small},
        {Method::Get,    "/metrics",                   Access::Open,    bind(of.metrics, &http::MetricsHandler::show), "metrics",    "",                 own,        small},
    };
    // clang-format on
    return http::RouteTable(std::move(routes));
}

} // namespace beaver::app
