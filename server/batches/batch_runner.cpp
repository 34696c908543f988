#include <QLoggingCategory>

#include <server/batches/batch_runner.h>

#include <algorithm>

Q_LOGGING_CATEGORY(logBatches, "beaver.batches")

namespace beaver::batches {

BatchRunner::BatchRunner(ops::EventLoop &loop, RunnerSettings settings, storage::Database &database,
                         files::FileService &files, BatchService &service, LineCaller &caller, const Clock &clock)
    : m_loop(loop)
    , m_settings(settings)
    , m_database(database)
    , m_files(files)
    , m_service(service)
    , m_caller(caller)
    , m_clock(clock)
    , m_freeSlots(settings.concurrency)
{}

BatchRunner::~BatchRunner()
{
    m_service.setWorker(nullptr);
}

void BatchRunner::start()
{
    m_service.setWorker(this);
    takeUp();
}

void BatchRunner::drain()
{
    m_draining = true;
    m_waiting.clear();
    for (const auto &[id, job] : m_jobs)
        job->wake();
}

void BatchRunner::created(const Batch &batch)
{
    m_loop.post([this, batch, alive = std::weak_ptr(m_alive)] {
        if (alive.expired())
            return;
        add(batch);
        beginMore();
    });
}

void BatchRunner::cancelled(const BatchId &id)
{
    m_loop.post([this, id, alive = std::weak_ptr(m_alive)] {
        if (alive.expired())
            return;
        if (const auto running = m_jobs.find(id); running != m_jobs.end()) {
            running->second->cancelled = true;
            running->second->wake();
            return;
        }
        const auto waiting =
            std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Batch &batch) { return batch.id == id; });
        if (waiting == m_waiting.end())
            return;
        Batch batch = std::move(*waiting);
        m_waiting.erase(waiting);
        batch.status = Status::Cancelling;
        begin(std::move(batch)); // it only ends: no need to wait for its turn
    });
}

QCoro::Task<> BatchRunner::takeUp()
{
    m_takingUp = true;
    for (bool again = true; again;) {
        auto reading = m_database.read(m_loop, store::unfinished);
        auto found = co_await reading;
        if (found) {
            for (auto &batch : *found)
                add(std::move(batch));
            break;
        }
        auto later = tryAgainLater();
        again = co_await later;
    }
    m_takingUp = false;
    beginMore();
}

void BatchRunner::add(Batch batch)
{
    const bool known = m_jobs.contains(batch.id) || std::any_of(m_waiting.begin(), m_waiting.end(),
                                                                [&](const Batch &one) { return one.id == batch.id; });
    if (!known && !m_draining)
        m_waiting.push_back(std::move(batch));
}

void BatchRunner::beginMore()
{
    const auto underWay = [this](const AccountId &account) {
        return std::count_if(m_jobs.begin(), m_jobs.end(),
                             [&](const auto &one) { return one.second->batch.account == account; });
    };
    for (auto at = m_waiting.begin();
         at != m_waiting.end() && m_jobs.size() < static_cast<std::size_t>(m_settings.jobs);) {
        if (underWay(at->account) >= m_settings.jobsPerAccount) {
            ++at;
            continue;
        }
        Batch batch = std::move(*at);
        at = m_waiting.erase(at);
        begin(std::move(batch));
    }
}

void BatchRunner::begin(Batch batch)
{
    auto job = std::make_shared<BatchJob>(std::move(batch));
    m_jobs.emplace(job->batch.id, job);
    carryOut(std::move(job));
}

QCoro::Task<> BatchRunner::carryOut(Job job)
{
    auto steps = carryOutSteps(job);
    co_await steps;
    job->countsPending = false;
    m_jobs.erase(job->batch.id);
    if (!m_draining)
        beginMore();
}

QCoro::Task<> BatchRunner::carryOutSteps(Job job)
{
    Batch &batch = job->batch;
    const bool resumed = batch.inProgressAtMs.has_value();
    job->cancelled = job->cancelled || batch.status == Status::Cancelling;
    if (job->cancelled && !resumed) {
        auto ending = conclude(job, Status::Cancelled);
        co_await ending;
        co_return;
    }
    if (batch.status == Status::Finalizing) {
        auto ending = conclude(job, Status::Completed);
        co_await ending;
        co_return;
    }
    auto reading = readLines(job);
    if (!co_await reading)
        co_return;
    if (!batch.inputErrors.empty()) {
        auto ending = conclude(job, Status::Failed);
        co_await ending;
        co_return;
    }

    if (resumed) {
        auto results = readResults(job);
        if (!co_await results)
            co_return;
    } else {
        batch.total = static_cast<std::int64_t>(job->lines.size());
        batch.inProgressAtMs = m_clock.wallMs();
        auto beginning =
            step([id = batch.id, total = batch.total, now = *batch.inProgressAtMs](storage::Connection &connection) {
                return store::begin(connection, id, total, now);
            });
        const auto begun = co_await beginning;
        if (!begun)
            co_return;
        job->cancelled = job->cancelled || !*begun;
        batch.status = Status::InProgress;
    }
    job->byCustomId.clear();

    auto calling = callLines(job);
    End end = co_await calling;
    if (end == End::Left)
        co_return;
    if (resumed && end != End::AllCalled && end != End::Lost) {
        auto recalling = recallCharged(job);
        co_await recalling;
    }
    if (end == End::Expired || end == End::Stopped) {
        auto refusing = refuseRest(job, end);
        if (!co_await refusing)
            co_return;
    }
    if (end == End::Lost) {
        batch.inputErrors =
            inputErrorsJson({{"input_file_not_found", "The input file was deleted.", "input_file_id", 0}});
    } else if (end == End::AllCalled) {
        batch.finalizingAtMs = m_clock.wallMs();
        job->countsPending = false;
        auto finalizing = step([batch](storage::Connection &connection) { return store::finalize(connection, batch); });
        const auto finalized = co_await finalizing;
        if (!finalized)
            co_return;
        if (!*finalized)
            end = End::Cancelled; // it came just before
    }
    const Status status = end == End::Cancelled ? Status::Cancelled
                          : end == End::Expired ? Status::Expired
                          : end == End::Lost    ? Status::Failed
                                                : Status::Completed;
    auto ending = conclude(job, status);
    co_await ending;
}

} // namespace beaver::batches
