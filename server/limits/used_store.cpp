#include <server/limits/calendar.h>
#include <server/limits/limits_store.h>

namespace beaver::limits::store {

using storage::Connection;
using storage::Statement;

namespace {

constexpr std::array<Period, 4> summed = {Period::Hour, Period::Day, Period::Week, Period::Month};

Result<std::vector<std::string>> timeZones(Connection &connection, Scope scope, const std::string &id)
{
    static constexpr std::array<std::string_view, 4> ofOne = {
        "", "SELECT time_zone FROM accounts WHERE id = ?",
        "SELECT a.time_zone FROM projects p JOIN accounts a ON a.id = p.account_id WHERE p.id = ?",
        "SELECT a.time_zone FROM api_keys k JOIN accounts a ON a.id = k.account_id WHERE k.id = ?"};
    Statement &find = connection.prepared(id.empty() ? "SELECT DISTINCT time_zone FROM accounts"
                                                     : ofOne[static_cast<std::size_t>(scope)]);
    if (!id.empty())
        find.bind(id);
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

/// From accounts to the rollups of what is asked for. The account leads the primary key of the rollups; CROSS JOIN
/// keeps SQLite from scanning them instead.
std::string joins(Scope scope, bool one, std::string_view since)
{
    std::string sql = "FROM accounts a ";
    const std::string limited = one ? "= ? " : "IN (SELECT scope_id FROM limits WHERE scope = ?) ";
    if (scope == Scope::Key)
        sql += "CROSS JOIN api_keys o ON o.account_id = a.id AND o.id " + limited;
    else if (scope == Scope::Project)
        sql += "CROSS JOIN projects o ON o.account_id = a.id AND o.id " + limited;
    sql += "CROSS JOIN usage_rollups r ON r.account_id = a.id ";
    sql += since;
    if (scope == Scope::Key)
        sql += "AND r.key_id = o.id ";
    else if (scope == Scope::Project)
        sql += "AND r.project_id = o.id ";
    return sql;
}

/// Calls with a project's own credentials cost the account nothing, and count by the list.
std::string_view spentBy(Scope scope)
{
    return scope == Scope::Account ? "r.cost" : "r.cost + r.byok_cost";
}

std::string_view idOf(Scope scope)
{
    return scope == Scope::Account ? "a.id" : "o.id";
}

void bindWhich(Statement &statement, Scope scope, const std::string &id)
{
    if (scope != Scope::Account)
        statement.bind(id.empty() ? scopeName(scope) : std::string_view(id));
}

/// One row for each account of the zone, or for each of its projects or keys that has limits. A zone may begin its day
/// in the middle of a UTC hour: that hour counts whole, so a start never opens a window.
Result<void> sumUp(Connection &connection, Scope scope, const std::string &id, std::int64_t nowMs,
                   const std::string &zone, const std::function<void(const Used &)> &each)
{
    std::string sql = "SELECT " + std::string(idOf(scope)) + ", a.id";
    for (std::size_t at = 0; at < summed.size(); ++at) {
        for (const std::string_view what :
             {std::string_view("r.calls"), std::string_view("r.input_tokens + r.output_tokens"), spentBy(scope)})
            sql += ", SUM(CASE WHEN r.hour > ? THEN " + std::string(what) + " ELSE 0 END)";
    }
    sql += " " + joins(scope, !id.empty(), "AND r.hour > ? ");
    sql += "WHERE a.time_zone = ? AND r.outcome NOT LIKE 'refused%' ";
    if (scope == Scope::Account && !id.empty())
        sql += "AND a.id = ? ";
    sql += "GROUP BY " + std::string(idOf(scope)) + ", a.id";

    std::array<std::int64_t, summed.size()> from{};
    for (std::size_t at = 0; at < summed.size(); ++at)
        from[at] = calendarSpan(summed[at], nowMs, zone).startMs - hourMs;
    Statement &sum = connection.prepared(sql);
    for (const std::int64_t since : from)
        sum.bind(since).bind(since).bind(since);
    bindWhich(sum, scope, id);
    sum.bind(std::min(from[2], from[3])).bind(zone);
    if (scope == Scope::Account && !id.empty())
        sum.bind(id);
    for (;;) {
        auto row = sum.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        Used used{sum.text(0), sum.text(1), zone, {}};
        for (std::size_t at = 0; at < summed.size(); ++at) {
            const int column = 2 + 3 * static_cast<int>(at);
            used.sums[at] = {summed[at], sum.integer(column), sum.integer(column + 1),
                             Money::fromNanoUsd(sum.integer(column + 2))};
        }
        each(used);
    }
}

} // namespace

Result<void> used(Connection &connection, Scope scope, const std::string &id, std::int64_t nowMs,
                  const std::function<void(const Used &)> &each)
{
    auto zones = timeZones(connection, scope, id);
    if (!zones)
        return std::move(zones).error();
    for (const std::string &zone : *zones) {
        if (auto done = sumUp(connection, scope, id, nowMs, zone, each); !done)
            return done;
    }
    return {};
}

Result<void> forEachUsed(Connection &connection, Scope scope, std::int64_t nowMs,
                         const std::function<void(const Used &)> &each)
{
    return used(connection, scope, {}, nowMs, each);
}

Result<void> spentInTotal(Connection &connection, Scope scope, const std::string &id,
                          const std::function<void(const std::string &id, Money spent)> &each)
{
    std::string sql = "SELECT " + std::string(idOf(scope)) + ", SUM(" + std::string(spentBy(scope)) + ") " +
                      joins(scope, !id.empty(), "");
    if (scope == Scope::Account && !id.empty())
        sql += "WHERE a.id = ? ";
    sql += "GROUP BY " + std::string(idOf(scope));
    Statement &sum = connection.prepared(sql);
    bindWhich(sum, scope, id);
    if (scope == Scope::Account && !id.empty())
        sum.bind(id);
    for (;;) {
        auto row = sum.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        each(sum.text(0), Money::fromNanoUsd(sum.integer(1)));
    }
}

} // namespace beaver::limits::store
