#include <QSocketNotifier>

#include <server/ops/event_loop.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace beaver::ops {

namespace {

std::int64_t monotonicUs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

thread_local EventLoop *loopInTurn = nullptr;

} // namespace

struct EventLoop::Private
{
    explicit Private(EventLoop *loop)
        : owner(loop)
    {}

    struct Timer
    {
        TimerId id;
        std::function<void()> action;
    };
    struct Wakeup final : Watch
    {
        explicit Wakeup(Private *owner)
            : d(owner)
        {}
        void ready(std::uint32_t) override { d->runPosted(); }
        Private *d;
    };
    struct Alarm final : Watch
    {
        explicit Alarm(Private *owner)
            : d(owner)
        {}
        void ready(std::uint32_t) override { d->runTimers(); }
        Private *d;
    };

    EventLoop *const owner;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int wakeupFd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    int timerFd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    Wakeup wakeup{this};
    Alarm alarm{this};
    std::unique_ptr<QSocketNotifier> notifier;

    std::array<epoll_event, 256> events{};
    int eventAt = 0;
    int eventCount = 0;
    std::int64_t turnUs = monotonicUs();

    std::mutex mutex; // guards posted
    std::vector<std::function<void()>> posted;
    std::vector<std::function<void()>> running;
    std::vector<std::function<void()>> soon; // loop's thread only

    std::multimap<std::int64_t, Timer> timers; // by due time in microseconds
    std::unordered_map<TimerId, std::multimap<std::int64_t, Timer>::iterator> timerById;
    TimerId lastTimer = 0;
    std::int64_t armedUs = 0; // 0: not armed

    void turn()
    {
        // More than one round a turn saves Qt's own poll under load; a bound keeps Qt's events alive.
        loopInTurn = owner;
        for (int round = 0; round < 4; ++round) {
            eventCount = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 0);
            if (eventCount <= 0 && soon.empty())
                break;
            turnUs = monotonicUs();
            for (eventAt = 0; eventAt < eventCount; ++eventAt) {
                const epoll_event event = events[static_cast<std::size_t>(eventAt)];
                if (auto *watch = static_cast<Watch *>(event.data.ptr))
                    watch->ready(event.events);
            }
            eventCount = 0;
            runSoon();
        }
        loopInTurn = nullptr;
        if (!soon.empty())
            announce();
    }

    void announce() const
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t put = ::write(wakeupFd, &one, sizeof one);
    }

    void runSoon()
    {
        // What this work asks for in turn comes after the descriptors have been looked at again.
        std::vector<std::function<void()>> due;
        due.swap(soon);
        for (auto &work : due)
            work();
    }

    void runPosted()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = ::read(wakeupFd, &count, sizeof count);
        {
            const std::lock_guard lock(mutex);
            running.swap(posted);
        }
        for (auto &work : running)
            std::exchange(work, nullptr)();
        running.clear();
    }

    void runTimers()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = ::read(timerFd, &count, sizeof count);
        armedUs = 0;
        const std::int64_t now = monotonicUs();
        while (!timers.empty() && timers.begin()->first <= now) {
            auto node = timers.extract(timers.begin());
            timerById.erase(node.mapped().id);
            node.mapped().action();
        }
        arm();
    }

    void arm()
    {
        const std::int64_t due = timers.empty() ? 0 : timers.begin()->first;
        // An alarm that rings too early costs a look; setting it anew for each short-lived timer costs a system call.
        if (due == 0 || (armedUs != 0 && armedUs <= due))
            return;
        armedUs = due;
        itimerspec at{};
        at.it_value.tv_sec = due / 1'000'000;
        at.it_value.tv_nsec = std::max<long>(due % 1'000'000 * 1000, 1);
        timerfd_settime(timerFd, TFD_TIMER_ABSTIME, &at, nullptr);
    }
};

EventLoop::EventLoop()
    : d(std::make_unique<Private>(this))
{
    add(d->wakeupFd, EPOLLIN, &d->wakeup);
    add(d->timerFd, EPOLLIN, &d->alarm);
    d->notifier = std::make_unique<QSocketNotifier>(d->epoll, QSocketNotifier::Read);
    QObject::connect(d->notifier.get(), &QSocketNotifier::activated, d->notifier.get(), [this] { d->turn(); });
}

EventLoop::~EventLoop()
{
    d->notifier.reset();
    ::close(d->timerFd);
    ::close(d->wakeupFd);
    ::close(d->epoll);
}

void EventLoop::add(int descriptor, std::uint32_t events, Watch *watch)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = watch;
    epoll_ctl(d->epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void EventLoop::modify(int descriptor, std::uint32_t events, Watch *watch)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = watch;
    epoll_ctl(d->epoll, EPOLL_CTL_MOD, descriptor, &event);
}

void EventLoop::remove(int descriptor, Watch *watch)
{
    epoll_ctl(d->epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    for (int at = d->eventAt + 1; at < d->eventCount; ++at) {
        auto &event = d->events[static_cast<std::size_t>(at)];
        if (event.data.ptr == watch)
            event.data.ptr = nullptr;
    }
}

void EventLoop::post(std::function<void()> work)
{
    if (loopInTurn == this) {
        d->soon.push_back(std::move(work)); // no lock, and nobody to wake
        return;
    }
    bool first = false;
    {
        const std::lock_guard lock(d->mutex);
        first = d->posted.empty();
        d->posted.push_back(std::move(work));
    }
    if (first)
        d->announce();
}

TimerId EventLoop::startTimer(std::int64_t afterMs, std::function<void()> action)
{
    const TimerId id = ++d->lastTimer;
    const auto due = monotonicUs() + std::max<std::int64_t>(afterMs, 0) * 1000;
    d->timerById.emplace(id, d->timers.emplace(due, Private::Timer{id, std::move(action)}));
    d->arm();
    return id;
}

void EventLoop::cancelTimer(TimerId id)
{
    const auto found = d->timerById.find(id);
    if (found == d->timerById.end())
        return;
    d->timers.erase(found->second);
    d->timerById.erase(found);
}

EventLoop *EventLoop::inTurn()
{
    return loopInTurn;
}

std::int64_t EventLoop::nowUs() const
{
    return loopInTurn == this ? d->turnUs : monotonicUs();
}

} // namespace beaver::ops
