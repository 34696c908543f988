#pragma once

#include <server/limits/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

#include <array>
#include <functional>

namespace beaver::limits::store {

struct ScopeLimits
{
    std::string id;
    std::vector<Limit> limits;
};

/// What an account, project or key has used in its current windows, as far as it is written down.
struct Used
{
    struct Sum
    {
        Period period = Period::Hour;
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        Money spent;
    };
    std::string id;
    std::string account;
    std::string timeZone;    ///< of the account
    std::array<Sum, 4> sums; ///< hour, day, week, month
};

/// Writes the plans if there are none.
Result<void> seedPlans(storage::Connection &connection, const std::vector<Plan> &plans, std::int64_t nowMs);
/// In their order, with their limits.
Result<std::vector<Plan>> loadPlans(storage::Connection &connection);
Result<void> insertPlan(storage::Connection &connection, const Plan &plan, int position, std::int64_t nowMs);
Result<void> updatePlan(storage::Connection &connection, const std::string &id, const std::string &name);
/// Puts the plans into this order.
Result<void> orderPlans(storage::Connection &connection, const std::vector<std::string> &ids);
Result<void> deletePlan(storage::Connection &connection, const std::string &id);
Result<std::int64_t> accountsOnPlan(storage::Connection &connection, const std::string &id);

/// Of all accounts, projects or keys that have some.
Result<std::vector<ScopeLimits>> loadLimits(storage::Connection &connection, Scope scope);
Result<std::vector<Limit>> limitsOf(storage::Connection &connection, Scope scope, const std::string &id);
Result<void> replaceLimits(storage::Connection &connection, Scope scope, const std::string &id,
                           const std::vector<Limit> &limits, std::int64_t nowMs);
Result<bool> exists(storage::Connection &connection, Scope scope, const std::string &id);

/// Sums of the current hour, day, week and month of every account, or of every project or key that has limits, out of
/// usage_rollups.
Result<void> forEachUsed(storage::Connection &connection, Scope scope, std::int64_t nowMs,
                         const std::function<void(const Used &)> &each);
/// The same of one; calls `each` once, or not at all where nothing was used.
Result<void> used(storage::Connection &connection, Scope scope, const std::string &id, std::int64_t nowMs,
                  const std::function<void(const Used &)> &each);
/// All that was ever spent: of one, or (account, `id` empty) of every account.
Result<void> spentInTotal(storage::Connection &connection, Scope scope, const std::string &id,
                          const std::function<void(const std::string &id, Money spent)> &each);

} // namespace beaver::limits::store
