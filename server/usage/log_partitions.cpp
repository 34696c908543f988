#include <server/usage/log_partitions.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace beaver::usage {

namespace {

using namespace std::chrono;
using storage::Connection;

// Every other month is a copy of it.
constexpr const char *firstTable = "usage_records_first";

year_month_day dateOf(std::int64_t ms)
{
    return floor<days>(sys_time<milliseconds>(milliseconds(ms)));
}

std::int64_t msOf(year_month month)
{
    return duration_cast<milliseconds>(sys_days(month / 1).time_since_epoch()).count();
}

std::string tableName(std::int64_t ms)
{
    const auto date = dateOf(ms);
    char name[48];
    std::snprintf(name, sizeof name, "usage_records_%04d_%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()));
    return name;
}

/// The names are ours: never a word of a client's.
std::string renamed(std::string sql, const std::string &table)
{
    for (std::size_t at = sql.find(firstTable); at != std::string::npos; at = sql.find(firstTable, at + table.size()))
        sql.replace(at, std::string_view(firstTable).size(), table);
    return sql;
}

Result<std::vector<std::string>> texts(Connection &connection, std::string_view sql)
{
    auto &list = connection.prepared(sql);
    std::vector<std::string> found;
    auto row = list.next();
    for (; row && *row; row = list.next())
        found.push_back(list.text(0));
    if (!row)
        return row.error();
    return found;
}

Result<void> remakeView(Connection &connection)
{
    const auto tables = partitions::list(connection);
    if (!tables)
        return tables.error();
    std::string sql = "DROP VIEW usage_records; CREATE VIEW usage_records AS ";
    for (std::size_t at = 0; at < tables->size(); ++at)
        sql += (at == 0 ? "SELECT * FROM " : " UNION ALL SELECT * FROM ") + (*tables)[at].table;
    return connection.execute(sql);
}

Result<void> makeTable(Connection &connection, const std::string &table)
{
    // One that is there and isn't known was left behind by a way back of the schema.
    if (auto dropped = connection.execute("DROP TABLE IF EXISTS " + table); !dropped)
        return dropped;
    const auto statements = texts(connection, "SELECT sql FROM sqlite_master WHERE tbl_name = 'usage_records_first' "
                                              "AND sql IS NOT NULL ORDER BY type DESC");
    if (!statements)
        return statements.error();
    for (const auto &sql : *statements) {
        if (auto made = connection.execute(renamed(sql, table)); !made)
            return made;
    }
    return {};
}

} // namespace

std::int64_t monthStart(std::int64_t ms)
{
    const auto date = dateOf(ms);
    return msOf(date.year() / date.month());
}

std::int64_t nextMonthStart(std::int64_t ms)
{
    const auto date = dateOf(ms);
    return msOf(date.year() / date.month() + months(1));
}

namespace partitions {

Result<std::string> tableFor(Connection &connection, std::int64_t endedAtMs)
{
    const bool sqlite = connection.engine() == storage::Engine::Sqlite;
    const std::string table = tableName(endedAtMs);
    auto &find = connection.prepared("SELECT 1 FROM usage_partitions WHERE table_name = ? AND expired = 0");
    const auto known = find.bind(table).next();
    if (!known)
        return known.error();
    const bool there = *known;
    find.reset();
    if (!there) {
        const std::int64_t from = monthStart(endedAtMs);
        const std::int64_t until = nextMonthStart(endedAtMs);
        auto made =
            sqlite ? makeTable(connection, table)
                   : connection.execute("CREATE TABLE IF NOT EXISTS " + table +
                                        " PARTITION OF usage_records FOR VALUES FROM (" + std::to_string(seqAt(from)) +
                                        ") TO (" + std::to_string(seqAt(until)) + ")");
        if (!made)
            return made.error();
        auto &note =
            connection.prepared("INSERT INTO usage_partitions (table_name, from_ms, until_ms) VALUES (?, ?, ?) "
                                "ON CONFLICT (table_name) DO UPDATE SET expired = 0");
        if (const auto noted = note.bind(table).bind(from).bind(until).run(); !noted)
            return noted.error();
        if (sqlite) {
            if (auto remade = remakeView(connection); !remade)
                return remade.error();
        }
    }
    return sqlite ? table : std::string("usage_records");
}

Result<std::vector<LogPartition>> list(Connection &connection)
{
    auto &find = connection.prepared(
        "SELECT table_name, from_ms, until_ms FROM usage_partitions WHERE expired = 0 ORDER BY from_ms");
    std::vector<LogPartition> found;
    auto row = find.next();
    for (; row && *row; row = find.next())
        found.push_back({find.text(0), find.integer(1), find.integer(2)});
    if (!row)
        return row.error();
    return found;
}

Result<int> expire(Connection &connection, std::int64_t beforeMs)
{
    // The first one is the model for the others and stays; what it holds goes like the rest.
    auto &mark = connection.prepared("UPDATE usage_partitions SET expired = 1 WHERE expired = 0 AND until_ms <= ? AND "
                                     "table_name <> 'usage_records_first'");
    const auto marked = mark.bind(beforeMs).run();
    if (!marked)
        return marked.error();
    if (*marked > 0) {
        if (connection.engine() == storage::Engine::Sqlite) {
            if (auto remade = remakeView(connection); !remade)
                return remade.error();
        } else {
            const auto gone = texts(connection, "SELECT table_name FROM usage_partitions WHERE expired = 1");
            if (!gone)
                return gone.error();
            for (const auto &table : *gone) {
                if (auto dropped = connection.execute("DROP TABLE IF EXISTS " + table); !dropped)
                    return dropped.error();
            }
        }
    }
    return static_cast<int>(*marked);
}

Result<bool> sweep(Connection &connection, int rows)
{
    const auto expired = texts(connection, "SELECT table_name FROM usage_partitions WHERE expired = 1 ORDER BY from_ms "
                                           "LIMIT 1");
    if (!expired)
        return expired.error();
    if (expired->empty())
        return false;
    const std::string &table = expired->front();
    if (connection.engine() == storage::Engine::Sqlite) {
        const auto deleted =
            connection
                .prepared("DELETE FROM " + table + " WHERE seq IN (SELECT seq FROM " + table + " ORDER BY seq LIMIT ?)")
                .bind(rows)
                .run();
        if (!deleted)
            return deleted.error();
        if (*deleted > 0)
            return true;
        if (auto dropped = connection.execute("DROP TABLE " + table); !dropped)
            return dropped.error();
    }
    const auto forgotten = connection.prepared("DELETE FROM usage_partitions WHERE table_name = ?").bind(table).run();
    if (!forgotten)
        return forgotten.error();
    return true;
}

Result<void> addMissingColumns(Connection &connection)
{
    if (connection.engine() != storage::Engine::Sqlite)
        return {};
    const auto tables = list(connection);
    if (!tables)
        return tables.error();
    for (const auto &partition : *tables) {
        auto &missing = connection.prepared(
            "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('usage_records_first') WHERE name NOT "
            "IN (SELECT name FROM pragma_table_info(?))");
        std::string sql;
        auto row = missing.bind(partition.table).next();
        for (; row && *row; row = missing.next()) {
            sql += "ALTER TABLE " + partition.table + " ADD COLUMN " + missing.text(0) + " " + missing.text(1);
            if (missing.integer(2) != 0)
                sql += " NOT NULL";
            if (!missing.isNull(3))
                sql += " DEFAULT " + missing.text(3);
            sql += ";";
        }
        if (!row)
            return row.error();
        if (sql.empty())
            continue;
        if (auto added = connection.execute(sql); !added)
            return added;
    }
    return {};
}

} // namespace partitions

} // namespace beaver::usage
