#include <server/app/billing.h>
#include <server/app/loop_thread.h>

#include <future>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

template <typename Of> auto bindTo(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

Billing::Billing(const Secret &masterKey, storage::Database &database, const ledger::LedgerService &ledger,
                 const routing::Router &router, const Clock &clock, std::int64_t retentionDays, std::int64_t bodyDays)
    : codes(masterKey)
    , guesses(clock)
    , invoices(std::make_shared<payments::InvoiceJob>(database, clock))
    , log(std::make_shared<usage::LogKeeper>(database, clock, retentionDays))
    , bodies(std::make_shared<usage::BodyKeeper>(masterKey, database, clock, bodyDays))
    , events(std::make_shared<beaver::events::EventBus>(clock))
    , feed(std::make_shared<LiveFeed>(events, database, ledger, router, clock))
    , m_database(database)
{}

Result<void> Billing::start()
{
    std::promise<Result<void>> done;
    auto finished = done.get_future();
    m_database.write(
        [](storage::Connection &connection) {
            auto released = payments::refunds::releaseAll(connection);
            return released ? payments::vouchers::releaseAll(connection) : released;
        },
        [&done](Result<void> result) { done.set_value(std::move(result)); });
    auto released = finished.get();
    return released ? bodies->start() : released;
}

BillingHandlers::BillingHandlers(const Shared &shared)
    : calls(shared.database, shared.clock)
    , usage(shared.database, shared.clock)
    , money({shared.database, shared.ledger, shared.idempotency, shared.identity, shared.billing.codes,
             shared.billing.guesses, shared.clock})
    , invoices({shared.database, shared.ledger, shared.identity, shared.billing.printer, shared.clock})
    , bodies(shared.database, *shared.billing.bodies, shared.clock)
    , events(*shared.billing.events, shared.draining)
    , overview(shared.database, shared.router, shared.billing.overview, shared.clock)
{}

void addBillingRoutes(std::vector<http::Route> &routes, BillingHandlers &of)
{
    using Calls = http::CallHandlers;
    using Usage = http::UsageHandlers;
    using Money = http::MoneyHandlers;
    using Invoices = http::InvoiceHandlers;
    const auto money = bindTo(of.money);
    const auto invoices = bindTo(of.invoices);
    const auto calls = bindTo(of.calls);
    const auto usage = bindTo(of.usage);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name) {
        routes.push_back({method,
                          std::move(path),
                          access,
                          std::move(handler),
                          std::move(name),
                          {},
                          api::Surface::Beaver,
                          64 * 1024});
    };

    // clang-format off
    add(Method::Get,  "/admin/calls",           Access::Viewer, calls(&Calls::list),      "admin.calls.list");
    add(Method::Get,  "/admin/calls/export",    Access::Viewer, calls(&Calls::exportAll), "admin.calls.export");
    add(Method::Get,  "/admin/calls/{id}",      Access::Viewer, calls(&Calls::one),       "admin.calls.get");
    add(Method::Get,  "/account/calls",         Access::Key,    calls(&Calls::listOwn),   "account.calls.list");
    add(Method::Get,  "/account/calls/export",  Access::Key,    calls(&Calls::exportOwn), "account.calls.export");
    add(Method::Get,  "/account/calls/{id}",    Access::Key,    calls(&Calls::oneOwn),    "account.calls.get");
    add(Method::Get,  "/account/usage",         Access::Key,    usage(&Usage::own),       "account.usage");
    add(Method::Get,  "/admin/overview",        Access::Viewer, bindTo(of.overview)(&http::OverviewHandlers::show), "admin.overview");
    add(Method::Get,  "/admin/events",          Access::Viewer, bindTo(of.events)(&http::EventHandlers::stream),    "admin.events");
    add(Method::Get,  "/admin/usage",           Access::Viewer, usage(&Usage::all),       "admin.usage");

    const auto bodies = bindTo(of.bodies);
    using Bodies = http::CallBodyHandlers;
    add(Method::Get,    "/api-keys/{id}/bodies",       Access::Key,     bodies(&Bodies::chosenOwn),         "keys.bodies.get");
    add(Method::Get,    "/admin/api-keys/{id}/bodies", Access::Viewer,  bodies(&Bodies::chosen),            "admin.keys.bodies.get");
    add(Method::Put,    "/api-keys/{id}/bodies",       Access::Key,     bodies(&Bodies::chooseOwn),         "keys.bodies");
    add(Method::Put,    "/admin/api-keys/{id}/bodies", Access::Admin,   bodies(&Bodies::choose),            "admin.keys.bodies");
    add(Method::Get,    "/account/calls/{id}/bodies",  Access::Key,     bodies(&Bodies::showOwn),           "account.calls.bodies");
    add(Method::Get,    "/admin/calls/{id}/bodies",    Access::Admin,   bodies(&Bodies::show),              "admin.calls.bodies");
    add(Method::Post,   "/admin/adjustments",          Access::Billing, money(&Money::adjust),              "admin.adjustments.create");
    add(Method::Post,   "/admin/refunds",              Access::Billing, money(&Money::refund),              "admin.refunds.create");
    add(Method::Get,    "/admin/refunds",              Access::Viewer,  money(&Money::refunds),             "admin.refunds.list");
    add(Method::Post,   "/admin/vouchers",             Access::Billing, money(&Money::createVouchers),      "admin.vouchers.create");
    add(Method::Get,    "/admin/vouchers",             Access::Viewer,  money(&Money::vouchers),            "admin.vouchers.list");
    add(Method::Delete, "/admin/vouchers/{id}",        Access::Billing, money(&Money::revokeVoucher),       "admin.vouchers.revoke");
    add(Method::Post,   "/account/vouchers/redeem",    Access::Key,     money(&Money::redeem),              "account.vouchers.redeem");

    add(Method::Get,    "/account/billing",            Access::Key,     invoices(&Invoices::billing),       "account.billing");
    add(Method::Get,    "/account/billing/profile",    Access::Key,     invoices(&Invoices::ownProfile),    "account.billing.profile");
    add(Method::Patch,  "/account/billing/profile",    Access::Key,     invoices(&Invoices::setOwnProfile), "account.billing.profile.change");
    add(Method::Get,    "/account/invoices",           Access::Key,     invoices(&Invoices::listOwn),       "account.invoices.list");
    add(Method::Get,    "/account/invoices/{id}",      Access::Key,     invoices(&Invoices::oneOwn),        "account.invoices.get");
    add(Method::Get,    "/account/statement",          Access::Key,     invoices(&Invoices::ownStatement),  "account.statement");
    add(Method::Get,    "/admin/transactions",         Access::Viewer,  invoices(&Invoices::transactions),  "admin.transactions");
    add(Method::Get,    "/admin/accounts/{id}/statement", Access::Viewer, invoices(&Invoices::statement),   "admin.accounts.statement");
    add(Method::Get,    "/admin/accounts/{id}/billing",   Access::Viewer, invoices(&Invoices::profile),     "admin.accounts.billing");
    add(Method::Patch,  "/admin/accounts/{id}/billing",   Access::Billing, invoices(&Invoices::setProfile), "admin.accounts.billing.change");
    add(Method::Get,    "/admin/billing/settings",     Access::Viewer,  invoices(&Invoices::settings),      "admin.billing.settings");
    add(Method::Patch,  "/admin/billing/settings",     Access::Admin,   invoices(&Invoices::setSettings),   "admin.billing.settings.change");
    add(Method::Get,    "/admin/invoices",             Access::Viewer,  invoices(&Invoices::list),          "admin.invoices.list");
    add(Method::Post,   "/admin/invoices",             Access::Billing, invoices(&Invoices::make),          "admin.invoices.create");
    add(Method::Get,    "/admin/invoices/{id}",        Access::Viewer,  invoices(&Invoices::one),           "admin.invoices.get");
    add(Method::Post,   "/admin/invoices/{id}/void",   Access::Billing, invoices(&Invoices::makeVoid),      "admin.invoices.void");
    add(Method::Post,   "/admin/invoices/{id}/paid",   Access::Billing, invoices(&Invoices::markPaid),      "admin.invoices.paid");
    // clang-format on
}

} // namespace beaver::app
