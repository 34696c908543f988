#pragma once

#include <server/storage/connection.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace beaver::usage {

/// A month of the request log (UTC, by the end of the call) as the database keeps it.
struct LogPartition
{
    std::string table;
    std::int64_t fromMs = 0; ///< half open
    std::int64_t untilMs = 0;
};

/// The tables that the request log consists of. Reading it is reading `usage_records`, which shows them all; what is
/// here makes months and lets them go. Writer's thread.
namespace partitions {

/// The table that a record of this time goes into; made if it isn't there. On PostgreSQL the name of the whole log.
Result<std::string> tableFor(storage::Connection &connection, std::int64_t endedAtMs);

/// Oldest first, without those that have expired.
Result<std::vector<LogPartition>> list(storage::Connection &connection);

/// Takes those that end before `beforeMs` out of the log, at once and whatever their size. Returns how many.
Result<int> expire(storage::Connection &connection, std::int64_t beforeMs);
/// Gives back the room of what has expired, `rows` at a time so that no call waits long: a table is emptied in steps
/// and then dropped. False when nothing is left to do.
Result<bool> sweep(storage::Connection &connection, int rows);

/// Brings months that were made before a migration added columns to the present form. At start.
Result<void> addMissingColumns(storage::Connection &connection);

} // namespace partitions

/// `seq` of the first record that can have ended at this time.
constexpr std::int64_t seqAt(std::int64_t ms)
{
    return ms * 1'000'000;
}
constexpr std::int64_t msOfSeq(std::int64_t seq)
{
    return seq / 1'000'000;
}

/// Start of the UTC month, and of the one after it.
std::int64_t monthStart(std::int64_t ms);
std::int64_t nextMonthStart(std::int64_t ms);

} // namespace beaver::usage
