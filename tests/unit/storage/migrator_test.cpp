#include "support.h"

#include <server/storage/migrator.h>
#include <sys/stat.h>

#include <filesystem>

namespace beaver::storage::test {

namespace {

std::vector<Migration> three()
{
    return {
        {1, "one", "CREATE TABLE one (id INTEGER PRIMARY KEY);", "DROP TABLE one;", {}},
        {2,
         "two",
         "CREATE TABLE two (one BIGINT REFERENCES one (id)); INSERT INTO one VALUES (1);",
         "DROP TABLE two; DELETE FROM one;",
         {}},
        {3, "three", "CREATE INDEX three ON two (one);", "DROP INDEX three;", {}},
    };
}

class MigratorTest : public testing::Test
{
protected:
    Migrator with(std::vector<Migration> migrations) const
    {
        return Migrator(m_folder.settings(), std::move(migrations), m_clock);
    }
    std::string tables() const
    {
        Stranger stranger(m_folder.path("beaver.db"));
        return stranger.text("SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE name NOT LIKE "
                             "'schema_%' ORDER BY name)");
    }
    std::vector<std::string> backups() const
    {
        std::vector<std::string> found;
        for (const auto &entry : std::filesystem::directory_iterator(m_folder.path("."))) {
            const auto name = entry.path().filename().string();
            if (name.starts_with("beaver.db.backup-"))
                found.push_back(name);
        }
        std::ranges::sort(found);
        return found;
    }

    Folder m_folder;
    ManualClock m_clock{1'753'000'000'000}; // 2025-07-20 08:26:40 UTC
};

TEST_F(MigratorTest, StatusOfNothingMakesNoFile)
{
    const auto states = with(three()).status();
    ASSERT_TRUE(states.ok());
    EXPECT_EQ(states->size(), 3U);
    EXPECT_FALSE(states->front().applied);
    EXPECT_FALSE(std::filesystem::exists(m_folder.path("beaver.db")));
}

TEST_F(MigratorTest, UpAppliesWhatIsMissingAndDownTakesTheNewestBack)
{
    EXPECT_EQ(*with(three()).up(2), (std::vector{1, 2}));
    EXPECT_EQ(tables(), "one two");
    m_clock.advanceMs(1000);
    EXPECT_EQ(*with(three()).up(), std::vector{3});
    EXPECT_EQ(*with(three()).up(), std::vector<int>{});
    EXPECT_EQ(tables(), "one three two");
    const auto states = with(three()).status();
    EXPECT_TRUE((*states)[2].applied && !(*states)[2].changed);
    EXPECT_EQ((*states)[1].appliedAtMs, 1'753'000'000'000);
    EXPECT_EQ((*states)[2].appliedAtMs, 1'753'000'001'000);

    EXPECT_EQ(*with(three()).down(), std::vector{3});
    EXPECT_EQ(*with(three()).down(0), (std::vector{2, 1}));
    EXPECT_EQ(tables(), "");
    EXPECT_EQ(*with(three()).down(), std::vector<int>{});
}

TEST_F(MigratorTest, ANewerSchemaIsRefusedNamingBothNumbers)
{
    ASSERT_TRUE(with(three()).up().ok());
    auto older = three();
    older.pop_back();
    for (const auto &refused : {with(older).up(), with(older).down()}) {
        ASSERT_FALSE(refused.ok());
        EXPECT_NE(refused.error().message.find("schema 3"), std::string::npos) << refused.error().message;
        EXPECT_NE(refused.error().message.find("up to 2"), std::string::npos) << refused.error().message;
    }
    const auto states = with(older).status();
    ASSERT_TRUE(states.ok());
    EXPECT_EQ(states->back().migration.name, "three");
    EXPECT_TRUE(states->back().applied);
}

TEST_F(MigratorTest, AnAppliedMigrationWhoseTextChangedIsRefused)
{
    ASSERT_TRUE(with(three()).up(2).ok());
    auto changed = three();
    changed[1].down += " ";
    const auto refused = with(changed).up();
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().message.find("Migration 2 (two)"), std::string::npos) << refused.error().message;
    EXPECT_TRUE((*with(changed).status())[1].changed);
    EXPECT_FALSE(with(changed).down().ok());
    EXPECT_FALSE(with(changed).stamp(3).ok());
}

TEST_F(MigratorTest, AMigrationThatFailsLeavesNothingBehind)
{
    auto broken = three();
    broken[1].up += "INSERT INTO one VALUES (1);"; // its key is taken
    const auto failed = with(broken).up();
    ASSERT_FALSE(failed.ok());
    EXPECT_NE(failed.error().message.find("Migration 2 (two)"), std::string::npos) << failed.error().message;
    EXPECT_EQ(tables(), "one");
    EXPECT_EQ(*with(three()).up(), (std::vector{2, 3})); // never applied, so its text may be mended
}

TEST_F(MigratorTest, AMigrationThatBreaksAReferenceIsRefused)
{
    auto orphans = three();
    orphans[2].up = "INSERT INTO two VALUES (77);";
    const auto failed = with(orphans).up();
    ASSERT_FALSE(failed.ok());
    EXPECT_NE(failed.error().message.find("two"), std::string::npos);
    EXPECT_EQ(*with(three()).up(), std::vector{3});
}

TEST_F(MigratorTest, StampMarksWithoutRunning)
{
    EXPECT_FALSE(with(three()).stamp(9).ok());
    ASSERT_TRUE(with(three()).stamp(2).ok());
    EXPECT_EQ(tables(), "");
    ASSERT_TRUE(with(three()).stamp(2).ok());
    Stranger(m_folder.path("beaver.db")).execute("CREATE TABLE two (one BIGINT)");
    EXPECT_EQ(*with(three()).up(), std::vector{3});
}

TEST_F(MigratorTest, ADatabaseThatHoldsDataIsCopiedBeforeEachChange)
{
    ASSERT_TRUE(with(three()).up(1).ok());
    EXPECT_TRUE(backups().empty()); // tables without rows
    Stranger(m_folder.path("beaver.db")).execute("INSERT INTO one VALUES (5)");
    ASSERT_TRUE(with(three()).up().ok());
    ASSERT_TRUE(with(three()).up().ok()); // nothing to change, nothing to copy
    EXPECT_EQ(backups(), std::vector<std::string>{"beaver.db.backup-0001-20250720T082640Z"});

    struct stat about = {};
    ASSERT_EQ(::stat(m_folder.path(backups().front()).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    Stranger copy(m_folder.path(backups().front()));
    EXPECT_EQ(copy.text("SELECT group_concat(name, ' ') FROM sqlite_schema WHERE name <> 'schema_migrations'"), "one");
    EXPECT_EQ(copy.text("SELECT id FROM one"), "5");

    ASSERT_TRUE(with(three()).down().ok());
    ASSERT_TRUE(with(three()).down(0).ok());
    EXPECT_EQ(backups().size(), 3U); // also within one second
}

TEST_F(MigratorTest, ARunningBeaverdKeepsItOffButNotFromLooking)
{
    ASSERT_TRUE(with(three()).up(1).ok());
    const auto database = openNotes(m_folder.settings(), m_clock);
    EXPECT_FALSE(with(three()).up().ok());
    EXPECT_FALSE(with(three()).down().ok());
    EXPECT_FALSE(with(three()).stamp(2).ok());
    EXPECT_TRUE(with(three()).status()->front().applied);
}

TEST_F(MigratorTest, EveryBuiltInWayBackRestoresWhatWas)
{
    const auto schema = [&] {
        Stranger stranger(m_folder.path("beaver.db"));
        return stranger.text("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
    };
    const auto migrations = Migrator::builtIn(Engine::Sqlite);
    ASSERT_GE(migrations.size(), 5U);
    ASSERT_TRUE(with(migrations).up(1).ok());
    for (std::size_t at = 1; at < migrations.size(); ++at) {
        const auto before = schema();
        ASSERT_TRUE(with(migrations).up(migrations[at].number).ok());
        const auto after = schema();
        EXPECT_NE(after, before);
        ASSERT_TRUE(with(migrations).down().ok());
        EXPECT_EQ(schema(), before);
        ASSERT_TRUE(with(migrations).up(migrations[at].number).ok());
        EXPECT_EQ(schema(), after);
    }
}

} // namespace

} // namespace beaver::storage::test
