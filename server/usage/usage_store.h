#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>

#include <cstdint>
#include <optional>
#include <string>

namespace beaver::usage {

/// A usage record as it is stored.
struct Record
{
    ledger::Settlement call;
    std::string outcome;
    std::optional<std::int64_t> entrySeq;
};

/// What the rollups add up, for one hour × account × key × model × endpoint × outcome.
struct Sums
{
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    Money listCost;
    Money cost;
    std::int64_t lastAtMs = 0;
};

namespace store {

Result<void> insert(storage::Connection &connection, const ledger::Settlement &call,
                    std::optional<std::int64_t> entrySeq);
Result<void> addToRollup(storage::Connection &connection, std::int64_t hourMs, const ledger::Settlement &of,
                         const Sums &sums);
Result<std::optional<Record>> find(storage::Connection &connection, const CallId &call);

} // namespace store

} // namespace beaver::usage
