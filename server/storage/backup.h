#pragma once

#include <server/storage/sqlite_connection.h>

namespace beaver::storage {

/// True when any table but the migrations' own has a row.
Result<bool> holdsData(Connection &connection);

/// Copies the database to `PATH.backup-NNNN-TIME`, NNNN being the schema that it has. The copy appears whole, flushed
/// and with mode 0600, or not at all. Returns its path.
Result<std::string> backUp(Connection &connection, const std::string &path, int schema, std::int64_t nowMs);

} // namespace beaver::storage
