#pragma once

#include <server/storage/connection.h>
#include <server/usage/usage_sums.h>

#include <map>
#include <string>

namespace beaver::usage {

/// What a key or a project used, in several grains. Costs by the list of calls with the project's own credentials stand
/// beside the others.
struct Spent
{
    struct Sum
    {
        std::int64_t calls = 0;  ///< without refused ones
        std::int64_t failed = 0; ///< of these, without an answer
        std::int64_t cached = 0; ///< of these, answered from the cache
        std::int64_t inputTokens = 0;
        std::int64_t outputTokens = 0;
        Money cost;     ///< charged
        Money byokCost; ///< by the list, paid to the provider by the project itself

        Money counted() const { return cost + byokCost; }
    };
    Sum total;
    std::map<std::string, Sum> byModel;
    std::map<std::string, Sum> byProvider;
    std::map<std::int64_t, Sum> byDay; ///< by the start of the UTC day, in milliseconds
};

/// Of one account: of a project or a key where they aren't empty. Hours that begin at `fromMs` or later.
Result<Spent> spent(storage::Connection &connection, const AccountId &account, const ProjectId &project,
                    const KeyId &key, std::int64_t fromMs);

} // namespace beaver::usage
