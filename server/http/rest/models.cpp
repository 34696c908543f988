#include <server/http/rest/models.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

using wire::Bucket;

void writeTexts(JsonWriter &json, std::string_view name, const std::vector<std::string> &texts)
{
    json.key(name).beginArray();
    for (const auto &text : texts)
        json.value(text);
    json.endArray();
}

/// USD per million units of a bucket at sale price: femto-USD × parts per million has 21 decimals, less 6 for the
/// million.
std::string perMillion(std::int64_t femtoUsd, std::int64_t markupPpm)
{
    return formatScaled(static_cast<Int128>(femtoUsd) * (1'000'000 + markupPpm), 15);
}

void writePricing(JsonWriter &json, const catalog::Model &model, std::int64_t markupPpm)
{
    json.key("pricing").beginObject();
    const auto field = [&](std::string_view name, Bucket bucket) {
        json.rawField(name, perMillion(model.price.unitPrice(bucket, 0), markupPpm));
    };
    const auto own = [&](std::string_view name, Bucket bucket) {
        if (!model.price.tiers.empty() && model.price.tiers.front().prices[static_cast<std::size_t>(bucket)])
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
    writePricing(json, model, policy.kind == catalog::Policy::Kind::CategoryMarkup ? model.markupPpm : 0);
    json.endObject();
}

} // namespace

bool ModelHandlers::isOffered(const Exchange &exchange, const catalog::Model &model) const
{
    const auto &key = exchange.principal->key;
    return model.active && model.price.state != catalog::PriceState::Unknown && m_endpoints.serves(model.provider) &&
           (!key || key->mayUseModel(model.id));
}

catalog::Policy ModelHandlers::policyFor(const Exchange &exchange) const
{
    return catalog::Policy::byName(exchange.principal->account->pricingPolicy).value_or(m_policy);
}

QCoro::Task<Result<Answer>> ModelHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_catalogue.snapshot();
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    for (const auto &model : snapshot->models()) {
        if (isOffered(*exchange, model))
            writeModel(json, model, policyFor(*exchange));
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ModelHandlers::one(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_catalogue.snapshot();
    const std::string &id = exchange->parameter("model");
    const auto *model = snapshot->find(id);
    if (!model || !isOffered(*exchange, *model))
        co_return Error{ErrorCode::NotFound,
                        "The model '" + id.substr(0, 80) + "' does not exist or this key may not use it.",
                        "model",
                        "model_not_found",
                        {},
                        0};
    JsonWriter json;
    writeModel(json, *model, policyFor(*exchange));
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

} // namespace beaver::http
