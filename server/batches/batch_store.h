#pragma once

#include <server/batches/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

namespace beaver::batches {

struct BatchPage
{
    std::vector<Batch> batches;
    bool hasMore = false;
};

namespace store {

/// SQL of the table `batches`. Each function runs on the thread that owns the connection.

Result<void> insert(storage::Connection &connection, const Batch &batch);
/// Whoever's it is; empty: there is none.
Result<std::optional<Batch>> find(storage::Connection &connection, const BatchId &id);
/// Newest first, those older than `after` (empty: from the newest).
Result<BatchPage> list(storage::Connection &connection, const AccountId &account, const std::string &after, int limit);
/// Oldest first.
Result<std::vector<Batch>> unfinished(storage::Connection &connection);
Result<std::int64_t> unfinishedOf(storage::Connection &connection, const AccountId &account);

// Steps. False: the batch isn't where the step begins.
Result<bool> cancel(storage::Connection &connection, const BatchId &id, std::int64_t nowMs);
Result<bool> begin(storage::Connection &connection, const BatchId &id, std::int64_t total, std::int64_t nowMs);
/// With the counts and finalizingAtMs of `batch`.
Result<bool> finalize(storage::Connection &connection, const Batch &batch);
Result<void> noteCounts(storage::Connection &connection, const BatchId &id, std::int64_t completed,
                        std::int64_t failed);
/// Status, counts, input errors, the files that there are, and the time of the end, from `batch`.
Result<void> end(storage::Connection &connection, const Batch &batch);

} // namespace store

} // namespace beaver::batches
