#include <server/storage/database_url.h>
#include <server/storage/inspect.h>
#include <server/storage/sqlite_connection.h>

namespace beaver::storage {

Result<std::unique_ptr<Connection>> openForInspection(const Settings &settings)
{
    const auto path = sqlitePath(settings.url);
    if (!path)
        return path.error();
    SqliteOptions options;
    options.path = *path;
    options.queryOnly = true;
    options.busyMs = settings.busyMs;
    auto connection = SqliteConnection::open(options);
    if (!connection)
        return connection.error();
    return std::unique_ptr<Connection>(std::move(*connection));
}

Result<void> checkFile(Connection &connection)
{
    auto &check = connection.prepared("PRAGMA quick_check(1)");
    const auto row = check.next();
    if (!row)
        return row.error();
    const std::string answer = *row ? check.text(0) : std::string("no answer");
    check.reset();
    if (answer == "ok")
        return {};
    return Error{ErrorCode::Unavailable, "The database file is damaged.", {}, "storage_corrupt", answer, 0};
}

} // namespace beaver::storage
