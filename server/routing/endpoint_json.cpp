#include <server/routing/endpoint_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::routing {

void writeEndpoint(JsonWriter &json, const StoredEndpoint &stored)
{
    const EndpointSettings &settings = stored.settings;
    json.field("id", stored.id.text())
        .field("name", settings.name)
        .field("provider", settings.provider)
        .field("base_url", settings.baseUrl)
        .field("has_credential", !stored.credential.isEmpty())
        .optionalField("credential_preview", stored.credentialHint.empty() ? "" : "…" + stored.credentialHint);
    json.key("models").beginArray();
    for (const ModelRule &rule : settings.models)
        json.beginObject().field("model", rule.pattern).optionalField("upstream_model", rule.upstream).endObject();
    json.endArray()
        .field("priority", settings.priority)
        .field("weight", settings.weight)
        .field("max_concurrency", settings.maxConcurrency)
        .field("queue_length", settings.queueLength)
        .field("cost_percent", settings.costPercent)
        .field("region", settings.region);
    json.key("headers").beginObject();
    for (const auto &line : settings.headers) {
        const std::size_t colon = line.find(": ");
        json.field(std::string_view(line).substr(0, colon), line.substr(colon + 2));
    }
    json.endObject()
        .key("timeouts")
        .beginObject()
        .field("connect_ms", settings.timeouts.connectMs)
        .field("first_byte_ms", settings.timeouts.firstByteMs)
        .field("silence_ms", settings.timeouts.silenceMs)
        .field("whole_ms", settings.timeouts.wholeMs)
        .field("hedge_ms", settings.timeouts.hedgeMs)
        .endObject()
        .field("status", endpointStatusName(settings.status))
        .field("source", stored.fromEnvironment ? "env" : "admin")
        .field("created_at", api::rfc3339(stored.createdAtMs))
        .field("updated_at", api::rfc3339(stored.updatedAtMs));
}

std::string endpointJson(const StoredEndpoint &stored)
{
    JsonWriter json;
    json.beginObject();
    writeEndpoint(json, stored);
    return json.endObject().take();
}

} // namespace beaver::routing
