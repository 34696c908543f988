#include <server/batches/batch_service.h>

namespace beaver::batches {

namespace {

Error noSuchBatch(std::string_view id)
{
    return {ErrorCode::NotFound,
            "There is no batch '" + std::string(id.substr(0, 80)) + "'.",
            "id",
            "batch_not_found",
            {},
            0};
}

Error tooMany()
{
    return {ErrorCode::RateLimited,
            "An account has at most " + std::to_string(BatchService::mostUnfinished) + " unfinished batches at once.",
            {},
            "too_many_batches",
            {},
            60'000};
}

Result<void> insert(storage::Connection &connection, const Batch &batch,
                    const std::function<Result<void>(storage::Connection &, const Batch &)> &beside)
{
    const auto unfinished = store::unfinishedOf(connection, batch.account);
    if (!unfinished)
        return unfinished.error();
    if (*unfinished >= BatchService::mostUnfinished)
        return tooMany();
    auto inserted = store::insert(connection, batch);
    return inserted && beside ? beside(connection, batch) : inserted;
}

} // namespace

void BatchService::setWorker(BatchWorker *worker)
{
    const std::lock_guard lock(m_mutex);
    m_worker = worker;
}

QCoro::Task<Result<Batch>> BatchService::create(ops::Executor &loop, NewBatch wanted)
{
    if (!isBatchEndpoint(wanted.endpoint))
        co_return invalid("endpoint", "'endpoint' takes '/v1/chat/completions', '/v1/embeddings', '/v1/completions', "
                                      "'/v1/responses' or '/v1/messages', not '" +
                                          wanted.endpoint.substr(0, 80) + "'.");
    if (wanted.window != "24h")
        co_return invalid("completion_window", "'completion_window' takes '24h'.");
    auto finding = m_files.find(loop, wanted.account, wanted.inputFile);
    const auto input = co_await finding;
    if (!input)
        co_return input.error().code == ErrorCode::NotFound ? files::noSuchFile(wanted.inputFile, "input_file_id")
                                                            : input.error();
    if (input->purpose != "batch")
        co_return invalid("input_file_id", "The input of a batch is a file with the purpose 'batch'; this one's is '" +
                                               input->purpose + "'.");

    Batch batch;
    batch.createdAtMs = m_clock.wallMs();
    batch.id = newId<BatchId>(batch.createdAtMs);
    batch.account = wanted.account;
    batch.key = wanted.key;
    batch.endpoint = std::move(wanted.endpoint);
    batch.input = input->id;
    batch.window = std::move(wanted.window);
    batch.metadata = std::move(wanted.metadata);
    batch.pricePercent = m_pricePercent;
    batch.output = newId<files::FileId>(batch.createdAtMs);
    batch.errors = newId<files::FileId>(batch.createdAtMs);
    batch.outputExpiresS = wanted.outputExpiresS.value_or(outputKeptS);
    batch.expiresAtMs = batch.createdAtMs + windowMs;
    auto inserting =
        m_database.write(loop, [batch, beside = std::move(wanted.beside)](storage::Connection &connection) {
            return insert(connection, batch, beside);
        });
    if (auto inserted = co_await inserting; !inserted)
        co_return inserted.error();
    const std::lock_guard lock(m_mutex);
    if (m_worker)
        m_worker->created(batch);
    co_return batch;
}

QCoro::Task<Result<Batch>> BatchService::find(ops::Executor &loop, AccountId account, std::string id)
{
    auto reading = m_database.read(
        loop, [id = BatchId(id)](storage::Connection &connection) { return store::find(connection, id); });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found || (*found)->account != account)
        co_return noSuchBatch(id);
    co_return std::move(**found);
}

QCoro::Task<Result<BatchPage>> BatchService::list(ops::Executor &loop, AccountId account, std::string after, int limit)
{
    auto reading = m_database.read(
        loop, [account = std::move(account), after = std::move(after), limit](storage::Connection &connection) {
            return store::list(connection, account, after, limit);
        });
    co_return co_await reading;
}

QCoro::Task<Result<Batch>> BatchService::cancel(ops::Executor &loop, AccountId account, std::string id)
{
    auto looking = find(loop, account, id);
    if (const auto known = co_await looking; !known)
        co_return known.error();
    auto writing = m_database.write(
        loop, [id = BatchId(id), now = m_clock.wallMs()](storage::Connection &connection) -> Result<void> {
            const auto changed = store::cancel(connection, id, now);
            return changed ? Result<void>() : Result<void>(changed.error());
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    {
        const std::lock_guard lock(m_mutex);
        if (m_worker)
            m_worker->cancelled(BatchId(id));
    }
    auto finding = find(loop, account, id);
    auto batch = co_await finding;
    if (batch && batch->status != Status::Cancelling && batch->status != Status::Cancelled)
        co_return Error{ErrorCode::Conflict,
                        "A batch that is " + std::string(statusName(batch->status)) + " can't be cancelled.",
                        "id",
                        "batch_not_cancellable",
                        {},
                        0};
    co_return batch;
}

} // namespace beaver::batches
