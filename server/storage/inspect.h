#pragma once

#include <server/storage/database.h>

#include <memory>

namespace beaver::storage {

/// A connection that only reads, beside whoever serves: for `doctor`.
Result<std::unique_ptr<Connection>> openForInspection(const Settings &settings);

/// Asks the engine whether its file is sound; the Error's detail says what isn't.
Result<void> checkFile(Connection &connection);

} // namespace beaver::storage
