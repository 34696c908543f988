#pragma once

#include <server/storage/connection.h>

namespace beaver::storage {

/// What DATABASE_URL names.
struct DatabaseUrl
{
    Engine engine = Engine::Sqlite;
    std::string path; ///< SQLite: the file, relative to the working directory if it doesn't start with `/`
};

/// Reads `sqlite:///relative`, `sqlite:////absolute`, `postgresql://…` and `postgresql+psycopg2://…`. Its errors repeat
/// nothing but the scheme: the rest may hold a password.
Result<DatabaseUrl> parseDatabaseUrl(std::string_view url);

/// The same for what this program can open: an error for engines that it only understands.
Result<std::string> sqlitePath(std::string_view url);

} // namespace beaver::storage
