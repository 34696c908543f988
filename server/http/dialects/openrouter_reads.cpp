#include <server/http/dialects/model_prices.h>
#include <server/http/dialects/openrouter_reads.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/visible_balance.h>
#include <server/usage/log_partitions.h>
#include <server/usage/usage_store.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>

#include <array>
#include <map>
#include <set>

namespace beaver::http {

namespace {

struct KeyUse
{
    usage::Total all, today, week, month;
};

Result<KeyUse> readKeyUse(storage::Connection &connection, const usage::Of &of, std::int64_t nowMs)
{
    KeyUse use;
    const std::array<std::pair<usage::Total *, std::int64_t>, 4> spans{{
        {&use.all, 0},
        {&use.today, dayStart(nowMs)},
        {&use.week, weekStart(nowMs)},
        {&use.month, usage::monthStart(nowMs)},
    }};
    for (const auto &[total, from] : spans) {
        const auto sum = usage::sum(connection, of, from);
        if (!sum)
            return sum.error();
        *total = *sum;
    }
    return use;
}

/// `openai/gpt-4o-mini` finds `gpt-4o-mini` of that provider too.
const catalog::Model *findByAuthor(const catalog::Snapshot &snapshot, const std::string &name)
{
    if (const auto *model = snapshot.find(name))
        return model;
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos)
        return nullptr;
    const auto *model = snapshot.find(name.substr(slash + 1));
    return model && model->provider == name.substr(0, slash) ? model : nullptr;
}

void writeModelEndpoint(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy,
                        const routing::EndpointView &view)
{
    const auto &settings = view.stored->settings;
    const auto word = view.health.word();
    json.beginObject()
        .field("name", settings.provider + " | " + model.id)
        .field("model_name", model.name)
        .field("context_length", model.contextLength)
        .field("provider_name", view.endpoint->profile->displayName)
        .field("tag", settings.provider)
        .nullField("quantization")
        .field("max_completion_tokens", model.maxOutputTokens)
        .nullField("max_prompt_tokens")
        .field("status", word == "down" ? -1 : 0)
        .rawField("uptime_last_30m", std::to_string(100 - view.health.failurePercent))
        .field("supports_implicit_caching", model.price.state == catalog::PriceState::Priced);
    writeTexts(json, "supported_parameters", model.features);
    writeUnitPrices(json, model, policy);
    json.endObject();
}

} // namespace

QCoro::Task<Result<Answer>> OpenRouterReads::key(std::shared_ptr<Exchange> exchange)
{
    const auto &principal = *exchange->principal;
    const usage::Of of{principal.account->id, principal.key ? principal.key->id : KeyId(), {}};
    auto reading =
        m_context.database.read(*exchange->loop, [of, now = m_context.clock.wallMs()](storage::Connection &connection) {
            return readKeyUse(connection, of, now);
        });
    const auto use = co_await reading;
    if (!use)
        co_return use.error();
    const auto &key = principal.key;
    JsonWriter json;
    json.beginObject().key("data").beginObject();
    json.field("label", key ? key->preview : principal.account->email)
        .optionalField("name", key ? std::string_view(key->name) : std::string_view())
        .nullField("limit")
        .nullField("limit_remaining")
        .nullField("limit_reset")
        .field("include_byok_in_limit", false)
        .field("usage", use->all.cost)
        .field("usage_daily", use->today.cost)
        .field("usage_weekly", use->week.cost)
        .field("usage_monthly", use->month.cost)
        .field("byok_usage", 0)
        .field("byok_usage_daily", 0)
        .field("byok_usage_weekly", 0)
        .field("byok_usage_monthly", 0)
        .field("is_free_tier", false)
        .field("is_management_key", principal.role >= identity::Role::Admin)
        .field("is_provisioning_key", principal.role >= identity::Role::Admin);
    json.key("rate_limit").beginObject().field("requests", -1).field("interval", "10s").endObject();
    if (key && key->expiresAtMs)
        json.field("expires_at", api::rfc3339(*key->expiresAtMs));
    else
        json.nullField("expires_at");
    Answer answer;
    answer.body = json.endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OpenRouterReads::credits(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto reading = m_context.database.read(*exchange->loop, [of = ownUse(*exchange)](storage::Connection &connection) {
        return usage::sum(connection, of);
    });
    const auto total = co_await reading;
    if (!total)
        co_return total.error();
    auto loading = m_context.ledger.load(*exchange->loop, account);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject().key("data").beginObject();
    // What was ever there: clients show credits − usage as what is left.
    json.field("total_credits", visibleBalance(*exchange, m_context.limits, *balance).balance + total->cost)
        .field("total_usage", total->cost);
    Answer answer;
    answer.body = json.endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OpenRouterReads::generation(std::shared_ptr<Exchange> exchange)
{
    const auto id = exchange->query("id");
    if (!id || id->empty())
        co_return invalid("id", "'id' takes the id of a generation.");
    auto reading = m_context.database.read(*exchange->loop, [id = CallId(*id)](storage::Connection &connection) {
        return usage::store::find(connection, id);
    });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found || (*found)->call.account != exchange->principal->account->id)
        co_return Error{ErrorCode::NotFound, "There is no generation of this id.", "id", "generation_not_found", {}, 0};
    const auto &record = **found;
    const auto &call = record.call;
    using wire::Bucket;
    JsonWriter json;
    json.beginObject().key("data").beginObject();
    json.field("id", call.call.text())
        .nullField("upstream_id")
        .field("total_cost", call.cost)
        .field("usage", call.cost)
        .field("upstream_inference_cost", call.listCost)
        .nullField("cache_discount")
        .field("created_at", api::rfc3339(call.startedAtMs))
        .field("model", call.model)
        .nullField("app_id")
        .field("streamed", call.streamed)
        .field("cancelled", record.outcome == "client_gone")
        .optionalField("provider_name", call.provider)
        .field("latency", call.firstByteAtMs.value_or(call.endedAtMs) - call.startedAtMs)
        .nullField("moderation_latency")
        .field("generation_time", call.endedAtMs - call.firstByteAtMs.value_or(call.startedAtMs))
        .optionalField("finish_reason", record.outcome == "complete" ? "stop" : "")
        .nullField("native_finish_reason")
        .field("tokens_prompt", call.usage.inputTokens())
        .field("tokens_completion", call.usage.outputTokens())
        .field("native_tokens_prompt", call.usage.inputTokens())
        .field("native_tokens_completion", call.usage.outputTokens())
        .field("native_tokens_reasoning", call.usage[Bucket::Reasoning])
        .field("native_tokens_cached", call.usage[Bucket::CachedRead])
        .field("native_tokens_completion_images", call.usage[Bucket::ImageOut])
        .nullField("num_media_prompt")
        .nullField("num_media_completion")
        .nullField("num_search_results")
        .field("origin", "")
        .field("is_byok", false)
        .field("api_type", call.surface)
        .nullField("external_user");
    Answer answer;
    answer.body = json.endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OpenRouterReads::modelEndpoints(std::shared_ptr<Exchange> exchange)
{
    const auto snapshot = m_context.catalogue.snapshot();
    const auto *model = findByAuthor(*snapshot, exchange->parameter("model"));
    const auto &key = exchange->principal->key;
    if (!model || !isServed(m_context, *model) || (key && !key->mayUseModel(model->id)))
        co_return Error{ErrorCode::NotFound,
                        "The model does not exist or this key may not use it.",
                        "model",
                        "model_not_found",
                        {},
                        0};
    const auto policy = policyOf(*snapshot, *exchange);
    routing::Want want;
    want.model = model;
    std::set<std::string> serving;
    const auto plan = m_context.router.plan(want);
    for (std::size_t at = 0; at < plan.size(); ++at)
        serving.insert(plan.candidate(at).endpoint->id.text());
    JsonWriter json;
    json.beginObject().key("data").beginObject();
    json.field("id", model->id)
        .field("name", model->name)
        .field("created", model->createdAtMs / 1000)
        .field("description", "");
    json.key("architecture").beginObject().nullField("instruct_type").nullField("tokenizer");
    writeTexts(json, "input_modalities", model->inputModalities);
    writeTexts(json, "output_modalities", model->outputModalities);
    json.endObject().key("endpoints").beginArray();
    for (const auto &view : m_context.router.snapshot()) {
        if (serving.contains(view.stored->id.text()))
            writeModelEndpoint(json, *model, policy, view);
    }
    Answer answer;
    answer.body = json.endArray().endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OpenRouterReads::providers(std::shared_ptr<Exchange>)
{
    std::map<std::string, std::string> known;
    for (const auto &view : m_context.router.snapshot())
        known.emplace(view.stored->settings.provider, view.endpoint->profile->displayName);
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &[slug, name] : known)
        json.beginObject()
            .field("name", name)
            .field("slug", slug)
            .nullField("privacy_policy_url")
            .nullField("terms_of_service_url")
            .nullField("status_page_url")
            .endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
