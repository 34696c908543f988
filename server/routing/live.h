#pragma once

#include <server/routing/breaker.h>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace beaver::routing {

/// What all endpoints of a router share.
struct LiveContext
{
    LiveContext(const Clock &time, const RouterSettings &numbers)
        : clock(time)
        , settings(numbers)
        , random(numbers.seed)
    {}

    const Clock &clock;
    const RouterSettings settings;
    Random random;
    std::atomic<std::int64_t> waiting = 0;
    /// Endpoints whose breaker isn't closed. Each plan reads it, so it doesn't share a line with what each call writes.
    alignas(64) std::atomic<int> unwell = 0;
};

/// How one model fares at one endpoint: providers limit by model, and models differ in speed. Any thread, no lock;
/// concurrent measurements may lose one another.
class ModelTrack
{
public:
    enum class Out : std::uint8_t {
        No,
        Cooling,    ///< overloaded; the provider said no time
        CoolingBy,  ///< overloaded until the time that the provider said
        KeyRefused, ///< the credential may not use this model
    };

    Out out(std::int64_t nowUs) const;
    std::int64_t untilUs() const { return m_untilUs; }
    void cool(std::int64_t untilUs, Out kind);
    /// How often it was overloaded in a row; counts one more.
    int overloadedAgain() { return m_overloaded++; }
    bool missing() const { return m_missing.load(std::memory_order_relaxed); }
    void setMissing(bool missing) { m_missing = missing; }
    void answered(std::int64_t nowUs, std::int64_t firstByteUs, std::int64_t tokensPerKilosecond);
    /// It had no first byte after so long, and wasn't waited for.
    void outrun(std::int64_t nowUs, std::int64_t waitedUs);

    /// Moving average of the time to the first byte in µs, fading with age to nothing; 0: not measured.
    double firstByteUs(std::int64_t nowUs, std::int64_t halfLifeMs) const;
    double tokensPerSecond() const { return static_cast<double>(m_tokensPerKilosecond) / 1000; }

private:
    void measure(std::int64_t nowUs, std::int64_t firstByteUs);

    std::atomic<std::int64_t> m_untilUs = 0;
    std::atomic<Out> m_out = Out::No;
    std::atomic<bool> m_missing = false; ///< the server's own list doesn't have it
    std::atomic<int> m_overloaded = 0;
    std::atomic<std::int64_t> m_firstByteUs = 0;
    std::atomic<std::int64_t> m_measuredUs = 0;
    std::atomic<std::int64_t> m_tokensPerKilosecond = 0;
};

/// The live state of one endpoint: breaker, places, queue, counts. Any thread; its lock covers memory only.
class Live : public std::enable_shared_from_this<Live>
{
public:
    explicit Live(std::shared_ptr<LiveContext> context)
        : m_context(std::move(context))
        , m_breaker(m_context->settings, m_context->random)
    {}
    ~Live();
    Live(const Live &) = delete;
    Live &operator=(const Live &) = delete;

    /// What the operator has decided. Who waits is let in, kept or sent elsewhere accordingly.
    void configure(int maxConcurrency, int queueLength, EndpointStatus status);
    /// It is no longer in the pool.
    void retire();
    std::shared_ptr<ModelTrack> track(const std::string &upstreamModel);

    std::optional<Lease> tryEnter(const std::shared_ptr<ModelTrack> &track, bool lastResort);
    void enter(const ops::Promise<Result<Lease>> &promise, const std::shared_ptr<ModelTrack> &track,
               std::int64_t deadlineUs, bool lastResort, GaveUp gaveUp);
    void begun(std::uint64_t ticket);
    void leave(std::uint64_t ticket, ModelTrack &track, const AttemptReport &report);
    void expireWaiters(std::int64_t nowUs);

    struct Standing
    {
        EndpointHealth::Breaker breaker = EndpointHealth::Breaker::Closed;
        bool refused = false;
        bool probing = false;
        std::int64_t untilUs = 0;
        std::string reason;
    };
    /// Cheap: no lock while the breaker is closed.
    bool closed() const { return m_closed.load(std::memory_order_relaxed); }
    Standing standing(std::int64_t nowUs) const;
    std::int64_t underWay() const { return m_underWay.load(std::memory_order_relaxed); }
    bool busy() const
    {
        const int most = m_most.load(std::memory_order_relaxed);
        return most > 0 && underWay() >= most;
    }

    void noteCheck(const CheckResult &result);
    /// Which models the server itself lists; entries may have stars.
    void noteModels(std::vector<std::string> models);
    EndpointHealth health(std::int64_t nowUs) const;

private:
    struct Waiter
    {
        ops::Promise<Result<Lease>> promise;
        std::shared_ptr<ModelTrack> track;
        std::int64_t deadlineUs = 0;
        GaveUp gaveUp;

        bool waits(std::int64_t nowUs) const { return deadlineUs > nowUs && !(gaveUp && *gaveUp); }
    };
    /// What is told when the lock is released.
    using Told = std::vector<std::pair<Waiter, Result<Lease>>>;

    void judge(std::int64_t nowUs, std::uint64_t ticket, ModelTrack &track, const AttemptReport &report);
    void admit(std::int64_t nowUs, Told &told);
    void turnAway(Told &told);
    Lease lease(const std::shared_ptr<ModelTrack> &track, std::uint64_t ticket);
    void refresh();
    static void tell(Told told);

    const std::shared_ptr<LiveContext> m_context;
    std::atomic<std::int64_t> m_underWay = 0;
    std::atomic<int> m_most = 0;
    std::atomic<bool> m_closed = true;

    mutable std::mutex m_mutex; // guards all below, and every change of the above
    Breaker m_breaker;
    EndpointStatus m_status = EndpointStatus::Active;
    bool m_retired = false;
    std::size_t m_queueLength = 0;
    std::deque<Waiter> m_waiting;
    std::map<std::string, std::shared_ptr<ModelTrack>, std::less<>> m_tracks; // as many as it was asked for models
    bool isListed(const std::string &upstreamModel) const;

    std::optional<std::vector<std::string>> m_listed; // by the server itself; none: it hasn't said
    std::int64_t m_lastUsedUs = -1;
    EndpointHealth m_counts; // its counters and last check
};

} // namespace beaver::routing
