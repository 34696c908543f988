#include <server/app/commerce.h>
#include <server/app/loop_thread.h>
#include <server/limits/limit_names.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

/// Binds handlers of one class.
template <typename Of> auto handlersOf(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

constexpr std::int64_t crossingsMs = 200;
constexpr std::int64_t balancesUs = 2'000'000;

notify::SenderSettings senderSettings(const ops::Options &options)
{
    notify::SenderSettings settings;
    settings.firstPauseMs = options.number("BEAVER_WEBHOOK_RETRY_MS");
    settings.mostAttempts = static_cast<int>(options.number("BEAVER_WEBHOOK_ATTEMPTS"));
    settings.timeoutMs = options.number("BEAVER_WEBHOOK_TIMEOUT_MS");
    return settings;
}

} // namespace

Commerce::Commerce(const ops::Options &options, const Secret &masterKey, mail::Outbox &outgoing,
                   storage::Database &database, ledger::LedgerService &ledger, const Clock &clock)
    : recalculateMs(options.number("BEAVER_RECALCULATE_S") * 1000)
    , sender(senderSettings(options))
    , outbox(outgoing)
    , notify({options.text("BEAVER_WEBHOOK_PRIVATE") == "on", 20}, masterKey, database, clock)
    , alerts(notify, outgoing, database, clock, Money::parse(options.text("BEAVER_LOW_BALANCE")).value_or(Money()))
    , corrections(database, ledger, clock)
{}

CommerceWorker::CommerceWorker(ops::EventLoop &loop, Commerce &commerce, catalog::CatalogueService &catalogue,
                               limits::LimitsService &limits, storage::Database &database, const Clock &clock)
    : m_loop(loop)
    , m_commerce(commerce)
    , m_catalogue(catalogue)
    , m_limits(limits)
    , m_clock(clock)
    , m_sender(loop, commerce.sender, commerce.notify, commerce.outbox, database, clock)
{
    if (m_commerce.recalculateMs > 0)
        look();
    lookAtMoney();
    m_commerce.corrections.resume(m_loop);
}

CommerceWorker::~CommerceWorker()
{
    m_loop.cancelTimer(m_timer);
    m_loop.cancelTimer(m_moneyTimer);
}

void CommerceWorker::lookAtMoney()
{
    m_moneyTimer = m_loop.startTimer(crossingsMs, [this] { lookAtMoney(); });
    for (auto &crossing : m_limits.takeCrossings()) {
        const auto &state = crossing.state;
        m_commerce.alerts.budget({state.account, std::string(limits::scopeName(state.scope)), state.id,
                                  limits::limitName(state.limit), Money::fromNanoUsd(state.limit.amount),
                                  Money::fromNanoUsd(state.used), crossing.percent, state.startsMs, state.endsMs,
                                  state.limit.shadow});
    }
    const std::int64_t nowUs = m_clock.monotonicUs();
    if (m_balancesUs != 0 && nowUs - m_balancesUs < balancesUs)
        return;
    m_balancesUs = nowUs;
    m_commerce.alerts.lookAtBalances();
    m_commerce.alerts.lookAtKeys();
}

void CommerceWorker::look()
{
    m_timer = m_loop.startTimer(std::min<std::int64_t>(m_commerce.recalculateMs, 60'000), [this] { look(); });
    const auto last = m_catalogue.pricing().recalculatedAtMs;
    if (!m_recalculating && (!last || m_clock.wallMs() - *last >= m_commerce.recalculateMs))
        recalculate();
}

QCoro::Task<> CommerceWorker::recalculate()
{
    m_recalculating = true;
    auto running = m_catalogue.recalculateLater(m_loop, false, audit::Actor("gateway"));
    const auto done = co_await running;
    m_recalculating = false;
    if (!done)
        std::fprintf(stderr, "beaverd: the pricing categories could not be recalculated: %s\n",
                     done.error().message.c_str());
}

CommerceHandlers::CommerceHandlers(const Shared &shared)
    : limits(shared.limits, shared.database)
    , pricing(shared.catalogue, shared.commerce.recalculateMs)
    , webhooks(shared.commerce.notify, shared.commerce.alerts)
    , whatIf(shared.catalogue, shared.database, shared.clock)
    , corrections(shared.catalogue, shared.commerce.corrections, shared.clock)
{}

void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of)
{
    using Limits = http::LimitHandlers;
    const auto limits = handlersOf(of.limits);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name) {
        routes.push_back({method,
                          std::move(path),
                          access,
                          std::move(handler),
                          std::move(name),
                          {},
                          api::Surface::Beaver,
                          256 * 1024});
    };

    using Pricing = http::PricingHandlers;
    const auto pricing = handlersOf(of.pricing);
    using Hooks = http::WebhookHandlers;
    const auto hooks = handlersOf(of.webhooks);

    // clang-format off
    add(Method::Get,    "/admin/plans",         Access::Viewer, limits(&Limits::plans),        "admin.plans.list");
    add(Method::Post,   "/admin/plans",         Access::Admin,  limits(&Limits::createPlan),   "admin.plans.create");
    add(Method::Get,    "/admin/plans/{id}",    Access::Viewer, limits(&Limits::plan),         "admin.plans.get");
    add(Method::Patch,  "/admin/plans/{id}",    Access::Admin,  limits(&Limits::changePlan),   "admin.plans.change");
    add(Method::Delete, "/admin/plans/{id}",    Access::Admin,  limits(&Limits::removePlan),   "admin.plans.delete");
    add(Method::Get,    "/admin/limits",        Access::Viewer, limits(&Limits::limitsOf),     "admin.limits.get");
    add(Method::Put,    "/admin/limits",        Access::Admin,  limits(&Limits::setLimits),    "admin.limits.set");
    add(Method::Delete, "/admin/limits",        Access::Admin,  limits(&Limits::removeLimits), "admin.limits.delete");
    add(Method::Get,    "/admin/limits/usage",  Access::Viewer, limits(&Limits::nearest),      "admin.limits.usage");
    add(Method::Get,    "/account/limits",      Access::Key,    limits(&Limits::own),          "account.limits");

    add(Method::Get,    "/admin/pricing",                   Access::Viewer, pricing(&Pricing::show),           "admin.pricing.get");
    add(Method::Patch,  "/admin/pricing",                   Access::Admin,  pricing(&Pricing::change),         "admin.pricing.change");
    add(Method::Post,   "/admin/pricing/recalculate",       Access::Admin,  pricing(&Pricing::recalculate),    "admin.pricing.recalculate");
    add(Method::Get,    "/admin/pricing/corrections",       Access::Viewer, handlersOf(of.corrections)(&http::CorrectionHandlers::corrections), "admin.pricing.corrections.list");
    add(Method::Post,   "/admin/pricing/corrections",       Access::Admin,  handlersOf(of.corrections)(&http::CorrectionHandlers::correct), "admin.pricing.corrections.create");
    add(Method::Post,   "/admin/pricing/what-if",           Access::Viewer, handlersOf(of.whatIf)(&http::WhatIfHandlers::whatIf), "admin.pricing.what_if");
    add(Method::Get,    "/admin/pricing-categories",        Access::Viewer, pricing(&Pricing::categories),     "admin.pricing_categories.list");
    add(Method::Patch,  "/admin/pricing-categories/{name}", Access::Admin,  pricing(&Pricing::changeCategory), "admin.pricing_categories.change");
    add(Method::Get,    "/admin/models/{model+}/prices",    Access::Viewer, pricing(&Pricing::prices),         "admin.models.prices");
    add(Method::Get,    "/account/alerts",                  Access::Key,     hooks(&Hooks::alerts),             "account.alerts.get");
    add(Method::Patch,  "/account/alerts",                  Access::Session, hooks(&Hooks::changeAlerts),       "account.alerts.change");
    // clang-format on
    // One's own, which only somebody who is signed in changes; and the gateway's.
    struct Place
    {
        std::string path;
        std::string name;
        Access reads;
        Access writes;
    };
    for (const Place &place : {Place{"/account/webhooks", "account.webhooks", Access::Session, Access::Session},
                               Place{"/admin/webhooks", "admin.webhooks", Access::Viewer, Access::Admin}}) {
        const std::string one = place.path + "/{id}";
        // clang-format off
        add(Method::Get,    place.path,                                place.reads,  hooks(&Hooks::list),       place.name + ".list");
        add(Method::Post,   place.path,                                place.writes, hooks(&Hooks::create),     place.name + ".create");
        add(Method::Get,    one,                                       place.reads,  hooks(&Hooks::one),        place.name + ".get");
        add(Method::Patch,  one,                                       place.writes, hooks(&Hooks::change),     place.name + ".change");
        add(Method::Delete, one,                                       place.writes, hooks(&Hooks::remove),     place.name + ".delete");
        add(Method::Post,   one + "/rotate",                           place.writes, hooks(&Hooks::rotate),     place.name + ".rotate");
        add(Method::Post,   one + "/test",                             place.writes, hooks(&Hooks::test),       place.name + ".test");
        add(Method::Get,    one + "/deliveries",                       place.reads,  hooks(&Hooks::deliveries), place.name + ".deliveries");
        add(Method::Post,   one + "/deliveries/{delivery}/send-again", place.writes, hooks(&Hooks::sendAgain),  place.name + ".send_again");
        // clang-format on
    }
}

} // namespace beaver::app
