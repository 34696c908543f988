#include <server/storage/like_pattern.h>
#include <server/usage/call_log.h>
#include <server/usage/log_partitions.h>

#include <functional>

namespace beaver::usage {

namespace {

using storage::Connection;
using storage::Statement;

// Rows that one slice looks at where a filter has no index; a few milliseconds.
constexpr int windowRows = 20'000;
// Where keys and accounts are looked through first, which takes longer.
constexpr int windowRowsOfSearch = 100'000;

/// A condition in SQL and what is bound in it. All texts are ours.
struct Conditions
{
    std::string sql;
    std::vector<std::function<void(Statement &)>> binders;

    void add(std::string_view condition, const std::string &text)
    {
        if (text.empty())
            return;
        sql.append(" AND ").append(condition);
        binders.emplace_back([text](Statement &statement) { statement.bind(text); });
    }
    void add(std::string_view condition, std::optional<std::int64_t> number)
    {
        if (!number)
            return;
        sql.append(" AND ").append(condition);
        binders.emplace_back([value = *number](Statement &statement) { statement.bind(value); });
    }
    void bind(Statement &statement) const
    {
        for (const auto &binder : binders)
            binder(statement);
    }
    bool empty() const { return sql.empty(); }
};

/// What an index answers.
Conditions indexed(const CallFilter &filter)
{
    Conditions conditions;
    conditions.add("account_id = ?", filter.account);
    if (!filter.outcome.empty() && filter.outcome != "complete")
        conditions.add("outcome <> 'complete' AND outcome = ?", filter.outcome);
    if (!filter.metadata.empty())
        conditions.sql += " AND metadata <> ''";
    return conditions;
}

/// Keys and accounts are few beside calls: they are looked through once for each slice.
void addSearch(Conditions &conditions, const CallFilter &filter)
{
    if (filter.search.empty())
        return;
    const std::string pattern = storage::likePattern(filter.search);
    const auto also = [&](std::string_view condition, const std::string &text) {
        conditions.sql.append(condition);
        conditions.binders.emplace_back([text](Statement &statement) { statement.bind(text); });
    };
    also(" AND (id = ?", filter.search);
    also(" OR LOWER(model_id) LIKE ? ESCAPE '\\'", pattern);
    also(" OR key_id IN (SELECT id FROM api_keys WHERE LOWER(name) LIKE ? ESCAPE '\\'", pattern);
    if (!filter.account.empty()) {
        also(" AND account_id = ?))", filter.account);
        return;
    }
    also(") OR account_id IN (SELECT id FROM accounts WHERE email LIKE ? ESCAPE '\\'", pattern);
    also(" OR LOWER(full_name) LIKE ? ESCAPE '\\'))", pattern);
}

Conditions others(const CallFilter &filter)
{
    const auto wide = [](std::optional<int> number) {
        return number ? std::optional<std::int64_t>(*number) : std::optional<std::int64_t>();
    };
    Conditions conditions;
    conditions.add("id = ?", filter.id);
    conditions.add("project_id = ?", filter.project);
    conditions.add("key_id = ?", filter.key);
    conditions.add("model_id = ?", filter.model);
    conditions.add("provider = ?", filter.provider);
    conditions.add("endpoint_id = ?", filter.endpoint);
    conditions.add("surface = ?", filter.surface);
    conditions.add("category = ?", filter.category);
    if (filter.outcome == "complete")
        conditions.add("outcome = ?", filter.outcome);
    conditions.add("reason = ?", filter.reason);
    conditions.add("status >= ?", wide(filter.statusFrom));
    conditions.add("status <= ?", wide(filter.statusTo));
    conditions.add("cost >= ?", filter.costFrom);
    conditions.add("cost <= ?", filter.costTo);
    conditions.add("ended_at - started_at >= ?", filter.latencyFrom);
    conditions.add("ended_at - started_at <= ?", filter.latencyTo);
    if (!filter.metadata.empty())
        conditions.add("LOWER(metadata) LIKE ? ESCAPE '\\'", storage::likePattern(filter.metadata));
    addSearch(conditions, filter);
    if (filter.failed)
        conditions.sql += " AND outcome NOT IN ('complete', 'cached')";
    return conditions;
}

struct Bounds
{
    std::int64_t least = 0;        ///< inclusive
    std::int64_t most = INT64_MAX; ///< exclusive
    bool empty() const { return least >= most; }
};

/// The seq behind which so many rows of the index lie; empty: there are fewer.
Result<std::optional<std::int64_t>> windowEnd(Connection &connection, const Conditions &conditions, Direction direction,
                                              const Bounds &bounds, int rows)
{
    auto &find =
        connection.prepared("SELECT seq FROM usage_records WHERE seq >= ? AND seq < ?" + conditions.sql +
                            " ORDER BY seq " + (direction == Direction::Older ? "DESC" : "ASC") + " LIMIT 1 OFFSET ?");
    find.bind(bounds.least).bind(bounds.most);
    conditions.bind(find);
    const auto row = find.bind(rows).next();
    if (!row)
        return row.error();
    const auto end = *row ? std::optional(find.integer(0)) : std::optional<std::int64_t>();
    find.reset();
    return end;
}

} // namespace

Result<CallSlice> callSlice(Connection &connection, const CallFilter &filter, Direction direction, std::int64_t from,
                            int limit)
{
    const bool older = direction == Direction::Older;
    Bounds bounds;
    if (filter.fromMs)
        bounds.least = seqAt(*filter.fromMs);
    if (filter.untilMs)
        bounds.most = seqAt(*filter.untilMs);
    if (older && from != 0)
        bounds.most = std::min(bounds.most, from);
    if (!older)
        bounds.least = std::max(bounds.least, from + 1);
    CallSlice slice;
    slice.reached = older ? bounds.least : bounds.most;
    slice.exhausted = true;
    if (bounds.empty())
        return slice;

    auto conditions = indexed(filter);
    const auto more = others(filter);
    if (!more.empty() && filter.id.empty()) {
        const auto end = windowEnd(connection, conditions, direction, bounds,
                                   filter.search.empty() ? windowRows : windowRowsOfSearch);
        if (!end)
            return end.error();
        if (*end) {
            (older ? bounds.least : bounds.most) = older ? **end + 1 : **end;
            slice.reached = older ? bounds.least : bounds.most - 1;
            slice.exhausted = false;
        }
    }
    auto &list = connection.prepared("SELECT " + std::string(store::recordColumns) +
                                     " FROM usage_records WHERE seq >= ? AND seq < ?" + conditions.sql + more.sql +
                                     " ORDER BY seq " + (older ? "DESC" : "ASC") + " LIMIT ?");
    list.bind(bounds.least).bind(bounds.most);
    conditions.bind(list);
    more.bind(list);
    auto row = list.bind(limit).next();
    for (; row && *row; row = list.next())
        slice.records.push_back(store::readRecord(list));
    if (!row)
        return row.error();
    if (static_cast<int>(slice.records.size()) == limit) {
        slice.exhausted = false;
        slice.reached = slice.records.back().seq;
    }
    return slice;
}

Result<CallNames> namesOf(Connection &connection, const std::vector<Record> &records)
{
    CallNames names;
    const auto fill = [&](std::map<std::string, std::string> &of, const std::string &id,
                          std::string_view sql) -> Result<void> {
        if (id.empty() || of.contains(id))
            return {};
        auto &find = connection.prepared(sql);
        const auto row = find.bind(id).next();
        if (!row)
            return row.error();
        of[id] = *row ? find.text(0) : std::string();
        find.reset();
        return {};
    };
    for (const auto &record : records) {
        if (auto filled = fill(names.accounts, record.call.account.text(), "SELECT email FROM accounts WHERE id = ?");
            !filled)
            return filled.error();
        if (auto filled = fill(names.keys, record.call.key.text(), "SELECT name FROM api_keys WHERE id = ?"); !filled)
            return filled.error();
    }
    return names;
}

} // namespace beaver::usage
