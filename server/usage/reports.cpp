#include <server/usage/log_partitions.h>
#include <server/usage/reports.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace beaver::usage {

namespace {

using storage::Connection;
using storage::Statement;

constexpr int walkedRows = 10'000; // looked at for one page of accounts

constexpr int mostLogRows = 200'000; // added up for one account's question

/// What answers a question: the coarsest that has all its dimensions.
enum class Source : std::uint8_t {
    Totals,  ///< of the whole gateway
    Rollups, ///< of each account
    Log,     ///< of each account, too: for what rollups don't tell apart
};

struct Column
{
    std::string_view name;
    std::string_view column; ///< empty: a time
    bool inTotals;
    bool inRollups;
};
constexpr std::array<Column, dimensionCount> dimensionColumns{{
    {"hour", "", true, true},
    {"day", "", true, true},
    {"month", "", true, true},
    {"model", "model_id", true, true},
    {"key", "key_id", false, true},
    {"account", "account_id", false, true},
    {"project", "project_id", false, true},
    {"endpoint", "endpoint_id", true, false},
    {"provider", "provider", true, true},
    {"outcome", "outcome", true, true},
    {"category", "category", true, true},
    {"reason", "reason", true, false},
}};

const Column &of(Dimension dimension)
{
    return dimensionColumns[static_cast<std::size_t>(dimension)];
}

bool isTime(Dimension dimension)
{
    return of(dimension).column.empty();
}

constexpr std::string_view sumColumns = "SUM(calls), SUM(input_tokens), SUM(output_tokens), SUM(cached_tokens), "
                                        "SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(last_at)";
constexpr std::string_view lineColumns =
    "calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at";
// The tokens as wire::Usage adds them up.
constexpr std::string_view sumsOfLog =
    "COUNT(*), SUM(input_tokens + cached_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens + "
    "audio_in_tokens + image_in_tokens), SUM(output_tokens + reasoning_tokens + audio_out_tokens + image_out_tokens), "
    "SUM(cached_read_tokens), SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(ended_at)";

Sums readSums(const Statement &row, int column)
{
    Sums sums;
    sums.calls = row.integer(column);
    sums.inputTokens = row.integer(column + 1);
    sums.outputTokens = row.integer(column + 2);
    sums.cachedTokens = row.integer(column + 3);
    sums.listCost = Money::fromNanoUsd(row.integer(column + 4));
    sums.cost = Money::fromNanoUsd(row.integer(column + 5));
    sums.byokCost = Money::fromNanoUsd(row.integer(column + 6));
    sums.lastAtMs = row.integer(column + 7);
    return sums;
}

/// One question to the rollups, and how its rows become groups.
class Asked
{
public:
    explicit Asked(const ReportQuery &query)
        : m_query(query)
    {
        bool totals = true;
        bool rollups = true;
        for (const auto dimension : query.groupBy) {
            totals = totals && of(dimension).inTotals;
            rollups = rollups && of(dimension).inRollups;
            if (isTime(dimension) && (!m_time || dimension < *m_time))
                m_time = dimension;
        }
        for (const auto &[dimension, value] : query.filters) {
            totals = totals && of(dimension).inTotals;
            rollups = rollups && of(dimension).inRollups;
            if (dimension == Dimension::Account)
                m_account = value;
        }
        m_source = totals ? Source::Totals : rollups ? Source::Rollups : Source::Log;
    }

    Source source() const { return m_source; }
    bool ofOneAccount() const { return !m_account.empty(); }
    const std::string &account() const { return m_account; }

    /// The rows' columns: what is grouped by, outcome, the finest time that matters, sums.
    std::string sql() const
    {
        std::string selected;
        for (const auto dimension : m_query.groupBy) {
            if (!isTime(dimension))
                selected.append(of(dimension).column).append(", ");
        }
        selected += "outcome, ";
        const bool days = usesDays();
        const std::string time = m_source == Source::Totals ? "start" : std::string(hourOf());
        if (!m_time)
            selected += "0";
        else if (m_time == Dimension::Hour || days || m_query.calendar)
            selected += time; // a calendar other than UTC's is asked for each hour
        else
            selected += time + " - " + time + " % 86400000";
        const auto columns = 2 + std::ranges::count_if(m_query.groupBy, [](auto one) { return !isTime(one); });
        return "SELECT " + selected + ", " + std::string(m_source == Source::Log ? sumsOfLog : sumColumns) +
               from(days) + grouped(static_cast<int>(columns));
    }

    /// Lines of an account: hour, project, key, model, outcome, sums.
    std::string linesSql() const
    {
        const bool log = m_source == Source::Log;
        return "SELECT " + std::string(hourOf()) + ", project_id, key_id, model_id, outcome, " +
               std::string(log ? sumsOfLog : lineColumns) + from(false) + (log ? grouped(5) : std::string());
    }

    /// What the query filters by, behind the times.
    std::string filters() const
    {
        std::string sql;
        for (const auto &[dimension, value] : m_query.filters)
            sql.append(" AND ").append(of(dimension).column).append(" = ?");
        return sql;
    }

    void bind(Statement &statement) const
    {
        if (m_source == Source::Log)
            statement.bind(seqAt(m_query.fromMs)).bind(seqAt(m_query.untilMs));
        else
            statement.bind(m_query.fromMs).bind(m_query.untilMs);
        for (const auto &[dimension, value] : m_query.filters)
            statement.bind(value);
    }

    /// Adds the row to its group.
    void take(const Statement &row, std::map<std::vector<std::string>, ReportGroup> &groups, ReportGroup &total) const
    {
        int column = 0;
        std::vector<std::string> names;
        names.reserve(m_query.groupBy.size());
        for (const auto dimension : m_query.groupBy)
            names.push_back(isTime(dimension) ? std::string() : row.text(column++));
        const bool failed = !isSuccess(row.text(column++));
        const std::int64_t time = row.integer(column++);
        for (std::size_t at = 0; at < names.size(); ++at) {
            if (isTime(m_query.groupBy[at]))
                names[at] = std::to_string(startOf(m_query.groupBy[at], time));
        }
        const Sums sums = readSums(row, column);
        auto &group = groups[names];
        group.names = std::move(names);
        for (auto *to : {&group, &total}) {
            to->sums.add(sums);
            to->failed += failed ? sums.calls : 0;
        }
    }

    /// Whether the sums by UTC day say it all.
    bool usesDays() const
    {
        const bool whole = m_query.fromMs % dayMs == 0 && m_query.untilMs % dayMs == 0;
        return m_source == Source::Totals && whole && m_time != Dimension::Hour && (!m_time || !m_query.calendar);
    }

private:
    std::string_view hourOf() const { return m_source == Source::Log ? "(ended_at - ended_at % 3600000)" : "hour"; }
    std::string from(bool days) const
    {
        std::string sql = " FROM ";
        if (m_source == Source::Log)
            sql += "usage_records WHERE seq >= ? AND seq < ?";
        else if (m_source == Source::Rollups)
            sql += "usage_rollups WHERE hour >= ? AND hour < ?";
        else
            sql +=
                std::string("usage_totals WHERE span = '") + (days ? "day" : "hour") + "' AND start >= ? AND start < ?";
        return sql + filters();
    }
    static std::string grouped(int columns)
    {
        std::string sql = " GROUP BY 1";
        for (int at = 2; at <= columns; ++at)
            sql += ", " + std::to_string(at);
        return sql;
    }
    std::int64_t startOf(Dimension dimension, std::int64_t time) const
    {
        if (dimension == Dimension::Hour)
            return time;
        if (m_query.calendar)
            return m_query.calendar(dimension, time);
        return dimension == Dimension::Day ? time - time % dayMs : monthStart(time);
    }

    const ReportQuery &m_query;
    std::optional<Dimension> m_time; ///< the finest
    Source m_source = Source::Totals;
    std::string m_account;
};

/// Readers serve everybody: one account's question mustn't keep one of them for seconds.
Result<void> withinBounds(Connection &connection, const ReportQuery &query, const Asked &asked)
{
    if (asked.source() != Source::Log)
        return {};
    auto &count = connection.prepared("SELECT COUNT(*) FROM (SELECT 1 FROM usage_records WHERE account_id = ? AND "
                                      "seq >= ? AND seq < ? LIMIT ?) AS looked");
    const auto row =
        count.bind(asked.account()).bind(seqAt(query.fromMs)).bind(seqAt(query.untilMs)).bind(mostLogRows + 1).next();
    if (!row)
        return row.error();
    const bool tooMany = *row && count.integer(0) > mostLogRows;
    count.reset();
    if (tooMany)
        return invalid("from", "Endpoints and reasons are read from the request log, and there are more than " +
                                   std::to_string(mostLogRows) + " calls in this time. Ask for a shorter one.");
    return {};
}

Result<Report> whole(Connection &connection, const ReportQuery &query, const Asked &asked)
{
    if (auto bounded = withinBounds(connection, query, asked); !bounded)
        return bounded.error();
    std::size_t offset = 0;
    if (!query.after.empty()) {
        const auto [end, failure] =
            std::from_chars(query.after.data(), query.after.data() + query.after.size(), offset);
        if (failure != std::errc() || end != query.after.data() + query.after.size())
            return invalid("after", "'after' takes the 'next' of the page before.");
    }
    auto &sum = connection.prepared(asked.sql());
    asked.bind(sum);
    std::map<std::vector<std::string>, ReportGroup> groups;
    Report report;
    auto row = sum.next();
    for (; row && *row; row = sum.next())
        asked.take(sum, groups, report.total);
    if (!row)
        return row.error();
    std::vector<ReportGroup> all;
    all.reserve(groups.size());
    for (auto &[names, group] : groups)
        all.push_back(std::move(group));
    sortGroups(all, query.groupBy);
    const std::size_t begin = std::min(offset, all.size());
    const std::size_t end = std::min(begin + static_cast<std::size_t>(query.limit), all.size());
    report.hasMore = end < all.size();
    if (report.hasMore)
        report.next = std::to_string(end);
    report.groups.assign(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(begin)),
                         std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(end)));
    return report;
}

/// The accounts behind `after`, in their order, until there are enough groups. An account is never cut in two.
Result<Report> walk(Connection &connection, const ReportQuery &query)
{
    Report report;
    report.totalIsWhole = false;
    std::string account = query.after;
    auto &next = connection.prepared("SELECT MIN(account_id) FROM usage_rollups WHERE account_id > ?");
    ReportQuery ofOne = query;
    ofOne.filters.emplace_back(Dimension::Account, std::string());
    std::int64_t looked = 0;
    while (true) {
        const auto row = next.bind(account).next();
        if (!row)
            return row.error();
        const bool none = !*row || next.isNull(0);
        const std::string following = none ? std::string() : next.text(0);
        next.reset();
        if (none)
            return report;
        if (static_cast<int>(report.groups.size()) >= query.limit || looked >= walkedRows) {
            report.hasMore = true;
            report.next = account;
            return report;
        }
        account = following;
        ofOne.filters.back().second = account;
        const Asked one(ofOne);
        auto &sum = connection.prepared(one.sql());
        one.bind(sum);
        std::map<std::vector<std::string>, ReportGroup> groups;
        auto found = sum.next();
        const std::int64_t before = report.total.sums.calls;
        for (; found && *found; found = sum.next()) {
            one.take(sum, groups, report.total);
            ++looked;
        }
        if (!found)
            return found.error();
        looked += one.source() == Source::Log ? report.total.sums.calls - before : 1;
        std::vector<ReportGroup> sorted;
        sorted.reserve(groups.size());
        for (auto &[names, group] : groups)
            sorted.push_back(std::move(group));
        sortGroups(sorted, query.groupBy);
        std::ranges::move(sorted, std::back_inserter(report.groups));
    }
}

} // namespace

std::string_view dimensionName(Dimension dimension)
{
    return of(dimension).name;
}

std::optional<Dimension> dimensionByName(std::string_view name)
{
    for (std::size_t at = 0; at < dimensionColumns.size(); ++at) {
        if (dimensionColumns[at].name == name)
            return static_cast<Dimension>(at);
    }
    return std::nullopt;
}

void sortGroups(std::vector<ReportGroup> &groups, const std::vector<Dimension> &by)
{
    const auto times = [&](const ReportGroup &group) {
        std::vector<std::int64_t> found;
        for (std::size_t at = 0; at < by.size(); ++at) {
            if (isTime(by[at]))
                found.push_back(std::stoll(group.names[at]));
        }
        return found;
    };
    std::ranges::stable_sort(groups, [&](const ReportGroup &left, const ReportGroup &right) {
        const auto leftTimes = times(left);
        const auto rightTimes = times(right);
        if (leftTimes != rightTimes)
            return leftTimes < rightTimes;
        if (left.sums.cost != right.sums.cost)
            return left.sums.cost > right.sums.cost;
        return left.sums.calls > right.sums.calls;
    });
}

bool isSuccess(std::string_view outcome)
{
    return outcome == "complete" || outcome == "cached" || outcome == "stopped_by_hold";
}

Result<Report> report(Connection &connection, const ReportQuery &query)
{
    const Asked asked(query);
    if (asked.source() == Source::Totals || asked.ofOneAccount())
        return whole(connection, query, asked);
    // A key or a project has one account.
    for (const auto &[dimension, value] : query.filters) {
        if (dimension != Dimension::Key && dimension != Dimension::Project)
            continue;
        auto &find = connection.prepared(dimension == Dimension::Key ? "SELECT account_id FROM api_keys WHERE id = ?"
                                                                     : "SELECT account_id FROM projects WHERE id = ?");
        const auto row = find.bind(value).next();
        if (!row)
            return row.error();
        if (!*row)
            return Report();
        ReportQuery ofOne = query;
        ofOne.filters.emplace_back(Dimension::Account, find.text(0));
        find.reset();
        return whole(connection, ofOne, Asked(ofOne));
    }
    return walk(connection, query);
}

Result<void> forEachLine(Connection &connection, const ReportQuery &query,
                         const std::function<void(const RollupLine &)> &take)
{
    const Asked asked(query);
    if (auto bounded = withinBounds(connection, query, asked); !bounded)
        return bounded;
    auto &lines = connection.prepared(asked.linesSql());
    asked.bind(lines);
    auto row = lines.next();
    for (; row && *row; row = lines.next())
        take({lines.integer(0), lines.text(1), lines.text(2), lines.text(3), lines.text(4), readSums(lines, 5)});
    return row ? Result<void>() : Result<void>(row.error());
}

} // namespace beaver::usage
