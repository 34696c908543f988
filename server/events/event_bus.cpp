#include <server/events/event_bus.h>

#include <charconv>

namespace beaver::events {

namespace {

constexpr std::int64_t keptUs = 60'000'000;

} // namespace

EventBus::EventBus(const Clock &clock, std::size_t capacity)
    : m_clock(clock)
    , m_capacity(capacity)
    , m_epoch(std::to_string(clock.wallMs()))
{}

bool EventBus::wanted() const
{
    return m_wantedUntilUs.load(std::memory_order_relaxed) > m_clock.monotonicUs();
}

void EventBus::publish(std::string_view type, std::string json)
{
    if (!wanted())
        return;
    std::vector<std::shared_ptr<Subscription>> told;
    {
        const std::lock_guard lock(m_mutex);
        m_ring.push_back({++m_last, std::string(type), std::move(json)});
        if (m_ring.size() > m_capacity)
            m_ring.pop_front();
        for (const auto &weak : m_subscriptions) {
            if (auto one = weak.lock(); one && !one->m_told.exchange(true))
                told.push_back(std::move(one));
        }
    }
    for (const auto &one : told) {
        one->m_loop.post([weak = std::weak_ptr(one->m_news)] {
            if (const auto news = weak.lock())
                (*news)();
        });
    }
}

std::shared_ptr<EventBus::Subscription> EventBus::subscribe(ops::Executor &loop, std::function<void()> news)
{
    auto subscription = std::make_shared<Subscription>(loop, std::move(news));
    m_wantedUntilUs = m_clock.monotonicUs() + keptUs;
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_subscriptions, [](const auto &weak) { return weak.expired(); });
    m_subscriptions.push_back(subscription);
    return subscription;
}

EventBus::Batch EventBus::read(const std::shared_ptr<Subscription> &subscription, std::uint64_t after,
                               std::size_t most) const
{
    m_wantedUntilUs = m_clock.monotonicUs() + keptUs;
    subscription->m_told = false;
    Batch batch;
    const std::lock_guard lock(m_mutex);
    if (m_ring.empty() || after >= m_last)
        return batch;
    const std::uint64_t first = m_ring.front().number;
    batch.lost = after + 1 < first;
    for (std::size_t at = batch.lost ? 0 : after + 1 - first; at < m_ring.size() && batch.events.size() < most; ++at)
        batch.events.push_back(m_ring[at]);
    return batch;
}

std::uint64_t EventBus::newest() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

std::string EventBus::idOf(std::uint64_t number) const
{
    return m_epoch + "-" + std::to_string(number);
}

std::optional<std::uint64_t> EventBus::numberOf(std::string_view id) const
{
    if (!id.starts_with(m_epoch) || id.size() <= m_epoch.size() || id[m_epoch.size()] != '-')
        return std::nullopt;
    id.remove_prefix(m_epoch.size() + 1);
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
    return failure == std::errc() && end == id.data() + id.size() && number <= newest() ? std::optional(number)
                                                                                        : std::nullopt;
}

} // namespace beaver::events
