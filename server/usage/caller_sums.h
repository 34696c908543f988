#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>
#include <server/usage/totals.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace beaver::usage {

/// A line of `usage_rollups`: whose calls of one hour are added up there.
struct CallerLine
{
    std::int64_t hourMs = 0;
    AccountId account;
    ProjectId project;
    KeyId key;
    std::string model, provider, category, outcome;

    CallerLine() = default;
    CallerLine(const ledger::Settlement &call, std::string_view outcome);
    bool takes(const ledger::Settlement &call, std::string_view outcome) const;
};

/// Each caller's sums that have happened and aren't in `usage_rollups` and `usage_account_months` yet. A batch that
/// another follows at once leaves them to that one. Writer's thread.
class CallerSums
{
public:
    /// A batch begins, perhaps again after a rollback.
    void batchStarted();
    void add(const ledger::Settlement &call, std::string_view outcome);
    /// Start of the oldest hour that isn't written; INT64_MAX: all are.
    std::int64_t firstHourMs() const;
    /// Writes all lines, the batch's too. What it wrote counts as written at batchCommitted().
    Result<void> write(storage::Connection &connection);
    void batchCommitted();
    /// Of a write outside a batch of calls, once its fate is known.
    void writtenApart(bool committed);
    std::size_t unwritten() const { return m_unwritten.size(); }

private:
    struct Pending
    {
        CallerLine line;
        Sums before; ///< of committed batches
        Sums batch;  ///< of the one under way
    };
    std::unordered_map<std::string, Pending> m_lines; ///< by what makes a line different, in one text
    std::vector<Pending *> m_touched;                 ///< by the batch under way
    std::vector<Pending *> m_unwritten;               ///< by those before
    Pending *m_last = nullptr;                        ///< calls one after the other are often alike
    std::string m_name;                               ///< of the line looked for; its room is kept
    bool m_written = false;
};

/// Takes the hours from `fromHourMs` on out of the tables, because the request log says better after a kill.
Result<void> forgetCallerSums(storage::Connection &connection, std::int64_t fromHourMs);

} // namespace beaver::usage
