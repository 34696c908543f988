#pragma once

#include <server/storage/rows.h>
#include <shared/base/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::storage {

enum class Engine : std::uint8_t { Sqlite, PostgreSql };

/// A prepared statement, bound and read by position. Belongs to its connection, and with it to one thread.
///
///     Statement &find = connection.prepared("SELECT balance FROM balances WHERE account_id = ?");
///     auto row = find.bind(accountId).next();
///     if (row && *row) balance = find.integer(0);
///
/// bind() fills the placeholders from left to right; run() and the first next() execute; executing again starts over.
class Statement
{
public:
    virtual ~Statement() = default;

    virtual Statement &bind(std::int64_t value) = 0;
    virtual Statement &bind(std::string_view text) = 0; ///< UTF-8; the text must live until the statement has run
    virtual Statement &bindBlob(std::string_view bytes) = 0;
    virtual Statement &bindNull() = 0;
    Statement &bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Statement &bind(bool value) { return bind(static_cast<std::int64_t>(value ? 1 : 0)); }
    Statement &bind(const char *text) { return bind(std::string_view(text)); }
    Statement &bind(const std::string &text) { return bind(std::string_view(text)); }
    Statement &bind(std::string &&) = delete; ///< it would be gone when the statement runs
    Statement &bindBlob(std::string &&) = delete;

    /// Executes a statement without rows. Returns the number of changed rows.
    virtual Result<std::int64_t> run() = 0;
    /// Steps to the next row; false at the end.
    virtual Result<bool> next() = 0;
    /// Forgets rows and bindings; done by itself after run() and at the end of the rows.
    virtual void reset() = 0;

    virtual std::int64_t integer(int column) const = 0;
    virtual std::string text(int column) const = 0; ///< also for blobs
    virtual bool isNull(int column) const = 0;
};

/// One database connection, for the thread that opened it.
class Connection
{
public:
    virtual ~Connection() = default;

    virtual Engine engine() const = 0;
    /// Prepares once and keeps it. `sql` uses `?`. A statement that can't be prepared reports so when it runs.
    virtual Statement &prepared(std::string_view sql) = 0;
    /// Inserts all rows or, where one is refused, none. `insert` is the statement up to its columns, `INSERT INTO t (a,
    /// b)`.
    virtual Result<void> insertRows(std::string_view insert, const Rows &rows) = 0;
    /// Runs statements without parameters and without rows, several divided by `;` too.
    virtual Result<void> execute(std::string_view sql) = 0;

    virtual Result<void> begin() = 0;
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
};

/// Errors of this slice carry `reason`: `storage_busy`, `storage_full`, `storage_io`, `storage_corrupt`,
/// `storage_constraint` (unique or check violated; `detail` names it), `storage_failed` (anything else).
bool isConstraintViolation(const Error &error);

} // namespace beaver::storage
