#include <server/http/front/rate_headers.h>
#include <server/http/llm/fine_tuning.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

const AccountId &accountOf(const Exchange &exchange)
{
    return exchange.principal->account->id;
}

} // namespace

QCoro::Task<Result<Answer>> FineTuningHandlers::create(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return createJob(std::move(call)); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::list(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return listJobs(std::move(call)); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::one(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return lookAtJob(std::move(call)); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::cancel(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return tellJob(std::move(call), "cancel"); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::pause(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return tellJob(std::move(call), "pause"); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::resume(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return tellJob(std::move(call), "resume"); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::events(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return readOfJob(std::move(call), "events"); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::checkpoints(std::shared_ptr<Exchange> exchange)
{
    return metered(std::move(exchange), [this](auto call) { return readOfJob(std::move(call), "checkpoints"); });
}

QCoro::Task<Result<Answer>> FineTuningHandlers::metered(std::shared_ptr<Exchange> exchange,
                                                        std::function<Body(std::shared_ptr<Exchange>)> work)
{
    const auto &account = *exchange->principal->account;
    const auto &apiKey = exchange->principal->key;
    const ProjectId project = apiKey ? apiKey->project : ProjectId();
    const KeyId key = apiKey ? apiKey->id : KeyId();
    const limits::Subject subject{account.id, account.plan, account.timeZone, project, key};
    const std::int64_t startedMs = m_clock.wallMs();
    limits::Ticket full;
    const auto ticket = m_limits.take(subject, 0, &full);
    if (!ticket) {
        addRateHeaders(exchange->failureHeaders, full, exchange->route->surface);
        record(*exchange, startedMs, ticket.error());
        co_return ticket.error();
    }
    auto working = work(exchange);
    auto body = co_await working;
    m_limits.settle(*ticket, 0);
    record(*exchange, startedMs, body);
    if (!body)
        co_return body.error();
    Answer answer;
    answer.body = std::move(*body);
    addRateHeaders(answer.headers, *ticket, exchange->route->surface);
    co_return answer;
}

FineTuningHandlers::Body FineTuningHandlers::createJob(std::shared_ptr<Exchange> exchange)
{
    // A job runs on the gateway's own credential and can't be priced beforehand: nothing is held or charged for it.
    if (!m_mayCreate)
        co_return Error{ErrorCode::Forbidden,
                        "Fine-tuning jobs can't be started on this gateway: its operator pays for them, and allows "
                        "them by BEAVER_FINE_TUNING=on.",
                        {},
                        "fine_tuning_disabled",
                        {},
                        0};
    auto wish = fine_tuning::readJobWish(exchange->request->body);
    if (!wish)
        co_return wish.error();
    auto place = m_service.placeFor(wish->model);
    if (!place)
        co_return place.error();
    const auto &key = exchange->principal->key;
    if (key && !key->mayUseModel(place->modelId))
        co_return Error{ErrorCode::Forbidden,
                        "This key may not use the model '" + place->modelId + "'.",
                        "model",
                        "model_not_allowed",
                        {},
                        0};
    auto creating =
        m_service.create(accountOf(*exchange), std::move(*place), std::move(*wish), exchange->request->body);
    auto job = co_await creating;
    if (!job)
        co_return job.error();
    co_return std::move(job->body);
}

FineTuningHandlers::Body FineTuningHandlers::listJobs(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 20, 1, 100);
    if (!limit)
        co_return limit.error();
    auto listing = m_service.list(accountOf(*exchange), exchange->query("after").value_or(std::string()), *limit);
    const auto jobs = co_await listing;
    if (!jobs)
        co_return jobs.error();
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    for (std::size_t at = 0; at < jobs->size() && at < static_cast<std::size_t>(*limit); ++at)
        json.raw((*jobs)[at].body);
    json.endArray().field("has_more", jobs->size() > static_cast<std::size_t>(*limit)).endObject();
    co_return json.take();
}

FineTuningHandlers::Body FineTuningHandlers::lookAtJob(std::shared_ptr<Exchange> exchange)
{
    auto looking = m_service.look(accountOf(*exchange), exchange->parameter("id"));
    auto job = co_await looking;
    if (!job)
        co_return job.error();
    co_return std::move(job->body);
}

FineTuningHandlers::Body FineTuningHandlers::tellJob(std::shared_ptr<Exchange> exchange, std::string what)
{
    auto telling = m_service.tell(accountOf(*exchange), exchange->parameter("id"), std::move(what));
    auto job = co_await telling;
    if (!job)
        co_return job.error();
    co_return std::move(job->body);
}

FineTuningHandlers::Body FineTuningHandlers::readOfJob(std::shared_ptr<Exchange> exchange, std::string what)
{
    auto reading = m_service.read(accountOf(*exchange), exchange->parameter("id"), std::move(what),
                                  std::string(exchange->request->query));
    co_return co_await reading;
}

void FineTuningHandlers::record(const Exchange &exchange, std::int64_t startedMs, const Result<std::string> &body)
{
    auto settlement = std::make_unique<ledger::Settlement>();
    settlement->call = exchange.callId;
    settlement->account = accountOf(exchange);
    if (exchange.principal->key)
        settlement->key = exchange.principal->key->id;
    settlement->surface = exchange.route->name;
    settlement->outcome = body ? ledger::Outcome::Complete : ledger::Outcome::Refused;
    settlement->usage[wire::Bucket::Requests] = 1;
    settlement->status = body ? 200 : api::httpStatus(body.error().code);
    settlement->reason = body ? std::string() : body.error().reason;
    settlement->startedAtMs = startedMs;
    settlement->endedAtMs = m_clock.wallMs();
    m_ledger.record(std::move(settlement));
}

} // namespace beaver::http
