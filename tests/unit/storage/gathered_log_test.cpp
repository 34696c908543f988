#include "faulty_disk.h"
#include "support.h"

#include <server/storage/gathered_log.h>
#include <server/storage/sqlite_connection.h>
#include <sqlite3.h>

#include <filesystem>
#include <random>

namespace beaver::storage::test {

namespace {

namespace fs = std::filesystem;

/// A writer's connection without anything around it.
class Log
{
public:
    explicit Log(const std::string &path)
    {
        EXPECT_EQ(
            sqlite3_open_v2(path.c_str(), &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, gatheredLogVfs()),
            SQLITE_OK);
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;"
            "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)");
    }
    ~Log() { sqlite3_close(m_handle); }
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;

    int tryRun(const std::string &sql) { return sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr); }
    void run(const std::string &sql) { ASSERT_EQ(tryRun(sql), SQLITE_OK) << sqlite3_errmsg(m_handle) << ": " << sql; }

private:
    sqlite3 *m_handle = nullptr;
};

std::string contentOf(const std::string &path)
{
    Stranger stranger(path);
    EXPECT_EQ(stranger.text("PRAGMA integrity_check"), "ok");
    return stranger.text("SELECT group_concat(id || ':' || length(text) || substr(text, 1, 1)) FROM (SELECT * FROM "
                         "notes ORDER BY id)");
}

/// As a killed process would leave the files.
std::string contentAfterKill(const Folder &folder)
{
    const fs::path copy = folder.path("copy");
    fs::create_directories(copy);
    for (const char *name : {"beaver.db", "beaver.db-wal"})
        fs::copy_file(folder.path(name), copy / name, fs::copy_options::overwrite_existing);
    const auto content = contentOf((copy / "beaver.db").string());
    fs::remove_all(copy);
    return content;
}

std::string textOf(const std::map<int, std::pair<int, char>> &rows)
{
    std::string text;
    for (const auto &[id, row] : rows)
        text += (text.empty() ? "" : ",") + std::to_string(id) + ':' + std::to_string(row.first) + row.second;
    return text;
}

} // namespace

TEST(GatheredLog, ACommitIsOneWrite)
{
    FaultyDisk disk;
    const Folder folder;
    Log log(folder.path("beaver.db"));
    log.run("INSERT INTO notes VALUES (1, 'a')");
    disk.record(true);
    log.run("BEGIN; INSERT INTO notes VALUES (2, hex(zeroblob(9000))); INSERT INTO notes VALUES (3, 'b'); COMMIT");
    disk.record(false);
    const auto operations = disk.operations();
    EXPECT_EQ(std::ranges::count(operations, "beaver.db-wal", &FaultyDisk::Operation::file), 1);
    EXPECT_EQ(contentAfterKill(folder), "1:1a,2:180000,3:1b");
}

/// Of random transactions.
enum class Kind : std::uint8_t {
    Spilling, ///< larger than the cache: frames are written before the commit, changed, and taken back
    HalfTaken ///< with savepoints that are gone back to; the cache grows, as the writer's does
};

class GatheredLogOf : public testing::TestWithParam<Kind>
{};

TEST_P(GatheredLogOf, WhatWasCommittedIsInTheFileWhateverCameBetween)
{
    const Folder folder;
    const std::string path = folder.path("beaver.db");
    Log log(path);
    log.run(GetParam() == Kind::Spilling ? "PRAGMA cache_size = 8; PRAGMA cache_spill = 4"
                                         : "PRAGMA cache_spill = OFF");
    std::mt19937 random(7);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    std::map<int, std::pair<int, char>> committed;
    for (int round = 0; round < 120; ++round) {
        auto rows = committed;
        const auto change = [&](int count) {
            for (int at = 0; at < count; ++at) {
                const int id = pick(200);
                const int size = 1 + pick(pick(4) == 0 ? 9000 : 300);
                const char letter = static_cast<char>('a' + pick(26));
                rows[id] = {size, letter};
                log.run("INSERT OR REPLACE INTO notes VALUES (" + std::to_string(id) + ", '" +
                        std::string(static_cast<std::size_t>(size), letter) + "')");
            }
        };
        log.run("BEGIN IMMEDIATE");
        change(1 + pick(60));
        if (GetParam() == Kind::HalfTaken && pick(3) == 0) {
            const auto kept = rows;
            log.run("SAVEPOINT half");
            change(1 + pick(60));
            log.run("ROLLBACK TO half");
            rows = kept;
            change(pick(5));
        }
        if (pick(4) == 0) {
            log.run("ROLLBACK");
        } else {
            log.run("COMMIT");
            committed = rows;
        }
        ASSERT_EQ(contentAfterKill(folder), textOf(committed)) << "round " << round;
        if (pick(5) == 0)
            Stranger(path).execute(pick(2) == 0 ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(RESTART)");
    }
    EXPECT_EQ(contentOf(path), textOf(committed));
}

INSTANTIATE_TEST_SUITE_P(Transactions, GatheredLogOf, testing::Values(Kind::Spilling, Kind::HalfTaken));

TEST(GatheredLog, AFullDiskTakesOnlyTheTransactionThatMetIt)
{
    FaultyDisk disk;
    const Folder folder;
    Log log(folder.path("beaver.db"));
    log.run("INSERT INTO notes VALUES (1, 'a')");
    disk.failWrites(SQLITE_FULL);
    EXPECT_EQ(log.tryRun("INSERT INTO notes VALUES (2, 'b')"), SQLITE_FULL);
    disk.failWrites(0);
    EXPECT_EQ(contentAfterKill(folder), "1:1a");
    log.run("INSERT INTO notes VALUES (3, 'c')");
    EXPECT_EQ(contentAfterKill(folder), "1:1a,3:1c");
}

TEST(GatheredLog, APathMayHoldWhatMeansSomethingInAUri)
{
    const Folder folder;
    SqliteOptions options;
    options.path = folder.path("a b%41?c#d&e=f.db");
    options.gathersLog = true;
    const auto connection = SqliteConnection::open(options);
    ASSERT_TRUE(connection.ok()) << connection.error().message;
    ASSERT_TRUE(run(**connection, "CREATE TABLE notes (id INTEGER)").ok());
    EXPECT_TRUE(fs::exists(options.path));
}

} // namespace beaver::storage::test
