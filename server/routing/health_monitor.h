#pragma once

#include <QCoroTask>

#include <server/ops/event_loop.h>
#include <server/routing/checker.h>
#include <server/routing/router.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace beaver::routing {

/// Health is learnt from calls. This asks only those endpoints that had none for an interval, or are ejected, and only
/// what costs nothing; and it writes to the log when one goes down or comes back. Loop's thread only.
class HealthMonitor
{
public:
    /// `intervalMs` 0: never asks.
    /// `changed` is called when an endpoint's word (`healthy`, `degraded`, `down`) is another than before; it may be
    /// null.
    HealthMonitor(ops::EventLoop &loop, const providers::TransportLimits &limits, Router &router, const Clock &clock,
                  std::int64_t intervalMs, std::function<void(const EndpointView &)> changed = nullptr);
    ~HealthMonitor();
    HealthMonitor(const HealthMonitor &) = delete;
    HealthMonitor &operator=(const HealthMonitor &) = delete;

private:
    void round();
    QCoro::Task<> ask(EndpointView view);
    void tell(const EndpointView &view);

    ops::EventLoop &m_loop;
    Router &m_router;
    const std::int64_t m_intervalMs;
    const std::function<void(const EndpointView &)> m_changed;
    providers::Transport m_transport;
    Checker m_checker;
    ops::TimerId m_timer = 0;
    bool m_ending = false;
    std::set<EndpointId> m_asked;              ///< under way
    std::map<EndpointId, std::string> m_words; ///< as last told
};

} // namespace beaver::routing
