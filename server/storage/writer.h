#pragma once

#include <server/storage/checkpointer.h>
#include <server/storage/database.h>
#include <server/storage/sqlite_connection.h>

#include <condition_variable>
#include <future>
#include <thread>

namespace beaver::storage {

/// The thread that writes. One turn takes all that waits, writes it in one transaction and commits; what comes
/// meanwhile waits for the next turn, so that batches grow with the load and a lone write waits for nothing. While it
/// sleeps, a loop that carries nothing else may take the turn (Settings::idleLoopsWrite): a call that comes alone is
/// written without waking a thread for it and being woken by it. What takes longer (jobs, checkpoints, a database that
/// is locked or fails) is left to the thread; so is all for a while after the disk has kept a loop waiting.
class Writer
{
public:
    Writer(Settings settings, const Clock &clock);
    /// Writes what is pending, waiting two seconds at most for a database that can't be written, and ends the thread.
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    /// Opens the connection on the new thread and waits for it.
    Result<void> start(SqliteOptions options);

    void attach(BatchSource *source);
    void detach(BatchSource *source);
    void wake();
    void write(std::function<Result<void>(Connection &)> work, std::function<void(Result<void>)> done);
    bool stalled() const;
    std::uint64_t commits() const { return m_commits.load(std::memory_order_relaxed); }
    std::string lastFailure() const;
    bool flush(std::int64_t timeoutMs);

private:
    struct Job
    {
        std::function<Result<void>(Connection &)> work;
        std::function<void(Result<void>)> done;
        Result<void> result;
    };
    struct Batch
    {
        std::vector<Job> jobs;
        std::vector<BatchSource *> sources;
        std::uint64_t flush = 0; ///< the flush request that its commit answers
    };

    void threadMain(const SqliteOptions &options, std::promise<Result<void>> opened);
    bool waitForWork();
    void wakeThread();
    void turnOnLoop();
    Batch take();
    Batch takeLocked();
    Result<void> write(Batch &batch, bool waits);
    void committed(const Batch &batch);
    bool endTurn(const Batch &batch, const Result<void> &outcome); ///< whether there is more to do
    Result<void> writeJob(Job &job);
    Result<void> runSql(std::string_view sql);
    void finish(Batch &batch, const Result<void> &outcome);
    Result<void> checkpointIfDue();
    void noteFailure(const Error &error);
    void noteSuccess();

    const Settings m_settings;
    const Clock &m_clock;
    std::unique_ptr<SqliteConnection> m_connection; // with the next four of whoever has the turn
    Checkpointer m_checkpointer;
    std::int64_t m_changesSeen = 0;
    std::int64_t m_lastRows = 0; ///< that the last batch changed
    int m_pagesLeft = 0;         ///< length of the log when the thread last looked whether a checkpoint is due

    // What wake() and stalled() touch: no lock. Times are monotonic microseconds, 0: nothing waits.
    std::atomic<bool> m_wanted = false;
    std::atomic<bool> m_sleeping = false;
    std::atomic<bool> m_failing = false;
    std::atomic<std::int64_t> m_waitingSince = 0; ///< of the oldest work not yet taken
    std::atomic<std::int64_t> m_committedAt = 0;  ///< the last batch that went well
    std::atomic<std::int64_t> m_batchSince = 0;   ///< of the oldest work in the batch under way or to be tried again
    std::atomic<std::int64_t> m_loopsSparedUntil = 0; ///< loops write nothing before
    std::atomic<std::uint64_t> m_commits = 0;

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_workCame;
    std::condition_variable m_turnEnded;
    std::vector<Job> m_jobs;
    std::vector<BatchSource *> m_sources;
    std::uint64_t m_flushAsked = 0;
    std::uint64_t m_flushDone = 0;
    std::chrono::steady_clock::time_point m_turnBegan;
    bool m_inTurn = false;
    bool m_stopping = false;
    std::string m_lastFailure;

    std::thread m_thread;
};

} // namespace beaver::storage
