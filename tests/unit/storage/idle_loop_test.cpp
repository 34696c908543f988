#include "support.h"

#include <QCoroTask>
#include <QEventLoop>

#include <server/ops/async.h>

#include <filesystem>
#include <optional>

namespace beaver::storage::test {

namespace {

/// A loop on a thread of its own.
class LoopThread
{
public:
    LoopThread()
    {
        std::promise<void> started;
        auto isUp = started.get_future();
        m_thread = std::thread([this, &started] {
            QEventLoop qt; // first: it makes what the loop's notifier hangs on
            ops::EventLoop loop;
            m_loop = &loop;
            m_qt = &qt;
            started.set_value();
            qt.exec();
        });
        isUp.wait();
    }
    ~LoopThread()
    {
        m_loop->post([this] { m_qt->exit(); });
        m_thread.join();
    }
    LoopThread(const LoopThread &) = delete;
    LoopThread &operator=(const LoopThread &) = delete;

    std::thread::id id() const { return m_thread.get_id(); }
    ops::EventLoop &loop() { return *m_loop; }

    /// Runs it in a turn of the loop, and waits until it has.
    void run(const std::function<void()> &work)
    {
        std::promise<void> done;
        m_loop->post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }

private:
    std::thread m_thread;
    ops::EventLoop *m_loop = nullptr;
    QEventLoop *m_qt = nullptr;
};

/// A coroutine that stands for a call under way.
QCoro::Task<> wait(ops::Future<bool> future)
{
    co_await future;
}

class IdleLoopTest : public testing::Test
{
protected:
    IdleLoopTest()
    {
        auto settings = m_folder.settings();
        settings.idleLoopsWrite = true;
        m_database = openNotes(settings, m_clock);
        m_notes = std::make_unique<Notes>(*m_database);
        EXPECT_TRUE(m_database->flush(60'000));
    }

    /// The writer sleeps again only a moment after it has answered: as often as it takes, up to ten seconds.
    bool isCommittedOn(std::thread::id thread, const std::function<void()> &add)
    {
        return eventually([&] {
            const int before = m_notes->committed();
            add();
            return eventually([&] { return m_notes->committed() > before; }) && m_notes->committedOn() == thread;
        });
    }

    void add() { m_notes->add(++m_last); }

    Folder m_folder;
    SystemClock m_clock;
    ManualClock m_manualClock{0};
    std::unique_ptr<Database> m_database;
    LoopThread m_loop;
    std::unique_ptr<Notes> m_notes;
    std::atomic<std::int64_t> m_last = 0;
};

TEST_F(IdleLoopTest, WritesALoneBatchItself)
{
    EXPECT_TRUE(isCommittedOn(m_loop.id(), [this] { m_loop.run([this] { add(); }); }));
    Stranger stranger(m_folder.path("beaver.db"));
    EXPECT_EQ(stranger.text("SELECT COUNT(*) FROM notes"), std::to_string(m_notes->committed()));
}

TEST_F(IdleLoopTest, ALoopWithACallUnderWayLeavesItToTheWriter)
{
    ASSERT_TRUE(isCommittedOn(m_loop.id(), [this] { m_loop.run([this] { add(); }); }));
    std::optional<ops::Promise<bool>> answer;
    std::optional<QCoro::Task<>> call;
    m_loop.run([&] {
        answer.emplace(m_loop.loop());
        call.emplace(wait(answer->future()));
    });
    for (int i = 0; i < 20; ++i) {
        const int before = m_notes->committed();
        m_loop.run([this] { add(); });
        ASSERT_TRUE(eventually([&] { return m_notes->committed() > before; }));
        EXPECT_NE(m_notes->committedOn(), m_loop.id());
    }
    answer->set(true);
    m_loop.run([] {});
    m_loop.run([&] { call.reset(); });
}

/// What is written takes its time: a disk that hesitates.
class SlowSource final : public BatchSource
{
public:
    SlowSource(Database &database, ManualClock &clock)
        : m_database(database)
        , m_clock(clock)
    {
        m_database.attach(this);
    }
    ~SlowSource() override { m_database.detach(this); }
    SlowSource(const SlowSource &) = delete;
    SlowSource &operator=(const SlowSource &) = delete;

    Result<void> writeBatch(Connection &) override
    {
        m_clock.advanceMs(m_takesMs);
        return {};
    }
    void batchCommitted() override {}
    void takes(std::int64_t ms) { m_takesMs = ms; }

private:
    Database &m_database;
    ManualClock &m_clock;
    std::atomic<std::int64_t> m_takesMs = 0;
};

TEST_F(IdleLoopTest, LoopsAreSparedForAWhileWhenTheDiskKeptOneWaiting)
{
    m_notes.reset();
    m_database.reset();
    auto settings = m_folder.settings();
    settings.idleLoopsWrite = true;
    m_database = Database::open(settings, m_manualClock).value();
    m_notes = std::make_unique<Notes>(*m_database);
    SlowSource slow(*m_database, m_manualClock);
    const auto isCommitted = [this] { return isCommittedOn(m_loop.id(), [this] { m_loop.run([this] { add(); }); }); };
    ASSERT_TRUE(isCommitted());

    slow.takes(3);
    ASSERT_TRUE(isCommitted()) << "the one that had to wait";
    slow.takes(0);
    for (int i = 0; i < 20; ++i) {
        const int before = m_notes->committed();
        m_loop.run([this] { add(); });
        ASSERT_TRUE(eventually([&] { return m_notes->committed() > before; }));
        EXPECT_NE(m_notes->committedOn(), m_loop.id());
    }
    m_manualClock.advanceMs(5000);
    EXPECT_TRUE(isCommitted()) << "the disk is asked again";
}

TEST_F(IdleLoopTest, ALockedDatabaseDoesntHoldTheLoop)
{
    ASSERT_TRUE(isCommittedOn(m_loop.id(), [this] { m_loop.run([this] { add(); }); }));
    Stranger stranger(m_folder.path("beaver.db"));
    stranger.execute("BEGIN IMMEDIATE");
    const int before = m_notes->committed();
    m_loop.run([this] { add(); });
    for (int i = 0; i < 100; ++i)
        m_loop.run([this] { add(); }); // each a turn of the loop, or it would stand still here
    EXPECT_EQ(m_notes->committed(), before);
    stranger.execute("COMMIT");
    ASSERT_TRUE(eventually([&] { return m_notes->committed() == before + 101; }));
    EXPECT_NE(m_notes->committedOn(), m_loop.id());
    EXPECT_TRUE(isCommittedOn(m_loop.id(), [this] { m_loop.run([this] { add(); }); })) << "it goes on as before";
}

TEST_F(IdleLoopTest, LoopsAndThreadsTogetherLoseNothing)
{
    LoopThread other;
    std::atomic<int> jobs = 0;
    std::vector<std::thread> threads;
    for (LoopThread *loop : {&m_loop, &other})
        threads.emplace_back([this, loop] {
            for (int i = 0; i < 3000; ++i)
                loop->run([this] { add(); });
        });
    threads.emplace_back([this] {
        for (int i = 0; i < 3000; ++i)
            add();
    });
    threads.emplace_back([this, &jobs] {
        for (int i = 0; i < 300; ++i) {
            const auto done = write(*m_database, [](Connection &connection) {
                return run(connection, "UPDATE notes SET text = NULL WHERE id = 0");
            });
            jobs += done.ok();
            if (i % 50 == 0 && !m_database->flush(60'000))
                ADD_FAILURE() << "not flushed";
        }
    });
    for (auto &thread : threads)
        thread.join();
    EXPECT_TRUE(eventually([this] { return m_notes->committed() == 9000; })) << m_notes->committed();
    EXPECT_EQ(jobs, 300);
    EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 9000);
    EXPECT_FALSE(m_database->stalled());
}

TEST_F(IdleLoopTest, TheLogIsStillMovedIntoTheDatabase)
{
    auto settings = m_folder.settings();
    m_notes.reset();
    m_database.reset();
    settings.idleLoopsWrite = true;
    settings.checkpointPages = 300;
    m_database = Database::open(settings, m_clock).value();
    m_notes = std::make_unique<Notes>(*m_database);
    for (int i = 0; i < 2000; ++i) {
        const int before = m_notes->committed();
        m_loop.run([this] { add(); });
        ASSERT_TRUE(eventually([&] { return m_notes->committed() > before; }));
    }
    // Each commit is a page at least; without checkpoints the log would have 2,000 of them.
    EXPECT_LT(std::filesystem::file_size(m_folder.path("beaver.db-wal")), 2000U * 4096);
}

TEST_F(IdleLoopTest, EndsWhileLoopsWrite)
{
    for (int round = 0; round < 50; ++round) {
        auto settings = m_folder.settings();
        m_notes.reset();
        m_database.reset();
        settings.idleLoopsWrite = true;
        m_database = Database::open(settings, m_clock).value();
        m_notes = std::make_unique<Notes>(*m_database);
        for (int i = 0; i < 5; ++i)
            m_loop.run([this] { add(); });
        m_loop.run([] {}); // the turn has ended
        ASSERT_TRUE(m_database->flush(60'000));
    }
    EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 250);
}

} // namespace

} // namespace beaver::storage::test
