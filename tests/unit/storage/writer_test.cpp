#include "faulty_disk.h"
#include "support.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

namespace beaver::storage::test {

namespace {

class WriterTest : public testing::Test
{
protected:
    /// Keeps the writer inside a job until the returned promise is set.
    std::promise<void> occupy()
    {
        std::promise<void> release;
        std::promise<void> inside;
        m_database->write(
            [&inside, wait = release.get_future().share()](Connection &) -> Result<void> {
                inside.set_value();
                wait.wait();
                return {};
            },
            [](const Result<void> &) {});
        inside.get_future().wait();
        return release;
    }

    /// One after the other, slowly enough for a writer that doesn't wait to commit each.
    static void addTen(Notes &notes)
    {
        for (int id = 1; id <= 10; ++id) {
            notes.add(id);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    Folder m_folder;
    SystemClock m_clock;
    std::unique_ptr<Database> m_database = openNotes(m_folder.settings(), m_clock);
};

TEST_F(WriterTest, WhatWaitsDuringACommitIsCommittedTogether)
{
    Notes notes(*m_database);
    auto release = occupy();
    const auto before = m_database->commits();
    std::atomic<int> done = 0;
    for (int id = 1; id <= 100; ++id) {
        notes.add(id);
        m_database->write(
            [id](Connection &connection) {
                const auto ran = connection.prepared("INSERT INTO notes (id) VALUES (?)").bind(1000 + id).run();
                return ran ? Result<void>() : ran.error();
            },
            [&done](const Result<void> &result) { done += result.ok(); });
    }
    release.set_value();
    ASSERT_TRUE(m_database->flush(60'000));
    EXPECT_EQ(notes.committed(), 100);
    EXPECT_EQ(done, 100);
    EXPECT_EQ(m_database->commits() - before, 1U);
    EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 200);
}

TEST_F(WriterTest, ABatchWithNothingToWriteIsNoCommit)
{
    const auto before = m_database->commits();
    for (int i = 0; i < 10; ++i) {
        m_database->wake();
        EXPECT_TRUE(m_database->flush(60'000));
    }
    EXPECT_EQ(m_database->commits(), before);
}

TEST_F(WriterTest, AFailedJobUndoesOnlyItself)
{
    Notes notes(*m_database);
    auto release = occupy();
    notes.add(1);
    std::vector<Result<void>> results(3);
    for (std::size_t job = 0; job < 3; ++job) {
        m_database->write(
            [job](Connection &connection) -> Result<void> {
                if (auto done = run(connection, "INSERT INTO notes (id) VALUES (" + std::to_string(job + 10) + ")");
                    !done)
                    return done;
                return job == 1 ? Result<void>(invalid("job", "no")) : Result<void>();
            },
            [&results, job](Result<void> result) { results[job] = std::move(result); });
    }
    release.set_value();
    ASSERT_TRUE(m_database->flush(60'000));
    EXPECT_TRUE(results[0].ok() && results[2].ok());
    ASSERT_FALSE(results[1].ok());
    EXPECT_EQ(results[1].error().param, "job");
    EXPECT_EQ(number(*m_database, "SELECT SUM(id) FROM notes"), 1 + 10 + 12);
}

TEST_F(WriterTest, AJobIsAnsweredOnlyAfterItsCommit)
{
    std::promise<std::string> seen;
    m_database->write([](Connection &connection) { return run(connection, "INSERT INTO notes (id) VALUES (5)"); },
                      [&](const Result<void> &) {
                          Stranger stranger(m_folder.path("beaver.db"));
                          seen.set_value(stranger.text("SELECT COUNT(*) FROM notes"));
                      });
    EXPECT_EQ(seen.get_future().get(), "1");
}

TEST_F(WriterTest, ManyThreadsLoseNothing)
{
    Notes notes(*m_database);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&notes, thread] {
            for (int i = 0; i < 2000; ++i)
                notes.add(thread * 10'000 + i);
        });
    }
    for (auto &thread : threads)
        thread.join();
    ASSERT_TRUE(m_database->flush(60'000));
    EXPECT_EQ(notes.committed(), 8000);
    EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 8000);
}

TEST_F(WriterTest, ALoneWriteIsCommittedWithoutBeingAskedTwice)
{
    Notes notes(*m_database);
    for (int id = 1; id <= 500; ++id) {
        notes.add(id);
        ASSERT_TRUE(eventually([&] { return notes.committed() == id; }));
    }
}

TEST_F(WriterTest, GatheringLetsWhatComesSoonAfterABatchShareTheNext)
{
    m_database.reset();
    Settings settings = m_folder.settings();
    settings.gatherUs = 2'000'000;
    m_database = openNotes(settings, m_clock);
    Notes notes(*m_database);
    const auto before = m_database->commits();
    addTen(notes);
    ASSERT_TRUE(eventually([&] { return notes.committed() == 10; }));
    EXPECT_EQ(m_database->commits() - before, 1U);
}

TEST_F(WriterTest, AfterABatchOfManyRowsTheNextGathersForLonger)
{
    m_database.reset();
    Settings settings = m_folder.settings();
    settings.gatherUs = 1;
    settings.gatherMostUs = 2'000'000;
    m_database = openNotes(settings, m_clock);
    Notes notes(*m_database);
    // Not flushed: that can be a batch of its own, of no rows.
    ASSERT_TRUE(write(*m_database, [](Connection &connection) {
                    return run(connection,
                               "INSERT INTO notes (id) WITH RECURSIVE n (id) AS (SELECT 1001 UNION ALL SELECT id + 1 "
                               "FROM n WHERE id < 41000) SELECT id FROM n");
                }).ok());
    const auto before = m_database->commits();
    addTen(notes);
    ASSERT_TRUE(eventually([&] { return notes.committed() == 10; }));
    EXPECT_EQ(m_database->commits() - before, 1U);
}

TEST_F(WriterTest, DetachWaitsForTheBatchUnderWay)
{
    auto notes = std::make_unique<Notes>(*m_database);
    auto release = occupy();
    notes->add(1);
    std::thread detaching([&] { notes.reset(); });
    release.set_value();
    detaching.join(); // the sanitizers see a use after this
    EXPECT_TRUE(m_database->flush(60'000));
}

TEST_F(WriterTest, FlushGivesUpInTime)
{
    auto release = occupy();
    EXPECT_FALSE(m_database->flush(5));
    release.set_value();
    EXPECT_TRUE(m_database->flush(60'000));
}

TEST_F(WriterTest, ClosingWritesWhatIsPending)
{
    std::atomic<int> done = 0;
    for (int id = 1; id <= 50; ++id) {
        m_database->write(
            [id](Connection &connection) {
                return run(connection, "INSERT INTO notes (id) VALUES (" + std::to_string(id) + ")");
            },
            [&done](const Result<void> &result) { done += result.ok(); });
    }
    m_database.reset();
    EXPECT_EQ(done, 50);
    Stranger stranger(m_folder.path("beaver.db"));
    EXPECT_EQ(stranger.text("SELECT COUNT(*) FROM notes"), "50");
}

TEST_F(WriterTest, ASecondOpenerIsRefusedAndTheThirdIsNot)
{
    const auto second = Database::open(m_folder.settings(), m_clock);
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().message.find("Another beaverd (process " + std::to_string(::getpid()) + ")"),
              std::string::npos)
        << second.error().message;
    m_database.reset();
    EXPECT_TRUE(Database::open(m_folder.settings(), m_clock).ok());
}

TEST_F(WriterTest, NobodyElseMayReadTheFiles)
{
    Notes notes(*m_database);
    notes.add(1);
    ASSERT_TRUE(m_database->flush(60'000));
    for (const char *name : {"beaver.db", "beaver.db-wal", "beaver.db-shm", "beaver.db.lock"}) {
        struct stat about = {};
        ASSERT_EQ(::stat(m_folder.path(name).c_str(), &about), 0) << name;
        EXPECT_EQ(about.st_mode & 0777, 0600U) << name;
    }
}

TEST(Writer, TheLogHasABoundHoweverSlowTheDiskIs)
{
    const Folder folder;
    const SystemClock clock;
    auto settings = folder.settings();
    settings.checkpointPages = 512; // 2 MiB
    const auto database = openNotes(settings, clock);
    ASSERT_TRUE(write(*database, [](Connection &connection) {
                    return connection.execute("CREATE TABLE bulk (bytes BLOB)");
                }).ok());
    for (int i = 0; i < 60; ++i) { // 60 MB in all, faster than a disk takes them
        ASSERT_TRUE(write(*database, [](Connection &connection) {
                        return run(connection, "INSERT INTO bulk SELECT zeroblob(1000000)");
                    }).ok());
    }
    struct stat log = {};
    ASSERT_EQ(::stat(folder.path("beaver.db-wal").c_str(), &log), 0);
    // Eight passes, and the rest of one; then the writer waits for a thorough pass, a commit of 1 MB each.
    EXPECT_LT(log.st_size, 23 << 20);
}

TEST(WriterOpening, AFolderThatIsMissingIsNamed)
{
    const SystemClock clock;
    Settings settings;
    settings.url = "sqlite:////nowhere/at/all/beaver.db";
    const auto opened = Database::open(settings, clock);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().message.find("/nowhere/at/all/beaver.db"), std::string::npos) << opened.error().message;
}

TEST(WriterOpening, AFileThatIsNoDatabaseIsRefused)
{
    const Folder folder;
    const SystemClock clock;
    FILE *file = fopen(folder.path("beaver.db").c_str(), "w");
    ASSERT_TRUE(file);
    fputs(std::string(5000, 'x').c_str(), file);
    fclose(file);
    const auto opened = Database::open(folder.settings(), clock);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().reason, "storage_corrupt");
}

// The writer ends the log, and everybody's commits wait for what it flushes then.
TEST(Writer, NearlyAllOfTheLogIsFlushedWhenItIsEnded)
{
    constexpr std::size_t page = 4096;
    FaultyDisk disk;
    const Folder folder;
    const SystemClock clock;
    Settings settings = folder.settings();
    settings.checkpointPages = 50;
    const auto database = openNotes(settings, clock);
    disk.record(true);
    for (int id = 1; id <= 3000; ++id) {
        ASSERT_TRUE(write(*database, [id](Connection &connection) {
                        return run(connection, "INSERT INTO notes (id, text) VALUES (" + std::to_string(id) +
                                                   ", hex(randomblob(600)))");
                    }).ok());
    }
    disk.record(false);

    std::vector<std::size_t> lefts; // bytes of the log that were flushed last before it was begun anew
    std::size_t written = 0, flushed = 0;
    for (const auto &operation : disk.operations()) {
        if (operation.file != "beaver.db-wal")
            continue;
        if (operation.kind == FaultyDisk::Operation::Kind::Sync) {
            flushed = std::exchange(written, 0);
        } else if (operation.kind == FaultyDisk::Operation::Kind::Write) {
            if (operation.offset == 0)
                lefts.push_back(flushed);
            written += operation.bytes.size();
        }
    }
    ASSERT_GT(lefts.size(), 3U);
    std::ranges::nth_element(lefts, lefts.begin() + static_cast<std::ptrdiff_t>(lefts.size() / 2));
    EXPECT_LT(lefts[lefts.size() / 2], 25 * page);
}

TEST(Writer, TheLogOfAWriterWithoutAPauseEnds)
{
    const Folder folder;
    const SystemClock clock;
    Settings settings = folder.settings();
    settings.checkpointPages = 20;
    const auto database = openNotes(settings, clock);
    std::uintmax_t longest = 0;
    for (int id = 1; id <= 3000; ++id) {
        ASSERT_TRUE(write(*database, [id](Connection &connection) {
                        return run(connection, "INSERT INTO notes (id, text) VALUES (" + std::to_string(id) +
                                                   ", hex(randomblob(600)))");
                    }).ok());
        longest = std::max(longest, std::filesystem::file_size(folder.path("beaver.db-wal")));
    }
    EXPECT_GT(longest, 20 * 4096U);
    EXPECT_LT(longest, 200 * 4096U); // 8 passes, then it waits; 3,000 commits of two pages and more came
}

} // namespace

} // namespace beaver::storage::test
