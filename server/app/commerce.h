#pragma once

#include <server/http/rest/limits.h>
#include <server/http/rest/price_corrections.h>
#include <server/http/rest/pricing.h>
#include <server/http/rest/webhooks.h>
#include <server/http/rest/what_if.h>
#include <server/notify/webhook_sender.h>
#include <server/ops/options.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// Prices and what is told of money and limits. Shared by all loops.
struct Commerce
{
    Commerce(const ops::Options &options, const Secret &masterKey, mail::Outbox &outgoing, storage::Database &database,
             ledger::LedgerService &ledger, const Clock &clock);

    const std::int64_t recalculateMs; ///< between two recalculations of the pricing categories; 0: none by itself
    const notify::SenderSettings sender;
    mail::Outbox &outbox;
    notify::NotifyService notify;
    notify::Alerts alerts;
    pricing::Corrections corrections;
};

/// What goes on by itself: the daily recalculation, alerts, deliveries of webhooks. On one loop.
class CommerceWorker
{
public:
    CommerceWorker(ops::EventLoop &loop, Commerce &commerce, catalog::CatalogueService &catalogue,
                   limits::LimitsService &limits, storage::Database &database, const Clock &clock);
    ~CommerceWorker();
    CommerceWorker(const CommerceWorker &) = delete;
    CommerceWorker &operator=(const CommerceWorker &) = delete;

private:
    void look();
    void lookAtMoney();
    QCoro::Task<> recalculate();

    ops::EventLoop &m_loop;
    Commerce &m_commerce;
    catalog::CatalogueService &m_catalogue;
    limits::LimitsService &m_limits;
    const Clock &m_clock;
    notify::WebhookSender m_sender;
    ops::TimerId m_timer = 0;
    ops::TimerId m_moneyTimer = 0;
    std::int64_t m_balancesUs = 0; ///< last looked at
    bool m_recalculating = false;
};

/// Plans, limits, prices and what is told of them: the handlers of one loop.
struct CommerceHandlers
{
    explicit CommerceHandlers(const Shared &shared);

    http::LimitHandlers limits;
    http::PricingHandlers pricing;
    http::WebhookHandlers webhooks;
    http::WhatIfHandlers whatIf;
    http::CorrectionHandlers corrections;
};

/// Their rows of the route table.
void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of);

} // namespace beaver::app
