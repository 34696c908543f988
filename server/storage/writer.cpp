#include <server/ops/event_loop.h>
#include <server/storage/logging.h>
#include <server/storage/writer.h>

namespace beaver::storage {

Q_LOGGING_CATEGORY(storageLog, "beaver.storage")

namespace {

constexpr std::int64_t lastFlushMs = 2000;
constexpr std::int64_t gatherUsPerRow = 50; // a call is two rows, and a batch some more
constexpr int pagesLeft = 250;              // that loops write before the thread is to look after the log
constexpr std::int64_t longTurnUs = 1'000;  // of a loop: its calls stood still …
constexpr int spareFactor = 100;            // … and so many times as long loops are spared: a hundredth of their time

Error stoppedError()
{
    return {ErrorCode::Unavailable, "The gateway is stopping.", {}, "storage_busy", {}, 1000};
}

} // namespace

Writer::Writer(Settings settings, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_checkpointer(m_settings.checkpointPages)
{}

Result<void> Writer::start(SqliteOptions options)
{
    std::promise<Result<void>> promise;
    auto opened = promise.get_future();
    m_thread = std::thread(
        [this, options, promise = std::move(promise)]() mutable { threadMain(options, std::move(promise)); });
    auto result = opened.get();
    if (!result) {
        m_thread.join();
        return result;
    }
    return m_checkpointer.start(options);
}

Writer::~Writer()
{
    if (!m_thread.joinable())
        return;
    flush(lastFlushMs);
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_workCame.notify_all();
    m_thread.join();
}

void Writer::attach(BatchSource *source)
{
    {
        const std::lock_guard lock(m_mutex);
        m_sources.push_back(source);
    }
    wake();
}

void Writer::detach(BatchSource *source)
{
    std::unique_lock lock(m_mutex);
    std::erase(m_sources, source);
    if (std::this_thread::get_id() != m_thread.get_id())
        m_turnEnded.wait(lock, [this] { return !m_inTurn; });
}

// The pair of m_wanted here and m_sleeping in waitForWork() is Dekker's: each side writes its own and then reads the
// other's, so at least one of them sees that it must act.
void Writer::wake()
{
    if (m_wanted.load())
        return;
    // Noted before the writer can take the work: noted later it could stay when all is done, and look like a stall.
    std::int64_t nobody = 0;
    m_waitingSince.compare_exchange_strong(nobody, std::max<std::int64_t>(1, m_clock.monotonicUs()));
    if (m_wanted.exchange(true))
        return;
    if (!m_sleeping.load())
        return;
    // Nobody else's call stands still where none is under way on the loop. What is left of this turn comes first.
    auto *loop = m_settings.idleLoopsWrite ? ops::EventLoop::inTurn() : nullptr;
    if (loop && loop->awaiting() == 0 && m_clock.monotonicUs() >= m_loopsSparedUntil.load(std::memory_order_relaxed))
        loop->post([this] { turnOnLoop(); });
    else
        wakeThread();
}

void Writer::wakeThread()
{
    {
        const std::lock_guard lock(m_mutex); // the writer is now either waiting or will read m_wanted again
    }
    m_workCame.notify_one();
}

void Writer::write(std::function<Result<void>(Connection &)> work, std::function<void(Result<void>)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back({std::move(work), std::move(done), {}});
    }
    wake();
}

bool Writer::stalled() const
{
    if (m_failing.load(std::memory_order_relaxed))
        return true;
    const auto batch = m_batchSince.load(std::memory_order_relaxed);
    const auto waiting = m_waitingSince.load(std::memory_order_relaxed);
    const auto oldest = batch != 0 ? batch : waiting;
    // A writer with more to do than it can, but commits, is slow, not stalled.
    const auto since = std::max(oldest, m_committedAt.load(std::memory_order_relaxed));
    return oldest != 0 && m_clock.monotonicUs() - since > m_settings.stalledMs * 1000;
}

std::string Writer::lastFailure() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastFailure;
}

bool Writer::flush(std::int64_t timeoutMs)
{
    std::unique_lock lock(m_mutex);
    const auto mine = ++m_flushAsked;
    m_wanted.store(true);
    m_workCame.notify_one(); // not by wake(): on a loop this waits for what the loop would do afterwards
    return m_turnEnded.wait_for(lock, std::chrono::milliseconds(timeoutMs), [&] { return m_flushDone >= mine; });
}

void Writer::threadMain(const SqliteOptions &options, std::promise<Result<void>> opened)
{
    auto connection = SqliteConnection::open(options);
    if (!connection) {
        opened.set_value(connection.error());
        return;
    }
    m_connection = std::move(*connection);
    opened.set_value({});
    while (waitForWork()) {
        Batch batch = take();
        finish(batch, write(batch, true));
    }
    for (Job &job : m_jobs)
        job.done(stoppedError());
    m_connection.reset();
}

bool Writer::waitForWork()
{
    std::unique_lock lock(m_mutex);
    if (m_failing.load()) {
        m_workCame.wait_for(lock, std::chrono::milliseconds(m_settings.retryMs), [this] { return m_stopping; });
        return !m_stopping;
    }
    m_sleeping.store(true);
    m_workCame.wait(lock, [this] { return !m_inTurn && (m_wanted.load() || m_stopping); });
    m_sleeping.store(false);
    if (m_settings.gatherUs > 0) { // who comes now wakes nobody: the writer will look by itself
        const auto gather =
            std::max(m_settings.gatherUs, std::min(m_lastRows * gatherUsPerRow, m_settings.gatherMostUs));
        m_workCame.wait_until(lock, m_turnBegan + std::chrono::microseconds(gather), [this] { return m_stopping; });
        m_turnBegan = std::chrono::steady_clock::now();
    }
    return m_wanted.load();
}

void Writer::turnOnLoop()
{
    Batch batch;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_wanted.load())
            return; // the thread has taken it
        const auto now = std::chrono::steady_clock::now();
        const bool mine = m_sleeping.load() && !m_inTurn && !m_stopping && !m_failing.load() && m_jobs.empty() &&
                          now - m_turnBegan >= std::chrono::microseconds(m_settings.gatherUs);
        if (!mine) {
            m_workCame.notify_one();
            return;
        }
        m_turnBegan = now;
        batch = takeLocked();
    }
    const auto begunUs = m_clock.monotonicUs();
    const auto outcome = write(batch, false);
    const auto endedUs = m_clock.monotonicUs();
    if (endedUs - begunUs > longTurnUs)
        m_loopsSparedUntil.store(endedUs + (endedUs - begunUs) * spareFactor, std::memory_order_relaxed);
    if (outcome.ok()) {
        committed(batch);
    } else {
        m_connection->rollback();
        m_wanted.store(true); // the thread tries again, and knows what to do with a failure
    }
    if (m_connection->walPages() < m_pagesLeft || m_connection->walPages() - m_pagesLeft >= pagesLeft ||
        m_checkpointer.waitsForWriter())
        m_wanted.store(true);
    if (endTurn(batch, outcome))
        m_workCame.notify_one();
}

Writer::Batch Writer::take()
{
    const std::lock_guard lock(m_mutex);
    return takeLocked();
}

Writer::Batch Writer::takeLocked()
{
    Batch batch;
    m_wanted.store(false);
    const auto since = m_waitingSince.exchange(0); // after m_wanted: whoever notes from now on wakes again
    if (m_batchSince.load(std::memory_order_relaxed) == 0)
        m_batchSince.store(since != 0 ? since : std::max<std::int64_t>(1, m_clock.monotonicUs()),
                           std::memory_order_relaxed);
    batch.jobs.swap(m_jobs);
    batch.sources = m_sources;
    batch.flush = m_flushAsked;
    m_inTurn = true;
    return batch;
}

Result<void> Writer::write(Batch &batch, bool waits)
{
    auto &connection = *m_connection;
    const Error lost = internalError("work inside a batch ended its transaction");
    if (connection.flushFailed() || m_checkpointer.flushFailed())
        return Error{ErrorCode::Unavailable,
                     "The gateway's database can't be written until the operator has looked at it.",
                     {},
                     "storage_io",
                     "the system failed to flush to disk; look at the disk, run `beaverd doctor`, then restart",
                     0};
    if (auto begun = waits ? connection.begin() : connection.beginAtOnce(); !begun)
        return begun;
    for (BatchSource *source : batch.sources) {
        auto written = source->writeBatch(connection);
        connection.endWork();
        if (!written)
            return written;
        if (!connection.inTransaction())
            return lost;
    }
    for (Job &job : batch.jobs) {
        if (auto written = writeJob(job); !written)
            return written;
        if (!connection.inTransaction())
            return job.result.ok() ? lost : job.result.error();
    }
    return connection.commit();
}

// SQLite answers some failures (disk full, input and output) by rolling back everything, the savepoint included.
Result<void> Writer::writeJob(Job &job)
{
    if (auto saved = runSql("SAVEPOINT job"); !saved)
        return saved;
    job.result = job.work(*m_connection);
    m_connection->endWork();
    if (!m_connection->inTransaction())
        return {};
    if (!job.result.ok()) {
        if (auto undone = runSql("ROLLBACK TO job"); !undone)
            return undone;
    }
    return runSql("RELEASE job");
}

Result<void> Writer::runSql(std::string_view sql)
{
    const auto done = m_connection->prepared(sql).run();
    return done ? Result<void>() : done.error();
}

void Writer::finish(Batch &batch, const Result<void> &outcome)
{
    if (outcome.ok()) {
        committed(batch);
    } else {
        m_connection->rollback();
        noteFailure(outcome.error());
    }
    for (Job &job : batch.jobs)
        job.done(outcome.ok() || !job.result.ok() ? std::move(job.result) : Result<void>(outcome.error()));
    endTurn(batch, outcome);

    // After the answers: nobody who is paid for waits for a checkpoint, only the next batch does.
    if (outcome.ok()) {
        if (const auto moved = checkpointIfDue(); !moved)
            noteFailure(moved.error());
    }
}

void Writer::committed(const Batch &batch)
{
    const auto changes = m_connection->changes();
    m_lastRows = changes - std::exchange(m_changesSeen, changes);
    if (m_lastRows != 0)
        m_commits.fetch_add(1, std::memory_order_relaxed);
    noteSuccess();
    for (BatchSource *source : batch.sources)
        source->batchCommitted();
}

bool Writer::endTurn(const Batch &batch, const Result<void> &outcome)
{
    bool more = false;
    {
        const std::lock_guard lock(m_mutex);
        m_inTurn = false;
        if (outcome.ok())
            m_flushDone = batch.flush;
        more = m_wanted.load() || m_stopping;
    }
    m_turnEnded.notify_all();
    return more;
}

Result<void> Writer::checkpointIfDue()
{
    m_pagesLeft = m_connection->walPages();
    if (auto failed = m_checkpointer.takeFailure(); !failed)
        return failed;
    if (m_checkpointer.committed(m_connection->walPages()) == Checkpointer::Advice::PassYourself)
        return m_connection->checkpoint();
    return {};
}

void Writer::noteFailure(const Error &error)
{
    const bool first = !m_failing.exchange(true);
    m_wanted.store(true);
    if (first)
        qCWarning(storageLog) << "writing fails, retrying:" << error.detail.c_str();
    const std::lock_guard lock(m_mutex);
    m_lastFailure = error.detail;
}

void Writer::noteSuccess()
{
    m_committedAt.store(m_clock.monotonicUs(), std::memory_order_relaxed);
    m_batchSince.store(0, std::memory_order_relaxed);
    if (m_failing.exchange(false))
        qCInfo(storageLog) << "writing works again";
}

} // namespace beaver::storage
