#include <server/usage/spent.h>

namespace beaver::usage {

namespace {

void add(Spent::Sum &to, const Spent::Sum &more)
{
    to.calls += more.calls;
    to.failed += more.failed;
    to.cached += more.cached;
    to.inputTokens += more.inputTokens;
    to.outputTokens += more.outputTokens;
    to.cost += more.cost;
    to.byokCost += more.byokCost;
}

} // namespace

Result<Spent> spent(storage::Connection &connection, const AccountId &account, const ProjectId &project,
                    const KeyId &key, std::int64_t fromMs)
{
    std::string sql = "SELECT hour - hour % 86400000, model_id, provider, outcome, SUM(calls), SUM(input_tokens), "
                      "SUM(output_tokens), SUM(cost), SUM(byok_cost) FROM usage_rollups WHERE account_id = ? AND "
                      "hour >= ? AND outcome <> 'refused'";
    if (!project.isEmpty())
        sql += " AND project_id = ?";
    if (!key.isEmpty())
        sql += " AND key_id = ?";
    auto &find = connection.prepared(sql + " GROUP BY hour - hour % 86400000, model_id, provider, outcome");
    find.bind(account.text()).bind(fromMs);
    if (!project.isEmpty())
        find.bind(project.text());
    if (!key.isEmpty())
        find.bind(key.text());
    Spent spent;
    auto more = find.next();
    for (; more && *more; more = find.next()) {
        Spent::Sum sum;
        const std::string outcome = find.text(3);
        sum.calls = find.integer(4);
        sum.failed = outcome == "upstream_error" || outcome == "interrupted" ? sum.calls : 0;
        sum.cached = outcome == "cached" ? sum.calls : 0;
        sum.inputTokens = find.integer(5);
        sum.outputTokens = find.integer(6);
        sum.cost = Money::fromNanoUsd(find.integer(7));
        sum.byokCost = Money::fromNanoUsd(find.integer(8));
        add(spent.total, sum);
        add(spent.byModel[find.text(1)], sum);
        add(spent.byProvider[find.text(2)], sum);
        add(spent.byDay[find.integer(0)], sum);
    }
    if (!more)
        return std::move(more).error();
    return spent;
}

} // namespace beaver::usage
