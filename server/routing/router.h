#pragma once

#include <server/ops/async.h>
#include <server/routing/hedge_share.h>
#include <server/routing/types.h>
#include <shared/base/clock.h>
#include <shared/base/published.h>
#include <shared/base/result.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::routing {

class Pool;
struct LiveContext;

/// A place at an endpoint while an attempt runs; given back with report(), or as NotCounted when it dies. Any thread;
/// may outlive the router's pool, not its clock.
class Lease
{
public:
    Lease() = default;
    Lease(Lease &&other) noexcept = default;
    Lease &operator=(Lease &&other) noexcept;
    ~Lease();
    /// A sound answer has begun. A breaker that waits for this attempt closes now, not at the end of a long stream.
    void begun();
    /// Ends the lease. The first report counts.
    void report(const AttemptReport &report);
    explicit operator bool() const { return m_live != nullptr; }

private:
    friend class Live;
    Lease(std::shared_ptr<Live> live, std::shared_ptr<ModelTrack> track, std::uint64_t ticket);

    std::shared_ptr<Live> m_live;
    std::shared_ptr<ModelTrack> m_track;
    std::uint64_t m_ticket = 0; ///< half-open: this attempt decides; 0: it doesn't
};

/// True as soon as who waits for a place no longer wants it. Any thread.
using GaveUp = std::shared_ptr<const std::atomic<bool>>;

/// Numbers of breaker, latency and queue. Times in milliseconds.
struct RouterSettings
{
    Strategy strategy = Strategy::Weighted;
    std::uint64_t seed = 0; ///< of every random choice; 0: a random one

    int consecutiveFailures = 5;   ///< open the breaker
    int windowLeastCalls = 20;     ///< so many within the window before their share counts
    int windowFailurePercent = 50; ///< of the calls in the window: opens the breaker
    std::int64_t windowMs = 30'000;
    std::int64_t openMs = 5'000; ///< first ejection; doubles each time, ± 20 %
    std::int64_t openMostMs = 120'000;
    std::int64_t refusedMs = 300'000; ///< of a refused credential; doubles each time
    std::int64_t refusedMostMs = 3'600'000;
    std::int64_t overloadedMs = 1'000; ///< where the provider says no time; doubles each time
    std::int64_t overloadedMostMs = 60'000;
    std::int64_t forgetMs = 600'000;         ///< sound for so long: ejections start small again
    std::int64_t latencyHalfLifeMs = 30'000; ///< a measured latency loses half its weight, so that others are tried too

    std::int64_t hedgeMs = 0; ///< without a first byte for so long, a call is asked of a second endpoint too; 0: never
    int hedgePercent = 5;     ///< at most so many of the calls
};

/// What is known of an endpoint's health; for administrators and metrics.
struct EndpointHealth
{
    enum class Breaker : std::uint8_t { Closed, Open, HalfOpen } breaker = Breaker::Closed;
    std::string reason;        ///< why it isn't closed, or what cools down
    std::int64_t backInMs = 0; ///< until the next call is let through; 0: now
    int failurePercent = 0;    ///< of the calls of the last half minute
    int coolingModels = 0;     ///< of which the provider wants no calls for now
    std::int64_t underWay = 0;
    std::int64_t waiting = 0;
    std::int64_t firstByteMs = 0; ///< moving average over its models; 0: not measured
    std::uint64_t answered = 0;   ///< attempts since the start …
    std::uint64_t failed = 0;
    std::uint64_t overloaded = 0;
    std::uint64_t refused = 0;
    std::uint64_t ejections = 0;
    std::int64_t lastUsedAtMs = 0; ///< wall clock; 0: never
    std::int64_t quietMs = -1;     ///< since the last call began; −1: there was none
    std::int64_t checkedAtMs = 0;  ///< wall clock of the last free check; 0: never
    CheckResult check;

    /// One word: `healthy`, `degraded` (cooling down, half open, or much fails), `down`, `unknown` (never tried).
    std::string_view word() const;
};

struct EndpointView
{
    std::shared_ptr<const StoredEndpoint> stored;
    std::shared_ptr<const providers::Endpoint> endpoint;
    EndpointHealth health;
};

/// Which endpoints serve a call, in which order, and how they fare. Shared by all loops: any thread, never waits, holds
/// no lock across anything but memory. The pool is an immutable snapshot that replace() exchanges at once; calls under
/// way keep theirs.
class Router
{
public:
    static constexpr std::size_t longestPlan = 8;

    Router(const Clock &clock, const RouterSettings &settings);
    ~Router();
    Router(const Router &) = delete;
    Router &operator=(const Router &) = delete;

    /// By priority; within one by the call's `sort`, else by its sticky key, else by the strategy. Left out: what is
    /// paused, drained, ejected or cooling down. Where that leaves nothing, those that are out are offered all the
    /// same, soonest back first: nobody is refused because of our guess that a provider fails.
    Plan plan(const Want &want) const;
    /// The same for a caller that seldom needs more than the first place: where a model has more endpoints than a plan,
    /// all are well and nothing but weights decides, that place alone is drawn, at a cost that doesn't grow with them.
    Plan begin(const Want &want) const;
    /// Adds the places that begin() left out for the same `want`. True: there are some.
    bool complete(Plan &plan, const Want &want) const;
    /// None: it is at its limit, or was paused or ejected meanwhile.
    std::optional<Lease> tryEnter(const Candidate &candidate);
    /// Milliseconds without a first byte after which a call may be hedged (asked of a second endpoint too); 0: never.
    std::int64_t hedgeMs() const;
    /// A call that could come to be hedged: of these a share may be.
    void countHedgeable() { m_hedges.countCall(); }
    /// A place for a hedge: only where the endpoint is well and has one free, and the share of hedges isn't used up.
    std::optional<Lease> tryHedge(const Candidate &candidate);
    /// Waits for a place in the endpoint's queue, first come first served, at most `maxWaitMs`, or until `gaveUp` is
    /// found true (by the next `expireWaiters`). An error (Unavailable,
    /// `endpoint_busy`) says that there is none: go elsewhere. Await on `loop`. An abandoned future gives its place
    /// back by itself.
    ops::Future<Result<Lease>> enter(ops::Executor &loop, const Candidate &candidate, std::int64_t maxWaitMs,
                                     GaveUp gaveUp = {});
    /// Whether an endpoint in the pool, paused ones too, has this model; an empty capability stands for any.
    bool serves(const catalog::Model &model, std::string_view capability) const;

    /// Takes the place of the whole pool. Health goes on by id, and begins anew where provider, address or credential
    /// have changed.
    void replace(std::vector<std::shared_ptr<const StoredEndpoint>> endpoints,
                 const std::vector<std::shared_ptr<const providers::Profile>> &profiles);
    /// In the pool's order.
    std::vector<EndpointView> snapshot() const;
    std::optional<EndpointView> view(const EndpointId &id) const;

    /// What a free check found. A success lets the next call probe an ejected endpoint at once; a failure ejects.
    void noteCheck(const EndpointId &id, const CheckResult &result);
    /// The models that a server itself lists: a pattern of its endpoint stands for no others from now on.
    void noteModels(const EndpointId &id, std::vector<std::string> models);
    /// Ends the waiting of those whose time is over or who gave up. Call it every few ten milliseconds.
    void expireWaiters();

private:
    Plan unfilled(const Want &want) const;
    void fill(Plan &plan, const Want &want) const;
    const ModelRoute *draw(const ModelRoutes &routes, const Want &want) const;

    std::shared_ptr<LiveContext> m_context;
    HedgeShare m_hedges;
    std::mutex m_replacing;       // one replace() at a time
    std::uint64_t m_revision = 0; // guarded by m_replacing
    Published<Pool> m_pool;
};

} // namespace beaver::routing
