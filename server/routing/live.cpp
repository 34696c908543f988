#include <server/routing/live.h>
#include <server/routing/model_rule.h>

#include <algorithm>
#include <cmath>

namespace beaver::routing {

namespace {

constexpr std::int64_t longestCoolingMs = 3'600'000;
constexpr std::size_t mostTracks = 4096;

/// A quarter of the newest each time.
void average(std::atomic<std::int64_t> &of, std::int64_t value)
{
    const std::int64_t was = of;
    of = was == 0 ? value : was + (value - was) / 4;
}

Error busyError(std::string message)
{
    return {ErrorCode::Unavailable, std::move(message), {}, "endpoint_busy", {}, 1000};
}

} // namespace

ModelTrack::Out ModelTrack::out(std::int64_t nowUs) const
{
    return nowUs < m_untilUs.load(std::memory_order_relaxed) ? m_out.load(std::memory_order_relaxed) : Out::No;
}

void ModelTrack::cool(std::int64_t untilUs, Out kind)
{
    m_out = kind;
    m_untilUs = untilUs;
}

void ModelTrack::answered(std::int64_t nowUs, std::int64_t firstByteUs, std::int64_t tokensPerKilosecond)
{
    m_overloaded = 0;
    if (firstByteUs > 0)
        measure(nowUs, firstByteUs);
    if (tokensPerKilosecond > 0)
        average(m_tokensPerKilosecond, tokensPerKilosecond);
}

void ModelTrack::measure(std::int64_t nowUs, std::int64_t firstByteUs)
{
    average(m_firstByteUs, firstByteUs);
    m_measuredUs = nowUs;
}

void ModelTrack::outrun(std::int64_t nowUs, std::int64_t waitedUs)
{
    // How much longer it would have taken nobody knows; that it was slower than it used to be counts.
    if (waitedUs > m_firstByteUs)
        measure(nowUs, waitedUs);
}

double ModelTrack::firstByteUs(std::int64_t nowUs, std::int64_t halfLifeMs) const
{
    const auto age = static_cast<double>(nowUs - m_measuredUs) / 1000;
    return static_cast<double>(m_firstByteUs) * std::exp2(-age / static_cast<double>(halfLifeMs));
}

Live::~Live()
{
    if (!m_closed)
        m_context->unwell.fetch_sub(1, std::memory_order_relaxed);
}

/// To be called when the breaker may have changed.
void Live::refresh()
{
    const bool closed = m_breaker.closed();
    if (m_closed.exchange(closed, std::memory_order_relaxed) != closed)
        m_context->unwell.fetch_add(closed ? -1 : 1, std::memory_order_relaxed);
}

void Live::configure(int maxConcurrency, int queueLength, EndpointStatus status)
{
    Told told;
    {
        const std::lock_guard lock(m_mutex);
        m_most = maxConcurrency;
        m_queueLength = static_cast<std::size_t>(queueLength);
        m_status = status;
        if (status == EndpointStatus::Paused)
            turnAway(told);
        else
            admit(m_context->clock.monotonicUs(), told);
    }
    tell(std::move(told));
}

void Live::retire()
{
    Told told;
    {
        const std::lock_guard lock(m_mutex);
        m_retired = true;
        turnAway(told);
    }
    tell(std::move(told));
}

std::shared_ptr<ModelTrack> Live::track(const std::string &upstreamModel)
{
    const std::lock_guard lock(m_mutex);
    if (m_tracks.size() >= mostTracks)
        m_tracks.clear();
    auto &track = m_tracks[upstreamModel];
    if (!track) {
        track = std::make_shared<ModelTrack>();
        track->setMissing(!isListed(upstreamModel));
    }
    return track;
}

bool Live::isListed(const std::string &upstreamModel) const
{
    return !m_listed || std::ranges::any_of(*m_listed, [&](const std::string &listed) {
        return matchPattern(listed, upstreamModel).has_value();
    });
}

void Live::noteModels(std::vector<std::string> models)
{
    const std::lock_guard lock(m_mutex);
    m_listed = std::move(models);
    for (const auto &[name, track] : m_tracks)
        track->setMissing(!isListed(name));
}

Lease Live::lease(const std::shared_ptr<ModelTrack> &track, std::uint64_t ticket)
{
    m_counts.lastUsedAtMs = m_context->clock.wallMs();
    m_lastUsedUs = m_context->clock.monotonicUs();
    return {shared_from_this(), track, ticket};
}

std::optional<Lease> Live::tryEnter(const std::shared_ptr<ModelTrack> &track, bool lastResort)
{
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    const std::lock_guard lock(m_mutex);
    if (m_status != EndpointStatus::Active || m_retired || busy())
        return std::nullopt;
    const auto ticket = lastResort ? m_breaker.enterAnyway(nowUs) : m_breaker.enter(nowUs);
    if (!ticket)
        return std::nullopt;
    ++m_underWay;
    return lease(track, *ticket);
}

void Live::enter(const ops::Promise<Result<Lease>> &promise, const std::shared_ptr<ModelTrack> &track,
                 std::int64_t deadlineUs, bool lastResort, GaveUp gaveUp)
{
    if (auto entered = tryEnter(track, lastResort)) {
        promise.set(std::move(*entered));
        return;
    }
    Told told;
    {
        const std::int64_t nowUs = m_context->clock.monotonicUs();
        const std::lock_guard lock(m_mutex);
        if (m_status != EndpointStatus::Active || m_retired || (!m_breaker.closed() && !lastResort))
            told.emplace_back(Waiter{promise, track, 0, {}}, busyError("The endpoint takes no calls at the moment."));
        else if (m_waiting.size() >= m_queueLength)
            told.emplace_back(Waiter{promise, track, 0, {}},
                              busyError("The endpoint is busy and its queue is full. Please try again."));
        else if (deadlineUs <= nowUs)
            told.emplace_back(Waiter{promise, track, 0, {}}, busyError("The endpoint is busy. Please try again."));
        else {
            m_waiting.push_back({promise, track, deadlineUs, std::move(gaveUp)});
            ++m_context->waiting;
        }
        admit(nowUs, told); // a place may have come free since
    }
    tell(std::move(told));
}

void Live::leave(std::uint64_t ticket, ModelTrack &track, const AttemptReport &report)
{
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    Told told;
    {
        const std::lock_guard lock(m_mutex);
        --m_underWay;
        judge(nowUs, ticket, track, report);
        refresh();
        // Those that wait for an endpoint that has just failed are better off elsewhere.
        if (!m_breaker.closed())
            turnAway(told);
        else
            admit(nowUs, told);
    }
    tell(std::move(told));
}

void Live::begun(std::uint64_t ticket)
{
    const std::lock_guard lock(m_mutex);
    m_breaker.probeAnswers(m_context->clock.monotonicUs(), ticket);
    refresh();
}

void Live::judge(std::int64_t nowUs, std::uint64_t ticket, ModelTrack &track, const AttemptReport &report)
{
    const RouterSettings &settings = m_context->settings;
    using Kind = AttemptReport::Kind;
    switch (report.kind) {
    case Kind::Answered: {
        ++m_counts.answered;
        m_breaker.answered(nowUs, ticket);
        const std::int64_t writingMs = report.wholeMs - report.firstByteMs;
        const bool measured = report.outputTokens > 0 && writingMs > 0;
        track.answered(nowUs, report.firstByteMs * 1000, measured ? report.outputTokens * 1'000'000 / writingMs : 0);
        break;
    }
    case Kind::Overloaded: {
        ++m_counts.overloaded;
        m_breaker.answered(nowUs, ticket); // it is there, and says so
        const bool said = report.retryAfterMs > 0;
        const std::int64_t ms =
            said ? std::min(report.retryAfterMs, longestCoolingMs)
                 : doubled(settings.overloadedMs, track.overloadedAgain(), settings.overloadedMostMs);
        track.cool(nowUs + ms * 1000, said ? ModelTrack::Out::CoolingBy : ModelTrack::Out::Cooling);
        break;
    }
    case Kind::Failed:
        ++m_counts.failed;
        m_breaker.failed(nowUs, ticket, report.reason.empty() ? "upstream_unavailable" : report.reason);
        break;
    case Kind::KeyRefused:
        ++m_counts.refused;
        // 403 and 404 are about one model or one feature: a client that asks for it mustn't take away all others.
        if (report.status == 403 || report.status == 404) {
            m_breaker.answered(nowUs, ticket);
            track.cool(nowUs + settings.refusedMs * 1000, ModelTrack::Out::KeyRefused);
        } else {
            m_breaker.refused(nowUs, report.reason.empty() ? "upstream_authentication" : report.reason);
        }
        break;
    case Kind::NotCounted:
        m_breaker.notCounted(ticket);
        break;
    case Kind::Outrun:
        m_breaker.notCounted(ticket);
        track.outrun(nowUs, report.wholeMs * 1000);
        break;
    }
}

/// Lets in who waits, as far as there are places.
void Live::admit(std::int64_t nowUs, Told &told)
{
    while (!m_waiting.empty() && !busy()) {
        if (m_waiting.front().waits(nowUs)) {
            const auto ticket = m_breaker.enter(nowUs);
            if (!ticket)
                return;
            ++m_underWay;
            Waiter waiter = std::move(m_waiting.front());
            Lease entered = lease(waiter.track, *ticket);
            told.emplace_back(std::move(waiter), std::move(entered));
        } else {
            told.emplace_back(std::move(m_waiting.front()), busyError("The endpoint is busy. Please try again."));
        }
        m_waiting.pop_front();
        --m_context->waiting;
    }
}

void Live::turnAway(Told &told)
{
    m_context->waiting -= static_cast<std::int64_t>(m_waiting.size());
    for (Waiter &waiter : m_waiting)
        told.emplace_back(std::move(waiter), busyError("The endpoint takes no calls at the moment."));
    m_waiting.clear();
}

void Live::expireWaiters(std::int64_t nowUs)
{
    Told told;
    {
        const std::lock_guard lock(m_mutex);
        const auto over = std::stable_partition(m_waiting.begin(), m_waiting.end(),
                                                [nowUs](const Waiter &waiter) { return waiter.waits(nowUs); });
        for (auto each = over; each != m_waiting.end(); ++each)
            told.emplace_back(std::move(*each), busyError("The endpoint is busy. Please try again."));
        m_context->waiting -= std::distance(over, m_waiting.end());
        m_waiting.erase(over, m_waiting.end());
    }
    tell(std::move(told));
}

void Live::tell(Told told)
{
    for (auto &[waiter, result] : told)
        waiter.promise.set(std::move(result));
}

Live::Standing Live::standing(std::int64_t nowUs) const
{
    const std::lock_guard lock(m_mutex);
    return {m_breaker.state(nowUs), m_breaker.refusesKey(), m_breaker.probing(), m_breaker.untilUs(),
            m_breaker.reason()};
}

void Live::noteCheck(const CheckResult &result)
{
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    Told told;
    {
        const std::lock_guard lock(m_mutex);
        m_counts.checkedAtMs = m_context->clock.wallMs();
        m_counts.check = result;
        switch (result.kind) {
        case CheckResult::Kind::Ok:
            // Money is not what a free question finds out about.
            if (m_breaker.reason() != "upstream_quota")
                m_breaker.checked(nowUs);
            break;
        case CheckResult::Kind::Failed:
            m_breaker.checkFailed(nowUs, "check_failed");
            break;
        case CheckResult::Kind::KeyRefused:
            m_breaker.refused(nowUs, "upstream_authentication");
            break;
        }
        refresh();
        if (!m_breaker.closed())
            turnAway(told);
    }
    tell(std::move(told));
}

EndpointHealth Live::health(std::int64_t nowUs) const
{
    const std::lock_guard lock(m_mutex);
    EndpointHealth health = m_counts;
    health.breaker = m_breaker.state(nowUs);
    health.reason = m_breaker.reason();
    health.ejections = m_breaker.ejections();
    health.failurePercent = m_breaker.failurePercent(nowUs);
    if (health.breaker == EndpointHealth::Breaker::Open)
        health.backInMs = (m_breaker.untilUs() - nowUs + 999) / 1000;
    health.quietMs = m_lastUsedUs < 0 ? -1 : (nowUs - m_lastUsedUs) / 1000;
    health.underWay = m_underWay;
    health.waiting = static_cast<std::int64_t>(m_waiting.size());
    double sum = 0;
    int measured = 0;
    for (const auto &[model, track] : m_tracks) {
        if (track->out(nowUs) != ModelTrack::Out::No)
            ++health.coolingModels;
        // Not faded: what was measured, for people.
        const double us = track->firstByteUs(0, 1'000'000'000'000);
        if (us > 0) {
            sum += us;
            ++measured;
        }
    }
    health.firstByteMs = measured > 0 ? static_cast<std::int64_t>(sum / measured / 1000) : 0;
    return health;
}

Lease::Lease(std::shared_ptr<Live> live, std::shared_ptr<ModelTrack> track, std::uint64_t ticket)
    : m_live(std::move(live))
    , m_track(std::move(track))
    , m_ticket(ticket)
{}

Lease::~Lease()
{
    report({AttemptReport::Kind::NotCounted, 0, 0, 0, 0, 0, {}});
}

Lease &Lease::operator=(Lease &&other) noexcept
{
    std::swap(m_live, other.m_live);
    std::swap(m_track, other.m_track);
    std::swap(m_ticket, other.m_ticket);
    return *this;
}

void Lease::begun()
{
    if (m_live && m_ticket != 0)
        m_live->begun(std::exchange(m_ticket, 0));
}

void Lease::report(const AttemptReport &report)
{
    if (const auto live = std::exchange(m_live, nullptr))
        live->leave(m_ticket, *m_track, report);
}

std::string_view EndpointHealth::word() const
{
    if (breaker == Breaker::Open)
        return "down";
    if (breaker == Breaker::HalfOpen || coolingModels > 0 || failurePercent >= 20)
        return "degraded";
    const bool tried = answered + failed + overloaded + refused > 0 || checkedAtMs > 0;
    return tried ? "healthy" : "unknown";
}

} // namespace beaver::routing
