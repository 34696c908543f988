#include <server/limits/calendar.h>
#include <server/limits/counters.h>

#include <algorithm>

namespace beaver::limits {

namespace {

/// When one more call at once will fit nobody knows; a second is polite to both sides.
constexpr std::int64_t concurrentRetryMs = 1000;

/// A window that follows another lasts at least this long: an account that changes its time zone every hour would
/// otherwise begin a new day every hour. Longer than any change of summer time, shorter than any day or month.
constexpr std::array<std::int64_t, 4> shortestMs = {0, 0, 12 * hourMs, 27 * dayMs};

/// Is less of `a` left than of `b`?
bool tighter(const WindowState &a, const WindowState &b)
{
    const auto share = [](const WindowState &state) {
        return state.limit > 0 ? static_cast<double>(state.remaining) / static_cast<double>(state.limit) : 0.0;
    };
    return share(a) < share(b);
}

void keepTightest(std::optional<WindowState> &kept, const WindowState &state)
{
    if (!kept || tighter(state, *kept))
        kept = state;
}

void refuse(Verdict &verdict, const Limit &limit, std::int64_t opensInMs, bool neverFits, bool byKey)
{
    const bool worse = !verdict.refused || (neverFits && !verdict.neverFits) ||
                       (neverFits == verdict.neverFits && opensInMs > verdict.opensInMs);
    if (!worse)
        return;
    verdict.refused = true;
    verdict.neverFits = neverFits;
    verdict.byKey = byKey;
    verdict.full = limit;
    verdict.opensInMs = opensInMs;
}

} // namespace

LimitSet::LimitSet(const std::vector<Limit> &limits)
{
    for (const Limit &limit : limits) {
        const Rule rule{limit.amount, limit.shadow};
        const auto period = static_cast<std::size_t>(limit.period);
        if (limit.resource == Resource::Concurrent)
            concurrent = rule;
        else if (period < calendarPeriods.size())
            (limit.resource == Resource::Requests ? requests : tokens)[period] = rule;
    }
}

void Counters::roll(const Moment &now, std::string_view timeZone)
{
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        Window &window = m_windows[at];
        if (now.wallMs >= window.startMs && now.wallMs < window.endMs) [[likely]]
            continue;
        const Period period = calendarPeriods[at];
        const bool first = window.opening == 0;
        const bool clockWentBack = !first && now.wallMs < window.startMs;
        if (clockWentBack && now.monotonicUs - window.openedUs < longestMs(period) * 1000)
            continue;
        Span span = calendarSpan(period, now.wallMs, timeZone);
        if (!first && !clockWentBack && window.endMs + shortestMs[at] > span.endMs)
            span.endMs = calendarSpan(period, window.endMs + shortestMs[at], timeZone).endMs;
        window = Window();
        window.startMs = span.startMs;
        window.endMs = span.endMs;
        window.openedUs = now.monotonicUs;
        window.opening = ++m_opened;
    }
}

void Counters::examine(const LimitSet &limits, std::int64_t tokens, const Moment &now, bool isKey,
                       Verdict &verdict) const
{
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        const Window &window = m_windows[at];
        const auto look = [&](Resource resource, const LimitSet::Rule &rule, std::int64_t used, std::int64_t wanted,
                              std::optional<WindowState> &tightest) {
            if (!rule.enforced())
                return;
            const std::int64_t left = std::max<std::int64_t>(rule.amount - used, 0);
            const std::int64_t opens = opensInMs(at, now);
            keepTightest(tightest, WindowState{rule.amount, left, opens});
            // A call that isn't estimated still needs room for something.
            if (left < std::max<std::int64_t>(wanted, 1))
                refuse(verdict, Limit{resource, calendarPeriods[at], rule.amount, false}, opens, wanted > rule.amount,
                       isKey);
        };
        look(Resource::Requests, limits.requests[at], window.requests, 1, verdict.requests);
        look(Resource::Tokens, limits.tokens[at], window.tokens, tokens, verdict.tokens);
    }
    if (limits.concurrent.enforced() && m_running >= limits.concurrent.amount)
        refuse(verdict, Limit{Resource::Concurrent, Period::Now, limits.concurrent.amount, false}, concurrentRetryMs,
               limits.concurrent.amount == 0, isKey);
}

std::uint32_t Counters::take(std::int64_t tokens)
{
    for (Window &window : m_windows) {
        ++window.requests;
        window.tokens += tokens;
    }
    ++m_running;
    return m_opened;
}

void Counters::settle(std::uint32_t opened, std::int64_t tokenCorrection)
{
    m_running = std::max<std::int64_t>(m_running - 1, 0);
    for (Window &window : m_windows)
        if (window.opening <= opened)
            window.tokens = std::max<std::int64_t>(window.tokens + tokenCorrection, 0);
}

void Counters::restore(Period period, std::int64_t requests, std::int64_t tokens)
{
    Window &window = m_windows[static_cast<std::size_t>(period)];
    window.requests += requests;
    window.tokens += tokens;
}

bool Counters::idle(const Moment &now) const
{
    return m_running == 0 &&
           std::ranges::all_of(m_windows, [&](const Window &window) { return now.wallMs >= window.endMs; });
}

std::int64_t Counters::opensInMs(std::size_t period, const Moment &now) const
{
    const Window &window = m_windows[period];
    if (now.wallMs >= window.startMs)
        return std::max<std::int64_t>(window.endMs - now.wallMs, 1);
    const std::int64_t passedMs = (now.monotonicUs - window.openedUs) / 1000;
    return std::max<std::int64_t>(longestMs(calendarPeriods[period]) - passedMs, 1);
}

} // namespace beaver::limits
