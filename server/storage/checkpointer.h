#pragma once

#include <server/storage/sqlite_connection.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace beaver::storage {

/// Moves the write-ahead log into the database beside the writer, on a thread and connection of its own: readers and
/// writer go on meanwhile (https://www.sqlite.org/wal.html, "Checkpointing"). What is committed during a pass stays in
/// the log; so a log that is never quiet only ends when the writer makes the last, short pass itself.
class Checkpointer
{
public:
    /// A pass whenever `pages` have come together.
    explicit Checkpointer(int pages);
    /// Waits for a pass under way.
    ~Checkpointer();
    Checkpointer(const Checkpointer &) = delete;
    Checkpointer &operator=(const Checkpointer &) = delete;

    /// Opens the connection on the new thread and waits for it.
    Result<void> start(SqliteOptions options);

    /// What the writer is to do after a commit.
    enum class Advice : std::uint8_t {
        GoOn,
        PassYourself, ///< the log is long, and nearly all of it is in the database already
    };
    /// The log has `walPages` after a commit: begins a pass when one is due; waits for the one under way when the log
    /// is so long that the disk doesn't keep up. Writer's thread.
    Advice committed(int walPages);
    /// The writer is to end the log: committed() would advise it now. Of whoever has the writer's turn.
    bool waitsForWriter() const { return m_thorough && !m_busy.load(std::memory_order_acquire); }
    /// Why the last pass failed, once. Writer's thread.
    Result<void> takeFailure();
    /// True for ever after a flush failed; see SqliteConnection::flushFailed().
    bool flushFailed() const { return m_flushFailed.load(std::memory_order_relaxed); }

private:
    void threadMain(const SqliteOptions &options, std::promise<Result<void>> opened);

    const int m_pages;
    int m_askedAt = 0; // with the next two of whoever has the writer's turn
    int m_lastLength = 0;
    bool m_thorough = false; ///< the pass that was asked for last; the writer ends the log after it
    std::atomic<bool> m_busy = false;
    std::atomic<bool> m_failed = false;
    std::atomic<bool> m_flushFailed = false;

    std::mutex m_mutex; // guards all below
    std::condition_variable m_asked;
    std::condition_variable m_passed;
    bool m_due = false;
    bool m_dueThorough = false;
    bool m_stopping = false;
    Error m_failure;

    std::thread m_thread;
};

} // namespace beaver::storage
