#pragma once

#include <server/http/edge/edge.h>
#include <server/ops/event_loop.h>

#include <atomic>
#include <functional>
#include <memory>
#include <semaphore>
#include <thread>

class QEventLoop;

namespace beaver::http::test {

/// An Edge on a thread and port of its own, so that tests talk to it over plain blocking sockets.
class ServerThread final
{
public:
    using Handler = std::function<void(ops::EventLoop &, std::shared_ptr<const Request>, std::shared_ptr<Responder>)>;

    explicit ServerThread(const EdgeLimits &limits, Handler handler,
                          std::function<HeadVerdict(const Request &)> checkHead = {},
                          std::shared_ptr<ConnectionQuota> quota = {});
    ~ServerThread();
    ServerThread(const ServerThread &) = delete;
    ServerThread &operator=(const ServerThread &) = delete;

    std::uint16_t port() const { return m_port; }
    const EdgeCounters &counters() const { return m_edge->counters(); }
    /// Runs `work` on the loop's thread and waits for it.
    void run(const std::function<void(Edge &)> &work);
    /// Waits until the loop has looked at everything that its sockets had when this was called.
    void settle();
    int openConnections();
    /// Destroys the edge on its thread while the loop goes on; at once after `before`.
    void destroyEdge(const std::function<void()> &before = {});

private:
    void serve();

    const EdgeLimits m_limits;
    const Handler m_handler;
    const std::function<HeadVerdict(const Request &)> m_checkHead;
    std::shared_ptr<ConnectionQuota> m_quota;
    std::binary_semaphore m_started{0};
    std::uint16_t m_port = 0;
    QEventLoop *m_events = nullptr;
    std::unique_ptr<ops::EventLoop> m_loop;
    std::unique_ptr<Edge> m_edge;
    std::thread m_thread; // not a QThread: thread sanitizer can't see into Qt's own locks
};

/// Answers with what it saw, one `key=value` a line.
void echo(ops::EventLoop &, const std::shared_ptr<const Request> &request, const std::shared_ptr<Responder> &responder);

/// Waits for a condition that another thread brings about; false after a minute.
bool eventually(const std::function<bool()> &condition);

} // namespace beaver::http::test
