#include <server/storage/sqlite_error.h>
#include <sqlite3.h>

namespace beaver::storage {

namespace {

constexpr std::int64_t retryAfterMs = 1000;

Error unavailable(const char *reason, std::string message, std::string detail)
{
    return {ErrorCode::Unavailable, std::move(message), {}, reason, std::move(detail), retryAfterMs};
}

} // namespace

Error sqliteError(int extendedCode, std::string_view words, std::string_view sql)
{
    std::string detail(words);
    detail += " (SQLite " + std::to_string(extendedCode) + ")";
    if (!sql.empty())
        detail.append(" in: ").append(sql.substr(0, 200));
    switch (extendedCode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return unavailable("storage_busy", "The gateway's database is busy. Try again in a moment.", std::move(detail));
    case SQLITE_FULL:
        return unavailable("storage_full", "The gateway's database has no room left. Try again later.",
                           std::move(detail));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return unavailable("storage_io", "The gateway's database can't be reached. Try again later.",
                           std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return unavailable("storage_corrupt", "The gateway's database is damaged.", std::move(detail));
    case SQLITE_NOMEM:
        return unavailable("storage_failed", "The gateway is out of memory. Try again later.", std::move(detail));
    case SQLITE_CONSTRAINT:
        return {
            ErrorCode::Conflict, "This contradicts what is stored.", {}, "storage_constraint", std::move(detail), 0};
    default: {
        Error error = internalError(std::move(detail));
        error.reason = "storage_failed";
        return error;
    }
    }
}

Error sqliteError(sqlite3 *handle, std::string_view sql)
{
    return sqliteError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), sql);
}

bool isConstraintViolation(const Error &error)
{
    return error.reason == "storage_constraint";
}

} // namespace beaver::storage
