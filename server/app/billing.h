#pragma once

#include <server/app/live_feed.h>
#include <server/http/rest/call_bodies.h>
#include <server/http/rest/calls.h>
#include <server/http/rest/events.h>
#include <server/http/rest/invoices.h>
#include <server/http/rest/money.h>
#include <server/http/rest/overview.h>
#include <server/http/rest/usage_reports.h>
#include <server/payments/invoice_job.h>
#include <server/usage/log_keeper.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// What the documents of money need; shared by all loops.
struct Billing
{
    Billing(const Secret &masterKey, storage::Database &database, const ledger::LedgerService &ledger,
            const routing::Router &router, const Clock &clock, std::int64_t retentionDays, std::int64_t bodyDays);

    /// Lets go of what a killed process had reserved. Blocks; at start only.
    Result<void> start();

    payments::VoucherCodes codes;
    identity::LoginThrottle guesses;
    payments::PdfPrinter printer;
    std::shared_ptr<payments::InvoiceJob> invoices;
    std::shared_ptr<usage::LogKeeper> log;
    std::shared_ptr<usage::BodyKeeper> bodies;
    std::shared_ptr<beaver::events::EventBus> events;
    std::shared_ptr<LiveFeed> feed;
    http::OverviewCache overview;

private:
    storage::Database &m_database;
};

/// Usage, the request log and the documents of money; the handlers of one loop.
struct BillingHandlers
{
    explicit BillingHandlers(const Shared &shared);

    http::CallHandlers calls;
    http::UsageHandlers usage;
    http::MoneyHandlers money;
    http::InvoiceHandlers invoices;
    http::CallBodyHandlers bodies;
    http::EventHandlers events;
    http::OverviewHandlers overview;
};

/// Their rows of the route table.
void addBillingRoutes(std::vector<http::Route> &routes, BillingHandlers &of);

} // namespace beaver::app
