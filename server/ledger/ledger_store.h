#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::ledger::store {

/// SQL of the ledger. Each function runs on the thread that owns the connection.

Result<std::optional<Money>> balance(storage::Connection &connection, const AccountId &account);

struct Head
{
    std::int64_t seq = 0;
    std::string hash;
};
Result<Head> head(storage::Connection &connection);

constexpr int entryColumnCount = 15;
/// The entry as a row for insertEntries(). It must live until then.
void addRow(storage::Rows &rows, const Entry &entry);
Result<void> insertEntries(storage::Connection &connection, const storage::Rows &rows);
Result<void> insertEntry(storage::Connection &connection, const Entry &entry);
Result<void> setBalance(storage::Connection &connection, const AccountId &account, Money balance,
                        std::int64_t newEntries);

struct HoldRow
{
    CallId call;
    AccountId account;
    KeyId key;
    std::string model;
    Money amount;
    std::int64_t createdAtMs = 0;
};
Result<void> insertHold(storage::Connection &connection, const HoldRow &hold);
Result<void> updateHold(storage::Connection &connection, const CallId &call, Money amount);
Result<void> deleteHold(storage::Connection &connection, const CallId &call);
Result<std::vector<HoldRow>> holds(storage::Connection &connection);

Result<void> insertReply(storage::Connection &connection, const AccountId &account, const StoredReply &reply,
                         std::int64_t createdAtMs);
Result<std::optional<StoredReply>> reply(storage::Connection &connection, const AccountId &account,
                                         std::string_view name);
/// The next few of them.
Result<std::int64_t> deleteRepliesBefore(storage::Connection &connection, std::int64_t createdAtMs);

/// Newest first. `beforeSeq` 0: from the newest.
Result<std::vector<Entry>> entries(storage::Connection &connection, const AccountId &account, int limit,
                                   std::int64_t beforeSeq);
Result<std::optional<Entry>> entry(storage::Connection &connection, std::int64_t seq);

/// Which entries are wanted. What is empty doesn't matter.
struct EntryFilter
{
    std::string account, type, reference, actor;
    /// Part of the account's address or name, or its ID; of entries that aren't a call's charge also part of the
    /// description, or the reference.
    std::string search;
    bool withoutUsage = false;
    std::optional<std::int64_t> fromMs, untilMs;      ///< half open
    std::optional<std::int64_t> amountFrom, amountTo; ///< nano-USD from the customer's side, inclusive
};
/// Of all accounts, newest first; `beforeSeq` 0: from the newest.
Result<std::vector<Entry>> entries(storage::Connection &connection, const EntryFilter &filter, int limit,
                                   std::int64_t beforeSeq);
/// The first entry that was made at `ms` or later; one behind the last where there is none. Entries follow the clock
/// but for its jumps.
Result<std::int64_t> firstSeqAt(storage::Connection &connection, std::int64_t ms);
/// An entry of the account that isn't a call's charge.
Result<std::optional<Entry>> entryById(storage::Connection &connection, const AccountId &account, std::string_view id);
/// The charge of a call that began about then.
Result<std::optional<Entry>> chargeOf(storage::Connection &connection, std::string_view account, std::string_view call,
                                      std::int64_t aboutMs);
/// Reads the row the statement stands on; the statement selects `entryColumns`.
Entry readEntry(const storage::Statement &row);
extern const char *const entryColumns;

} // namespace beaver::ledger::store
