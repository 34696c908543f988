#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>

#include <cstdint>
#include <string>
#include <vector>

namespace beaver::payments {

/// What an account's money did in a period: opening + the sums by type = closing, exactly.
struct Statement
{
    struct Line
    {
        std::string type;
        std::int64_t entries = 0;
        Money amount; ///< from the customer's side
    };
    std::int64_t fromMs = 0; ///< half open
    std::int64_t untilMs = 0;
    Money opening;
    Money closing;
    std::vector<Line> lines;
    std::int64_t firstSeq = 0; ///< of the period's entries, half open
    std::int64_t endSeq = 0;
};

/// In one view of the database. A reader's thread.
Result<Statement> statement(storage::Connection &connection, const AccountId &account, std::int64_t fromMs,
                            std::int64_t untilMs);
/// The entries of a statement from `fromSeq` on, oldest first.
Result<std::vector<ledger::Entry>> statementEntries(storage::Connection &connection, const AccountId &account,
                                                    std::int64_t fromSeq, std::int64_t endSeq, int limit);

} // namespace beaver::payments
