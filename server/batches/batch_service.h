#pragma once

#include <QCoroTask>

#include <server/batches/batch_store.h>
#include <server/batches/types.h>
#include <server/files/file_service.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <functional>
#include <mutex>

namespace beaver::batches {

/// What a client asks for.
struct NewBatch
{
    AccountId account;
    KeyId key;
    std::string endpoint;
    std::string inputFile;
    std::string window;
    std::string metadata; ///< JSON object, or empty
    std::optional<std::int64_t> outputExpiresS;
    /// What else is written in the transaction that makes it; may be empty.
    std::function<Result<void>(storage::Connection &, const Batch &)> beside;
};

/// Is told of what there is to do. Any thread.
class BatchWorker
{
public:
    virtual ~BatchWorker() = default;
    virtual void created(const Batch &batch) = 0;
    virtual void cancelled(const BatchId &id) = 0;
};

/// Batches as their clients see them; a BatchRunner carries them out. Another account's batch is NotFound. Any thread;
/// a coroutine resumes on the loop that it was given.
class BatchService
{
public:
    /// `pricePercent` of the sale price is what lines cost (BEAVER_BATCH_PERCENT).
    BatchService(int pricePercent, storage::Database &database, files::FileService &files, const Clock &clock)
        : m_pricePercent(pricePercent)
        , m_database(database)
        , m_files(files)
        , m_clock(clock)
    {}

    /// Null: nobody works any more; who was told before is told nothing after this returns.
    void setWorker(BatchWorker *worker);

    /// Errors: InvalidRequest names the field; NotFound: no such input file; RateLimited: too many are unfinished.
    QCoro::Task<Result<Batch>> create(ops::Executor &loop, NewBatch wanted);
    QCoro::Task<Result<Batch>> find(ops::Executor &loop, AccountId account, std::string id);
    QCoro::Task<Result<BatchPage>> list(ops::Executor &loop, AccountId account, std::string after, int limit);
    /// No line begins any more; those under way end. Conflict: it has ended otherwise. Twice is fine.
    QCoro::Task<Result<Batch>> cancel(ops::Executor &loop, AccountId account, std::string id);

    static constexpr std::int64_t windowMs = 24 * 3'600'000;
    static constexpr std::int64_t outputKeptS = 30 * 86'400;
    static constexpr std::int64_t mostUnfinished = 100; ///< of one account

private:
    const int m_pricePercent;
    storage::Database &m_database;
    files::FileService &m_files;
    const Clock &m_clock;
    std::mutex m_mutex; // guards m_worker, also while it is called
    BatchWorker *m_worker = nullptr;
};

} // namespace beaver::batches
