#include <server/http/rest/account_json.h>
#include <server/http/rest/endpoint_body.h>
#include <server/http/rest/endpoints.h>
#include <server/routing/model_rule.h>

namespace beaver::http {

namespace {

using routing::CheckResult;
using routing::EndpointStatus;
using routing::EndpointView;

Answer shownEndpoint(const EndpointView &view, int status = 200)
{
    JsonWriter json;
    writeEndpointView(json, view);
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    return answer;
}

EndpointId subject(const Exchange &exchange)
{
    return EndpointId(exchange.parameter("id"));
}

std::string_view dialectName(wire::Dialect dialect)
{
    switch (dialect) {
    case wire::Dialect::Anthropic:
        return "anthropic";
    case wire::Dialect::Gemini:
        return "gemini";
    default:
        return "openai_chat";
    }
}

/// The best of its endpoints' states: a provider is there as long as one of them is.
std::string_view bestOf(const std::vector<const EndpointView *> &views)
{
    for (const std::string_view word : {"healthy", "degraded", "unknown"}) {
        for (const auto *view : views) {
            if (view->stored->settings.status == EndpointStatus::Active && view->health.word() == word)
                return word;
        }
    }
    return "down";
}

} // namespace

QCoro::Task<Result<Answer>> EndpointHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto provider = exchange->query("provider");
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &view : m_router.snapshot()) {
        if (!provider || view.stored->settings.provider == *provider)
            writeEndpointView(json, view);
    }
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> EndpointHandlers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto provider = body.text("provider");
    auto patch = readEndpointPatch(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto creating = m_endpoints.create(*exchange->loop, actorOf(*exchange), std::move(provider), std::move(patch));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    co_return shownEndpoint(*created, 201);
}

QCoro::Task<Result<Answer>> EndpointHandlers::one(std::shared_ptr<Exchange> exchange)
{
    const auto found = m_endpoints.find(subject(*exchange));
    if (!found)
        co_return found.error();
    co_return shownEndpoint(*found);
}

QCoro::Task<Result<Answer>> EndpointHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto patch = readEndpointPatch(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto changing = m_endpoints.change(*exchange->loop, actorOf(*exchange), subject(*exchange), std::move(patch));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return shownEndpoint(*changed);
}

QCoro::Task<Result<Answer>> EndpointHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    auto removing = m_endpoints.remove(*exchange->loop, actorOf(*exchange), subject(*exchange));
    const auto removed = co_await removing;
    if (!removed)
        co_return removed.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("id", removed->stored->id.text()).field("deleted", true).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> EndpointHandlers::setStatus(std::shared_ptr<Exchange> exchange, EndpointStatus status)
{
    routing::EndpointPatch patch;
    patch.status = status;
    auto changing = m_endpoints.change(*exchange->loop, actorOf(*exchange), subject(*exchange), std::move(patch));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return shownEndpoint(*changed);
}

QCoro::Task<Result<Answer>> EndpointHandlers::pause(std::shared_ptr<Exchange> exchange)
{
    return setStatus(std::move(exchange), EndpointStatus::Paused);
}

QCoro::Task<Result<Answer>> EndpointHandlers::resume(std::shared_ptr<Exchange> exchange)
{
    return setStatus(std::move(exchange), EndpointStatus::Active);
}

QCoro::Task<Result<Answer>> EndpointHandlers::drain(std::shared_ptr<Exchange> exchange)
{
    return setStatus(std::move(exchange), EndpointStatus::Draining);
}

QCoro::Task<Result<Answer>> EndpointHandlers::check(std::shared_ptr<Exchange> exchange)
{
    const std::string &text = exchange->request->body;
    JsonBody body(text.empty() ? std::string_view("{}") : std::string_view(text));
    const auto model = body.optionalText("model");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto found = m_endpoints.find(subject(*exchange));
    if (!found)
        co_return found.error();
    if (model) {
        auto calling = testCall(*found, *model);
        co_return co_await calling;
    }
    auto checking = m_checker.checkAndNote(m_router, *found);
    const CheckResult result = co_await checking;
    JsonWriter json;
    json.beginObject()
        .field("id", found->stored->id.text())
        .field("kind", "check")
        .field("ok", result.kind == CheckResult::Kind::Ok)
        .field("status", result.status)
        .field("took_ms", result.tookMs)
        .optionalField("detail", result.detail);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> EndpointHandlers::testCall(EndpointView view, std::string model)
{
    const auto snapshot = m_catalogue.snapshot();
    const catalog::Model *known = snapshot->find(model);
    const auto named = known ? routing::upstreamName(view.stored->settings, *known) : std::nullopt;
    if (!named)
        co_return Error{ErrorCode::InvalidRequest,
                        "'model': This endpoint doesn't serve '" + model.substr(0, 80) + "'.",
                        "model",
                        "model_not_found",
                        {},
                        0};
    auto calling = m_checker.call(view.endpoint, named->name);
    const auto result = co_await calling;
    const auto kind = result.ok           ? CheckResult::Kind::Ok
                      : result.keyRefused ? CheckResult::Kind::KeyRefused
                                          : CheckResult::Kind::Failed;
    // A refused request says nothing against the endpoint.
    if (result.ok || result.keyRefused || result.status == 0 || result.status >= 500)
        m_router.noteCheck(view.stored->id, {kind, result.status, result.wholeMs, result.detail});
    JsonWriter json;
    json.beginObject()
        .field("id", view.stored->id.text())
        .field("kind", "call")
        .field("model", known->id)
        .field("upstream_model", named->name)
        .field("ok", result.ok)
        .field("status", result.status)
        .field("first_byte_ms", result.firstByteMs)
        .field("took_ms", result.wholeMs)
        .optionalField("detail", result.detail);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> EndpointHandlers::providers(std::shared_ptr<Exchange>)
{
    const auto views = m_router.snapshot();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &profile : m_endpoints.profiles()) {
        std::vector<const EndpointView *> own;
        for (const auto &view : views) {
            if (view.stored->settings.provider == profile->name)
                own.push_back(&view);
        }
        std::vector<std::string> capabilities;
        for (const auto &[capability, path] : profile->paths) {
            if (!capability.ends_with("_stream"))
                capabilities.push_back(capability);
        }
        json.beginObject()
            .field("name", profile->name)
            .field("display_name", profile->displayName)
            .optionalField("base_url", profile->baseUrl)
            .field("dialect", dialectName(profile->dialect));
        writeTexts(json, "capabilities", capabilities);
        json.optionalField("state", own.empty() ? std::string_view() : bestOf(own));
        json.key("endpoints").beginArray();
        for (const auto *view : own)
            json.beginObject()
                .field("id", view->stored->id.text())
                .field("name", view->stored->settings.name)
                .field("status", routing::endpointStatusName(view->stored->settings.status))
                .field("state", view->health.word())
                .endObject();
        json.endArray().endObject();
    }
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    co_return answer;
}

} // namespace beaver::http
