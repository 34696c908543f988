#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace beaver::ops {

/// Takes work from any thread and runs it on its own thread, in order. Work posted to a loop that has ended is dropped.
class Executor
{
public:
    virtual ~Executor() = default;
    virtual void post(std::function<void()> work) = 0;

    /// Coroutines of this thread that await a Future (async.h) now. Its own thread only.
    int awaiting() const { return m_awaiting; }

private:
    template <typename T> friend class Future;
    int m_awaiting = 0;
};

/// What a descriptor's owner gets told. Called on the loop's thread.
class Watch
{
public:
    virtual ~Watch() = default;
    /// `events` are epoll's (EPOLLIN, EPOLLOUT, EPOLLRDHUP, …).
    virtual void ready(std::uint32_t events) = 0;
};

using TimerId = std::uint64_t; ///< 0 is no timer

/// One thread's loop: descriptors, timers and work from other threads, all on one epoll descriptor, which Qt's own loop
/// watches with a single QSocketNotifier. So Qt sees one descriptor however many connections there are (Qt polls every
/// one it knows on every turn). Belongs to the thread that made it, which must run a Qt event loop; only post() is for
/// any thread.
class EventLoop final : public Executor
{
public:
    EventLoop();
    ~EventLoop() override;
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    /// Level-triggered. The watch must be removed before it dies or its descriptor is closed; removing it inside its
    /// own or another's ready() is fine: no event of the same turn reaches it afterwards.
    void add(int descriptor, std::uint32_t events, Watch *watch);
    void modify(int descriptor, std::uint32_t events, Watch *watch);
    void remove(int descriptor, Watch *watch);

    /// Runs `work` after what runs now has returned to the loop. From the loop's own turn it takes no lock and no
    /// system call.
    void post(std::function<void()> work) override;

    /// Fires once, at least `afterMs` from now (monotonic). For coarse time-outs of many things keep the deadline in
    /// the thing and let its timer fire at the old one and look, instead of restarting it.
    TimerId startTimer(std::int64_t afterMs, std::function<void()> action);
    /// Unknown and fired ids are ignored.
    void cancelTimer(TimerId id);

    /// The loop whose turn the calling thread is in, so that post() is cheap; null elsewhere.
    static EventLoop *inTurn();

    /// Microseconds of the monotonic clock; within a turn those of its beginning.
    std::int64_t nowUs() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace beaver::ops
