#include <QLoggingCategory>

#include <server/batches/batch_runner.h>
#include <server/batches/result_lines.h>

#include <algorithm>

Q_DECLARE_LOGGING_CATEGORY(logBatches)

namespace beaver::batches {

namespace {

constexpr std::int64_t longestPauseMs = 60'000;
constexpr std::int64_t progressMs = 200;

} // namespace

QCoro::Task<BatchRunner::End> BatchRunner::callLines(Job job)
{
    std::optional<End> end;
    while (!end) {
        end = whyStop(job);
        if (end)
            break;
        std::optional<std::int64_t> untilUs;
        if (job->nextLineUs() > m_clock.monotonicUs()) {
            untilUs = job->nextLineUs();
        } else if (!job->hasLine()) {
            if (job->inFlight == 0) {
                end = End::AllCalled;
                break;
            }
        } else if (takeSlot(job)) {
            ++job->inFlight;
            if (job->crowded) {
                job->ends = std::max(job->ends - 1, 0);
                job->crowdedUntilUs = m_clock.monotonicUs() + m_settings.crowdedMs * 1000;
            }
            callLine(job, job->takeLine());
            continue;
        }
        // A slot that it can't use now is somebody else's.
        if (std::exchange(job->granted, false)) {
            giveSlot();
            continue;
        }
        auto waiting = waitFor(job, untilUs);
        co_await waiting;
    }
    if (std::exchange(job->granted, false))
        giveSlot();
    if (std::exchange(job->queued, false))
        std::erase(m_slotQueue, job);
    while (job->inFlight > 0) {
        auto waiting = waitFor(job, std::nullopt);
        co_await waiting;
    }
    // What happened to the last lines counts too.
    co_return end == End::AllCalled ? whyStop(job).value_or(End::AllCalled) : *end;
}

std::optional<BatchRunner::End> BatchRunner::whyStop(const Job &job) const
{
    if (m_draining)
        return End::Left;
    if (job->lost)
        return End::Lost;
    if (job->cancelled)
        return End::Cancelled;
    if (job->stopped)
        return End::Stopped;
    if (m_clock.wallMs() >= job->batch.expiresAtMs)
        return End::Expired;
    return std::nullopt;
}

/// Until somebody wakes the job, until the given time, and never past its expiry.
QCoro::Task<> BatchRunner::waitFor(Job job, std::optional<std::int64_t> untilUs)
{
    ops::Promise<bool> promise(m_loop);
    auto woken = promise.future();
    job->nudge = promise;
    std::int64_t ms = std::max<std::int64_t>(job->batch.expiresAtMs - m_clock.wallMs(), 1);
    if (untilUs)
        ms = std::min(ms, std::max<std::int64_t>((*untilUs - m_clock.monotonicUs()) / 1000 + 1, 1));
    const bool timed = untilUs || !whyStop(job);
    const auto timer = timed ? m_loop.startTimer(ms, [promise] { promise.set(true); }) : ops::TimerId{0};
    co_await woken;
    m_loop.cancelTimer(timer);
    job->nudge.reset();
}

bool BatchRunner::takeSlot(const Job &job)
{
    if (std::exchange(job->granted, false))
        return true;
    if (m_freeSlots > 0 && m_slotQueue.empty()) {
        --m_freeSlots;
        return true;
    }
    if (!std::exchange(job->queued, true))
        m_slotQueue.push_back(job);
    return false;
}

void BatchRunner::giveSlot()
{
    if (m_slotQueue.empty()) {
        ++m_freeSlots;
        return;
    }
    const Job next = std::move(m_slotQueue.front());
    m_slotQueue.pop_front();
    next->queued = false;
    next->granted = true;
    next->wake();
}

LineCall BatchRunner::callOf(const BatchJob &job, std::size_t at, std::string body) const
{
    return {job.batch.account, job.batch.key,          job.batch.endpoint,
            std::move(body),   job.batch.pricePercent, job.lineKey(at)};
}

QCoro::Task<> BatchRunner::callLine(Job job, std::size_t at)
{
    auto calling = callLineSteps(job, at);
    co_await calling;
    --job->inFlight;
    giveSlot();
    job->wake();
}

QCoro::Task<> BatchRunner::callLineSteps(Job job, std::size_t at)
{
    const LinePlace place = job->lines[at];
    auto reading = m_files.read(m_loop, job->batch.input, place.offset, std::size_t{place.bytes});
    const auto text = co_await reading;
    if (!text) {
        job->lost = text.error().code == ErrorCode::NotFound;
        putBack(job, at, m_settings.backoffMs);
        co_return;
    }
    InputError error;
    auto line = readInputLine(*text, job->batch.endpoint, error);
    if (!line) {
        job->lost = true; // it was sound when it was read first
        co_return;
    }

    LineCall call = callOf(*job, at, std::move(line->body));
    auto calling = m_caller.call(std::move(call));
    const LineAnswer answer = co_await calling;
    using Kind = LineAnswer::Kind;
    if (answer.kind != Kind::Crowded)
        ++job->ends;
    switch (answer.kind) {
    case Kind::Interrupted:
        co_return;
    case Kind::Stop:
        if (!job->stopped)
            job->stopped = answer;
        co_return;
    case Kind::Wait:
        job->crowded = false;
        putBack(job, at, std::max(answer.retryAfterMs, std::int64_t{1}));
        co_return;
    case Kind::Crowded:
        if (!std::exchange(job->crowded, true))
            job->ends = 1; // one may have ended before this was known
        job->again.push_back(at);
        job->crowdedUntilUs = m_clock.monotonicUs() + m_settings.crowdedMs * 1000;
        co_return;
    case Kind::Again: {
        const int tries = ++job->tries[at];
        if (tries < m_settings.tries) {
            const std::int64_t pause = std::min(m_settings.backoffMs << (tries - 1), longestPauseMs);
            putBack(job, at, std::clamp(answer.retryAfterMs, pause, longestPauseMs));
            co_return;
        }
        break;
    }
    case Kind::Answered:
    case Kind::Refused:
        break;
    }
    auto recording =
        record(job, at, answer.kind == Kind::Answered, answerLine(line->customId, answer, m_clock.wallMs()));
    co_await recording;
}

/// The line is called again, and nothing of its batch goes before then.
void BatchRunner::putBack(const Job &job, std::size_t at, std::int64_t pauseMs)
{
    job->again.push_back(at);
    job->pausedUntilUs = std::max(job->pausedUntilUs, m_clock.monotonicUs() + pauseMs * 1000);
}

QCoro::Task<bool> BatchRunner::record(Job job, std::size_t at, bool answered, std::string line)
{
    ops::Promise<bool> promise(m_loop);
    auto kept = promise.future();
    (answered ? job->toOutput : job->toErrors) += line;
    job->writers.push_back(promise);
    if (!std::exchange(job->writing, true))
        writeResults(job);
    const bool isKept = co_await kept;
    if (isKept) {
        job->done[at] = true;
        job->tries.erase(at);
        ++(answered ? job->batch.completed : job->batch.failed);
        noteProgress(job);
    }
    co_return isKept;
}

/// Those that come while the disk is busy are written together with the next.
QCoro::Task<> BatchRunner::writeResults(Job job)
{
    while (!job->writers.empty()) {
        const auto writers = std::exchange(job->writers, {});
        const auto output = std::exchange(job->toOutput, {});
        const auto errors = std::exchange(job->toErrors, {});
        const auto outputKept = std::make_shared<bool>(output.empty());
        bool kept = false;
        for (;;) {
            auto writing = m_files.pool().run(
                m_loop, [folder = &m_files.folder(), job, output, errors, outputKept]() -> Result<void> {
                    if (!*outputKept) {
                        if (auto written = folder->append(job->batch.output, output); !written)
                            return written;
                        *outputKept = true;
                    }
                    return errors.empty() ? Result<void>() : folder->append(job->batch.errors, errors);
                });
            const auto written = co_await writing;
            kept = written.ok();
            if (kept)
                break;
            qCWarning(logBatches, "%s: %s", job->batch.id.text().c_str(), written.error().detail.c_str());
            auto later = tryAgainLater();
            if (!co_await later)
                break; // the next start finds what was charged
        }
        for (const auto &writer : writers)
            writer.set(kept);
    }
    job->writing = false;
}

/// The database is told a few times a second.
void BatchRunner::noteProgress(const Job &job)
{
    if (std::exchange(job->countsPending, true))
        return;
    m_loop.startTimer(progressMs, [this, job, alive = std::weak_ptr(m_alive)] {
        if (alive.expired() || !std::exchange(job->countsPending, false))
            return;
        m_database.write(
            [id = job->batch.id, completed = job->batch.completed, failed = job->batch.failed](
                storage::Connection &connection) { return store::noteCounts(connection, id, completed, failed); },
            [](const Result<void> &) {});
    });
}

} // namespace beaver::batches
