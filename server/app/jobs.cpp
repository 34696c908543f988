#include <server/app/jobs.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Answer;
using http::Exchange;
using http::Method;

constexpr std::int64_t forgetMs = 3'600'000;
constexpr std::size_t formBytes = 64 * 1024; // what a form has beside its file

files::Settings fileSettings(const ops::Options &options, const std::string &databaseFile)
{
    files::Settings settings;
    settings.folder = options.isSet("BEAVER_FILES") ? options.text("BEAVER_FILES") : databaseFile + ".files";
    settings.fileBytes = options.number("BEAVER_FILE_MAX_BYTES");
    settings.accountBytes = options.number("BEAVER_FILES_PER_ACCOUNT");
    return settings;
}

batches::RunnerSettings runnerSettings(const ops::Options &options)
{
    batches::RunnerSettings settings;
    settings.concurrency = static_cast<int>(options.number("BEAVER_BATCH_CONCURRENCY"));
    settings.lineBytes = static_cast<std::size_t>(options.number("BEAVER_MAX_BODY"));
    return settings;
}

responses::Settings responseSettings(const ops::Options &options)
{
    responses::Settings settings;
    settings.storesByDefault = options.text("BEAVER_STORE_RESPONSES") == "on";
    settings.historyBytes = static_cast<std::size_t>(options.number("BEAVER_MAX_BODY"));
    return settings;
}

} // namespace

Jobs::Jobs(const ops::Options &options, const std::string &databaseFile, storage::Database &database,
           const Clock &clock)
    : uploadLimit(static_cast<std::size_t>(options.number("BEAVER_FILE_MAX_BYTES")) + formBytes)
    , fineTuning(options.text("BEAVER_FINE_TUNING") == "on")
    , runner(runnerSettings(options))
    , files(fileSettings(options, databaseFile), database, clock)
    , batches(static_cast<int>(options.number("BEAVER_BATCH_PERCENT")), database, files, clock)
    , responses(responseSettings(options), database, clock)
{}

void addJobRoutes(std::vector<http::Route> &routes, JobHandlers &of)
{
    using Files = http::FileHandlers;
    using Batches = http::BatchHandlers;
    using Responses = http::StoredResponseHandlers;
    using Tuning = http::FineTuningHandlers;
    const auto add = [&](Method method, const std::string &path, const auto &handler, std::string name,
                         std::string scope, std::size_t bodyLimit = 64 * 1024, bool takesForms = false) {
        for (const std::string mount : {"/v1", "/api/v1"})
            routes.push_back({method, mount + path, Access::Key, handler, name, scope,
                              mount == "/v1" ? api::Surface::Beaver : api::Surface::OpenRouter, bodyLimit, takesForms});
    };
    const auto files = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.files.*handler)(std::move(call)); };
    };
    const auto batches = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.batches.*handler)(std::move(call)); };
    };
    const auto responses = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.responses.*handler)(std::move(call)); };
    };
    const auto tuning = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.fineTuning.*handler)(std::move(call)); };
    };

    // clang-format off
    add(Method::Post,   "/files",                    files(&Files::create),           "files.create",   "files", of.uploadLimit, true);
    add(Method::Get,    "/files",                    files(&Files::list),             "files.list",     "files");
    add(Method::Get,    "/files/{id}",               files(&Files::one),              "files.get",      "files");
    add(Method::Get,    "/files/{id}/content",       files(&Files::content),          "files.content",  "files");
    add(Method::Delete, "/files/{id}",               files(&Files::remove),           "files.delete",   "files");

    add(Method::Post,   "/batches",                  batches(&Batches::create),       "batches.create", "batches");
    add(Method::Get,    "/batches",                  batches(&Batches::list),         "batches.list",   "batches");
    add(Method::Get,    "/batches/{id}",             batches(&Batches::one),          "batches.get",    "batches");
    add(Method::Post,   "/batches/{id}/cancel",      batches(&Batches::cancel),       "batches.cancel", "batches");

    add(Method::Get,    "/responses/{id}",             responses(&Responses::one),        "responses.get",         "chat.completions");
    add(Method::Delete, "/responses/{id}",             responses(&Responses::remove),     "responses.delete",      "chat.completions");
    add(Method::Get,    "/responses/{id}/input_items", responses(&Responses::inputItems), "responses.input_items", "chat.completions");

    add(Method::Post,   "/fine_tuning/jobs",                  tuning(&Tuning::create),      "fine_tuning.create",      "fine_tuning");
    add(Method::Get,    "/fine_tuning/jobs",                  tuning(&Tuning::list),        "fine_tuning.list",        "fine_tuning");
    add(Method::Get,    "/fine_tuning/jobs/{id}",             tuning(&Tuning::one),         "fine_tuning.get",         "fine_tuning");
    add(Method::Post,   "/fine_tuning/jobs/{id}/cancel",      tuning(&Tuning::cancel),      "fine_tuning.cancel",      "fine_tuning");
    add(Method::Post,   "/fine_tuning/jobs/{id}/pause",       tuning(&Tuning::pause),       "fine_tuning.pause",       "fine_tuning");
    add(Method::Post,   "/fine_tuning/jobs/{id}/resume",      tuning(&Tuning::resume),      "fine_tuning.resume",      "fine_tuning");
    add(Method::Get,    "/fine_tuning/jobs/{id}/events",      tuning(&Tuning::events),      "fine_tuning.events",      "fine_tuning");
    add(Method::Get,    "/fine_tuning/jobs/{id}/checkpoints", tuning(&Tuning::checkpoints), "fine_tuning.checkpoints", "fine_tuning");
    // clang-format on
}

JobWorker::JobWorker(ops::EventLoop &loop, Jobs &jobs, relay::Relay &relay, identity::IdentityService &identity,
                     storage::Database &database, const Clock &clock)
    : m_loop(loop)
    , m_jobs(jobs)
    , m_caller(loop, relay, identity, database, clock)
    , m_runner(loop, jobs.runner, database, jobs.files, jobs.batches, m_caller, clock)
{
    m_runner.start();
    forgetExpired();
}

void JobWorker::forgetExpired()
{
    m_jobs.files.forgetExpired(m_loop);
    m_jobs.responses.forgetExpired();
    m_loop.startTimer(forgetMs, [this] { forgetExpired(); });
}

} // namespace beaver::app
