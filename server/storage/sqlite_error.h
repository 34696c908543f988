#pragma once

#include <server/storage/connection.h>

struct sqlite3;

namespace beaver::storage {

/// What SQLite's result code calls for. `detail` holds SQLite's own words and the statement, never a bound value.
Error sqliteError(int extendedCode, std::string_view words, std::string_view sql);
/// The same for the last call on `handle`.
Error sqliteError(sqlite3 *handle, std::string_view sql);

} // namespace beaver::storage
