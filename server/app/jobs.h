#pragma once

#include <server/app/batch_caller.h>
#include <server/batches/batch_runner.h>
#include <server/http/llm/batches.h>
#include <server/http/llm/files.h>
#include <server/http/llm/fine_tuning.h>
#include <server/http/llm/stored_responses.h>
#include <server/ops/options.h>
#include <server/responses/response_service.h>

namespace beaver::app {

/// Files, batches and kept responses: what outlives a request. Shared by all loops.
struct Jobs
{
    /// `databaseFile`: the files are beside it where BEAVER_FILES doesn't say otherwise.
    Jobs(const ops::Options &options, const std::string &databaseFile, storage::Database &database, const Clock &clock);

    std::size_t uploadLimit; ///< bytes of a body with a file in it
    bool fineTuning;         ///< jobs may be started, at the operator's expense
    batches::RunnerSettings runner;
    files::FileService files;
    batches::BatchService batches;
    responses::ResponseService responses;
};

/// The handlers of one loop.
struct JobHandlers
{
    http::FileHandlers files;
    http::BatchHandlers batches;
    http::StoredResponseHandlers responses;
    http::FineTuningHandlers fineTuning;
    std::size_t uploadLimit = 0;
};

/// Their rows of the route table, below /v1 and /api/v1.
void addJobRoutes(std::vector<http::Route> &routes, JobHandlers &of);

/// Carries batches out on one loop, and forgets what has expired.
class JobWorker
{
public:
    JobWorker(ops::EventLoop &loop, Jobs &jobs, relay::Relay &relay, identity::IdentityService &identity,
              storage::Database &database, const Clock &clock);

    void drain() { m_runner.drain(); }
    int busy() const { return m_runner.busy(); }

private:
    void forgetExpired();

    ops::EventLoop &m_loop;
    Jobs &m_jobs;
    BatchCaller m_caller;
    batches::BatchRunner m_runner;
};

} // namespace beaver::app
