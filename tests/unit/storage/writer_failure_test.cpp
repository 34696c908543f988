#include "faulty_disk.h"
#include "support.h"

#include <sqlite3.h>

namespace beaver::storage::test {

namespace {

Result<void> insert(Connection &connection, std::int64_t id)
{
    const auto done = connection.prepared("INSERT INTO notes (id) VALUES (?)").bind(id).run();
    return done ? Result<void>() : done.error();
}

TEST(WriterFailure, ALockedDatabaseStallsAndTheSourceIsWrittenOnceItIsFree)
{
    const Folder folder;
    const SystemClock clock;
    const auto database = openNotes(folder.settings(), clock);
    Notes notes(*database);
    Stranger stranger(folder.path("beaver.db"));
    stranger.execute("BEGIN IMMEDIATE");
    EXPECT_FALSE(database->stalled());

    notes.add(1);
    ASSERT_TRUE(eventually([&] { return database->stalled(); }));
    notes.add(2);
    const auto refused = write(*database, [](Connection &connection) { return insert(connection, 3); });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(refused.error().reason, "storage_busy");
    EXPECT_GT(refused.error().retryAfterMs, 0);
    EXPECT_EQ(notes.committed(), 0);
    EXPECT_NE(database->lastFailure(), "");

    stranger.execute("COMMIT");
    ASSERT_TRUE(eventually([&] { return notes.committed() == 2; }));
    EXPECT_FALSE(database->stalled());
    EXPECT_EQ(number(*database, "SELECT COUNT(*) FROM notes"), 2);
}

TEST(WriterFailure, WorkThatWaitsInTheBusyHandlerStallsToo)
{
    const Folder folder;
    ManualClock clock(0);
    Settings settings = folder.settings();
    settings.busyMs = 5'000;
    const auto database = openNotes(settings, clock);
    Notes notes(*database);
    ASSERT_TRUE(database->flush(60'000));
    Stranger stranger(folder.path("beaver.db"));
    stranger.execute("BEGIN IMMEDIATE");
    const int attempts = notes.attempts();

    notes.add(1);
    clock.advanceMs(settings.stalledMs);
    EXPECT_FALSE(database->stalled());
    clock.advanceMs(1);
    EXPECT_TRUE(eventually([&] { return database->stalled(); })); // not in the moment when the writer takes its work
    EXPECT_EQ(notes.attempts(), attempts);                        // it hangs in BEGIN, or has not even begun

    stranger.execute("COMMIT");
    ASSERT_TRUE(database->flush(60'000));
    EXPECT_FALSE(database->stalled());
    EXPECT_EQ(notes.committed(), 1);
}

TEST(WriterFailure, AClockThatJumpsStallsNothing)
{
    const Folder folder;
    ManualClock clock(0);
    const auto database = openNotes(folder.settings(), clock);
    clock.jumpWallMs(86'400'000);
    EXPECT_FALSE(database->stalled());
    clock.advanceMs(86'400'000);
    EXPECT_FALSE(database->stalled());
}

class FullOrBroken : public testing::TestWithParam<std::pair<int, const char *>>
{};

TEST_P(FullOrBroken, NothingIsLostAndNothingIsBelievedUntilItWorksAgain)
{
    const auto [code, reason] = GetParam();
    FaultyDisk disk;
    const Folder folder;
    const SystemClock clock;
    const auto database = openNotes(folder.settings(), clock);
    Notes notes(*database);
    ASSERT_TRUE(database->flush(60'000));

    disk.failWrites(code);
    notes.add(1);
    const auto refused = write(*database, [](Connection &connection) { return insert(connection, 2); });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, reason);
    EXPECT_TRUE(eventually([&] { return database->stalled(); }));
    EXPECT_FALSE(database->flush(50));
    EXPECT_EQ(notes.committed(), 0);
    EXPECT_EQ(number(*database, "SELECT COUNT(*) FROM notes"), 0);

    disk.failWrites(SQLITE_OK);
    ASSERT_TRUE(eventually([&] { return notes.committed() == 1; }));
    EXPECT_FALSE(database->stalled());
    EXPECT_EQ(number(*database, "SELECT COUNT(*) FROM notes"), 1);
}

INSTANTIATE_TEST_SUITE_P(Disk, FullOrBroken,
                         testing::Values(std::pair(SQLITE_FULL, "storage_full"),
                                         std::pair(SQLITE_IOERR_WRITE, "storage_io")));

TEST(WriterFailure, AJobThatFillsTheDatabaseHarmsNoRowThatIsAcknowledged)
{
    const Folder folder;
    const SystemClock clock;
    const auto database = openNotes(folder.settings(), clock);
    Notes notes(*database);
    std::vector<Result<void>> results(3, Result<void>(internalError("not answered")));
    for (std::size_t job = 0; job < results.size(); ++job) {
        database->write(
            [job](Connection &connection) -> Result<void> {
                if (job != 1)
                    return insert(connection, static_cast<std::int64_t>(job) + 10);
                if (auto limited = connection.execute("PRAGMA max_page_count = 64"); !limited)
                    return limited;
                auto filled = run(connection, "INSERT INTO notes (id, text) SELECT 99, hex(zeroblob(4000000))");
                (void)connection.execute("PRAGMA max_page_count = 1000000");
                return filled;
            },
            [&results, job](Result<void> result) { results[job] = std::move(result); });
    }
    notes.add(1);
    ASSERT_TRUE(database->flush(60'000));
    ASSERT_FALSE(results[1].ok());
    EXPECT_EQ(results[1].error().reason, "storage_full");
    for (const std::size_t job : {0U, 2U}) {
        const auto rows = number(*database, "SELECT COUNT(*) FROM notes WHERE id = " + std::to_string(job + 10));
        EXPECT_EQ(rows, results[job].ok() ? 1 : 0);
    }
    EXPECT_EQ(number(*database, "SELECT COUNT(*) FROM notes WHERE id IN (1, 99)"), 1);
}

TEST(WriterFailure, AfterAFailedFlushNothingIsBelievedUntilARestart)
{
    FaultyDisk disk;
    const Folder folder;
    const SystemClock clock;
    Settings settings = folder.settings();
    settings.durability = Durability::Strict;
    auto database = openNotes(settings, clock);
    disk.failSyncs(SQLITE_IOERR_FSYNC);
    const auto refused = write(*database, [](Connection &connection) { return insert(connection, 1); });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "storage_io");

    disk.failSyncs(SQLITE_OK);
    const auto again = write(*database, [](Connection &connection) { return insert(connection, 2); });
    ASSERT_FALSE(again.ok());
    EXPECT_TRUE(database->stalled());
    EXPECT_NE(database->lastFailure().find("flush"), std::string::npos);

    database.reset();
    database = openNotes(settings, clock);
    EXPECT_TRUE(write(*database, [](Connection &connection) { return insert(connection, 3); }).ok());
    EXPECT_FALSE(database->stalled());
}

TEST(WriterFailure, AFailedFlushOfACheckpointIsNoticedThoughTheCommitHadWorked)
{
    FaultyDisk disk;
    const Folder folder;
    const SystemClock clock;
    Settings settings = folder.settings();
    settings.checkpointPages = 20;
    auto database = openNotes(settings, clock);
    disk.failSyncs(SQLITE_IOERR_FSYNC);
    int acknowledged = 0;
    while (acknowledged < 100 &&
           write(*database, [&](Connection &connection) { return insert(connection, acknowledged); }).ok())
        ++acknowledged;
    EXPECT_GT(acknowledged, 1);
    EXPECT_LT(acknowledged, 100);
    disk.failSyncs(SQLITE_OK);
    EXPECT_FALSE(write(*database, [](Connection &connection) { return insert(connection, 1000); }).ok());
    EXPECT_TRUE(database->stalled());
    database.reset();
    EXPECT_EQ(number(*openNotes(settings, clock), "SELECT COUNT(*) FROM notes"), acknowledged);
}

TEST(WriterFailure, WorkThatEndsTheTransactionFailsTheBatchAndTheSourceIsAskedAgain)
{
    const Folder folder;
    const SystemClock clock;
    const auto database = openNotes(folder.settings(), clock);
    Notes notes(*database);
    notes.add(1);
    EXPECT_FALSE(write(*database, [](Connection &connection) { return connection.execute("ROLLBACK"); }).ok());
    ASSERT_TRUE(eventually([&] { return notes.committed() == 1; }));
    EXPECT_EQ(number(*database, "SELECT COUNT(*) FROM notes"), 1);
}

} // namespace

} // namespace beaver::storage::test
