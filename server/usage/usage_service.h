#pragma once

#include <server/ledger/journal.h>
#include <server/usage/usage_store.h>

#include <functional>
#include <vector>

namespace beaver::usage {

/// One record for each settled call, in the settlement's own transaction, and its place in the sums: in that
/// transaction too, or in one that follows at once. Its Companion part runs on the writer's thread.
class UsageService final : public ledger::Companion
{
public:
    explicit UsageService(storage::Database &database);

    /// Makes up for the sums that a killed process had not written. Blocks; at start only, before the first settlement.
    Result<void> start();
    /// Writes the gateway's sums where there are new ones; after many lines at once, as of a large pool of endpoints,
    /// only at every fifth call. About once a second; one thread.
    void tick();
    /// Writes them for good: nothing is settled any more. The caller flushes the database.
    void finish();

    /// Called on the writer's thread with the calls of each committed batch; set before the first settlement. Must be
    /// quick: the next batch waits for it.
    using Listener = std::function<void(const std::vector<const ledger::Settlement *> &)>;
    void listen(Listener listener) { m_listener = std::move(listener); }

    /// The record of a call, whoever's it is: the caller checks the account.
    auto find(ops::Executor &loop, CallId call)
    {
        return m_database.read(loop, [call](storage::Connection &connection) { return store::find(connection, call); });
    }

    void batchStarted() override;
    Result<void> write(storage::Connection &connection, const ledger::Settlement &settlement,
                       std::optional<std::int64_t> entrySeq) override;
    Result<void> insertWritten(storage::Connection &connection) override;
    Result<void> batchFinished(storage::Connection &connection, bool followed) override;
    void batchCommitted() override;

private:
    void writeSums(bool last);
    Result<void> writeAll(storage::Connection &connection, bool last);
    Result<void> turnTo(storage::Connection &connection, std::int64_t endedAtMs);
    Result<void> markHour(storage::Connection &connection, std::int64_t hourMs);

    storage::Database &m_database;
    Listener m_listener;
    std::atomic<bool> m_dirty = false; ///< there is something for tick()
    std::atomic<bool> m_many = false;  ///< the last time there was much of it
    int m_rest = 0;                    ///< calls of tick() that are passed over

    // Writer's thread only, from here on. Of the batch under way:
    std::vector<const ledger::Settlement *> m_calls;
    struct Waiting
    {
        const ledger::Settlement *call = nullptr;
        std::optional<std::int64_t> entrySeq;
    };
    std::vector<Waiting> m_waiting; ///< for insertWritten(); the rows say the same
    storage::Rows m_rows{store::recordColumnCount};
    std::string m_insertInto; ///< the month of the log that begins at m_tableMonth
    std::int64_t m_tableMonth = -1;
    std::int64_t m_batchMark = INT64_MAX; ///< m_mark, once it is committed

    CallerSums m_callers;
    int m_putOff = 0;        ///< batches in a row that have left their callers' sums to the next
    PendingTotals m_pending; ///< committed calls
    PendingTotals m_flushing;
    /// Sums of this hour and later may be missing in the tables after a kill: what `usage_marks` says.
    std::int64_t m_mark = INT64_MAX;
    std::int64_t m_nextMark = 0;
};

} // namespace beaver::usage
