#include <server/limits/limit_names.h>
#include <server/limits/limits_store.h>

#include <array>

namespace beaver::limits::store {

using storage::Connection;
using storage::Statement;

namespace {

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

Limit readLimit(const Statement &row, int column, bool &known)
{
    const auto named = limitOf(row.text(column), row.text(column + 1));
    known = named.has_value();
    Limit limit = named.value_or(Limit());
    limit.amount = row.integer(column + 2);
    limit.shadow = row.integer(column + 3) != 0;
    return limit;
}

Result<void> insertLimit(Connection &connection, Scope scope, const std::string &id, const Limit &limit,
                         std::int64_t nowMs)
{
    return done(connection
                    .prepared("INSERT INTO limits (scope, scope_id, resource, period, amount, shadow, created_at) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .bind(scopeName(scope))
                    .bind(id)
                    .bind(resourceName(limit.resource))
                    .bind(periodName(limit.period))
                    .bind(limit.amount)
                    .bind(limit.shadow)
                    .bind(nowMs)
                    .run());
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
        if (auto written = insertPlan(connection, plan, ++position, nowMs); !written)
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
        bool known = false;
        const Limit limit = readLimit(find, 2, known);
        if (known)
            plans.back().limits.push_back(limit);
    }
}

Result<void> insertPlan(Connection &connection, const Plan &plan, int position, std::int64_t nowMs)
{
    auto written = done(connection.prepared("INSERT INTO plans (id, name, position, created_at) VALUES (?, ?, ?, ?)")
                            .bind(plan.id)
                            .bind(plan.name)
                            .bind(position)
                            .bind(nowMs)
                            .run());
    return written ? replaceLimits(connection, Scope::Plan, plan.id, plan.limits, nowMs) : written;
}

Result<void> updatePlan(Connection &connection, const std::string &id, const std::string &name)
{
    return done(connection.prepared("UPDATE plans SET name = ? WHERE id = ?").bind(name).bind(id).run());
}

Result<void> orderPlans(Connection &connection, const std::vector<std::string> &ids)
{
    int position = 0;
    for (const auto &id : ids) {
        auto moved =
            done(connection.prepared("UPDATE plans SET position = ? WHERE id = ?").bind(++position).bind(id).run());
        if (!moved)
            return moved;
    }
    return {};
}

Result<void> deletePlan(Connection &connection, const std::string &id)
{
    auto deleted = done(connection.prepared("DELETE FROM plans WHERE id = ?").bind(id).run());
    return deleted ? replaceLimits(connection, Scope::Plan, id, {}, 0) : deleted;
}

Result<std::int64_t> accountsOnPlan(Connection &connection, const std::string &id)
{
    Statement &count = connection.prepared("SELECT COUNT(*) FROM accounts WHERE plan = ? AND status <> 'deleted'");
    const auto row = count.bind(id).next();
    if (!row)
        return row.error();
    const std::int64_t accounts = count.integer(0);
    count.reset();
    return accounts;
}

Result<std::vector<ScopeLimits>> loadLimits(Connection &connection, Scope scope)
{
    Statement &find = connection.prepared(
        "SELECT scope_id, resource, period, amount, shadow FROM limits WHERE scope = ? ORDER BY scope_id");
    find.bind(scopeName(scope));
    std::vector<ScopeLimits> all;
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return all;
        if (all.empty() || all.back().id != find.text(0))
            all.push_back(ScopeLimits{find.text(0), {}});
        bool known = false;
        const Limit limit = readLimit(find, 1, known);
        if (known)
            all.back().limits.push_back(limit);
    }
}

Result<std::vector<Limit>> limitsOf(Connection &connection, Scope scope, const std::string &id)
{
    Statement &find = connection.prepared("SELECT resource, period, amount, shadow FROM limits WHERE scope = ? AND "
                                          "scope_id = ? ORDER BY resource, period");
    find.bind(scopeName(scope)).bind(id);
    std::vector<Limit> limits;
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return inOrder(std::move(limits));
        bool known = false;
        const Limit limit = readLimit(find, 0, known);
        if (known)
            limits.push_back(limit);
    }
}

Result<void> replaceLimits(Connection &connection, Scope scope, const std::string &id, const std::vector<Limit> &limits,
                           std::int64_t nowMs)
{
    auto written = done(connection.prepared("DELETE FROM limits WHERE scope = ? AND scope_id = ?")
                            .bind(scopeName(scope))
                            .bind(id)
                            .run());
    for (const Limit &limit : limits) {
        if (written)
            written = insertLimit(connection, scope, id, limit, nowMs);
    }
    return written;
}

Result<bool> exists(Connection &connection, Scope scope, const std::string &id)
{
    static constexpr std::array<std::string_view, 4> questions = {
        "SELECT 1 FROM plans WHERE id = ?", "SELECT 1 FROM accounts WHERE id = ? AND status <> 'deleted'",
        "SELECT 1 FROM projects WHERE id = ?", "SELECT 1 FROM api_keys WHERE id = ?"};
    Statement &find = connection.prepared(questions[static_cast<std::size_t>(scope)]);
    const auto row = find.bind(id).next();
    if (!row)
        return row.error();
    find.reset();
    return *row;
}

} // namespace beaver::limits::store
