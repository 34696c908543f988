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

/// How many columns insertInto() has.
constexpr int recordColumnCount = 32 + static_cast<int>(wire::bucketCount);
/// What writes records into the month that partitions::tableFor() names: `INSERT INTO … (…)`.
std::string insertInto(const std::string &table);
/// The record as a row for it. The settlement must live until the row is inserted.
void addRow(storage::Rows &rows, const ledger::Settlement &call, std::optional<std::int64_t> entrySeq);
/// Inserts it alone, and tries other numbers where its is taken: by a call of the process before, that ended in the
/// same millisecond of a clock that was set back.
Result<void> insertAtFreeNumber(storage::Connection &connection, const std::string &insertInto,
                                const ledger::Settlement &call, std::optional<std::int64_t> entrySeq);
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
