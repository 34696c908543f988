#pragma once

#include <server/batches/batch_job.h>
#include <server/batches/batch_service.h>
#include <server/ops/event_loop.h>

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace beaver::batches {

struct RunnerSettings
{
    int concurrency = 8;                      ///< lines at once, over all batches
    std::size_t lineBytes = 10 * 1024 * 1024; ///< longest line
    int tries = 5;                            ///< of a line while providers fail
    std::int64_t backoffMs = 1000;            ///< first pause after such a failure; doubles, up to a minute
    std::int64_t crowdedMs = 2000;            ///< until a line is tried again that calls under way leave no money for
    int jobs = 64;                            ///< batches under way at once
    int jobsPerAccount = 4;
};

/// Carries batches out, on one loop: reads the input, calls line after line, gathers the results. Lines of several
/// batches take turns.
///
/// What survives a kill: the results are appended to the files on disk as they come; a line that isn't there is called
/// again after the restart, under the same idempotency key, so that what was charged is answered from what was kept
/// with the charge. So each line is in the results once and charged once.
class BatchRunner final : public BatchWorker
{
public:
    BatchRunner(ops::EventLoop &loop, RunnerSettings settings, storage::Database &database, files::FileService &files,
                BatchService &service, LineCaller &caller, const Clock &clock);
    ~BatchRunner() override;

    /// Takes up what was unfinished when the process ended, then what comes. Loop's thread.
    void start();
    /// The gateway is going down: no line begins any more; busy() falls to 0 when those under way have ended.
    void drain();
    int busy() const { return static_cast<int>(m_jobs.size()) + (m_takingUp ? 1 : 0); }

    void created(const Batch &batch) override;
    void cancelled(const BatchId &id) override;

private:
    using Job = std::shared_ptr<BatchJob>;
    enum class End : std::uint8_t {
        AllCalled,
        Cancelled,
        Expired,
        Stopped, ///< the balance is used up
        Lost,    ///< the input is gone
        Left,    ///< the gateway stops; the next start goes on
    };

    // batch_runner.cpp: the life of a batch
    QCoro::Task<> takeUp();
    void add(Batch batch);
    void beginMore();
    void begin(Batch batch);
    QCoro::Task<> carryOut(Job job);
    QCoro::Task<> carryOutSteps(Job job);

    // batch_steps.cpp: what is read before the lines are called, and what is written after them
    QCoro::Task<bool> readLines(Job job);
    QCoro::Task<bool> readResults(Job job);
    QCoro::Task<> recallCharged(Job job);
    QCoro::Task<bool> refuseRest(Job job, End why);
    QCoro::Task<std::optional<bool>> step(std::function<Result<bool>(storage::Connection &)> work);
    QCoro::Task<> conclude(Job job, Status status);
    QCoro::Task<bool> tryConclude(Job job);
    QCoro::Task<bool> tryAgainLater();

    // batch_lines.cpp: calling lines and keeping what comes of them
    QCoro::Task<End> callLines(Job job);
    std::optional<End> whyStop(const Job &job) const;
    QCoro::Task<> callLine(Job job, std::size_t at);
    QCoro::Task<> callLineSteps(Job job, std::size_t at);
    void putBack(const Job &job, std::size_t at, std::int64_t pauseMs);
    QCoro::Task<> waitFor(Job job, std::optional<std::int64_t> untilUs);
    /// Adds the line to the results; resumes when the disk has it. False: it never got it.
    QCoro::Task<bool> record(Job job, std::size_t at, bool answered, std::string line);
    QCoro::Task<> writeResults(Job job);
    void noteProgress(const Job &job);
    LineCall callOf(const BatchJob &job, std::size_t at, std::string body) const;
    bool takeSlot(const Job &job);
    void giveSlot();

    ops::EventLoop &m_loop;
    const RunnerSettings m_settings;
    storage::Database &m_database;
    files::FileService &m_files;
    BatchService &m_service;
    LineCaller &m_caller;
    const Clock &m_clock;

    std::unordered_map<BatchId, Job> m_jobs;
    std::deque<Batch> m_waiting;
    int m_freeSlots;
    std::deque<Job> m_slotQueue;
    bool m_takingUp = false;
    bool m_draining = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< for what was posted to the loop
};

} // namespace beaver::batches
