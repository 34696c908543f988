#pragma once

#include <server/storage/database.h>
#include <server/storage/sqlite_statement.h>

#include <array>
#include <unordered_map>

namespace beaver::storage {

struct SqliteOptions
{
    std::string path;
    bool queryOnly = false;
    bool fullSync = false;
    bool foreignKeys = true;
    /// Checkpoints are left to checkpoint(), which reports what SQLite's own, hidden inside a commit, would swallow.
    bool manualCheckpoints = false;
    bool gathersLog = false; ///< one system call for a commit's part of the write-ahead log
    /// Pages are written before their transaction's end where the cache is full. Not with savepoints: where a
    /// transaction goes back to one, SQLite (3.40 at least) leaves frames without checksums in the log, and after a
    /// kill everything behind them is lost.
    bool cacheSpills = true;
    std::int64_t busyMs = 250;
    int cacheKib = 2048;
};

/// A connection that QtSql opened, driven through the sqlite3 C API of its handle. Opened and destroyed on one thread,
/// used by one at a time.
class SqliteConnection final : public Connection
{
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const SqliteOptions &options);
    /// One that answers everything with `error`, for work that must run and has no database.
    static std::unique_ptr<SqliteConnection> broken(Error error);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    Engine engine() const override { return Engine::Sqlite; }
    Statement &prepared(std::string_view sql) override;
    Result<void> insertRows(std::string_view insert, const Rows &rows) override; ///< 64 columns at most
    Result<void> execute(std::string_view sql) override;
    Result<void> begin() override; ///< BEGIN IMMEDIATE; deferred for a query-only connection
    Result<void> commit() override;
    void rollback() override;

    /// begin() that doesn't wait for a database that somebody else has locked.
    Result<void> beginAtOnce();
    bool inTransaction() const;
    /// Ends what a piece of work left behind: statements not read to their end would keep old pages from being reused.
    void endWork();
    std::int64_t changes() const; ///< rows changed since the connection was opened
    /// Pages in the write-ahead log after the last commit; only with manual checkpoints.
    int walPages() const { return m_walPages; }
    /// Moves the write-ahead log into the database, as far as nobody reads older pages. An error is a failed flush or
    /// write; that somebody else is at it is none.
    Result<void> checkpoint();
    /// Has the system put on the disk what it holds of the log and of the database, so that a checkpoint needn't wait
    /// for it. Takes no lock: commits go on.
    Result<void> flushFiles();
    /// True for ever after the system once failed to flush to disk: then nobody knows what the disk holds, and a second
    /// flush that succeeds proves nothing (https://lwn.net/Articles/752063/).
    bool flushFailed() const { return m_flushFailed; }

    sqlite3 *handle() const { return m_handle; }
    void statementStarted() { ++m_stepping; }
    void statementEnded() { --m_stepping; }
    void noteError();

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct QtConnection;

    explicit SqliteConnection(bool queryOnly);
    Result<void> openHandle(const SqliteOptions &options);

    std::unique_ptr<QtConnection> m_qt;
    sqlite3 *m_handle = nullptr;
    bool m_queryOnly = false;
    bool m_flushFailed = false;
    std::optional<Error> m_broken;
    int m_stepping = 0;
    int m_walPages = 0;
    int m_busyMs = 0;
    const Rows *m_rows = nullptr; ///< that are being inserted
    std::unordered_map<std::string, std::unique_ptr<SqliteStatement>, Hash, std::equal_to<>> m_statements;
    std::array<std::pair<const std::string, std::unique_ptr<SqliteStatement>> *, 64> m_recent = {}; ///< of m_statements
};

} // namespace beaver::storage
