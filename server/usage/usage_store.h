#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>
#include <server/usage/caller_sums.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace beaver::usage {

/// A usage record as it is stored.
struct Record
{
    ledger::Settlement call;
    std::int64_t seq = 0;
    std::string outcome;
    std::optional<std::int64_t> entrySeq;
};

namespace store {

/// What writes a record into the month that partitions::tableFor() names.
std::string insertSql(const std::string &table);
Result<void> insert(storage::Connection &connection, std::string_view insertSql, const ledger::Settlement &call,
                    std::optional<std::int64_t> entrySeq);
Result<void> addToRollup(storage::Connection &connection, const CallerLine &line, const Sums &sums);
Result<void> addToMonth(storage::Connection &connection, std::int64_t monthMs, const AccountId &account,
                        const Sums &sums);

Result<std::optional<Record>> find(storage::Connection &connection, const CallId &call);
/// All that ended at `fromMs` or later, oldest first.
Result<void> forEachSince(storage::Connection &connection, std::int64_t fromMs,
                          const std::function<void(const Record &)> &each);

/// Reads the row that the statement stands on; the statement selects `recordColumns` first.
Record readRecord(const storage::Statement &row);
extern const char *const recordColumns;

Result<std::optional<std::int64_t>> mark(storage::Connection &connection, std::string_view name);
/// Empty: takes it away.
Result<void> setMark(storage::Connection &connection, std::string_view name, std::optional<std::int64_t> at);

} // namespace store

} // namespace beaver::usage
