#include <server/routing/breaker.h>

#include <algorithm>

namespace beaver::routing {

std::int64_t doubled(std::int64_t ms, int times, std::int64_t mostMs)
{
    for (int done = 0; done < times && ms < mostMs; ++done)
        ms *= 2;
    return std::min(ms, mostMs);
}

Breaker::Slot &Breaker::slot(std::int64_t nowUs)
{
    const std::int64_t number = nowUs / (m_settings.windowMs * 1000 / static_cast<std::int64_t>(slots));
    Slot &slot = m_window[static_cast<std::size_t>(number) % slots];
    if (slot.number != number)
        slot = {number, 0, 0};
    return slot;
}

Breaker::Counts Breaker::counts(std::int64_t nowUs) const
{
    const std::int64_t number = nowUs / (m_settings.windowMs * 1000 / static_cast<std::int64_t>(slots));
    Counts sum;
    for (const Slot &slot : m_window) {
        if (slot.number >= 0 && slot.number > number - static_cast<std::int64_t>(slots)) {
            sum.all += slot.answered + slot.failed;
            sum.failed += slot.failed;
        }
    }
    return sum;
}

int Breaker::failurePercent(std::int64_t nowUs) const
{
    const Counts window = counts(nowUs);
    return window.all > 0 ? window.failed * 100 / window.all : 0;
}

Breaker::State Breaker::state(std::int64_t nowUs) const
{
    return m_state == State::Open && nowUs >= m_untilUs ? State::HalfOpen : m_state;
}

std::optional<std::uint64_t> Breaker::enter(std::int64_t nowUs)
{
    if (m_state == State::Closed)
        return 0;
    if (state(nowUs) == State::Open || m_probe != 0)
        return std::nullopt;
    m_state = State::HalfOpen;
    m_probe = ++m_lastProbe;
    return m_probe;
}

std::uint64_t Breaker::enterAnyway(std::int64_t nowUs)
{
    if (m_state == State::Open)
        m_untilUs = std::min(m_untilUs, nowUs);
    return enter(nowUs).value_or(0);
}

void Breaker::answered(std::int64_t nowUs, std::uint64_t ticket)
{
    if (m_state == State::Closed) {
        m_inARow = 0;
        ++slot(nowUs).answered;
    } else {
        probeAnswers(nowUs, ticket);
    }
}

void Breaker::probeAnswers(std::int64_t nowUs, std::uint64_t ticket)
{
    // Any other call began before the breaker opened and says nothing about now.
    if (m_state != State::Closed && ticket != 0 && ticket == m_probe)
        close(nowUs);
}

void Breaker::failed(std::int64_t nowUs, std::uint64_t ticket, std::string_view reason)
{
    if (m_state != State::Closed) {
        if (ticket != 0 && ticket == m_probe)
            open(nowUs, reason, m_refused);
        return;
    }
    ++m_inARow;
    ++slot(nowUs).failed;
    const Counts window = counts(nowUs);
    if (m_inARow >= m_settings.consecutiveFailures ||
        (window.all >= m_settings.windowLeastCalls &&
         window.failed * 100 >= m_settings.windowFailurePercent * window.all))
        open(nowUs, reason, false);
}

void Breaker::refused(std::int64_t nowUs, std::string_view reason)
{
    // Calls that were under way together are refused together: that is one refusal.
    if (m_refused && state(nowUs) == State::Open)
        return;
    open(nowUs, reason, true);
}

void Breaker::notCounted(std::uint64_t ticket)
{
    if (ticket != 0 && ticket == m_probe)
        m_probe = 0;
}

void Breaker::checked(std::int64_t nowUs)
{
    if (m_state == State::Open) {
        m_state = State::HalfOpen;
        m_untilUs = nowUs;
    }
}

void Breaker::checkFailed(std::int64_t nowUs, std::string_view reason)
{
    if (!m_refused || m_state == State::Closed)
        open(nowUs, reason, false);
}

void Breaker::open(std::int64_t nowUs, std::string_view reason, bool refused)
{
    const bool sound = m_state == State::Closed && nowUs - m_closedAtUs >= m_settings.forgetMs * 1000;
    if (sound || refused != m_refused)
        m_doublings = 0;
    const std::int64_t ms = refused ? doubled(m_settings.refusedMs, m_doublings, m_settings.refusedMostMs)
                                    : doubled(m_settings.openMs, m_doublings, m_settings.openMostMs);
    // ± 20 %, so that gateways that opened together don't come back together.
    const std::int64_t jitterUs = static_cast<std::int64_t>(m_random.next() % 401) - 200;
    m_untilUs = nowUs + ms * 1000 + ms * jitterUs;
    m_state = State::Open;
    m_reason = reason;
    m_refused = refused;
    m_probe = 0;
    ++m_doublings;
    ++m_ejections;
}

void Breaker::close(std::int64_t nowUs)
{
    m_state = State::Closed;
    m_closedAtUs = nowUs;
    m_inARow = 0;
    m_window = {};
    m_probe = 0;
    m_reason.clear();
}

} // namespace beaver::routing
