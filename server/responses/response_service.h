#pragma once

#include <QCoroTask>

#include <server/ops/async.h>
#include <server/responses/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/result.h>

#include <string>
#include <vector>

namespace beaver::responses {

struct Settings
{
    bool storesByDefault = true;             ///< BEAVER_STORE_RESPONSES: where a request doesn't say `store`
    std::int64_t keptMs = 30 * 86'400'000LL; ///< from the answer on
    std::size_t historyBytes = 10 * 1024 * 1024;
    int longestChain = 1000;
};

/// Responses that their clients asked to be kept, 30 days each; another account's are NotFound. Each holds its own
/// input alone: what came before is found along `previous_response_id`, so one that is deleted is gone for those after
/// it too. Any thread; a coroutine resumes on the loop that it was given.
class ResponseService
{
public:
    ResponseService(Settings settings, storage::Database &database, const Clock &clock)
        : m_settings(settings)
        , m_database(database)
        , m_clock(clock)
    {}

    const Settings &settings() const { return m_settings; }

    QCoro::Task<Result<StoredResponse>> find(ops::Executor &loop, AccountId account, std::string id);
    QCoro::Task<Result<void>> remove(ops::Executor &loop, AccountId account, std::string id);
    /// The items that a response goes on from, oldest first: input and output of each one along the chain. NotFound:
    /// one of them is gone; PayloadTooLarge.
    QCoro::Task<Result<std::vector<std::string>>> history(ops::Executor &loop, AccountId account, std::string id);
    /// Resumes after the commit. The times are filled in here.
    ops::Future<Result<void>> keep(ops::Executor &loop, StoredResponse response);
    void forgetExpired();

private:
    const Settings m_settings;
    storage::Database &m_database;
    const Clock &m_clock;
};

} // namespace beaver::responses
