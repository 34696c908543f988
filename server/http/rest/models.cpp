#include <server/http/rest/account_json.h>
#include <server/http/rest/models.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

using wire::Bucket;

/// USD per million units of a bucket at sale price: femto-USD × parts per million has 21 decimals, less 6 for the
/// million.
std::string perMillion(std::int64_t femtoUsd, std::int64_t markupPpm)
{
    return formatScaled(static_cast<Int128>(femtoUsd) * (1'000'000 + markupPpm), 15);
}

void writePricing(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy)
{
    const std::int64_t markupPpm = policy.markupPpm(model);
    json.key("pricing").beginObject();
    const auto field = [&](std::string_view name, Bucket bucket) {
        json.rawField(name, perMillion(policy.unitPrice(model.price, bucket, 0), markupPpm));
    };
    const auto own = [&](std::string_view name, Bucket bucket) {
        const bool listed =
            !model.price.tiers.empty() && model.price.tiers.front().prices[static_cast<std::size_t>(bucket)];
        if (listed || (policy.terms && policy.terms->prices[static_cast<std::size_t>(bucket)]))
            field(name, bucket);
    };
    field("input", Bucket::Input);
    field("output", Bucket::Output);
    own("cached_input", Bucket::CachedRead);
    own("cache_write", Bucket::CacheWrite5m);
    own("reasoning", Bucket::Reasoning);
    own("audio_input", Bucket::AudioIn);
    own("audio_output", Bucket::AudioOut);
    own("per_million_requests", Bucket::Requests);
    own("per_million_searches", Bucket::Searches);
    own("per_million_images", Bucket::Images);
    own("per_million_seconds", Bucket::Seconds);
    own("per_million_characters", Bucket::Characters);
    json.field("unit", "1M tokens").field("currency", "USD").endObject();
}

void writeModel(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy)
{
    json.beginObject()
        .field("id", model.id)
        .field("object", "model")
        .field("created", model.createdAtMs / 1000)
        .field("owned_by", model.provider)
        .field("provider", model.provider)
        .field("name", model.name)
        .optionalField("category", model.category)
        .field("context_length", model.contextLength)
        .field("max_output_tokens", model.maxOutputTokens);
    json.key("modalities").beginObject();
    writeTexts(json, "input", model.inputModalities);
    writeTexts(json, "output", model.outputModalities);
    json.endObject();
    writeTexts(json, "features", model.features);
    writeTexts(json, "aliases", model.aliases);
    writePricing(json, model, policy.of(model));
    json.endObject();
}

void writeAnthropicModel(JsonWriter &json, const catalog::Model &model)
{
    json.beginObject()
        .field("type", "model")
        .field("id", model.id)
        .field("display_name", model.name)
        .field("created_at", api::rfc3339(model.createdAtMs))
        .field("max_input_tokens", model.contextLength)
        .field("max_tokens", model.maxOutputTokens)
        .endObject();
}

void writeGeminiModel(JsonWriter &json, const catalog::Model &model)
{
    json.beginObject()
        .field("name", "models/" + model.id)
        .field("baseModelId", model.id)
        .field("version", "1")
        .field("displayName", model.name)
        .field("description", model.name)
        .field("inputTokenLimit", model.contextLength)
        .field("outputTokenLimit", model.maxOutputTokens)
        .key("supportedGenerationMethods")
        .beginArray()
        .value("generateContent")
        .value("countTokens")
        .endArray()
        .endObject();
}

Error unknownModel(std::string_view id)
{
    return {ErrorCode::NotFound,
            "The model '" + std::string(id.substr(0, 80)) + "' does not exist or this key may not use it.",
            "model",
            "model_not_found",
            {},
            0};
}

bool isAnthropicClient(const Exchange &exchange)
{
    return exchange.request->hasHeader("anthropic-version");
}

} // namespace

bool ModelHandlers::isOffered(const Exchange &exchange, const catalog::Model &model) const
{
    const auto &key = exchange.principal->key;
    if (!model.active || model.price.state == catalog::PriceState::Unknown || (key && !key->mayUseModel(model.id)))
        return false;
    if (m_router.serves(model, {}))
        return true;
    const auto own = m_projects.own(key ? key->project : identity::defaultProject(exchange.principal->account->id));
    return own && own->brings(model.provider);
}

const catalog::Model *ModelHandlers::find(const Exchange &exchange, const catalog::Snapshot &snapshot) const
{
    const auto *model = snapshot.find(exchange.parameter("model"));
    return model && isOffered(exchange, *model) ? model : nullptr;
}

Answer ModelHandlers::listOf(const Exchange &exchange, const catalog::Snapshot &snapshot) const
{
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    const auto policy = snapshot.policyOf(exchange.principal->account->pricingPolicy);
    for (const auto &model : snapshot.models()) {
        if (isOffered(exchange, model))
            writeModel(json, model, policy);
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    return answer;
}

/// All on one page, whatever `limit` says: `has_more` is false.
Answer ModelHandlers::anthropicList(const Exchange &exchange, const catalog::Snapshot &snapshot) const
{
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    std::string first;
    std::string last;
    for (const auto &model : snapshot.models()) {
        if (!isOffered(exchange, model))
            continue;
        writeAnthropicModel(json, model);
        if (first.empty())
            first = model.id;
        last = model.id;
    }
    json.endArray().field("has_more", false).optionalField("first_id", first).optionalField("last_id", last);
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

QCoro::Task<Result<Answer>> ModelHandlers::list(std::shared_ptr<Exchange> exchange)
{
    if (exchange->request->hasHeader("x-goog-api-key")) {
        auto listing = geminiList(exchange);
        co_return co_await listing;
    }
    const auto snapshot = m_catalogue.snapshot();
    co_return isAnthropicClient(*exchange) ? anthropicList(*exchange, *snapshot) : listOf(*exchange, *snapshot);
}

QCoro::Task<Result<Answer>> ModelHandlers::one(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_catalogue.snapshot();
    const auto *model = find(*exchange, *snapshot);
    if (!model)
        co_return unknownModel(exchange->parameter("model"));
    JsonWriter json;
    if (isAnthropicClient(*exchange))
        writeAnthropicModel(json, *model);
    else
        writeModel(json, *model, snapshot->policyOf(exchange->principal->account->pricingPolicy));
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ModelHandlers::geminiList(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_catalogue.snapshot();
    JsonWriter json;
    json.beginObject().key("models").beginArray();
    for (const auto &model : snapshot->models()) {
        if (isOffered(*exchange, model))
            writeGeminiModel(json, model);
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ModelHandlers::geminiOne(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_catalogue.snapshot();
    const auto *model = find(*exchange, *snapshot);
    if (!model)
        co_return unknownModel(exchange->parameter("model"));
    JsonWriter json;
    writeGeminiModel(json, *model);
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

} // namespace beaver::http
