#include "support.h"

#include <QTimeZone>

#include <server/limits/calendar.h>
#include <server/limits/counters.h>

#include <random>

namespace beaver::limits::test {

namespace {

/// The limit as a person would check it: a list of all calls, and a sum over those whose local date says that they lie
/// in the current window.
class Reference
{
public:
    Reference(Limit limit, std::string_view zone)
        : m_limit(limit)
        , m_zone(QByteArray(zone.data(), static_cast<qsizetype>(zone.size())))
    {}

    bool take(std::int64_t nowMs, std::int64_t amount)
    {
        const std::int64_t wanted = m_limit.resource == Resource::Requests ? 1 : amount;
        if (m_limit.resource == Resource::Concurrent) {
            if (m_running >= m_limit.amount)
                return false;
        } else {
            const std::int64_t window = windowOf(nowMs);
            std::int64_t used = 0;
            for (auto call = m_calls.rbegin(); call != m_calls.rend() && call->window == window; ++call)
                used += m_limit.resource == Resource::Requests ? 1 : call->amount;
            // A call that isn't estimated still needs room for something.
            const std::int64_t least =
                m_limit.resource == Resource::Tokens ? std::max<std::int64_t>(wanted, 1) : wanted;
            if (used + least > m_limit.amount)
                return false;
        }
        m_calls.push_back({windowOf(nowMs), amount});
        ++m_running;
        return true;
    }
    void settle(std::size_t call, std::int64_t amount)
    {
        m_calls[call].amount = amount;
        --m_running;
    }
    std::size_t calls() const { return m_calls.size(); }

private:
    struct Call
    {
        std::int64_t window = 0;
        std::int64_t amount = 0;
    };

    /// A number that two moments share if and only if they lie in one window.
    std::int64_t windowOf(std::int64_t nowMs) const
    {
        const QDate day = QDateTime::fromMSecsSinceEpoch(nowMs, m_zone).date();
        switch (m_limit.period) {
        case Period::Minute:
            return nowMs / minuteMs;
        case Period::Hour:
            return nowMs / hourMs;
        case Period::Day:
            return day.toJulianDay();
        case Period::Week: {
            int year = 0;
            const int week = day.weekNumber(&year);
            return year * 100 + week;
        }
        case Period::Month:
            return day.year() * 100 + day.month();
        case Period::Total:
        case Period::Now:
            break;
        }
        return 0;
    }

    Limit m_limit;
    QTimeZone m_zone;
    std::vector<Call> m_calls;
    std::int64_t m_running = 0;
};

struct Zone
{
    const char *name;
    const char *from; ///< a moment soon before something odd
};

// Summer time begins and ends, by an hour and (Lord Howe) by half of one, at midnight (Santiago, Beirut); months and
// years end; a zone of three quarters of an hour.
constexpr std::array<Zone, 10> zones{{{"America/New_York", "2025-03-07T00:00:00Z"},
                                      {"America/New_York", "2025-10-30T00:00:00Z"},
                                      {"Europe/Berlin", "2025-03-28T00:00:00Z"},
                                      {"Australia/Lord_Howe", "2025-04-03T00:00:00Z"},
                                      {"America/Santiago", "2025-09-04T00:00:00Z"},
                                      {"Asia/Beirut", "2025-03-28T00:00:00Z"},
                                      {"Asia/Kathmandu", "2025-12-29T00:00:00Z"},
                                      {"Pacific/Kiritimati", "2024-02-27T00:00:00Z"},
                                      {"UTC", "2023-12-29T00:00:00Z"},
                                      {"Pacific/Chatham", "2025-01-29T00:00:00Z"}}};

std::int64_t stepOf(Period period)
{
    return period == Period::Minute ? 20'000
           : period == Period::Hour ? 5 * minuteMs
           : period == Period::Day  ? 2 * hourMs
           : period == Period::Week ? 9 * hourMs
                                    : 30 * hourMs;
}

} // namespace

class Model : public LimitsTest
{
protected:
    /// One trace: some calls through a few windows, each step compared with the reference.
    void trace(const Limit &limit, const Zone &zone, std::uint32_t seed)
    {
        std::mt19937 random(seed);
        const auto upTo = [&random](std::int64_t most) {
            return std::uniform_int_distribution<std::int64_t>(0, most)(random);
        };
        Reference reference(limit, zone.name);
        ManualClock time(at(zone.from) + upTo(3 * dayMs));
        LimitSet set({limit});
        Counters counters;
        Verdict verdict;
        ShadowCounts shadows;
        struct Running
        {
            std::uint32_t opened = 0;
            std::int64_t amount = 0;
            std::size_t call = 0;
        };
        std::vector<Running> running;
        for (int step = 0; step < 30; ++step) {
            if (upTo(2) != 0)
                time.advanceMs(upTo(stepOf(limit.period)));
            const Moment now{time.wallMs(), time.monotonicUs()};
            counters.roll(now, zone.name);
            if (!running.empty() && upTo(2) == 0) {
                const auto which = running.begin() + upTo(static_cast<std::int64_t>(running.size()) - 1);
                const std::int64_t used = upTo(which->amount);
                counters.settle(which->opened, which->amount, used);
                counters.spend(which->opened, Money::fromNanoUsd(which->amount), Money::fromNanoUsd(used));
                reference.settle(which->call, used);
                running.erase(which);
                continue;
            }
            const std::int64_t amount = upTo(400);
            verdict = {};
            counters.examine(set, limit.resource == Resource::Spend ? 0 : amount, now, Scope::Key, verdict, shadows);
            SpendRoom room;
            counters.room(set, 0, Money(), now, Scope::Key, room);
            const bool fits = !verdict.refused && (!room.left || amount <= room.left->nanoUsd());
            ASSERT_EQ(fits, reference.take(now.wallMs, amount))
                << zone.name << " seed " << seed << " step " << step << " at " << now.wallMs;
            if (!fits)
                continue;
            const auto opened = counters.take(amount);
            counters.hold(opened, Money::fromNanoUsd(amount));
            running.push_back({opened, amount, reference.calls() - 1});
        }
    }
};

TEST_F(Model, AgreesWithTheReferenceInTenThousandRandomTracesPerWindow)
{
    const std::vector<Limit> all = {
        requests(Period::Minute, 4),
        requests(Period::Hour, 5),
        requests(Period::Day, 6),
        requests(Period::Month, 7),
        tokens(Period::Minute, 1'000),
        tokens(Period::Hour, 1'200),
        tokens(Period::Day, 1'500),
        tokens(Period::Month, 1'800),
        Limit{Resource::Concurrent, Period::Now, 4, false},
        Limit{Resource::Spend, Period::Day, 1'000, false},
        Limit{Resource::Spend, Period::Week, 1'200, false},
        Limit{Resource::Spend, Period::Month, 1'500, false},
        Limit{Resource::Spend, Period::Total, 1'800, false},
    };
    for (const Limit &limit : all) {
        for (std::uint32_t seed = 0; seed < 10'000; ++seed) {
            trace(limit, zones[seed % zones.size()], seed);
            if (HasFatalFailure())
                return;
        }
    }
}

} // namespace beaver::limits::test
