#pragma once

#include <QThread>

#include <server/app/jobs.h>
#include <server/app/routes.h>
#include <server/app/tenants.h>
#include <server/http/edge/edge.h>
#include <server/http/front/front.h>
#include <server/providers/remote/remote_provider.h>
#include <server/providers/simulated/simulated_provider.h>
#include <server/providers/transport/transport.h>

#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace beaver::app {

/// What every loop shares; made and owned by serve().
struct Shared
{
    const Clock &clock;
    storage::Database &database;
    identity::IdentityService &identity;
    catalog::CatalogueService &catalogue;
    limits::LimitsService &limits;
    ledger::LedgerService &ledger;
    relay::Idempotency &idempotency;
    routing::Router &router;
    cache::ReplyCache &cache;
    routing::EndpointService &endpoints;
    http::AccessLog &accessLog;
    http::Metrics &metrics;
    Jobs &jobs;
    People &people;
    Commerce &commerce;
    Tenants &tenants;
    Billing &billing;
    std::shared_ptr<http::ConnectionQuota> quota;
    const std::atomic<bool> &draining;

    http::EdgeLimits edgeLimits;
    http::Front::Settings front;
    providers::TransportLimits transport;
    providers::SimulatedSettings simulated;
    std::vector<std::string> metricsAllowed;
    std::size_t chatBodyLimit = 0;
    bool cacheAlways = false;
    http::WebSocketLimits webSocket;
    bool liteLlmHeaders = false;
};

/// One event loop on a thread of its own, with everything a call needs on it. A call lives and dies on one loop.
class LoopThread
{
public:
    /// `listeners` are listening sockets of this loop alone; it owns them from now on. `carriesBatches`: one loop does.
    LoopThread(const Shared &shared, std::vector<int> listeners, bool carriesBatches = false);
    /// Ends the thread. Destroy it after the services: until then what they still post to the loop finds it.
    ~LoopThread();

    /// Stops accepting; what runs goes on.
    void drain();
    /// Ends what still runs: each stream gets an error event, each call is settled.
    void endCalls();
    /// Calls under way and connections open.
    int busy() const;
    /// Ends the event loop and everything on it but the loop itself.
    void stop();

private:
    struct Inside;
    void main(const Shared &shared, const std::vector<int> &listeners, bool carriesBatches, std::promise<void> &ready);

    std::unique_ptr<QThread> m_thread;
    ops::EventLoop *m_loop = nullptr; // these two live as long as the thread serves
    Inside *m_inside = nullptr;
    std::promise<void> m_stopped;
    std::promise<void> m_release;
};

} // namespace beaver::app
