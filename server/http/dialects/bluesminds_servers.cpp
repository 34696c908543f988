#include <server/http/dialects/bluesminds_servers.h>
#include <server/http/rest/endpoint_body.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

using routing::EndpointView;

constexpr std::string_view provider = "litellm";

/// Their three states: what was never asked is taken for well.
std::string_view statusOf(const EndpointView &view)
{
    const auto word = view.health.word();
    return word == "down" ? "unhealthy" : word == "degraded" ? "degraded" : "healthy";
}

void writeServer(JsonWriter &json, const EndpointView &view)
{
    const auto &settings = view.stored->settings;
    json.beginObject()
        .field("id", view.stored->id.text())
        .field("name", settings.name)
        .field("base_url", settings.baseUrl)
        .field("priority", settings.priority)
        .field("weight", settings.weight)
        .field("max_concurrent_requests", settings.maxConcurrency)
        .field("region", settings.region);
    json.key("supported_models").beginArray();
    for (const auto &rule : settings.models)
        json.value(rule.pattern);
    json.endArray()
        .field("has_api_key", !view.stored->credential.isEmpty())
        .field("is_active", settings.status == routing::EndpointStatus::Active)
        .field("status", settings.status == routing::EndpointStatus::Active ? statusOf(view) : "maintenance")
        .field("health_status", statusOf(view))
        .field("current_load", view.health.underWay)
        .field("avg_latency_ms", view.health.firstByteMs)
        .optionalField("last_health_check",
                       view.health.checkedAtMs > 0 ? api::rfc3339(view.health.checkedAtMs) : std::string())
        .optionalField("last_error", view.health.reason)
        .field("created_at", api::rfc3339(view.stored->createdAtMs))
        .field("updated_at", api::rfc3339(view.stored->updatedAtMs))
        .endObject();
}

routing::EndpointPatch readServer(JsonBody &body)
{
    routing::EndpointPatch patch;
    patch.name = body.optionalText("name");
    patch.baseUrl = body.optionalText("base_url");
    if (auto key = body.optionalText("api_key"))
        patch.credential = Secret(std::move(*key));
    if (const auto models = body.optionalJson("supported_models"))
        patch.models = readModelRules(body, "supported_models", *models);
    patch.priority = body.optionalNumber("priority");
    patch.weight = body.optionalNumber("weight");
    patch.maxConcurrency = body.optionalNumber("max_concurrent_requests");
    patch.region = body.optionalText("region");
    if (const auto active = body.optionalFlag("is_active"))
        patch.status = *active ? routing::EndpointStatus::Active : routing::EndpointStatus::Paused;
    return patch;
}

Answer shown(const EndpointView &view, int status)
{
    JsonWriter json;
    json.beginObject().key("server");
    writeServer(json, view);
    Answer answer;
    answer.status = status;
    answer.body = json.endObject().take();
    return answer;
}

} // namespace

std::vector<EndpointView> BluesMindsServerHandlers::servers() const
{
    auto views = m_router.snapshot();
    std::erase_if(views, [](const EndpointView &view) { return view.stored->settings.provider != provider; });
    return views;
}

Result<EndpointView> BluesMindsServerHandlers::server(const Exchange &exchange) const
{
    auto found = m_endpoints.find(EndpointId(exchange.parameter("id")));
    if (found && found->stored->settings.provider != provider)
        return Error{ErrorCode::NotFound, "There is no such server.", {}, "endpoint_not_found", {}, 0};
    return found;
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::list(std::shared_ptr<Exchange>)
{
    JsonWriter json;
    json.beginObject().key("servers").beginArray();
    for (const auto &view : servers())
        writeServer(json, view);
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto patch = readServer(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!patch.models || patch.models->empty())
        patch.models = std::vector{routing::ModelRule{"*", {}}};
    auto creating = m_endpoints.create(*exchange->loop, actorOf(*exchange), std::string(provider), std::move(patch));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    co_return shown(*created, 201);
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto patch = readServer(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto known = server(*exchange);
    if (!known)
        co_return known.error();
    auto changing = m_endpoints.change(*exchange->loop, actorOf(*exchange), known->stored->id, std::move(patch));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return shown(*changed, 200);
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    const auto known = server(*exchange);
    if (!known)
        co_return known.error();
    auto removing = m_endpoints.remove(*exchange->loop, actorOf(*exchange), known->stored->id);
    const auto removed = co_await removing;
    if (!removed)
        co_return removed.error();
    Answer answer;
    answer.body = "{\"success\":true}";
    co_return answer;
}

Answer BluesMindsServerHandlers::summary() const
{
    const auto all = servers();
    int healthy = 0;
    int degraded = 0;
    int unhealthy = 0;
    JsonWriter list;
    list.beginArray();
    for (const auto &view : all) {
        const auto status = statusOf(view);
        healthy += status == "healthy" ? 1 : 0;
        degraded += status == "degraded" ? 1 : 0;
        unhealthy += status == "unhealthy" ? 1 : 0;
        writeServer(list, view);
    }
    const bool none = healthy + degraded == 0;
    JsonWriter json;
    json.beginObject()
        .field("status", none                       ? "unhealthy"
                         : degraded + unhealthy > 0 ? "degraded"
                                                    : "healthy")
        .field("total_servers", all.size())
        .field("healthy_servers", healthy)
        .field("degraded_servers", degraded)
        .field("unhealthy_servers", unhealthy)
        .rawField("servers", list.endArray().take())
        .field("timestamp", api::rfc3339(m_clock.wallMs()));
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::health(std::shared_ptr<Exchange>)
{
    co_return summary();
}

QCoro::Task<Result<Answer>> BluesMindsServerHandlers::checkAll(std::shared_ptr<Exchange>)
{
    // All are asked at once; each answer is waited for.
    const auto all = servers();
    std::vector<QCoro::Task<routing::CheckResult>> asked;
    asked.reserve(all.size());
    for (const auto &view : all)
        asked.push_back(m_checker.checkAndNote(m_router, view));
    for (auto &checking : asked)
        co_await checking;
    co_return summary();
}

} // namespace beaver::http
