#pragma once

#include <server/ops/event_loop.h>
#include <shared/base/clock.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::events {

/// What has just happened, for those who watch.
struct Event
{
    std::uint64_t number = 0;
    std::string type; ///< `call`, `endpoint`, `change`, `alert`, `counters`
    std::string json;
};

/// The newest events in a ring of bounded size, and who is to be told that there are more. Who publishes never waits
/// for who reads: a reader asks for what is behind its place in its own time, and one whose place has left the ring has
/// lost events and is told so. While nobody has watched for a minute nothing is kept. Any thread.
class EventBus
{
public:
    explicit EventBus(const Clock &clock, std::size_t capacity = 2048);

    /// Whether events are worth making.
    bool wanted() const;
    void publish(std::string_view type, std::string json);

    /// Calls `news` on `loop` when there is more; once, however much there is, until read() is called. Lives as long as
    /// what it returns.
    class Subscription;
    std::shared_ptr<Subscription> subscribe(ops::Executor &loop, std::function<void()> news);

    struct Batch
    {
        std::vector<Event> events;
        bool lost = false; ///< some behind `after` are gone
    };
    /// At most `most` of those behind `after`.
    Batch read(const std::shared_ptr<Subscription> &subscription, std::uint64_t after, std::size_t most) const;
    std::uint64_t newest() const;

    /// `<start of the process>-<number>`, as a client gives it back in Last-Event-ID.
    std::string idOf(std::uint64_t number) const;
    /// Empty: of another process, or no id.
    std::optional<std::uint64_t> numberOf(std::string_view id) const;

private:
    const Clock &m_clock;
    const std::size_t m_capacity;
    const std::string m_epoch;
    mutable std::atomic<std::int64_t> m_wantedUntilUs = 0;

    mutable std::mutex m_mutex; // guards the rest
    std::deque<Event> m_ring;
    std::uint64_t m_last = 0;
    std::vector<std::weak_ptr<Subscription>> m_subscriptions;
};

class EventBus::Subscription
{
public:
    Subscription(ops::Executor &loop, std::function<void()> news)
        : m_loop(loop)
        , m_news(std::make_shared<std::function<void()>>(std::move(news)))
    {}

private:
    friend class EventBus;
    ops::Executor &m_loop;
    std::shared_ptr<std::function<void()>> m_news; ///< dies with the subscription; posted work looks whether it has
    std::atomic<bool> m_told = false;
};

} // namespace beaver::events
