#include <server/http/rest/endpoint_body.h>
#include <server/routing/endpoint_json.h>
#include <server/wire/json_scan.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;
using routing::EndpointHealth;

std::string_view breakerName(EndpointHealth::Breaker breaker)
{
    switch (breaker) {
    case EndpointHealth::Breaker::Closed:
        return "closed";
    case EndpointHealth::Breaker::Open:
        return "open";
    case EndpointHealth::Breaker::HalfOpen:
        break;
    }
    return "half_open";
}

std::string timeOrNothing(std::int64_t ms)
{
    return ms > 0 ? api::rfc3339(ms) : std::string();
}

void writeHealth(JsonWriter &json, const EndpointHealth &health)
{
    json.beginObject()
        .field("state", health.word())
        .field("breaker", breakerName(health.breaker))
        .optionalField("reason", health.reason)
        .field("back_in_ms", health.backInMs)
        .field("in_flight", health.underWay)
        .field("waiting", health.waiting)
        .field("first_byte_ms", health.firstByteMs)
        .field("failure_percent", health.failurePercent)
        .field("cooling_models", health.coolingModels)
        .field("answered", health.answered)
        .field("failed", health.failed)
        .field("overloaded", health.overloaded)
        .field("key_refused", health.refused)
        .field("ejections", health.ejections)
        .optionalField("last_used_at", timeOrNothing(health.lastUsedAtMs))
        .optionalField("last_checked_at", timeOrNothing(health.checkedAtMs));
    json.key("check");
    if (health.checkedAtMs == 0) {
        json.null();
    } else {
        json.beginObject()
            .field("ok", health.check.kind == routing::CheckResult::Kind::Ok)
            .field("status", health.check.status)
            .field("took_ms", health.check.tookMs)
            .optionalField("detail", health.check.detail)
            .endObject();
    }
    json.endObject();
}

} // namespace

std::vector<routing::ModelRule> readModelRules(JsonBody &body, std::string_view name, const std::string &raw)
{
    std::vector<routing::ModelRule> rules;
    dom::array list;
    bool sound = !wire::parseJson(raw).get(list);
    if (sound) {
        for (const dom::element element : list) {
            std::string_view model;
            std::string_view upstream;
            dom::object object;
            if (!element.get(object)) {
                for (const auto field : object) {
                    const bool known = field.key == "model" ? !field.value.get(model)
                                                            : field.key == "upstream_model" &&
                                                                  (field.value.is_null() || !field.value.get(upstream));
                    sound = sound && known;
                }
            } else {
                sound = sound && !element.get(model);
            }
            rules.push_back({std::string(model), std::string(upstream)});
        }
    }
    if (!sound)
        body.refuse(name, "A list of models is expected, each a text or {\"model\", \"upstream_model\"}; " +
                              raw.substr(0, 60) + " was given.");
    return rules;
}

routing::EndpointPatch readEndpointPatch(JsonBody &body)
{
    routing::EndpointPatch patch;
    patch.name = body.optionalText("name");
    patch.baseUrl = body.optionalText("base_url");
    if (auto credential = body.optionalText("credential"))
        patch.credential = Secret(std::move(*credential));
    if (const auto models = body.optionalJson("models"))
        patch.models = readModelRules(body, "models", *models);
    patch.priority = body.optionalNumber("priority");
    patch.weight = body.optionalNumber("weight");
    patch.maxConcurrency = body.optionalNumber("max_concurrency");
    patch.queueLength = body.optionalNumber("queue_length");
    patch.costPercent = body.optionalNumber("cost_percent");
    patch.region = body.optionalText("region");
    patch.headers = body.optionalTextMap("headers");
    if (body.optionalJson("timeouts"))
        patch.timeouts = body.optionalCounts("timeouts");
    if (const auto status = body.optionalText("status")) {
        patch.status = routing::endpointStatusByName(*status);
        if (!patch.status)
            body.refuse("status", "active, paused or draining is expected.");
    }
    return patch;
}

void writeEndpointView(JsonWriter &json, const routing::EndpointView &view)
{
    json.beginObject();
    routing::writeEndpoint(json, *view.stored);
    json.key("health");
    writeHealth(json, view.health);
    json.endObject();
}

} // namespace beaver::http
