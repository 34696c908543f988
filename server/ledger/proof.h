#pragma once

#include <server/storage/connection.h>
#include <shared/base/money.h>

#include <cstdint>
#include <string>
#include <vector>

namespace beaver::ledger {

/// What `GET /admin/ledger/proof` and `beaverd doctor` show.
struct Proof
{
    bool ok = false;
    Money trialBalance; ///< sum of all legs of all entries; must be 0
    std::int64_t accountsChecked = 0;
    std::int64_t entriesChecked = 0;
    std::int64_t openHolds = 0;        ///< rows in `holds`
    Money held;                        ///< their sum
    std::int64_t interrupted = 0;      ///< calls that a killed process left, voided
    std::string chainHead;             ///< hex
    std::vector<std::string> problems; ///< at most 100
};

/// Reads the whole ledger in one consistent view and proves it: every entry's legs sum to zero; the hash chain holds,
/// without a gap; each balance is the sum of its entries and equals `balance_after` of the last one; no balance is
/// negative. Blocks for as long as it takes; a reader's thread.
Result<Proof> prove(storage::Connection &connection);

} // namespace beaver::ledger
