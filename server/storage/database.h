#pragma once

#include <server/ops/async.h>
#include <server/storage/connection.h>
#include <shared/base/clock.h>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

namespace beaver::storage {

enum class Durability : std::uint8_t {
    Commit, ///< a commit survives a killed process (SQLite: WAL, synchronous=NORMAL)
    Strict, ///< and a power cut (synchronous=FULL)
};

struct Settings
{
    std::string url = "sqlite:///./beaver.db"; ///< DATABASE_URL
    Durability durability = Durability::Commit;
    int readers = 2;
    std::int64_t busyMs = 250;    ///< how long one attempt waits for a locked database
    std::int64_t retryMs = 100;   ///< pause before a failed batch is tried again
    std::int64_t stalledMs = 500; ///< work waiting longer than this makes stalled() true
    /// At least this long from the start of one batch to the next: a lone write goes at once, under load more of them
    /// share a commit. 0: the next batch begins when the last has ended.
    std::int64_t gatherUs = 0;
    /// After a batch of many rows it is longer, by their number, up to this: the busier, the more share a commit.
    std::int64_t gatherMostUs = 0;
    /// A loop that carries nothing else writes a lone batch itself while the writer sleeps: no thread is woken for it.
    /// For Durability::Commit, whose commits wait for no disk.
    bool idleLoopsWrite = false;
    /// SQLite: so many pages of write-ahead log (16 MB) are moved into the database together.
    int checkpointPages = 4000;
};

/// Writes of one slice that are gathered in memory and written together: the writer asks for all that is pending in
/// each batch. Called on the writer's thread, or on a loop's that writes in its place; never concurrently.
class BatchSource
{
public:
    virtual ~BatchSource() = default;
    /// Writes what is pending into the open transaction. A failure rolls the batch back; it is then asked again, and
    /// must write the same and what has come since. Cheap when there is nothing.
    virtual Result<void> writeBatch(Connection &connection) = 0;
    /// The transaction holding what the last writeBatch() wrote is committed.
    virtual void batchCommitted() = 0;
};

/// The database: one writer thread that commits in groups, and a few readers, each with its own connection. Any thread.
class Database
{
public:
    /// Opens the file (made if missing, mode 0600), takes the lock that keeps a second beaverd off it, and starts the
    /// threads. The schema is the Migrator's business: see migrator.h; run it before.
    static Result<std::unique_ptr<Database>> open(const Settings &settings, const Clock &clock);
    virtual ~Database() = default;

    /// A source lives until detach() has returned, which waits for a batch under way.
    virtual void attach(BatchSource *source) = 0;
    virtual void detach(BatchSource *source) = 0;
    /// Asks for a batch soon. Cheap; call it after adding to a source. A loop's turn in which it is called ends before
    /// the database does.
    virtual void wake() = 0;

    /// Runs `work` inside the next batch, on the writer's thread, alone in a savepoint: its error undoes only itself.
    /// `done` is called on the writer's thread after the commit, or with the error. A database that can't be written
    /// fails it (code Unavailable) instead of keeping it waiting.
    virtual void write(std::function<Result<void>(Connection &)> work, std::function<void(Result<void>)> done) = 0;
    /// Runs `work` on a reader's thread with a connection that can't write. A work of several statements that must
    /// agree begins a transaction; what it leaves open is ended after it.
    virtual void read(std::function<void(Connection &)> work) = 0;

    /// write() as something to await on a loop.
    ops::Future<Result<void>> write(ops::Executor &loop, std::function<Result<void>(Connection &)> work)
    {
        ops::Promise<Result<void>> promise(loop);
        write(std::move(work), [promise](Result<void> result) { promise.set(std::move(result)); });
        return promise.future();
    }
    /// read() as something to await on a loop.
    template <typename Work> auto read(ops::Executor &loop, Work work)
    {
        using Answer = std::invoke_result_t<Work, Connection &>;
        ops::Promise<Answer> promise(loop);
        read([promise, work = std::move(work)](Connection &connection) { promise.set(work(connection)); });
        return promise.future();
    }

    /// True while writes fail or wait too long: new paid calls are refused with 503 (promise P12).
    virtual bool stalled() const = 0;
    /// What the newest failed batch said, for the operator; empty if none has failed.
    virtual std::string lastFailure() const = 0;
    virtual std::uint64_t commits() const = 0;
    virtual Engine engine() const = 0;
    /// Waits until all that was submitted is committed or `timeoutMs` is over; true when all is.
    virtual bool flush(std::int64_t timeoutMs) = 0;
};

} // namespace beaver::storage
