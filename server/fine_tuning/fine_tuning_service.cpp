#include <server/fine_tuning/fine_tuning_service.h>
#include <server/fine_tuning/job_store.h>

#include <algorithm>

namespace beaver::fine_tuning {

namespace {

constexpr std::string_view capability = "fine_tuning";

Error noSuchJob(std::string_view id)
{
    return {ErrorCode::NotFound,
            "There is no fine-tuning job '" + std::string(id.substr(0, 80)) + "'.",
            "id",
            "fine_tuning_job_not_found",
            {},
            0};
}

Error notUnderstood(std::string detail)
{
    return {ErrorCode::UpstreamFailed,
            "The provider's answer couldn't be read.",
            {},
            "upstream_invalid",
            std::move(detail),
            0};
}

/// Only what can stand in a path: an id that a provider made is remembered only then.
bool isPlainId(std::string_view id)
{
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

} // namespace

Result<FineTuningService::Place> FineTuningService::placeFor(const std::string &name) const
{
    const auto snapshot = m_services.catalogue.snapshot();
    const auto *model = snapshot->find(name);
    if (!model || !model->active)
        return Error{ErrorCode::NotFound,
                     "The model '" + name.substr(0, 80) + "' does not exist. GET /v1/models lists what there is.",
                     "model",
                     "model_not_found",
                     {},
                     0};
    routing::Want want;
    want.model = model;
    want.capability = capability;
    auto plan = m_services.router.plan(want);
    if (plan.empty())
        return invalid("model", "No provider here fine-tunes '" + model->id + "'.");
    const auto first = plan.candidate(0);
    return Place{first.endpoint, model->id, first.upstreamModel};
}

QCoro::Task<Result<Job>> FineTuningService::create(AccountId account, Place place, JobWish wish, std::string body)
{
    auto giving = handOver(account, place.endpoint, wish.trainingFile, "training_file");
    const auto training = co_await giving;
    if (!training)
        co_return training.error();
    std::vector<std::pair<std::string_view, std::string>> names{{"model", place.upstreamModel},
                                                                {"training_file", *training}};
    if (!wish.validationFile.empty()) {
        auto givingMore = handOver(account, place.endpoint, wish.validationFile, "validation_file");
        const auto validation = co_await givingMore;
        if (!validation)
            co_return validation.error();
        names.emplace_back("validation_file", *validation);
    }
    ProviderRequest request;
    request.url = providers::callUrl(*place.endpoint, capability);
    request.body = withTexts(body, names);
    auto asking = ask(m_transport, place.endpoint, std::move(request));
    const auto said = co_await asking;
    if (!said)
        co_return said.error();

    Job job;
    job.id = textMember(*said, "id");
    if (!isPlainId(job.id))
        co_return notUnderstood("a fine-tuning job without an id: " + said->substr(0, 200));
    job.account = std::move(account);
    job.endpoint = place.endpoint->id;
    job.model = std::move(wish.model);
    job.trainingFile = std::move(wish.trainingFile);
    job.validationFile = std::move(wish.validationFile);
    job.status = textMember(*said, "status");
    job.body = shown(job, *said);
    job.createdAtMs = m_services.clock.wallMs();
    auto keeping = m_services.database.write(
        m_loop, [job](storage::Connection &connection) { return store::insert(connection, job); });
    if (const auto kept = co_await keeping; !kept)
        co_return kept.error();
    co_return job;
}

QCoro::Task<Result<Job>> FineTuningService::find(AccountId account, std::string id)
{
    auto reading = m_services.database.read(
        m_loop, [account, id](storage::Connection &connection) { return store::find(connection, account, id); });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return noSuchJob(id);
    co_return std::move(**found);
}

QCoro::Task<Result<Job>> FineTuningService::look(AccountId account, std::string id)
{
    auto finding = find(std::move(account), std::move(id));
    auto job = co_await finding;
    if (!job || hasEnded(job->status))
        co_return job;
    auto refreshing = refresh(std::move(*job), {});
    co_return co_await refreshing;
}

QCoro::Task<Result<std::vector<Job>>> FineTuningService::list(AccountId account, std::string after, int limit)
{
    auto reading = m_services.database.read(m_loop, [account, after, limit](storage::Connection &connection) {
        return store::list(connection, account, after, limit);
    });
    auto jobs = co_await reading;
    if (!jobs)
        co_return jobs;
    for (auto &job : *jobs) {
        if (hasEnded(job.status))
            continue;
        auto refreshing = refresh(job, {});
        if (auto now = co_await refreshing; now)
            job = std::move(*now);
    }
    co_return jobs;
}

QCoro::Task<Result<Job>> FineTuningService::tell(AccountId account, std::string id, std::string what)
{
    auto finding = find(std::move(account), std::move(id));
    auto job = co_await finding;
    if (!job)
        co_return job;
    auto telling = refresh(std::move(*job), std::move(what));
    co_return co_await telling;
}

QCoro::Task<Result<std::string>> FineTuningService::read(AccountId account, std::string id, std::string what,
                                                         std::string query)
{
    auto finding = find(std::move(account), std::move(id));
    const auto job = co_await finding;
    if (!job)
        co_return job.error();
    const auto endpoint = endpointOf(*job);
    if (!endpoint)
        co_return endpoint.error();
    ProviderRequest request;
    request.get = true;
    request.url = providers::callUrl(**endpoint, capability) + '/' + job->id + '/' + what;
    if (!query.empty())
        request.url += '?' + query;
    auto asking = ask(m_transport, *endpoint, std::move(request));
    co_return co_await asking;
}

Result<std::shared_ptr<const providers::Endpoint>> FineTuningService::endpointOf(const Job &job) const
{
    const auto view = m_services.router.view(job.endpoint);
    if (!view || !view->endpoint || !view->endpoint->profile->serves(capability))
        return Error{ErrorCode::Unavailable,
                     "The endpoint where this job runs isn't set up any more.",
                     {},
                     "no_endpoint",
                     {},
                     0};
    return view->endpoint;
}

/// What the file is called at the endpoint, which is given it the first time.
QCoro::Task<Result<std::string>> FineTuningService::handOver(AccountId account,
                                                             std::shared_ptr<const providers::Endpoint> endpoint,
                                                             std::string id, std::string param)
{
    auto finding = m_services.files.find(m_loop, std::move(account), id);
    const auto file = co_await finding;
    if (!file)
        co_return file.error().code == ErrorCode::NotFound ? files::noSuchFile(id, param) : file.error();
    if (file->purpose != "fine-tune")
        co_return invalid(param, "A job learns from a file with the purpose 'fine-tune'; this one's is '" +
                                     file->purpose + "'.");
    auto reading = m_services.database.read(m_loop, [id, where = endpoint->id](storage::Connection &connection) {
        return store::providerFile(connection, id, where);
    });
    auto known = co_await reading;
    if (!known || !known->empty())
        co_return known;

    auto fetching = m_services.files.read(m_loop, file->id, 0, static_cast<std::size_t>(file->bytes));
    const auto content = co_await fetching;
    if (!content)
        co_return content.error();
    const std::string boundary = "beaver-" + newUlid(m_services.clock.wallMs());
    ProviderRequest request;
    request.url = providers::callUrl(*endpoint, "files");
    request.contentType = "multipart/form-data; boundary=" + boundary;
    request.body = uploadForm(boundary, file->purpose, file->name, *content);
    auto asking = ask(m_transport, endpoint, std::move(request));
    const auto said = co_await asking;
    if (!said)
        co_return said.error();
    const std::string given = textMember(*said, "id");
    if (!isPlainId(given))
        co_return notUnderstood("a file without an id: " + said->substr(0, 200));
    auto noting = m_services.database.write(
        m_loop, [id, where = endpoint->id, given, now = m_services.clock.wallMs()](storage::Connection &connection) {
            return store::noteProviderFile(connection, id, where, given, now);
        });
    if (const auto noted = co_await noting; !noted)
        co_return noted.error();
    co_return given;
}

/// Asks for the job, or tells it what to do, and remembers what the provider says of it.
QCoro::Task<Result<Job>> FineTuningService::refresh(Job job, std::string what)
{
    const auto endpoint = endpointOf(job);
    if (!endpoint)
        co_return endpoint.error();
    ProviderRequest request;
    request.url = providers::callUrl(**endpoint, capability) + '/' + job.id;
    request.get = what.empty();
    if (!what.empty()) {
        request.url += '/' + what;
        request.body = "{}";
    }
    auto asking = ask(m_transport, *endpoint, std::move(request));
    const auto said = co_await asking;
    if (!said)
        co_return said.error();
    if (textMember(*said, "id") != job.id)
        co_return notUnderstood("another job than was asked for: " + said->substr(0, 200));
    job.status = textMember(*said, "status");
    job.body = shown(job, *said);
    auto noting = m_services.database.write(
        m_loop, [job](storage::Connection &connection) { return store::noteState(connection, job); });
    if (const auto noted = co_await noting; !noted)
        co_return noted.error();
    co_return job;
}

/// The provider's word for it, with the client's names of model and files.
std::string FineTuningService::shown(const Job &job, std::string_view said) const
{
    return withTexts(
        said, {{"model", job.model}, {"training_file", job.trainingFile}, {"validation_file", job.validationFile}});
}

} // namespace beaver::fine_tuning
