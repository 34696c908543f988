#include <server/storage/sqlite_connection.h>
#include <server/storage/sqlite_error.h>
#include <server/storage/sqlite_statement.h>
#include <sqlite3.h>

namespace beaver::storage {

namespace {

// SQLite takes a null pointer for SQL's NULL; an empty view may hold one.
const char *bytesOf(std::string_view text)
{
    return text.data() ? text.data() : "";
}

} // namespace

SqliteStatement::SqliteStatement(SqliteConnection &connection, std::string_view sql)
    : m_connection(connection)
{
    const char *tail = nullptr;
    const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &m_statement, &tail);
    if (code != SQLITE_OK)
        m_unusable = sqliteError(connection.handle(), sql);
    else if (!m_statement)
        m_unusable = internalError("an empty statement");
    else
        m_parameters = sqlite3_bind_parameter_count(m_statement);
}

SqliteStatement::SqliteStatement(SqliteConnection &connection, Error error)
    : m_connection(connection)
    , m_unusable(std::move(error))
{}

SqliteStatement::~SqliteStatement()
{
    reset();
    sqlite3_finalize(m_statement);
}

Statement &SqliteStatement::bind(std::int64_t value)
{
    if (const int at = nextParameter())
        sqlite3_bind_int64(m_statement, at, value);
    return *this;
}

Statement &SqliteStatement::bind(std::string_view text)
{
    if (const int at = nextParameter())
        sqlite3_bind_text64(m_statement, at, bytesOf(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement &SqliteStatement::bindBlob(std::string_view bytes)
{
    if (const int at = nextParameter())
        sqlite3_bind_blob64(m_statement, at, bytesOf(bytes), bytes.size(), SQLITE_STATIC);
    return *this;
}

Statement &SqliteStatement::bindNull()
{
    if (const int at = nextParameter())
        sqlite3_bind_null(m_statement, at);
    return *this;
}

int SqliteStatement::nextParameter()
{
    if (m_stepping)
        reset();
    ++m_bound;
    return m_bound <= m_parameters ? m_bound : 0;
}

Result<std::int64_t> SqliteStatement::run()
{
    if (m_stepping)
        reset();
    if (!startable())
        return failure();
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(m_statement);
    if (code != SQLITE_DONE)
        return failure();
    const auto changed = sqlite3_changes64(m_connection.handle());
    sqlite3_reset(m_statement);
    m_bound = 0;
    return static_cast<std::int64_t>(changed);
}

Result<bool> SqliteStatement::next()
{
    if (!m_stepping) {
        if (!startable())
            return failure();
        m_stepping = true;
        m_connection.statementStarted();
    }
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        return failure();
    reset();
    return false;
}

// Old bindings stay in the statement (clearing them costs as much as binding them) but never run: each start wants all
// of them bound anew.
bool SqliteStatement::startable()
{
    if (m_unusable)
        return false;
    if (m_bound == m_parameters)
        return true;
    m_unusable = internalError(std::to_string(m_bound) + " values bound for " + std::to_string(m_parameters) +
                               " parameters of: " + sqlite3_sql(m_statement));
    return false;
}

Error SqliteStatement::failure()
{
    if (m_unusable) {
        Error error = *m_unusable;
        if (m_statement)
            m_unusable.reset(); // a wrong count of values is the caller's, not the statement's
        reset();
        return error;
    }
    Error error = sqliteError(m_connection.handle(), sqlite3_sql(m_statement));
    m_connection.noteError();
    reset();
    return error;
}

void SqliteStatement::reset()
{
    if (m_statement)
        sqlite3_reset(m_statement);
    m_bound = 0;
    if (std::exchange(m_stepping, false))
        m_connection.statementEnded();
}

std::int64_t SqliteStatement::integer(int column) const
{
    return m_stepping ? sqlite3_column_int64(m_statement, column) : 0;
}

std::string SqliteStatement::text(int column) const
{
    if (!m_stepping)
        return {};
    const void *bytes = sqlite3_column_type(m_statement, column) == SQLITE_BLOB
                            ? sqlite3_column_blob(m_statement, column)
                            : static_cast<const void *>(sqlite3_column_text(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    return bytes ? std::string(static_cast<const char *>(bytes), static_cast<std::size_t>(size)) : std::string();
}

bool SqliteStatement::isNull(int column) const
{
    return !m_stepping || sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

} // namespace beaver::storage
