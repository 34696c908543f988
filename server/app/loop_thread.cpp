#include <QEventLoop>

#include <server/app/loop_thread.h>

namespace beaver::app {

/// Built and destroyed on the loop's thread, from top to bottom and back.
struct LoopThread::Inside
{
    Inside(ops::EventLoop &eventLoop, const Shared &shared, bool carriesBatches)
        : loop(eventLoop)
        , transport(loop, shared.transport)
        , remote(transport)
        , simulated(loop, shared.clock, shared.simulated)
        , checker(transport, shared.clock)
        , relay(loop,
                {shared.database, shared.catalogue, shared.limits, shared.ledger, shared.idempotency, shared.router,
                 shared.cache, shared.tenants.projects, shared.clock, shared.cacheAlways},
                {{"", &remote}, {"simulated", &simulated}})
        , handlers{http::ModelCallHandlers(relay, shared.limits, &shared.jobs.responses, shared.billing.bodies.get()),
                   http::ModelHandlers(shared.catalogue, shared.router, shared.tenants.projects),
                   http::ReceiptHandlers(shared.database, shared.catalogue),
                   http::AccountHandlers(shared.identity, shared.ledger, shared.limits, shared.idempotency,
                                         shared.clock),
                   http::LedgerHandlers(shared.database, shared.ledger, shared.identity, shared.limits,
                                        shared.idempotency),
                   http::HealthHandlers(shared.database, shared.draining, shared.clock,
                                        serverFacts(shared.people.service.settings(), BEAVER_VERSION)),
                   http::MetricsHandler(shared.metrics, shared.database, shared.ledger, shared.identity, shared.router,
                                        shared.metricsAllowed),
                   http::EndpointHandlers(shared.endpoints, shared.router, checker, shared.catalogue),
                   http::CatalogAdminHandlers(shared.catalogue, shared.endpoints, shared.clock),
                   http::CacheHandlers(shared.cache),
                   http::BluesMindsServerHandlers(shared.endpoints, shared.router, checker, shared.clock),
                   http::ChatSocketHandlers(relay, shared.clock, shared.webSocket)}
        , jobHandlers{http::FileHandlers(shared.jobs.files),
                      http::BatchHandlers(shared.jobs.batches, shared.idempotency, shared.clock),
                      http::StoredResponseHandlers(shared.jobs.responses),
                      http::FineTuningHandlers(
                          {loop,
                           {shared.database, shared.catalogue, shared.router, shared.jobs.files, shared.clock},
                           transport},
                          shared.limits, shared.ledger, shared.clock, shared.jobs.fineTuning),
                      shared.jobs.uploadLimit}
        , peopleHandlers(shared, transport)
        , commerceHandlers(shared)
        , billingHandlers(shared)
        , tenantHandlers(shared, relay)
        , dialectHandlers(shared, checker)
        , front(loop, shared.front,
                makeRoutes(handlers, jobHandlers, peopleHandlers, commerceHandlers, billingHandlers, tenantHandlers,
                           dialectHandlers, shared.chatBodyLimit),
                shared.identity, shared.accessLog, shared.clock)
        , edge(loop, shared.edgeLimits, shared.quota, hooks())
    {
        if (carriesBatches)
            worker.emplace(loop, shared.jobs, relay, shared.identity, shared.database, shared.clock);
    }

    http::Edge::Hooks hooks()
    {
        http::Edge::Hooks hooks;
        hooks.handle = [this](std::shared_ptr<http::Request> request, std::shared_ptr<http::Responder> responder) {
            front.handle(std::move(request), std::move(responder));
        };
        hooks.checkHead = [this](const http::Request &request) { return front.checkHead(request); };
        hooks.refused = [this](const http::Request *request, std::string_view code, std::string_view message,
                               http::ResponseHead &head) { return front.edgeRefused(request, code, message, head); };
        return hooks;
    }

    ops::EventLoop &loop;
    providers::Transport transport;
    providers::RemoteProvider remote;
    providers::SimulatedProvider simulated;
    routing::Checker checker;
    relay::Relay relay;
    Handlers handlers;
    JobHandlers jobHandlers;
    PeopleHandlers peopleHandlers;
    CommerceHandlers commerceHandlers;
    BillingHandlers billingHandlers;
    TenantHandlers tenantHandlers;
    DialectHandlers dialectHandlers;
    http::Front front;
    http::Edge edge;
    std::optional<JobWorker> worker;
};

LoopThread::LoopThread(const Shared &shared, std::vector<int> listeners, bool carriesBatches)
{
    std::promise<void> ready;
    m_thread.reset(QThread::create(
        [this, &shared, &ready, listeners, carriesBatches] { main(shared, listeners, carriesBatches, ready); }));
    m_thread->start();
    ready.get_future().wait();
}

void LoopThread::main(const Shared &shared, const std::vector<int> &listeners, bool carriesBatches,
                      std::promise<void> &ready)
{
    ops::EventLoop loop;
    {
        Inside inside(loop, shared, carriesBatches);
        for (const int listener : listeners)
            inside.edge.listen(listener);
        shared.metrics.add({&inside.edge, &inside.front, &inside.relay});
        m_loop = &loop;
        m_inside = &inside;
        QEventLoop qt;
        ready.set_value();
        qt.exec();
    }
    m_stopped.set_value();
    m_release.get_future().wait();
}

LoopThread::~LoopThread()
{
    m_release.set_value();
    m_thread->wait();
}

void LoopThread::drain()
{
    m_loop->post([this] {
        m_inside->edge.drain();
        if (m_inside->worker)
            m_inside->worker->drain();
    });
}

void LoopThread::endCalls()
{
    m_loop->post([this] { m_inside->relay.endCalls(); });
}

int LoopThread::busy() const
{
    // Asked for on the loop itself: the edge belongs to it.
    std::promise<int> answer;
    auto future = answer.get_future();
    m_loop->post([this, &answer] {
        answer.set_value(m_inside->edge.openConnections() + static_cast<int>(m_inside->relay.counters().running) +
                         (m_inside->worker ? m_inside->worker->busy() : 0));
    });
    return future.get();
}

void LoopThread::stop()
{
    m_loop->post([thread = m_thread.get()] { thread->quit(); });
    m_stopped.get_future().wait();
}

} // namespace beaver::app
