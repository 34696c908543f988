#include <server/usage/usage_sums.h>

namespace beaver::usage {

namespace {

// An empty id stands for any: one statement for all three questions.
constexpr std::string_view sums = "SELECT coalesce(sum(calls), 0), coalesce(sum(input_tokens), 0), "
                                  "coalesce(sum(output_tokens), 0), coalesce(sum(list_cost), 0), "
                                  "coalesce(sum(cost), 0), coalesce(max(last_at), 0)";
constexpr std::string_view ofAccount = " FROM usage_rollups WHERE account_id = ? AND (? = '' OR key_id = ?) AND "
                                       "(? = '' OR project_id = ?) AND "
                                       "hour >= ? AND hour < ? AND outcome <> 'refused'";
constexpr std::string_view ofAll = " FROM usage_totals WHERE span = 'hour' AND start >= ? AND start < ? AND "
                                   "outcome <> 'refused'"; // up to a second old
constexpr std::int64_t endOfTime = 9'000'000'000'000'000;

std::string joined(std::string_view head, std::string_view columns, std::string_view from, std::string_view tail)
{
    return std::string(head).append(columns).append(from).append(tail);
}

storage::Statement &bound(storage::Connection &connection, const Of &of, std::string_view columns,
                          std::string_view tail, std::int64_t fromMs, std::int64_t toMs)
{
    if (of.account.text().empty())
        return connection.prepared(joined(sums, columns, ofAll, tail)).bind(fromMs).bind(toMs);
    return connection.prepared(joined(sums, columns, ofAccount, tail))
        .bind(of.account.text())
        .bind(of.key.text())
        .bind(of.key.text())
        .bind(of.project.text())
        .bind(of.project.text())
        .bind(fromMs)
        .bind(toMs);
}

Total totalOf(const storage::Statement &row)
{
    return {row.integer(0),
            row.integer(1),
            row.integer(2),
            Money::fromNanoUsd(row.integer(3)),
            Money::fromNanoUsd(row.integer(4)),
            row.integer(5)};
}

Result<std::map<std::string, Total>> grouped(storage::Connection &connection, const Of &of, std::string_view column,
                                             std::int64_t fromMs)
{
    auto &rows = bound(connection, of, std::string(", ").append(column), std::string(" GROUP BY ").append(column),
                       fromMs, endOfTime);
    std::map<std::string, Total> totals;
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return more.error();
        if (!*more)
            return totals;
        totals[rows.text(6)] = totalOf(rows);
    }
}

} // namespace

Result<Total> sum(storage::Connection &connection, const Of &of, std::int64_t fromMs, std::int64_t toMs)
{
    auto &row = bound(connection, of, {}, {}, fromMs, toMs);
    const auto found = row.next();
    if (!found)
        return found.error();
    const Total total = *found ? totalOf(row) : Total();
    row.reset();
    return total;
}

Result<std::map<std::string, Total>> sumByKey(storage::Connection &connection, const Of &of, std::int64_t fromMs)
{
    return grouped(connection, of, "key_id", fromMs);
}

Result<std::map<std::string, Total>> sumByModel(storage::Connection &connection, const Of &of, std::int64_t fromMs)
{
    return grouped(connection, of, "model_id", fromMs);
}

Result<std::vector<AccountTotal>> topAccounts(storage::Connection &connection, std::int64_t monthMs, int limit)
{
    auto &rows = connection
                     .prepared("SELECT account_id, calls, tokens, cost FROM usage_account_months WHERE month = ? "
                               "ORDER BY cost DESC, calls DESC LIMIT ?")
                     .bind(monthMs)
                     .bind(limit);
    std::vector<AccountTotal> top;
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return more.error();
        if (!*more)
            return top;
        top.push_back({AccountId(rows.text(0)), rows.integer(1), rows.integer(2), Money::fromNanoUsd(rows.integer(3))});
    }
}

Result<std::string> mostUsedModel(storage::Connection &connection, const Of &of)
{
    const auto models = sumByModel(connection, of, 0);
    if (!models)
        return models.error();
    std::string best;
    std::int64_t calls = 0;
    for (const auto &[model, total] : *models) {
        if (total.calls > calls) {
            best = model;
            calls = total.calls;
        }
    }
    return best;
}

} // namespace beaver::usage
