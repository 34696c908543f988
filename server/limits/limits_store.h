#pragma once

#include <server/limits/limits_service.h>

#include <array>
#include <functional>

namespace beaver::limits::store {

struct KeyLimits
{
    KeyId key;
    std::vector<Limit> limits;
};

/// What an account or a key has used in its current windows before this start.
struct Used
{
    struct Sum
    {
        Period period = Period::Hour;
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
    };
    std::string id;
    std::string timeZone;    ///< of the account
    std::array<Sum, 3> sums; ///< hour, day, month
};

/// Writes the plans if there are none.
Result<void> seedPlans(storage::Connection &connection, const std::vector<Plan> &plans, std::int64_t nowMs);
Result<std::vector<Plan>> loadPlans(storage::Connection &connection);
Result<std::vector<KeyLimits>> loadKeyLimits(storage::Connection &connection);
Result<void> insertKeyLimits(storage::Connection &connection, const KeyLimits &key, std::int64_t nowMs);
/// Sums of the current hour, day and month of every account, and of every key that has limits, out of usage_rollups.
Result<void> forEachUsed(storage::Connection &connection, std::int64_t nowMs,
                         const std::function<void(const Used &)> &account,
                         const std::function<void(const Used &)> &key);

} // namespace beaver::limits::store
