#include <server/http/dialects/litellm_models.h>
#include <server/http/rest/account_json.h>
#include <shared/base/decimal.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

using wire::Bucket;

std::string_view modeOf(const catalog::Model &model)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> modes{{
        {"embeddings", "embedding"},
        {"images", "image_generation"},
        {"speech", "audio_speech"},
        {"transcriptions", "audio_transcription"},
        {"rerank", "rerank"},
        {"moderations", "moderation"},
    }};
    for (const auto &[output, mode] : modes) {
        if (std::ranges::find(model.outputModalities, output) != model.outputModalities.end())
            return mode;
    }
    return "chat";
}

bool has(const std::vector<std::string> &words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// What both lists say of a model. Prices are what this caller pays.
void writeFacts(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy)
{
    const auto price = [&](std::string_view name, Bucket bucket) {
        json.rawField(name, formatScaled(salePrice(model, policy, bucket), 21));
    };
    json.field("max_tokens", model.maxOutputTokens)
        .field("max_input_tokens", model.contextLength)
        .field("max_output_tokens", model.maxOutputTokens);
    price("input_cost_per_token", Bucket::Input);
    price("output_cost_per_token", Bucket::Output);
    price("cache_read_input_token_cost", Bucket::CachedRead);
    json.field("mode", modeOf(model))
        .field("supports_function_calling", has(model.features, "tools"))
        .field("supports_parallel_function_calling", has(model.features, "tools"))
        .field("supports_vision", has(model.inputModalities, "image"))
        .field("supports_response_schema", has(model.features, "json_schema"))
        .field("supports_reasoning", has(model.features, "reasoning"));
}

} // namespace

std::vector<const catalog::Model *> LiteLlmModels::offered(const Exchange &exchange,
                                                           const catalog::Snapshot &snapshot) const
{
    std::vector<const catalog::Model *> models;
    const auto &key = exchange.principal->key;
    for (const auto &model : snapshot.models()) {
        if (isServed(m_context, model) && (!key || key->mayUseModel(model.id)))
            models.push_back(&model);
    }
    return models;
}

QCoro::Task<Result<Answer>> LiteLlmModels::models(std::shared_ptr<Exchange> exchange)
{
    const auto wanted = exchange->query("litellm_model_id");
    const auto snapshot = m_context.catalogue.snapshot();
    const auto policy = policyOf(*snapshot, *exchange);
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto *model : offered(*exchange, *snapshot)) {
        if (wanted && model->id != *wanted)
            continue;
        json.beginObject().field("model_name", model->id).key("litellm_params").beginObject();
        json.field("model", model->provider + "/" + model->upstreamModel).endObject();
        json.key("model_info").beginObject();
        json.field("id", model->id).field("db_model", true).field("key", model->id);
        json.field("litellm_provider", model->provider);
        writeFacts(json, *model, policy);
        json.endObject().endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LiteLlmModels::groups(std::shared_ptr<Exchange> exchange)
{
    const auto wanted = exchange->query("model_group");
    const auto snapshot = m_context.catalogue.snapshot();
    const auto policy = policyOf(*snapshot, *exchange);
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto *model : offered(*exchange, *snapshot)) {
        if (wanted && model->id != *wanted)
            continue;
        json.beginObject().field("model_group", model->id);
        writeTexts(json, "providers", {model->provider});
        writeFacts(json, *model, policy);
        json.nullField("tpm").nullField("rpm").key("supported_openai_params").beginArray().endArray().endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LiteLlmModels::readiness(std::shared_ptr<Exchange>)
{
    const bool stalled = m_context.database.stalled();
    JsonWriter json;
    json.beginObject()
        .field("status", stalled ? "unhealthy" : "healthy")
        .field("db", stalled ? "Not connected" : "connected")
        .nullField("cache")
        .field("litellm_version", "beaver " BEAVER_VERSION);
    Answer answer;
    answer.status = stalled ? 503 : 200;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LiteLlmModels::liveliness(std::shared_ptr<Exchange>)
{
    Answer answer;
    answer.body = "\"I'm alive!\"";
    co_return answer;
}

} // namespace beaver::http
