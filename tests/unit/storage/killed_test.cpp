#include "children.h"
#include "support.h"

#include <server/storage/migrator.h>

#include <csignal>
#include <filesystem>

namespace beaver::storage::test {

namespace {

class Killed : public testing::Test
{
protected:
    Settings settings() const { return m_folder.settings(); }
    Migrator migrator() const { return Migrator(settings(), Migrator::builtIn(Engine::Sqlite), m_clock); }
    std::string schema() const
    {
        Stranger stranger(m_folder.path("beaver.db"));
        return stranger.text("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
    }
    int appliedCount() const
    {
        const auto states = migrator().status();
        EXPECT_TRUE(states.ok());
        return static_cast<int>(std::ranges::count(*states, true, &MigrationState::applied));
    }

    Folder m_folder;
    SystemClock m_clock;
};

TEST_F(Killed, EveryRowThatWasAcknowledgedIsThere)
{
    openNotes(settings(), m_clock).reset();
    for (int round = 0; round < 5; ++round) {
        Child child({"write", settings().url});
        int acknowledged = 0;
        while (acknowledged < 300 + 100 * round)
            acknowledged = std::stoi(child.readLine());
        child.kill();
        for (std::string line = child.readLine(); !line.empty(); line = child.readLine())
            acknowledged = std::stoi(line);
        EXPECT_EQ(child.wait(), -SIGKILL);
        const auto database = openNotes(settings(), m_clock);
        ASSERT_TRUE(database);
        const auto rows = number(*database, "SELECT COUNT(*) FROM notes");
        EXPECT_GE(rows, acknowledged);
        EXPECT_EQ(rows, number(*database, "SELECT MAX(id) FROM notes"));
        ASSERT_TRUE(write(*database, [](Connection &connection) { return run(connection, "DELETE FROM notes"); }).ok());
    }
}

// What it wrote before it failed is more than fits into the cache.
TEST_F(Killed, ALargeJobThatFailedTakesNothingElseWithIt)
{
    const auto database = openNotes(settings(), m_clock);
    const auto failed = write(*database, [](Connection &connection) -> Result<void> {
        const std::string many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) ";
        for (const std::string &sql :
             {many + "INSERT INTO notes SELECT i, printf('%09d', i) || hex(zeroblob(600)) FROM n",
              std::string("UPDATE notes SET text = text || 'x' WHERE id > 9000")}) {
            if (auto ran = run(connection, sql); !ran)
                return ran;
        }
        return Error{ErrorCode::InvalidRequest, "no more", {}, {}, {}, 0};
    });
    EXPECT_EQ(failed.ok() ? "" : failed.error().message, "no more");
    ASSERT_TRUE(write(*database, [](Connection &connection) {
                    return run(connection, "INSERT INTO notes VALUES (1, 'acknowledged')");
                }).ok());
    Folder copy; // as a kill would leave it
    for (const char *name : {"beaver.db", "beaver.db-wal"})
        std::filesystem::copy_file(m_folder.path(name), copy.path(name));
    Stranger stranger(copy.path("beaver.db"));
    EXPECT_EQ(stranger.text("SELECT group_concat(text) FROM notes"), "acknowledged");
    EXPECT_EQ(stranger.text("PRAGMA integrity_check"), "ok");
}

TEST_F(Killed, TheLockGoesWithTheProcess)
{
    Child child({"hold", settings().url});
    EXPECT_EQ(child.readLine(), "open");
    EXPECT_FALSE(Database::open(settings(), m_clock).ok());
    EXPECT_FALSE(migrator().up().ok());
    child.kill();
    child.wait();
    EXPECT_TRUE(Database::open(settings(), m_clock).ok());
}

TEST_F(Killed, AMigrationKilledAfterAnyStatementHasNotHappenedAndIsDoneAgain)
{
    for (const Migration &migration : Migrator::builtIn(Engine::Sqlite)) {
        const auto before = schema();
        for (std::size_t statements = 0; statements <= statementsOf(migration.up).size(); ++statements) {
            Child child({"up", settings().url, std::to_string(migration.number), std::to_string(statements)});
            ASSERT_EQ(child.wait(), -SIGKILL) << migration.number << " after " << statements;
            ASSERT_EQ(appliedCount(), migration.number - 1);
            ASSERT_EQ(schema(), before);
        }
        const auto done = migrator().up(migration.number);
        ASSERT_TRUE(done.ok()) << done.error().message;
        EXPECT_EQ(*done, std::vector{migration.number});
    }
}

TEST_F(Killed, AWayBackKilledAfterAnyStatementHasNotHappenedAndIsDoneAgain)
{
    ASSERT_TRUE(migrator().up().ok());
    auto migrations = Migrator::builtIn(Engine::Sqlite);
    for (auto migration = migrations.rbegin(); migration != migrations.rend(); ++migration) {
        const auto before = schema();
        for (std::size_t statements = 0; statements <= statementsOf(migration->down).size(); ++statements) {
            Child child({"down", settings().url, std::to_string(migration->number), std::to_string(statements)});
            ASSERT_EQ(child.wait(), -SIGKILL) << migration->number << " after " << statements;
            ASSERT_EQ(appliedCount(), migration->number);
            ASSERT_EQ(schema(), before);
        }
        ASSERT_TRUE(migrator().down().ok());
    }
}

TEST_F(Killed, AMigrationKilledBeforeAnyFileOperationIsWholeOrAbsent)
{
    const Folder whole;
    ASSERT_TRUE(Migrator(whole.settings(), Migrator::builtIn(Engine::Sqlite), m_clock).up().ok());
    Stranger stranger(whole.path("beaver.db"));
    const auto wanted =
        stranger.text("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
    int kills = 0;
    for (int operation = 1; schema() != wanted; operation += 5, ++kills) {
        Child child({"up-cut", settings().url, std::to_string(operation)});
        const int ended = child.wait();
        ASSERT_TRUE(ended == -SIGKILL || ended == 0) << ended;
        const auto applied = appliedCount(); // fails if a line of the log is wrong
        ASSERT_EQ(applied == static_cast<int>(Migrator::builtIn(Engine::Sqlite).size()), schema() == wanted);
    }
    EXPECT_GT(kills, 3);
}

} // namespace

} // namespace beaver::storage::test
