#pragma once

#include <server/responses/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

#include <optional>

namespace beaver::responses::store {

/// SQL of the table `stored_responses`. Each function runs on the thread that owns the connection.

/// One of the same id is replaced.
Result<void> insert(storage::Connection &connection, const StoredResponse &response);
/// Empty: there is none that hasn't expired.
Result<std::optional<StoredResponse>> find(storage::Connection &connection, const AccountId &account,
                                           const std::string &id, std::int64_t nowMs);
/// False: there was none.
Result<bool> remove(storage::Connection &connection, const AccountId &account, const std::string &id);
Result<void> removeExpired(storage::Connection &connection, std::int64_t nowMs);

} // namespace beaver::responses::store
