#include <QDateTime>
#include <QTimeZone>

#include <server/limits/calendar.h>

#include <limits>
#include <map>
#include <mutex>
#include <string>

namespace beaver::limits {

namespace {

/// A zone costs a file to read; every name that exists is read once. A name that doesn't exist isn't kept, so that
/// made-up ones fill nothing.
class Zones
{
public:
    Span span(Period period, std::int64_t wallMs, std::string_view name)
    {
        // A QTimeZone isn't promised to be safe for several threads at once, and this is rare.
        const std::lock_guard lock(m_mutex);
        const QTimeZone &zone = find(name);
        const QDate today = QDateTime::fromMSecsSinceEpoch(wallMs, zone).date();
        QDate first = today;
        QDate next = today.addDays(1);
        if (period == Period::Month) {
            first = QDate(today.year(), today.month(), 1);
            next = first.addMonths(1);
        } else if (period == Period::Week) {
            first = today.addDays(1 - today.dayOfWeek());
            next = first.addDays(7);
        }
        return {first.startOfDay(zone).toMSecsSinceEpoch(), next.startOfDay(zone).toMSecsSinceEpoch()};
    }

private:
    const QTimeZone &find(std::string_view name)
    {
        if (const auto known = m_zones.find(name); known != m_zones.end())
            return known->second;
        QTimeZone zone(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        if (!zone.isValid())
            return m_utc;
        return m_zones.emplace(std::string(name), std::move(zone)).first->second;
    }

    std::mutex m_mutex;
    std::map<std::string, QTimeZone, std::less<>> m_zones;
    const QTimeZone m_utc = QTimeZone::utc();
};

std::int64_t floorTo(std::int64_t value, std::int64_t step)
{
    const std::int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

Span utcMonth(std::int64_t wallMs)
{
    using namespace std::chrono;
    const year_month_day date(floor<days>(sys_time<milliseconds>(milliseconds(wallMs))));
    const year_month month(date.year(), date.month());
    const auto startOf = [](year_month of) {
        return duration_cast<milliseconds>(sys_days(of / 1).time_since_epoch()).count();
    };
    return {startOf(month), startOf(month + months(1))};
}

Span utcWeek(std::int64_t wallMs)
{
    constexpr std::int64_t firstMonday = 4 * dayMs; // 1970-01-05
    const std::int64_t start = floorTo(wallMs - firstMonday, 7 * dayMs) + firstMonday;
    return {start, start + 7 * dayMs};
}

} // namespace

Span calendarSpan(Period period, std::int64_t wallMs, std::string_view timeZone)
{
    if (period == Period::Total || period == Period::Now)
        return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    if (period == Period::Minute || period == Period::Hour) {
        const std::int64_t length = longestMs(period);
        const std::int64_t start = floorTo(wallMs, length);
        return {start, start + length};
    }
    if (timeZone.empty() || timeZone == "UTC") {
        if (period == Period::Month)
            return utcMonth(wallMs);
        if (period == Period::Week)
            return utcWeek(wallMs);
        const std::int64_t start = floorTo(wallMs, dayMs);
        return {start, start + dayMs};
    }
    static Zones zones;
    const Span span = zones.span(period, wallMs, timeZone);
    // A day that a zone leaves out (Samoa, 2011-12-30) has no time of its own; the window must still hold the moment
    // asked for.
    return {std::min(span.startMs, wallMs), std::max(span.endMs, wallMs + 1)};
}

std::int64_t longestMs(Period period)
{
    switch (period) {
    case Period::Minute:
        return minuteMs;
    case Period::Hour:
        return hourMs;
    case Period::Day:
        return dayMs;
    case Period::Week:
        return 7 * dayMs;
    case Period::Month:
        return 31 * dayMs;
    case Period::Total:
    case Period::Now:
        break;
    }
    return 0;
}

} // namespace beaver::limits
