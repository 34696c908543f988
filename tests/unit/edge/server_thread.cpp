#include "server_thread.h"

#include <QEventLoop>

#include <chrono>

namespace beaver::http::test {

ServerThread::ServerThread(const EdgeLimits &limits, Handler handler,
                           std::function<HeadVerdict(const Request &)> checkHead,
                           std::shared_ptr<ConnectionQuota> quota)
    : m_limits(limits)
    , m_handler(std::move(handler))
    , m_checkHead(std::move(checkHead))
    , m_quota(quota ? std::move(quota) : makeConnectionQuota(limits))
{
    m_thread = std::thread([this] { serve(); });
    m_started.acquire();
}

ServerThread::~ServerThread()
{
    m_loop->post([this] { m_events->quit(); });
    m_thread.join();
}

void ServerThread::serve()
{
    QEventLoop events;
    m_events = &events;
    m_loop = std::make_unique<ops::EventLoop>();
    Edge::Hooks hooks;
    hooks.handle = [this](std::shared_ptr<const Request> request, std::shared_ptr<Responder> responder) {
        m_handler(*m_loop, std::move(request), std::move(responder));
    };
    hooks.checkHead = m_checkHead;
    m_edge = std::make_unique<Edge>(*m_loop, m_limits, m_quota, std::move(hooks));
    const Listening listening = openListener("127.0.0.1", 0);
    m_port = listening.port;
    m_edge->listen(listening.descriptor);
    m_started.release();
    events.exec();
    m_edge.reset();
    m_loop.reset();
}

void ServerThread::run(const std::function<void(Edge &)> &work)
{
    std::binary_semaphore done{0};
    m_loop->post([&] {
        work(*m_edge);
        done.release();
    });
    done.acquire();
}

void ServerThread::settle()
{
    run([](Edge &) {}); // may come before what became ready earlier in the same turn
    run([](Edge &) {});
}

int ServerThread::openConnections()
{
    int open = 0;
    run([&open](Edge &edge) { open = edge.openConnections(); });
    return open;
}

void ServerThread::destroyEdge(const std::function<void()> &before)
{
    run([&](Edge &) {
        if (before)
            before();
        m_edge.reset();
    });
}

void echo(ops::EventLoop &, const std::shared_ptr<const Request> &request, const std::shared_ptr<Responder> &responder)
{
    std::string seen = "method=" + std::string(methodName(request->method)) + "\npath=" + request->path +
                       "\nquery=" + request->query + "\nbody=" + request->body + "\n";
    for (const auto &[name, value] : request->headers)
        seen += name + "=" + value + "\n";
    responder->send(ResponseHead().add("content-type", "text/plain"), seen);
}

bool eventually(const std::function<bool()> &condition)
{
    for (int k = 0; k < 12'000; ++k) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

} // namespace beaver::http::test
