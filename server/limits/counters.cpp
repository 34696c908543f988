#include <server/limits/calendar.h>
#include <server/limits/counters.h>
#include <server/limits/limit_names.h>

#include <algorithm>

namespace beaver::limits {

namespace {

/// When one more call at once will fit nobody knows; a second is polite to both sides.
constexpr std::int64_t concurrentRetryMs = 1000;

/// A window that follows another lasts at least this long: an account that changes its time zone every hour would
/// otherwise begin a new day every hour. Longer than any change of summer time, shorter than any day, week or month.
constexpr std::array<std::int64_t, periodCount> shortestMs = {0, 0, 12 * hourMs, 6 * dayMs, 27 * dayMs, 0};

constexpr std::size_t totalWindow = static_cast<std::size_t>(Period::Total);

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

void refuse(Verdict &verdict, const Limit &limit, std::int64_t opensInMs, bool neverFits, bool passing, Scope scope)
{
    verdict.passing = passing && (verdict.passing || !verdict.refused);
    const bool worse = !verdict.refused || (neverFits && !verdict.neverFits) ||
                       (neverFits == verdict.neverFits && opensInMs > verdict.opensInMs);
    if (!worse)
        return;
    verdict.refused = true;
    verdict.neverFits = neverFits;
    verdict.scope = scope;
    verdict.full = limit;
    verdict.opensInMs = opensInMs;
}

} // namespace

LimitSet::LimitSet(std::vector<Limit> limits)
    : list(inOrder(std::move(limits)))
{
    for (const Limit &limit : list) {
        const Rule rule{limit.amount, limit.shadow};
        const auto period = static_cast<std::size_t>(limit.period);
        if (limit.resource == Resource::Concurrent) {
            concurrent = rule;
        } else if (period < periodCount) {
            auto &rules = limit.resource == Resource::Requests ? requests
                          : limit.resource == Resource::Tokens ? tokens
                                                               : spend;
            rules[period] = rule;
        }
        hasSpend |= limit.resource == Resource::Spend;
        hasTotal |= limit.period == Period::Total;
    }
}

std::uint32_t ShadowCounts::of(const Limit &limit) const
{
    const auto period = static_cast<std::size_t>(limit.period);
    if (limit.resource == Resource::Concurrent || period >= periodCount)
        return concurrent;
    return limit.resource == Resource::Spend ? spend[period]
                                             : rates[limit.resource == Resource::Requests ? 0 : 1][period];
}

void Counters::roll(const Moment &now, std::string_view timeZone)
{
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        Window &window = m_windows[at];
        if (now.wallMs >= window.startMs && now.wallMs < window.endMs) [[likely]]
            continue;
        const auto period = static_cast<Period>(at);
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

void Counters::examine(const LimitSet &limits, std::int64_t tokens, const Moment &now, Scope scope, Verdict &verdict,
                       ShadowCounts &shadows) const
{
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        const Window &window = m_windows[at];
        const auto look = [&](Resource resource, const LimitSet::Rule &rule, std::int64_t used, std::int64_t returning,
                              std::int64_t wanted, std::optional<WindowState> &tightest, std::uint32_t &shadow) {
            if (!rule.stands())
                return;
            const std::int64_t left = std::max<std::int64_t>(rule.amount - used, 0);
            // A call that isn't estimated still needs room for something.
            const bool fits = left >= std::max<std::int64_t>(wanted, 1);
            if (rule.shadow) {
                shadow += fits ? 0 : 1;
                return;
            }
            const std::int64_t opens = opensInMs(at, now);
            keepTightest(tightest, WindowState{rule.amount, left, opens});
            if (!fits)
                refuse(verdict, Limit{resource, static_cast<Period>(at), rule.amount, false}, opens,
                       wanted > rule.amount, used - returning + wanted <= rule.amount, scope);
        };
        look(Resource::Requests, limits.requests[at], window.requests, 0, 1, verdict.requests, shadows.rates[0][at]);
        if (tokens == requestAlone)
            continue;
        // What is borrowed may come back unused.
        look(Resource::Tokens, limits.tokens[at], window.tokens, m_borrowed, tokens, verdict.tokens,
             shadows.rates[1][at]);
    }
    if (tokens != requestAlone && limits.concurrent.stands() && m_running >= limits.concurrent.amount) {
        if (limits.concurrent.shadow)
            ++shadows.concurrent;
        else
            refuse(verdict, Limit{Resource::Concurrent, Period::Now, limits.concurrent.amount, false},
                   concurrentRetryMs, limits.concurrent.amount == 0, limits.concurrent.amount > 0, scope);
    }
}

std::uint32_t Counters::take(std::int64_t tokens)
{
    for (Window &window : m_windows) {
        ++window.requests;
        window.tokens += tokens;
    }
    ++m_running;
    m_borrowed += tokens;
    return m_opened;
}

void Counters::settle(std::uint32_t opened, std::int64_t borrowedTokens, std::int64_t usedTokens)
{
    m_running = std::max<std::int64_t>(m_running - 1, 0);
    m_borrowed -= borrowedTokens;
    for (Window &window : m_windows)
        if (window.opening <= opened)
            window.tokens = std::max<std::int64_t>(window.tokens + usedTokens - borrowedTokens, 0);
}

void Counters::room(const LimitSet &limits, std::uint32_t opened, Money ownHeld, const Moment &now, Scope scope,
                    SpendRoom &room) const
{
    if (!limits.hasSpend)
        return;
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        const Window &window = m_windows[at];
        const auto &rule = limits.spend[at];
        if (!rule.enforced() || (opened != 0 && window.opening > opened))
            continue;
        const Money left =
            Money::fromNanoUsd(std::max<std::int64_t>(rule.amount - window.spent - window.held + ownHeld.nanoUsd(), 0));
        if (room.left && *room.left <= left)
            continue;
        room.left = left;
        room.unheld = Money::fromNanoUsd(std::max<std::int64_t>(rule.amount - window.spent, 0));
        room.scope = scope;
        room.limit = {Resource::Spend, static_cast<Period>(at), rule.amount, false};
        room.opensInMs = at == totalWindow ? 0 : opensInMs(at, now);
    }
}

void Counters::shadowSpend(const LimitSet &limits, Money wanted, ShadowCounts &shadows) const
{
    if (!limits.hasSpend)
        return;
    for (std::size_t at = 0; at < m_windows.size(); ++at) {
        const auto &rule = limits.spend[at];
        if (rule.stands() && rule.shadow && m_windows[at].spent + m_windows[at].held + wanted.nanoUsd() > rule.amount)
            ++shadows.spend[at];
    }
}

void Counters::hold(std::uint32_t opened, Money more)
{
    m_held += more.nanoUsd();
    for (Window &window : m_windows)
        if (window.opening <= opened)
            window.held += more.nanoUsd();
}

void Counters::spend(std::uint32_t opened, Money held, Money spent)
{
    m_held -= held.nanoUsd();
    for (Window &window : m_windows) {
        if (window.opening > opened)
            continue;
        window.held = std::max<std::int64_t>(window.held - held.nanoUsd(), 0);
        window.spent = std::max<std::int64_t>(window.spent + spent.nanoUsd(), 0);
    }
}

int Counters::crossed(const LimitSet::Rules &budgets, std::size_t period, bool ofPlan, bool full)
{
    const auto &rule = budgets[period];
    Window &window = m_windows[period];
    if (!rule.stands())
        return 0;
    const auto reached = [&](int percent) {
        return static_cast<long double>(window.spent) * 100 >= static_cast<long double>(rule.amount) * percent;
    };
    const int percent = full || reached(100) ? 100 : reached(80) ? 80 : reached(50) ? 50 : 0;
    auto &alerted = window.alerted[ofPlan ? 1 : 0];
    if (percent <= alerted)
        return 0;
    alerted = static_cast<std::uint8_t>(percent);
    return percent;
}

void Counters::restore(Period period, std::int64_t requests, std::int64_t tokens, Money spent)
{
    Window &window = m_windows[static_cast<std::size_t>(period)];
    window.requests += requests;
    window.tokens += tokens;
    window.spent += spent.nanoUsd();
}

void Counters::beginAnew(bool totalOnly)
{
    for (Window &window : m_windows) {
        if (totalOnly && &window != &m_windows[totalWindow])
            continue;
        window.requests = m_running;
        window.tokens = m_borrowed;
        window.spent = 0;
        window.held = m_held;
    }
}

void Counters::fill(LimitState &state, const Moment &now) const
{
    const auto period = static_cast<std::size_t>(state.limit.period);
    if (state.limit.resource == Resource::Concurrent || period >= periodCount) {
        state.used = m_running;
        return;
    }
    const Window &window = m_windows[period];
    state.used = state.limit.resource == Resource::Requests ? window.requests
                 : state.limit.resource == Resource::Tokens ? window.tokens
                                                            : window.spent + window.held;
    if (state.limit.period != Period::Total) {
        state.startsMs = window.startMs;
        state.endsMs = now.wallMs + opensInMs(period, now);
    }
}

bool Counters::idle(const Moment &now, bool windows) const
{
    if (m_running != 0)
        return false;
    return !windows || std::ranges::all_of(m_windows, [&](const Window &window) {
        return now.wallMs >= window.endMs || &window == &m_windows[totalWindow];
    });
}

std::int64_t Counters::opensInMs(std::size_t period, const Moment &now) const
{
    const Window &window = m_windows[period];
    if (now.wallMs >= window.startMs)
        return std::max<std::int64_t>(window.endMs - now.wallMs, 1);
    const std::int64_t passedMs = (now.monotonicUs - window.openedUs) / 1000;
    return std::max<std::int64_t>(longestMs(static_cast<Period>(period)) - passedMs, 1);
}

} // namespace beaver::limits
