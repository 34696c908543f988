#pragma once

#include <server/usage/usage_store.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace beaver::usage {

/// Which calls of the request log are wanted. What is empty doesn't matter.
struct CallFilter
{
    std::string account, project, key, model, provider, endpoint, surface, category, outcome, reason, id;
    std::optional<int> statusFrom, statusTo;            ///< both inclusive
    std::optional<std::int64_t> costFrom, costTo;       ///< nano-USD, inclusive
    std::optional<std::int64_t> latencyFrom, latencyTo; ///< milliseconds from start to end, inclusive
    std::optional<std::int64_t> fromMs, untilMs;        ///< of the end of the call, half open
    std::string metadata;                               ///< a piece of it, letters of any case
    /// A call's id, or a piece of its model, its key's name or, unless `account` is given, its account's address or
    /// name, letters of any case.
    std::string search;
    bool failed = false; ///< only calls that brought no whole answer
};

/// A piece of the log, as much as one question to the database may take.
struct CallSlice
{
    std::vector<Record> records; ///< in the direction that was asked for
    std::int64_t reached = 0;    ///< seq up to which was looked: go on from there
    bool exhausted = false;      ///< there is no more in that direction
};

enum class Direction : std::uint8_t { Older, Newer };

/// Calls of the filter before (older) or behind (newer) `from` (seq; older takes 0 for the newest), at most `limit`,
/// nearest first. Looks at a bounded number of rows, so that a rare filter over a long log keeps no reader busy:
/// it may find fewer than there are, and says how far it came.
Result<CallSlice> callSlice(storage::Connection &connection, const CallFilter &filter, Direction direction,
                            std::int64_t from, int limit);

/// E-mails of accounts and names of keys that some calls belong to.
struct CallNames
{
    std::map<std::string, std::string> accounts;
    std::map<std::string, std::string> keys;
};
Result<CallNames> namesOf(storage::Connection &connection, const std::vector<Record> &records);

} // namespace beaver::usage
