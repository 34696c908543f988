#include "support.h"

#include <server/storage/migrator.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace beaver::storage::test {

namespace {

using Columns = std::map<std::string, std::vector<std::string>>;

/// Tables and their columns, as the scripts write them: one column a line, or added one by one.
Columns tablesOf(const std::vector<Migration> &migrations)
{
    static const std::regex opening(R"(^CREATE TABLE (\w+) \($)");
    static const std::regex column(R"(^    ([a-z]\w*)\s+[A-Z].*)");
    static const std::regex dropped(R"(^DROP TABLE (\w+);$)");
    static const std::regex renamed(R"(^ALTER TABLE (\w+) RENAME TO (\w+);$)");
    static const std::regex added(R"(^ALTER TABLE (\w+) ADD COLUMN (\w+) .*)");
    Columns tables;
    for (const Migration &migration : migrations) {
        std::istringstream lines(migration.up);
        std::string table;
        std::smatch found;
        for (std::string line; std::getline(lines, line);) {
            if (std::regex_match(line, found, opening))
                table = found[1];
            else if (line.starts_with(")"))
                table.clear();
            else if (!table.empty() && std::regex_match(line, found, column))
                tables[table].push_back(found[1]);
            else if (std::regex_match(line, found, added))
                tables[found[1]].push_back(found[2]);
            else if (std::regex_match(line, found, dropped))
                tables.erase(found[1]);
            else if (std::regex_match(line, found, renamed)) {
                auto moved = tables.extract(found[1]);
                moved.key() = found[2];
                tables.insert(std::move(moved));
            }
        }
    }
    // On SQLite a month of the log is a table of its own behind the view `usage_records`, on PostgreSQL a partition.
    if (auto month = tables.extract("usage_records_first")) {
        month.key() = "usage_records";
        tables.insert(std::move(month));
    }
    return tables;
}

TEST(Schema, BothEnginesHaveTheSameMigrations)
{
    const auto sqlite = Migrator::builtIn(Engine::Sqlite);
    const auto postgresql = Migrator::builtIn(Engine::PostgreSql);
    ASSERT_EQ(sqlite.size(), postgresql.size());
    std::set<std::string> checksums;
    for (std::size_t at = 0; at < sqlite.size(); ++at) {
        EXPECT_EQ(sqlite[at].number, static_cast<int>(at) + 1);
        EXPECT_EQ(sqlite[at].number, postgresql[at].number);
        EXPECT_EQ(sqlite[at].name, postgresql[at].name);
        checksums.insert(sqlite[at].checksum);
        EXPECT_EQ(sqlite[at].checksum.size(), 64U);
    }
    EXPECT_EQ(checksums.size(), sqlite.size());
}

TEST(Schema, BothEnginesHaveTheSameTablesAndColumns)
{
    const auto sqlite = tablesOf(Migrator::builtIn(Engine::Sqlite));
    EXPECT_GE(sqlite.size(), 10U);
    EXPECT_EQ(sqlite, tablesOf(Migrator::builtIn(Engine::PostgreSql)));
}

TEST(Schema, TheScriptsAreReadAsSqliteReadsThem)
{
    const Folder folder;
    const SystemClock clock;
    ASSERT_TRUE(Migrator(folder.settings(), Migrator::builtIn(Engine::Sqlite), clock).up().ok());
    Stranger stranger(folder.path("beaver.db"));
    for (const auto &[table, columns] : tablesOf(Migrator::builtIn(Engine::Sqlite))) {
        std::string names;
        for (const auto &column : columns)
            names += (names.empty() ? "" : ",") + column;
        EXPECT_EQ(stranger.text("SELECT group_concat(name) FROM pragma_table_info('" + table + "')"), names) << table;
    }
}

/// A PostgreSQL server on a socket in a folder of its own; `ready` is false where none is installed.
class PostgreSql
{
public:
    PostgreSql()
    {
        for (const char *version : {"17", "16", "15", "14"}) {
            const std::string bin = "/usr/lib/postgresql/" + std::string(version) + "/bin";
            if (m_bin.empty() && ::access((bin + "/pg_ctl").c_str(), X_OK) == 0)
                m_bin = bin;
        }
        if (m_bin.empty())
            return;
        if (::geteuid() == 0) { // the server refuses root
            m_as = "runuser -u postgres -- ";
            std::filesystem::permissions(m_folder.path("."), std::filesystem::perms::all);
        }
        const auto data = m_folder.path("data");
        m_ready = shell(m_as + m_bin + "/initdb -D " + data + " -U beaver -A trust --no-sync") &&
                  shell(m_as + m_bin + "/pg_ctl -D " + data + " -w -l " + m_folder.path("log") +
                        " -o \"-c listen_addresses='' -c fsync=off -c unix_socket_directories=" + m_folder.path(".") +
                        "\" start");
    }
    ~PostgreSql()
    {
        if (m_ready)
            shell(m_as + m_bin + "/pg_ctl -D " + m_folder.path("data") + " -m immediate stop");
    }
    PostgreSql(const PostgreSql &) = delete;
    PostgreSql &operator=(const PostgreSql &) = delete;

    bool ready() const { return m_ready; }
    /// psql's output, with `ERROR` in it if the script failed.
    std::string run(const std::string &script)
    {
        std::ofstream(m_folder.path("script.sql")) << script;
        shell("psql -h " + m_folder.path(".") +
                  " -U beaver -d postgres -qAt --single-transaction -v ON_ERROR_STOP=1 -f " +
                  m_folder.path("script.sql"),
              m_folder.path("answer"));
        std::stringstream answer;
        answer << std::ifstream(m_folder.path("answer")).rdbuf();
        return answer.str();
    }

private:
    static bool shell(const std::string &command, const std::string &output = "/dev/null")
    {
        return std::system(("cd /tmp && " + command + " > " + output + " 2>&1").c_str()) ==
               0; // NOLINT(concurrency-mt-unsafe)
    }

    Folder m_folder;
    std::string m_bin;
    std::string m_as;
    bool m_ready = false;
};

TEST(Schema, PostgreSqlTakesTheMigrationsAndTheirWaysBack)
{
    PostgreSql server;
    if (!server.ready())
        GTEST_SKIP() << "no PostgreSQL server can be started here (Debian: postgresql)";
    const std::string list = "SELECT table_name || '.' || string_agg(column_name, ',' ORDER BY ordinal_position) "
                             "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> "
                             "'usage_records_first' GROUP BY table_name ORDER BY 1;";
    const std::string others =
        "SELECT COUNT(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public';";
    const auto migrations = Migrator::builtIn(Engine::PostgreSql);
    std::vector<std::string> states;
    for (const Migration &migration : migrations) {
        states.push_back(server.run(list + others));
        const auto said = server.run(migration.up);
        ASSERT_EQ(said.find("ERROR"), std::string::npos) << migration.number << ": " << said;
    }
    std::string wanted;
    for (const auto &[table, columns] : tablesOf(migrations)) {
        wanted += table + ".";
        for (std::size_t at = 0; at < columns.size(); ++at)
            wanted += (at == 0 ? "" : ",") + columns[at];
        wanted += "\n";
    }
    EXPECT_EQ(server.run(list), wanted);

    const auto entry = server.run(
        "INSERT INTO accounts (id, email, plan, created_at, updated_at) VALUES ('acc_1', 'a@b', 'free', 0, 0);"
        "INSERT INTO ledger_entries (seq, id, type, account_id, customer, cash, balance_after, created_at, hash) "
        "VALUES (1, 'txn_1', 'top_up', 'acc_1', 5, -5, 5, 0, '\\x00');");
    EXPECT_EQ(entry, "");
    EXPECT_NE(server.run("UPDATE ledger_entries SET customer = 6;").find("never change"), std::string::npos);
    EXPECT_NE(server.run("DELETE FROM ledger_entries;").find("never deleted"), std::string::npos);
    EXPECT_NE(server.run("TRUNCATE ledger_entries;").find("never deleted"), std::string::npos);

    for (auto migration = migrations.rbegin(); migration != migrations.rend(); ++migration) {
        const auto said = server.run(migration->down);
        ASSERT_EQ(said.find("ERROR"), std::string::npos) << migration->number << ": " << said;
        EXPECT_EQ(server.run(list + others), states.back()) << migration->number;
        states.pop_back();
    }
}

} // namespace

} // namespace beaver::storage::test
