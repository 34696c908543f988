#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QUrl>
#include <QVariant>

#include <server/storage/gathered_log.h>
#include <server/storage/sqlite_connection.h>
#include <server/storage/sqlite_error.h>
#include <server/storage/sqlite_rows.h>
#include <sqlite3.h>

#include <cstring>

namespace beaver::storage {

namespace {

constexpr std::size_t statementLimit =
    256; // of a reader, whose reports compose them; beyond, all are forgotten after the work
constexpr std::int64_t logBytesKept = 64 << 20;

/// SQLite counts the memory it uses under a lock of the whole process; nobody here asks for that count. It takes the
/// setting before its first use only.
void dontCountMemory()
{
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
}

/// https://www.sqlite.org/uri.html
QString gatheringUri(const std::string &path)
{
    const QString absolute = QFileInfo(QString::fromStdString(path)).absoluteFilePath();
    return QStringLiteral("file:%1?vfs=%2")
        .arg(QString::fromLatin1(QUrl::toPercentEncoding(absolute, "/")), QLatin1StringView(gatheredLogVfs()));
}

QString newConnectionName()
{
    static std::atomic<int> last = 0;
    return QStringLiteral("beaver-%1").arg(++last);
}

} // namespace

// QtSql keeps connections in a list of names; one object here is one entry there.
struct SqliteConnection::QtConnection
{
    QtConnection()
        : name(newConnectionName())
        , database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name))
    {}
    ~QtConnection()
    {
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }
    Q_DISABLE_COPY_MOVE(QtConnection)

    QString name;
    QSqlDatabase database;
};

SqliteConnection::SqliteConnection(bool queryOnly)
    : m_queryOnly(queryOnly)
{}

SqliteConnection::~SqliteConnection()
{
    m_statements.clear(); // SQLite doesn't close under a statement
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteOptions &options)
{
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(options.queryOnly));
    if (const auto opened = connection->openHandle(options); !opened)
        return opened.error();
    return connection;
}

std::unique_ptr<SqliteConnection> SqliteConnection::broken(Error error)
{
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(true));
    connection->m_broken = std::move(error);
    return connection;
}

Result<void> SqliteConnection::openHandle(const SqliteOptions &options)
{
    dontCountMemory();
    m_qt = std::make_unique<QtConnection>();
    auto &database = m_qt->database;
    if (!database.isValid())
        return internalError("Qt has no SQLite driver; Debian calls it libqt6sql6-sqlite");
    database.setDatabaseName(options.gathersLog ? gatheringUri(options.path) : QString::fromStdString(options.path));
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1%2")
                                   .arg(options.busyMs)
                                   .arg(QLatin1StringView(options.gathersLog ? ";QSQLITE_OPEN_URI" : "")));
    if (!database.open())
        return sqliteError(SQLITE_CANTOPEN, database.lastError().text().toStdString(), {});
    const QVariant handle = database.driver()->handle();
    if (handle.isNull() || std::strcmp(handle.typeName(), "sqlite3*") != 0)
        return internalError("Qt's SQLite driver gives no handle");
    m_handle = *static_cast<sqlite3 *const *>(handle.constData());
    sqlite3_extended_result_codes(m_handle, 1);
    m_busyMs = static_cast<int>(options.busyMs);
    if (!provideRows(m_handle, &m_rows))
        return sqliteError(m_handle, "bound_rows");

    auto &version = prepared("SELECT sqlite_source_id()");
    const auto row = version.next();
    if (!row)
        return row.error();
    if (version.text(0) != sqlite3_sourceid())
        return internalError("Qt's SQLite driver brings another SQLite than this program is linked with");
    version.reset();

    auto &journal = prepared("PRAGMA journal_mode = WAL");
    if (const auto changed = journal.next(); !changed)
        return changed.error();
    if (journal.text(0) != "wal")
        return sqliteError(SQLITE_IOERR, "the file system doesn't take write-ahead logging", {});
    journal.reset();
    const auto done =
        execute("PRAGMA cache_spill = " + std::string(options.cacheSpills ? "ON" : "OFF") +
                "; PRAGMA synchronous = " + std::string(options.fullSync ? "FULL" : "NORMAL") +
                "; PRAGMA foreign_keys = " + (options.foreignKeys ? "ON" : "OFF") + "; PRAGMA cache_size = -" +
                std::to_string(options.cacheKib) + "; PRAGMA temp_store = MEMORY" +
                "; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = " + std::to_string(logBytesKept) +
                "; PRAGMA wal_autocheckpoint = " + (options.manualCheckpoints ? "0" : "1000") +
                "; PRAGMA query_only = " + (options.queryOnly ? "ON" : "OFF"));
    if (!done)
        return done.error();
    if (options.manualCheckpoints) {
        sqlite3_wal_hook(
            m_handle,
            [](void *self, sqlite3 *, const char *, int pages) {
                static_cast<SqliteConnection *>(self)->m_walPages = pages;
                return SQLITE_OK;
            },
            this);
    }
    return {};
}

Statement &SqliteConnection::prepared(std::string_view sql)
{
    // A literal comes from the same place each time: its text needn't be hashed, only compared.
    auto &recent = m_recent[(std::hash<const char *>()(sql.data()) >> 3) % m_recent.size()];
    if (recent && recent->first == sql)
        return *recent->second;
    if (const auto known = m_statements.find(sql); known != m_statements.end()) {
        recent = &*known;
        return *known->second;
    }
    auto statement = m_handle ? std::make_unique<SqliteStatement>(*this, sql)
                              : std::make_unique<SqliteStatement>(*this, m_broken.value_or(internalError("not open")));
    return *m_statements.emplace(std::string(sql), std::move(statement)).first->second;
}

Result<void> SqliteConnection::insertRows(std::string_view insert, const Rows &rows)
{
    if (rows.empty())
        return {};
    if (!rows.whole() || rows.columns() > mostRowColumns)
        return internalError("rows of the wrong length for: " + std::string(insert));
    const std::string sql = std::string(insert) + selectRows(rows.columns());
    m_rows = &rows;
    const auto inserted = prepared(sql).run();
    m_rows = nullptr;
    return inserted ? Result<void>() : inserted.error();
}

Result<void> SqliteConnection::execute(std::string_view sql)
{
    if (!m_handle)
        return m_broken.value_or(internalError("not open"));
    if (sqlite3_exec(m_handle, std::string(sql).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK)
        return {};
    noteError();
    return sqliteError(m_handle, sql);
}

Result<void> SqliteConnection::begin()
{
    const auto begun = prepared(m_queryOnly ? "BEGIN" : "BEGIN IMMEDIATE").run();
    return begun ? Result<void>() : begun.error();
}

Result<void> SqliteConnection::beginAtOnce()
{
    sqlite3_busy_timeout(m_handle, 0);
    auto begun = begin();
    sqlite3_busy_timeout(m_handle, m_busyMs);
    return begun;
}

Result<void> SqliteConnection::commit()
{
    const auto committed = prepared("COMMIT").run();
    return committed ? Result<void>() : committed.error();
}

void SqliteConnection::rollback()
{
    endWork();
    if (inTransaction())
        (void)prepared("ROLLBACK").run(); // fails only if SQLite has rolled back by itself
}

bool SqliteConnection::inTransaction() const
{
    return m_handle && sqlite3_get_autocommit(m_handle) == 0;
}

void SqliteConnection::endWork()
{
    if (m_stepping > 0) {
        for (auto &[sql, statement] : m_statements)
            statement->reset();
    }
    if (m_queryOnly && m_statements.size() > statementLimit) {
        m_recent.fill(nullptr);
        m_statements.clear();
    }
}

std::int64_t SqliteConnection::changes() const
{
    return sqlite3_total_changes64(m_handle);
}

Result<void> SqliteConnection::checkpoint()
{
    const int code = sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY)
        return {};
    noteError();
    return sqliteError(m_handle, "checkpoint");
}

Result<void> SqliteConnection::flushFiles()
{
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file *file = nullptr;
        if (sqlite3_file_control(m_handle, "main", which, static_cast<void *>(&file)) != SQLITE_OK || !file ||
            !file->pMethods)
            continue;
        if (file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) != SQLITE_OK) {
            m_flushFailed = true; // the system may tell of it once only
            return internalError("flushing the database's files failed");
        }
    }
    return {};
}

void SqliteConnection::noteError()
{
    const int code = sqlite3_extended_errcode(m_handle);
    m_flushFailed = m_flushFailed || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

} // namespace beaver::storage
