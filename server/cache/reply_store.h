#pragma once

#include <server/cache/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <vector>

namespace beaver::cache {

struct StoredReply
{
    CachedReply reply;
    std::int64_t expiresAtMs = 0; ///< wall clock
};

/// What the table has of one tenant's model.
struct DiskLine
{
    std::string tenant;
    std::string model;
    std::int64_t replies = 0;
    std::int64_t bytes = 0;
};

/// The SQL of this slice. Writes belong inside a transaction.
namespace store {

Result<std::optional<StoredReply>> find(storage::Connection &connection, const CacheKey &key, std::int64_t nowMs);
/// In the place of one of the same key.
Result<void> put(storage::Connection &connection, const CacheKey &key, const CachedReply &reply,
                 std::int64_t expiresAtMs);
/// The number of deleted rows.
Result<std::int64_t> erase(storage::Connection &connection, const Scope &scope);
/// Deletes what has expired, and then what expires first until no more than `mostBytes` are left; at most `mostRows`.
Result<std::int64_t> eraseOld(storage::Connection &connection, std::int64_t nowMs, std::int64_t mostBytes,
                              std::int64_t mostRows);
/// The largest first.
Result<std::vector<DiskLine>> lines(storage::Connection &connection, int limit);

} // namespace store

} // namespace beaver::cache
