#pragma once

#include <server/ledger/journal.h>
#include <server/usage/usage_store.h>

#include <unordered_map>

namespace beaver::usage {

/// One record for each settled call and its place in the rollups, in the settlement's own transaction. Its Companion
/// part runs on the writer's thread.
class UsageService final : public ledger::Companion
{
public:
    explicit UsageService(storage::Database &database);

    /// The record of a call, whoever's it is: the caller checks the account.
    auto find(ops::Executor &loop, CallId call)
    {
        return m_database.read(loop, [call](storage::Connection &connection) { return store::find(connection, call); });
    }

    void batchStarted() override;
    Result<void> write(storage::Connection &connection, const ledger::Settlement &settlement,
                       std::optional<std::int64_t> entrySeq) override;
    Result<void> batchFinished(storage::Connection &connection) override;

private:
    struct Line
    {
        std::int64_t hourMs = 0;
        const ledger::Settlement *first = nullptr; ///< lives in the journal's batch
        Sums sums;
    };

    storage::Database &m_database;
    std::unordered_map<std::string, Line> m_lines; ///< of the batch under way
};

} // namespace beaver::usage
