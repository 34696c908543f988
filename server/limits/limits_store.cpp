#include <server/limits/calendar.h>
#include <server/limits/limits_store.h>

#include <array>

namespace beaver::limits::store {

using storage::Connection;
using storage::Statement;

namespace {

constexpr std::array<std::string_view, 3> resourceNames = {"requests", "tokens", "concurrent"};
constexpr std::array<std::string_view, 5> periodNames = {"minute", "hour", "day", "month", "now"};

template <typename Enum, std::size_t size>
std::optional<Enum> byName(const std::array<std::string_view, size> &names, std::string_view name)
{
    for (std::size_t at = 0; at < size; ++at)
        if (names[at] == name)
            return static_cast<Enum>(at);
    return std::nullopt;
}

/// Empty for what other slices enforce (money) or a later version brings.
std::optional<Limit> readLimit(const Statement &row, int column)
{
    const auto resource = byName<Resource>(resourceNames, row.text(column));
    const auto period = byName<Period>(periodNames, row.text(column + 1));
    if (!resource || !period || (*resource == Resource::Concurrent) != (*period == Period::Now))
        return std::nullopt;
    return Limit{*resource, *period, row.integer(column + 2), row.integer(column + 3) != 0};
}

Result<void> insertLimit(Connection &connection, std::string_view scope, const std::string &id, const Limit &limit,
                         std::int64_t nowMs)
{
    auto done = connection
                    .prepared("INSERT INTO limits (scope, scope_id, resource, period, amount, shadow, created_at) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .bind(scope)
                    .bind(id)
                    .bind(resourceNames[static_cast<std::size_t>(limit.resource)])
                    .bind(periodNames[static_cast<std::size_t>(limit.period)])
                    .bind(limit.amount)
                    .bind(limit.shadow)
                    .bind(nowMs)
                    .run();
    return done ? Result<void>() : Result<void>(std::move(done).error());
}

Result<std::vector<std::string>> timeZones(Connection &connection)
{
    Statement &find = connection.prepared("SELECT DISTINCT time_zone FROM accounts");
    std::vector<std::string> zones;
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return zones;
        zones.push_back(find.text(0));
    }
}

/// One row for each account of the zone, or for each of its keys that has limits. A zone may begin its day in the
/// middle of a UTC hour: that hour counts whole, so a start never opens a window.
Result<void> sumUp(Connection &connection, bool keys, std::int64_t nowMs, const std::string &zone,
                   const std::function<void(const Used &)> &each)
{
    // The account leads the primary key of the rollups; CROSS JOIN keeps SQLite from scanning them instead.
    static constexpr std::string_view sums =
        "SUM(CASE WHEN r.hour > ? THEN r.calls ELSE 0 END), "
        "SUM(CASE WHEN r.hour > ? THEN r.input_tokens + r.output_tokens ELSE 0 END), "
        "SUM(CASE WHEN r.hour > ? THEN r.calls ELSE 0 END), "
        "SUM(CASE WHEN r.hour > ? THEN r.input_tokens + r.output_tokens ELSE 0 END), "
        "SUM(r.calls), SUM(r.input_tokens + r.output_tokens) ";
    std::string sql = keys ? "SELECT k.id, " : "SELECT a.id, ";
    sql += sums;
    sql += "FROM accounts a ";
    if (keys)
        sql += "CROSS JOIN api_keys k ON k.account_id = a.id AND k.id IN (SELECT scope_id FROM limits WHERE scope = "
               "'key') ";
    sql += "CROSS JOIN usage_rollups r ON r.account_id = a.id AND r.hour > ? ";
    if (keys)
        sql += "AND r.key_id = k.id ";
    sql += "WHERE a.time_zone = ? AND r.outcome NOT LIKE 'refused%' GROUP BY ";
    sql += keys ? "k.id" : "a.id";

    static constexpr std::array periods = {Period::Hour, Period::Day, Period::Month};
    std::array<std::int64_t, 3> from{};
    for (std::size_t at = 0; at < periods.size(); ++at)
        from[at] = calendarSpan(periods[at], nowMs, zone).startMs - hourMs;
    Statement &sum = connection.prepared(sql);
    sum.bind(from[0]).bind(from[0]).bind(from[1]).bind(from[1]).bind(from[2]).bind(zone);
    for (;;) {
        auto row = sum.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        Used used{sum.text(0), zone, {}};
        for (std::size_t at = 0; at < periods.size(); ++at) {
            const int column = 1 + 2 * static_cast<int>(at);
            used.sums[at] = {periods[at], sum.integer(column), sum.integer(column + 1)};
        }
        each(used);
    }
}

} // namespace

Result<void> seedPlans(Connection &connection, const std::vector<Plan> &plans, std::int64_t nowMs)
{
    Statement &any = connection.prepared("SELECT id FROM plans LIMIT 1");
    auto row = any.next();
    if (!row)
        return std::move(row).error();
    any.reset();
    if (*row)
        return {};
    int position = 0;
    for (const Plan &plan : plans) {
        auto done = connection.prepared("INSERT INTO plans (id, name, position, created_at) VALUES (?, ?, ?, ?)")
                        .bind(plan.id)
                        .bind(plan.name)
                        .bind(++position)
                        .bind(nowMs)
                        .run();
        if (!done)
            return std::move(done).error();
        for (const Limit &limit : plan.limits)
            if (auto written = insertLimit(connection, "plan", plan.id, limit, nowMs); !written)
                return written;
    }
    return {};
}

Result<std::vector<Plan>> loadPlans(Connection &connection)
{
    Statement &find =
        connection.prepared("SELECT p.id, p.name, l.resource, l.period, l.amount, l.shadow FROM plans p "
                            "LEFT JOIN limits l ON l.scope = 'plan' AND l.scope_id = p.id ORDER BY p.position, p.id");
    std::vector<Plan> plans;
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return plans;
        if (plans.empty() || plans.back().id != find.text(0))
            plans.push_back(Plan{find.text(0), find.text(1), {}});
        if (find.isNull(2))
            continue;
        if (const auto limit = readLimit(find, 2))
            plans.back().limits.push_back(*limit);
    }
}

Result<std::vector<KeyLimits>> loadKeyLimits(Connection &connection)
{
    Statement &find = connection.prepared(
        "SELECT scope_id, resource, period, amount, shadow FROM limits WHERE scope = 'key' ORDER BY scope_id");
    std::vector<KeyLimits> keys;
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return keys;
        if (keys.empty() || keys.back().key.text() != find.text(0))
            keys.push_back(KeyLimits{KeyId(find.text(0)), {}});
        if (const auto limit = readLimit(find, 1))
            keys.back().limits.push_back(*limit);
    }
}

Result<void> insertKeyLimits(Connection &connection, const KeyLimits &key, std::int64_t nowMs)
{
    for (const Limit &limit : key.limits) {
        if (auto inserted = insertLimit(connection, "key", key.key.text(), limit, nowMs); !inserted)
            return inserted;
    }
    return {};
}

Result<void> forEachUsed(Connection &connection, std::int64_t nowMs, const std::function<void(const Used &)> &account,
                         const std::function<void(const Used &)> &key)
{
    auto zones = timeZones(connection);
    if (!zones)
        return std::move(zones).error();
    for (const std::string &zone : *zones) {
        if (auto done = sumUp(connection, false, nowMs, zone, account); !done)
            return done;
        if (auto done = sumUp(connection, true, nowMs, zone, key); !done)
            return done;
    }
    return {};
}

} // namespace beaver::limits::store
