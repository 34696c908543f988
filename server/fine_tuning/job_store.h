#pragma once

#include <server/fine_tuning/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

#include <optional>
#include <vector>

namespace beaver::fine_tuning::store {

/// SQL of the tables `fine_tuning_jobs` and `provider_files`. Each function runs on the thread that owns the
/// connection.

Result<void> insert(storage::Connection &connection, const Job &job);
Result<void> noteState(storage::Connection &connection, const Job &job); ///< status and body
Result<std::optional<Job>> find(storage::Connection &connection, const AccountId &account, const std::string &id);
/// Newest first, those before `after` (empty: from the newest); at most `limit` + 1.
Result<std::vector<Job>> list(storage::Connection &connection, const AccountId &account, const std::string &after,
                              int limit);

/// What a file of ours is called at an endpoint; empty: it was never given it.
Result<std::string> providerFile(storage::Connection &connection, const std::string &file, const EndpointId &endpoint);
Result<void> noteProviderFile(storage::Connection &connection, const std::string &file, const EndpointId &endpoint,
                              const std::string &providerFile, std::int64_t nowMs);

} // namespace beaver::fine_tuning::store
