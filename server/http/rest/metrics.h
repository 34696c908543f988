#pragma once

#include <server/http/edge/edge.h>
#include <server/http/front/front.h>
#include <server/relay/relay.h>
#include <server/routing/router.h>

#include <mutex>
#include <vector>

namespace beaver::http {

/// `GET /metrics` in Prometheus' text form (prometheus-cpp writes it). The loops count in plain atomics of their own;
/// only a scrape reads them all. Any thread.
class Metrics
{
public:
    struct Loop
    {
        const Edge *edge = nullptr;
        const Front *front = nullptr;
        const relay::Relay *relay = nullptr;
    };
    void add(Loop loop);
    /// Before the loops go away.
    void clear();

    /// Requests answered since the start, and how long they took together.
    struct Served
    {
        std::uint64_t requests = 0;
        std::uint64_t microseconds = 0;
    };
    Served served() const;

    std::string text(const storage::Database &database, const ledger::LedgerService &ledger,
                     const routing::Router &router) const;

private:
    mutable std::mutex m_mutex; // guards m_loops
    std::vector<Loop> m_loops;
};

/// Open to the addresses of its list; anybody else needs a role on the gateway.
class MetricsHandler
{
public:
    MetricsHandler(const Metrics &metrics, const storage::Database &database, const ledger::LedgerService &ledger,
                   identity::IdentityService &identity, const routing::Router &router,
                   std::vector<std::string> allowedAddresses)
        : m_metrics(metrics)
        , m_database(database)
        , m_ledger(ledger)
        , m_identity(identity)
        , m_router(router)
        , m_allowed(std::move(allowedAddresses))
    {}

    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange);

private:
    const Metrics &m_metrics;
    const storage::Database &m_database;
    const ledger::LedgerService &m_ledger;
    identity::IdentityService &m_identity;
    const routing::Router &m_router;
    std::vector<std::string> m_allowed;
};

} // namespace beaver::http
