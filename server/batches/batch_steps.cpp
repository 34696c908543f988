#include <QLoggingCategory>

#include <server/batches/batch_runner.h>
#include <server/batches/result_lines.h>
#include <server/files/file_store.h>

#include <algorithm>

Q_DECLARE_LOGGING_CATEGORY(logBatches)

namespace beaver::batches {

namespace {

constexpr std::int64_t retryMs = 1000;
constexpr std::size_t wholeLine = std::size_t{1} << 40;
constexpr std::size_t appendAtOnce = 1024 * 1024;
// Lines begin in their order, so what was under way at a kill is among so many after those that are done.
constexpr std::size_t mostUnderWay = 256;

files::File resultFile(const Batch &batch, const files::FileId &id, std::string_view kind, std::int64_t bytes)
{
    files::File file;
    file.id = id;
    file.account = batch.account;
    file.purpose = files::batchOutput;
    file.name = batch.id.text() + '_' + std::string(kind) + ".jsonl";
    file.bytes = bytes;
    file.createdAtMs = batch.endedAtMs.value_or(0);
    file.expiresAtMs = file.createdAtMs + batch.outputExpiresS * 1000;
    return file;
}

struct Sizes
{
    std::int64_t output = 0;
    std::int64_t errors = 0;
};

} // namespace

/// False: the gateway stops. Whatever else is wrong is in the batch's inputErrors.
QCoro::Task<bool> BatchRunner::readLines(Job job)
{
    for (;;) {
        auto reading = m_files.pool().run(
            m_loop, [folder = &m_files.folder(), file = job->batch.input, endpoint = job->batch.endpoint,
                     longest = m_settings.lineBytes] { return readInput(*folder, file, endpoint, longest); });
        auto input = co_await reading;
        if (input) {
            if (!input->errors.empty())
                job->batch.inputErrors = inputErrorsJson(input->errors);
            job->lines = std::move(input->lines);
            job->byCustomId = std::move(input->byCustomId);
            job->done.assign(job->lines.size(), false);
            co_return true;
        }
        if (input.error().code == ErrorCode::NotFound) {
            job->batch.inputErrors =
                inputErrorsJson({{"input_file_not_found", "The input file was deleted.", "input_file_id", 0}});
            co_return true;
        }
        auto later = tryAgainLater();
        if (!co_await later)
            co_return false;
    }
}

/// What was answered before the process ended. False: the gateway stops.
QCoro::Task<bool> BatchRunner::readResults(Job job)
{
    struct Before
    {
        std::vector<std::string> answered;
        std::vector<std::string> others;
    };
    for (;;) {
        auto reading = m_files.pool().run(
            m_loop,
            [folder = &m_files.folder(), output = job->batch.output, errors = job->batch.errors]() -> Result<Before> {
                Before before;
                for (const auto *file : {&output, &errors}) {
                    if (auto mended = folder->mend(*file); !mended)
                        return mended.error();
                    const auto read = folder->forEachLine(*file, wholeLine, [&](std::int64_t, std::string_view line) {
                        (file == &output ? before.answered : before.others).push_back(customIdOf(line));
                        return true;
                    });
                    if (!read && read.error().code != ErrorCode::NotFound)
                        return read.error();
                }
                return before;
            });
        const auto before = co_await reading;
        if (before) {
            const auto mark = [&](const std::vector<std::string> &ids) {
                std::int64_t marked = 0;
                for (const auto &id : ids) {
                    const auto found = job->byCustomId.find(id);
                    if (found == job->byCustomId.end() || job->done[found->second])
                        continue;
                    job->done[found->second] = true;
                    ++marked;
                }
                return marked;
            };
            job->batch.completed = mark(before->answered);
            job->batch.failed = mark(before->others);
            co_return true;
        }
        auto later = tryAgainLater();
        if (!co_await later)
            co_return false;
    }
}

/// A batch that isn't carried on may have lines that were charged while nobody was left to note the answer.
QCoro::Task<> BatchRunner::recallCharged(Job job)
{
    const auto known = static_cast<std::size_t>(std::count(job->done.begin(), job->done.end(), true));
    const std::size_t until = std::min(job->lines.size(), known + mostUnderWay);
    for (std::size_t at = 0; at < until; ++at) {
        if (job->done[at])
            continue;
        auto recalling = m_caller.recall(callOf(*job, at, {}));
        const auto answer = co_await recalling;
        if (!answer)
            continue;
        auto reading = m_files.read(m_loop, job->batch.input, job->lines[at].offset, std::size_t{job->lines[at].bytes});
        const auto text = co_await reading;
        InputError error;
        const auto line = text ? readInputLine(*text, job->batch.endpoint, error) : Result<InputLine>(text.error());
        if (!line)
            continue;
        auto recording = record(job, at, true, answerLine(line->customId, *answer, m_clock.wallMs()));
        co_await recording;
    }
}

/// Every line that wasn't answered gets the reason into the file of errors. False: the gateway stops.
QCoro::Task<bool> BatchRunner::refuseRest(Job job, End why)
{
    for (;;) {
        const auto kept = std::make_shared<std::int64_t>(0); // that the disk has, whatever came of the rest
        auto writing = m_files.pool().run(
            m_loop, [job, why, kept, folder = &m_files.folder(), now = m_clock.wallMs()]() -> Result<void> {
                std::string lines;
                std::vector<std::size_t> waiting;
                const auto flush = [&]() -> Result<void> {
                    if (lines.empty())
                        return {};
                    if (auto written = folder->append(job->batch.errors, lines); !written)
                        return written;
                    for (const std::size_t at : waiting)
                        job->done[at] = true;
                    *kept += static_cast<std::int64_t>(waiting.size());
                    waiting.clear();
                    lines.clear();
                    return {};
                };
                for (std::size_t at = 0; at < job->lines.size(); ++at) {
                    if (job->done[at])
                        continue;
                    const auto text = folder->read(job->batch.input, job->lines[at].offset, job->lines[at].bytes);
                    InputError error;
                    const auto line =
                        text ? readInputLine(*text, job->batch.endpoint, error) : Result<InputLine>(text.error());
                    if (!line) {
                        const auto written = flush();
                        return written ? Result<void>(line.error()) : written;
                    }
                    lines += why == End::Stopped
                                 ? answerLine(line->customId, *job->stopped, now)
                                 : notCalledLine(
                                       line->customId, "batch_expired",
                                       "This request could not be executed before the completion window expired.", now);
                    waiting.push_back(at);
                    if (lines.size() < appendAtOnce)
                        continue;
                    if (auto written = flush(); !written)
                        return written;
                }
                return flush();
            });
        const auto refused = co_await writing;
        job->batch.failed += *kept;
        if (refused)
            co_return true;
        qCWarning(logBatches, "%s: %s", job->batch.id.text().c_str(), refused.error().detail.c_str());
        if (refused.error().code == ErrorCode::NotFound)
            co_return true; // the input is gone: there is nobody to name
        auto later = tryAgainLater();
        if (!co_await later)
            co_return false;
    }
}

QCoro::Task<std::optional<bool>> BatchRunner::step(std::function<Result<bool>(storage::Connection &)> work)
{
    for (;;) {
        auto did = std::make_shared<bool>(false);
        auto writing = m_database.write(m_loop, [work, did](storage::Connection &connection) -> Result<void> {
            const auto result = work(connection);
            if (!result)
                return result.error();
            *did = *result;
            return {};
        });
        if (const auto written = co_await writing; written)
            co_return *did;
        auto later = tryAgainLater();
        if (!co_await later)
            co_return std::nullopt;
    }
}

QCoro::Task<> BatchRunner::conclude(Job job, Status status)
{
    job->batch.status = status;
    job->batch.endedAtMs = m_clock.wallMs();
    for (;;) {
        auto trying = tryConclude(job);
        if (co_await trying)
            co_return;
        auto later = tryAgainLater();
        if (!co_await later)
            co_return;
    }
}

/// The results become files in the transaction that ends the batch; then they go to their place, which a start does
/// too.
QCoro::Task<bool> BatchRunner::tryConclude(Job job)
{
    const Batch &batch = job->batch;
    auto syncing = m_files.pool().run(
        m_loop, [folder = &m_files.folder(), output = batch.output, errors = batch.errors]() -> Result<Sizes> {
            const auto outputBytes = folder->sync(output);
            const auto errorBytes = outputBytes ? folder->sync(errors) : outputBytes;
            return errorBytes ? Result<Sizes>(Sizes{*outputBytes, *errorBytes}) : Result<Sizes>(errorBytes.error());
        });
    const auto sizes = co_await syncing;
    if (!sizes)
        co_return false;
    job->countsPending = false;
    auto writing = m_database.write(m_loop, [batch, sizes = *sizes](storage::Connection &connection) -> Result<void> {
        Result<void> done;
        if (sizes.output > 0)
            done = files::store::insert(connection, resultFile(batch, batch.output, "output", sizes.output));
        if (done && sizes.errors > 0)
            done = files::store::insert(connection, resultFile(batch, batch.errors, "errors", sizes.errors));
        return done ? store::end(connection, batch) : done;
    });
    if (const auto written = co_await writing; !written)
        co_return false;
    auto placing = m_files.pool().run(
        m_loop,
        [folder = &m_files.folder(), sizes = *sizes, output = batch.output, errors = batch.errors]() -> Result<void> {
            const auto first = sizes.output > 0 ? folder->publish(output) : folder->discard(output);
            const auto second = sizes.errors > 0 ? folder->publish(errors) : folder->discard(errors);
            return first ? second : first;
        });
    if (const auto placed = co_await placing; !placed)
        qCWarning(logBatches, "%s: %s", batch.id.text().c_str(), placed.error().detail.c_str());
    co_return true;
}

/// False: the gateway stops.
QCoro::Task<bool> BatchRunner::tryAgainLater()
{
    if (m_draining)
        co_return false;
    ops::Promise<bool> promise(m_loop);
    auto passed = promise.future();
    m_loop.startTimer(retryMs, [promise] { promise.set(true); });
    co_await passed;
    co_return !m_draining;
}

} // namespace beaver::batches
