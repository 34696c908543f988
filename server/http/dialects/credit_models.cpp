#include <server/http/dialects/credit_models.h>
#include <server/http/dialects/model_prices.h>
#include <server/http/rest/account_json.h>
#include <shared/api/rfc3339.h>

#include <map>

namespace beaver::http {

namespace {

void writeListedModel(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy)
{
    json.beginObject()
        .field("id", model.id)
        .field("name", model.name)
        .field("created", model.createdAtMs / 1000)
        .field("description", "")
        .field("provider", model.provider)
        .optionalField("category", model.category)
        .field("context_length", model.contextLength);
    json.key("architecture").beginObject();
    writeTexts(json, "input_modalities", model.inputModalities);
    writeTexts(json, "output_modalities", model.outputModalities);
    json.endObject();
    writeUnitPrices(json, model, policy);
    json.key("top_provider").beginObject();
    json.field("context_length", model.contextLength)
        .field("max_completion_tokens", model.maxOutputTokens)
        .field("is_moderated", false)
        .endObject();
    writeTexts(json, "supported_parameters", model.features);
    json.endObject();
}

} // namespace

QCoro::Task<Result<Answer>> CreditModels::models(std::shared_ptr<Exchange> exchange)
{
    const auto provider = exchange->query("provider");
    const auto snapshot = m_context.catalogue.snapshot();
    std::int64_t count = 0;
    JsonWriter json;
    json.beginObject().field("status", "success").field("object", "list").key("data").beginArray();
    for (const auto &model : snapshot->models()) {
        if (!isServed(m_context, model) || (provider && model.provider != *provider))
            continue;
        writeListedModel(json, model, snapshot->policy());
        ++count;
    }
    Answer answer;
    answer.body = json.endArray().field("total", count).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditModels::providers(std::shared_ptr<Exchange>)
{
    struct Count
    {
        std::int64_t models = 0;
        std::string example;
    };
    std::map<std::string, Count> counts;
    std::int64_t total = 0;
    const auto snapshot = m_context.catalogue.snapshot();
    for (const auto &model : snapshot->models()) {
        if (!isServed(m_context, model))
            continue;
        auto &count = counts[model.provider];
        count.example = count.models++ == 0 ? model.id : count.example;
        ++total;
    }
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("total_providers", counts.size())
        .field("total_models", total)
        .key("providers")
        .beginArray();
    for (const auto &[name, count] : counts)
        json.beginObject()
            .field("provider", name)
            .field("model_count", count.models)
            .field("example_model", count.example)
            .endObject();
    Answer answer;
    answer.body = json.endArray().field("timestamp", api::rfc3339(m_context.clock.wallMs())).endObject().take();
    co_return answer;
}

} // namespace beaver::http
