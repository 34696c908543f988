#include <server/storage/sqlite_rows.h>
#include <sqlite3.h>

#include <memory>
#include <new>

namespace beaver::storage {

namespace {

struct Table final : sqlite3_vtab
{
    explicit Table(const Rows *const *source)
        : sqlite3_vtab()
        , rows(source)
    {}
    const Rows *const *rows;
};

struct Cursor final : sqlite3_vtab_cursor
{
    explicit Cursor(const Rows *source)
        : sqlite3_vtab_cursor()
        , rows(source)
    {}
    const Rows *rows;
    std::size_t row = 0;
};

std::string columnNames(std::size_t columns)
{
    std::string names;
    for (std::size_t at = 0; at < columns; ++at)
        names.append(at == 0 ? "v" : ", v").append(std::to_string(at));
    return names;
}

int connectTable(sqlite3 *connection, void *rows, int, const char *const *, sqlite3_vtab **table, char **)
{
    const std::string shape = "CREATE TABLE bound_rows (" + columnNames(mostRowColumns) + ")";
    if (const int code = sqlite3_declare_vtab(connection, shape.c_str()); code != SQLITE_OK)
        return code;
    *table = new (std::nothrow) Table(static_cast<const Rows *const *>(rows));
    return *table ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnectTable(sqlite3_vtab *table)
{
    delete static_cast<Table *>(table);
    return SQLITE_OK;
}

int planScan(sqlite3_vtab *, sqlite3_index_info *)
{
    return SQLITE_OK;
}

int openCursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    *cursor = new (std::nothrow) Cursor(*static_cast<Table *>(table)->rows);
    return *cursor ? SQLITE_OK : SQLITE_NOMEM;
}

int closeCursor(sqlite3_vtab_cursor *cursor)
{
    delete static_cast<Cursor *>(cursor);
    return SQLITE_OK;
}

int firstRow(sqlite3_vtab_cursor *cursor, int, const char *, int, sqlite3_value **)
{
    static_cast<Cursor *>(cursor)->row = 0;
    return SQLITE_OK;
}

int nextRow(sqlite3_vtab_cursor *cursor)
{
    ++static_cast<Cursor *>(cursor)->row;
    return SQLITE_OK;
}

int isAtEnd(sqlite3_vtab_cursor *cursor)
{
    const auto *at = static_cast<Cursor *>(cursor);
    return !at->rows || at->row >= at->rows->count();
}

int giveColumn(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int column)
{
    const auto *at = static_cast<Cursor *>(cursor);
    if (static_cast<std::size_t>(column) >= at->rows->columns())
        return SQLITE_OK; // NULL
    const auto &value = at->rows->at(at->row, static_cast<std::size_t>(column));
    switch (value.kind()) {
    case Rows::Value::Kind::Null:
        break;
    case Rows::Value::Kind::Integer:
        sqlite3_result_int64(to, value.integer());
        break;
    case Rows::Value::Kind::Text:
        sqlite3_result_text64(to, value.bytes().data(), value.bytes().size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
    case Rows::Value::Kind::Blob:
        sqlite3_result_blob64(to, value.bytes().data(), value.bytes().size(), SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

int giveRowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = static_cast<sqlite3_int64>(static_cast<Cursor *>(cursor)->row);
    return SQLITE_OK;
}

sqlite3_module rowsModule()
{
    sqlite3_module module{}; // without xCreate it is there by its name and can't be made
    module.xConnect = connectTable;
    module.xBestIndex = planScan;
    module.xDisconnect = disconnectTable;
    module.xOpen = openCursor;
    module.xClose = closeCursor;
    module.xFilter = firstRow;
    module.xNext = nextRow;
    module.xEof = isAtEnd;
    module.xColumn = giveColumn;
    module.xRowid = giveRowid;
    return module;
}

} // namespace

bool provideRows(sqlite3 *connection, const Rows *const *rows)
{
    static const sqlite3_module module = rowsModule();
    // SQLite's parameter isn't const, though it only hands the pointer back.
    auto *source = const_cast<const Rows **>(rows); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    return sqlite3_create_module(connection, "bound_rows", &module, static_cast<void *>(source)) == SQLITE_OK;
}

std::string selectRows(std::size_t columns)
{
    return " SELECT " + columnNames(columns) + " FROM bound_rows";
}

} // namespace beaver::storage
