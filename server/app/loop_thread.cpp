#include <QEventLoop>

#include <server/app/loop_thread.h>

namespace beaver::app {

/// Built and destroyed on the loop's thread, from top to bottom and back.
struct LoopThread::Inside
{
    Inside(ops::EventLoop &eventLoop, const Shared &shared)
        : loop(eventLoop)
        , transport(loop, shared.transport)
        , remote(transport)
        , simulated(loop, shared.clock, shared.simulated)
        , checker(transport, shared.clock)
        , relay(loop,
                {shared.database, shared.catalogue, shared.limits, shared.ledger, shared.idempotency, shared.router,
                 shared.clock, shared.policy},
                {{"", &remote}, {"simulated", &simulated}})
        , handlers{http::ModelCallHandlers(relay),
                   http::ModelHandlers(shared.catalogue, shared.router, shared.policy),
                   http::ReceiptHandlers(shared.database, shared.catalogue),
                   http::AccountHandlers(shared.identity, shared.ledger, shared.limits, shared.idempotency,
                                         shared.clock),
                   http::LedgerHandlers(shared.database, shared.ledger, shared.identity, shared.idempotency),
                   http::AuthHandlers(shared.identity, shared.ledger),
                   http::HealthHandlers(shared.database, shared.draining, shared.clock, BEAVER_VERSION),
                   http::MetricsHandler(shared.metrics, shared.database, shared.ledger, shared.identity,
                                        shared.metricsAllowed),
                   http::EndpointHandlers(shared.endpoints, shared.router, checker, shared.catalogue),
                   http::CatalogAdminHandlers(shared.catalogue, shared.endpoints),
                   http::BluesMindsServerHandlers(shared.endpoints, shared.router, checker, shared.clock)}
        , front(loop, shared.front, makeRoutes(handlers, shared.chatBodyLimit), shared.identity, shared.accessLog,
                shared.clock)
        , edge(loop, shared.edgeLimits, shared.quota, hooks())
    {}

    http::Edge::Hooks hooks()
    {
        http::Edge::Hooks hooks;
        hooks.handle = [this](std::shared_ptr<const http::Request> request,
                              std::shared_ptr<http::Responder> responder) {
            front.handle(std::move(request), std::move(responder));
        };
        hooks.checkHead = [this](const http::Request &request) { return front.checkHead(request); };
        hooks.errorBody = http::Front::edgeErrorBody;
        return hooks;
    }

    ops::EventLoop &loop;
    providers::CurlTransport transport;
    providers::RemoteProvider remote;
    providers::SimulatedProvider simulated;
    routing::Checker checker;
    relay::Relay relay;
    Handlers handlers;
    http::Front front;
    http::Edge edge;
};

LoopThread::LoopThread(const Shared &shared, std::vector<int> listeners)
{
    std::promise<void> ready;
    m_thread.reset(QThread::create([this, &shared, &ready, listeners] { main(shared, listeners, ready); }));
    m_thread->start();
    ready.get_future().wait();
}

void LoopThread::main(const Shared &shared, const std::vector<int> &listeners, std::promise<void> &ready)
{
    ops::EventLoop loop;
    {
        Inside inside(loop, shared);
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
    m_loop->post([this] { m_inside->edge.drain(); });
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
        answer.set_value(m_inside->edge.openConnections() + static_cast<int>(m_inside->relay.counters().running));
    });
    return future.get();
}

void LoopThread::stop()
{
    m_loop->post([thread = m_thread.get()] { thread->quit(); });
    m_stopped.get_future().wait();
}

} // namespace beaver::app
