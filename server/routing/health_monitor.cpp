#include <server/routing/health_monitor.h>
#include <server/routing/logging.h>

namespace beaver::routing {

Q_LOGGING_CATEGORY(routingLog, "beaver.routing")

HealthMonitor::HealthMonitor(ops::EventLoop &loop, const providers::TransportLimits &limits, Router &router,
                             const Clock &clock, std::int64_t intervalMs,
                             std::function<void(const EndpointView &)> changed)
    : m_loop(loop)
    , m_router(router)
    , m_intervalMs(intervalMs)
    , m_changed(std::move(changed))
    , m_transport(loop, limits)
    , m_checker(m_transport, clock)
{
    if (m_intervalMs == 0)
        return;
    m_timer = m_loop.startTimer(m_intervalMs, [this] { round(); });
    // A LiteLLM server says which models it has: the list of models is right from the start.
    for (const auto &view : m_router.snapshot()) {
        if (view.endpoint->profile->name == "litellm" && m_asked.insert(view.stored->id).second)
            ask(view);
    }
}

HealthMonitor::~HealthMonitor()
{
    m_ending = true;
    m_loop.cancelTimer(m_timer);
    m_checker.endAll();
}

void HealthMonitor::round()
{
    m_timer = m_loop.startTimer(m_intervalMs, [this] { round(); });
    for (const auto &view : m_router.snapshot()) {
        tell(view);
        const bool quiet = view.health.quietMs < 0 || view.health.quietMs >= m_intervalMs;
        const bool ejected = view.health.breaker != EndpointHealth::Breaker::Closed;
        if ((quiet || ejected) && !view.endpoint->baseUrl.empty() &&
            view.stored->settings.status != EndpointStatus::Paused && m_asked.insert(view.stored->id).second)
            ask(view);
    }
}

QCoro::Task<> HealthMonitor::ask(EndpointView view)
{
    auto checking = m_checker.checkAndNote(m_router, view);
    co_await checking;
    m_asked.erase(view.stored->id);
    if (m_ending)
        co_return;
    if (const auto now = m_router.view(view.stored->id))
        tell(*now);
}

void HealthMonitor::tell(const EndpointView &view)
{
    const std::string word(view.health.word());
    std::string &before = m_words[view.stored->id];
    if (word == before)
        return;
    if (word == "down")
        qCWarning(routingLog, "endpoint %s (%s) is down: %s", view.stored->id.text().c_str(),
                  view.stored->settings.name.c_str(), view.health.reason.c_str());
    else if (before == "down")
        qCWarning(routingLog, "endpoint %s (%s) is %s again", view.stored->id.text().c_str(),
                  view.stored->settings.name.c_str(), word.c_str());
    before = word;
    if (m_changed && word != "unknown")
        m_changed(view);
}

} // namespace beaver::routing
