#include <QDateTime>

#include <fcntl.h>
#include <server/storage/backup.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace beaver::storage {

namespace {

Error cannot(const std::string &path)
{
    const int why = errno;
    return {ErrorCode::Unavailable,
            "Can't back up the database to " + path + ": " + std::generic_category().message(why) + ".",
            {},
            why == ENOSPC ? "storage_full" : "storage_io",
            {},
            0};
}

bool flushed(const std::string &path, int flags)
{
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

std::string folderOf(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

std::string backupPath(const std::string &path, int schema, std::int64_t nowMs)
{
    const auto number = QStringLiteral("%1").arg(schema, 4, 10, QLatin1Char('0'));
    const auto time = QDateTime::fromMSecsSinceEpoch(nowMs).toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const std::string wanted = path + ".backup-" + (number + QLatin1Char('-') + time).toStdString();
    std::string free = wanted;
    for (int copy = 2; ::access(free.c_str(), F_OK) == 0; ++copy)
        free = wanted + "-" + std::to_string(copy);
    return free;
}

} // namespace

Result<bool> holdsData(Connection &connection)
{
    std::vector<std::string> tables;
    auto &list =
        connection.prepared("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                            "ESCAPE '\\' AND name <> 'schema_migrations'");
    auto more = list.next();
    for (; more && *more; more = list.next())
        tables.push_back(list.text(0));
    if (!more)
        return more.error();
    for (const auto &table : tables) {
        auto &rows = connection.prepared("SELECT EXISTS (SELECT 1 FROM \"" + table + "\")");
        const auto row = rows.next();
        if (!row)
            return row.error();
        const bool any = rows.integer(0) != 0;
        rows.reset();
        if (any)
            return true;
    }
    return false;
}

Result<std::string> backUp(Connection &connection, const std::string &path, int schema, std::int64_t nowMs)
{
    const std::string target = backupPath(path, schema, nowMs);
    const std::string part = target + ".part";
    // VACUUM INTO takes an empty file: made here, so that the copy is never open to others.
    ::unlink(part.c_str());
    const int made = ::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0)
        return cannot(part);
    ::close(made);
    const auto copied = connection.prepared("VACUUM INTO ?").bind(part).run();
    if (!copied) {
        ::unlink(part.c_str());
        return copied.error();
    }
    if (!flushed(part, O_RDWR) || ::rename(part.c_str(), target.c_str()) != 0 || !flushed(folderOf(target), O_RDONLY)) {
        Error error = cannot(target);
        ::unlink(part.c_str());
        return error;
    }
    return target;
}

} // namespace beaver::storage
