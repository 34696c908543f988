#include "support.h"

#include <server/limits/calendar.h>
#include <server/limits/counters.h>

#include <random>

namespace beaver::limits::test {

namespace {

/// The limits as a person would check them: a list of all calls, and sums over those of the current window.
class Reference
{
public:
    explicit Reference(std::vector<Limit> limits)
        : m_limits(std::move(limits))
    {}

    bool take(std::int64_t nowMs, std::int64_t tokens, std::string_view zone)
    {
        for (const Limit &limit : m_limits) {
            if (limit.shadow)
                continue;
            if (limit.resource == Resource::Concurrent) {
                if (m_running >= limit.amount)
                    return false;
                continue;
            }
            const Span window = calendarSpan(limit.period, nowMs, zone);
            std::int64_t used = 0;
            for (auto call = m_calls.rbegin(); call != m_calls.rend() && call->atMs >= window.startMs; ++call)
                used += limit.resource == Resource::Requests ? 1 : call->tokens;
            const std::int64_t wanted = limit.resource == Resource::Requests ? 1 : std::max<std::int64_t>(tokens, 1);
            if (used + wanted > limit.amount)
                return false;
        }
        m_calls.push_back({nowMs, tokens});
        ++m_running;
        return true;
    }
    void settle(std::size_t call, std::int64_t used)
    {
        m_calls[call].tokens = used;
        --m_running;
    }
    std::size_t calls() const { return m_calls.size(); }

private:
    struct Call
    {
        std::int64_t atMs = 0;
        std::int64_t tokens = 0;
    };
    std::vector<Limit> m_limits;
    std::vector<Call> m_calls;
    std::int64_t m_running = 0;
};

} // namespace

class Model : public LimitsTest
{};

TEST_F(Model, AgreesWithTheReferenceThroughTenThousandRandomSteps)
{
    const std::vector<Limit> plan = {requests(Period::Minute, 4),
                                     requests(Period::Hour, 60),
                                     requests(Period::Day, 400),
                                     requests(Period::Month, 2500),
                                     tokens(Period::Minute, 4'000),
                                     tokens(Period::Hour, 50'000),
                                     tokens(Period::Day, 400'000),
                                     tokens(Period::Month, 3'000'000),
                                     Limit{Resource::Concurrent, Period::Now, 6, false}};
    startWith(plan);
    Reference reference(plan);
    std::mt19937 random(20250315);
    const auto upTo = [&random](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    std::vector<std::pair<Ticket, std::size_t>> running;
    const std::string_view zone = "America/New_York"; // summer time begins on March 9 and ends on November 2
    clock.jumpWallMs(at("2025-02-20T00:00:00Z") - clock.wallMs());
    int through = 0;
    for (int step = 0; step < 10'000; ++step) {
        if (upTo(2) != 0)
            clock.advanceMs(upTo(100) == 0 ? upTo(20) * hourMs : upTo(120'000));
        if (!running.empty() && upTo(1) == 0) {
            const std::size_t which = static_cast<std::size_t>(upTo(static_cast<int>(running.size()) - 1));
            const std::int64_t used = upTo(3'000);
            limits->settle(running[which].first, used);
            reference.settle(running[which].second, used);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(which));
            continue;
        }
        const std::int64_t estimate = upTo(1'500);
        auto ticket = take(estimate, zone);
        ASSERT_EQ(ticket.ok(), reference.take(clock.wallMs(), estimate, zone)) << "step " << step;
        if (ticket) {
            running.emplace_back(std::move(*ticket), reference.calls() - 1);
            ++through;
        }
    }
    EXPECT_GT(through, 1'000);
    EXPECT_LT(through, 5'000);
}

} // namespace beaver::limits::test
