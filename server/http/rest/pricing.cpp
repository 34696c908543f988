#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/pricing.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::http {

namespace {

constexpr std::int64_t percentPpm = 10'000;

void writeTime(JsonWriter &json, std::string_view name, const std::optional<std::int64_t> &ms)
{
    if (ms)
        json.field(name, api::rfc3339(*ms));
    else
        json.nullField(name);
}

/// A price per token in femto-USD (twice, where it is a mean) as USD for a million.
std::string blended(Int128 femtoUsd2)
{
    return formatScaled(femtoUsd2 * 5, 10);
}

void writeCategories(JsonWriter &json, const catalog::PricingState &state)
{
    json.key("data").beginArray();
    for (std::size_t at = 0; at < state.categories.size(); ++at) {
        const auto &rule = state.categories[at];
        json.beginObject()
            .field("name", rule.name)
            .field("percentile", rule.percentile)
            .rawField("markup_percent", formatScaled(rule.markupPpm, 4));
        if (rule.cutFemtoUsd)
            json.rawField("upper_cut_per_million", blended(Int128{2} * *rule.cutFemtoUsd));
        else
            json.nullField("upper_cut_per_million");
        json.field("models", state.models[at]).endObject();
    }
    json.endArray().field("has_more", false).nullField("next");
}

} // namespace

Result<std::int64_t> readPercent(std::string_view field, std::string_view json)
{
    const auto ppm = parseScaled(json, 4);
    if (!ppm || *ppm < -100 * percentPpm || *ppm > 1000 * percentPpm)
        return invalid(std::string(field),
                       "'" + std::string(field) + "' takes percent from -100 to 1000 with at most four decimals.");
    return *ppm;
}

Answer PricingHandlers::state() const
{
    const auto pricing = m_catalogue.pricing();
    JsonWriter json;
    json.beginObject()
        .field("pricing_policy", pricing.policy.name())
        .field("source", pricing.policyIsSetting ? "setting" : "BEAVER_PRICING")
        .field("configured", pricing.configured.name());
    json.key("recalculation").beginObject().field("every_s", m_everyMs / 1000);
    writeTime(json, "last_at", pricing.recalculatedAtMs);
    // The first one comes soon after the start.
    const bool comes = m_everyMs > 0 && pricing.recalculatedAtMs;
    writeTime(json, "next_at", comes ? std::optional(*pricing.recalculatedAtMs + m_everyMs) : std::nullopt);
    Answer answer;
    answer.body = json.endObject().endObject().take();
    return answer;
}

QCoro::Task<Result<Answer>> PricingHandlers::show(std::shared_ptr<Exchange>)
{
    co_return state();
}

QCoro::Task<Result<Answer>> PricingHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const bool back = body.saysNull("pricing_policy");
    const auto text = body.optionalText("pricing_policy");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    std::string policy;
    if (text && !text->empty()) {
        const auto read = catalog::Policy::parse("pricing_policy", *text);
        if (!read)
            co_return read.error();
        policy = read->name();
    }
    if (back || text) {
        auto setting = m_catalogue.setPolicy(*exchange->loop, actorOf(*exchange), policy);
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    co_return state();
}

QCoro::Task<Result<Answer>> PricingHandlers::categories(std::shared_ptr<Exchange>)
{
    JsonWriter json;
    json.beginObject();
    writeCategories(json, m_catalogue.pricing());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> PricingHandlers::changeCategory(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    catalog::CategoryPatch patch;
    const auto markup = body.optionalJson("markup_percent");
    const auto percentile = body.optionalNumber("percentile");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (markup) {
        const auto ppm = readPercent("markup_percent", *markup);
        if (!ppm)
            co_return ppm.error();
        patch.markupPpm = *ppm;
    }
    if (percentile && (*percentile < 1 || *percentile > 100))
        co_return invalid("percentile", "'percentile' takes a whole number from 1 to 100.");
    if (percentile)
        patch.percentile = static_cast<int>(*percentile);
    auto changing = m_catalogue.changeCategory(*exchange->loop, actorOf(*exchange), exchange->parameter("name"), patch);
    const auto done = co_await changing;
    if (!done)
        co_return done.error();
    auto listing = categories(exchange);
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> PricingHandlers::recalculate(std::shared_ptr<Exchange> exchange)
{
    const auto dry = exchange->query("dry_run").value_or("false");
    if (dry != "true" && dry != "false")
        co_return invalid("dry_run", "'dry_run' takes true or false.");
    auto running = m_catalogue.recalculateLater(*exchange->loop, dry == "true", actorOf(*exchange));
    const auto done = co_await running;
    if (!done)
        co_return done.error();
    JsonWriter json;
    json.beginObject().field("applied", done->applied).field("models", done->models).key("cuts").beginArray();
    for (const auto &cut : done->cuts) {
        json.beginObject()
            .field("category", cut.category)
            .field("percentile", cut.percentile)
            .rawField("markup_percent", formatScaled(cut.markupPpm, 4))
            .rawField("upper_cut_per_million", blended(cut.cutFemtoUsd2))
            .field("models", cut.models)
            .endObject();
    }
    json.endArray().key("changes").beginArray();
    for (const auto &change : done->changes) {
        json.beginObject()
            .field("model", change.model)
            .optionalField("from", change.was)
            .optionalField("to", change.became)
            .rawField("blended_per_million", blended(change.blendedFemtoUsd2))
            .rawField("markup_percent", formatScaled(change.markupPpm, 4))
            .endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> PricingHandlers::prices(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    const std::string model = exchange->parameter("model");
    const auto versions = m_catalogue.priceHistory(model);
    if (versions.empty())
        co_return Error{ErrorCode::NotFound, "There is no such model.", {}, "model_not_found", {}, 0};
    const auto after = parseScaled(exchange->query("after").value_or("0"), 0).value_or(0);
    auto reading = m_catalogue.categoryHistory(*exchange->loop, model);
    const auto moves = co_await reading;
    if (!moves)
        co_return moves.error();
    JsonWriter json;
    json.beginObject().field("model", model).key("data").beginArray();
    bool past = after == 0;
    int count = 0;
    std::int64_t last = 0;
    bool more = false;
    for (const auto &version : versions) {
        if (past && count == *limit) {
            more = true;
            break;
        }
        if (past) {
            json.beginObject().field("valid_from", api::rfc3339(version.validFromMs)).field("source", version.source);
            catalog::writePrices(json, version);
            json.endObject();
            last = version.id;
            ++count;
        }
        past = past || version.id == after;
    }
    json.endArray().field("has_more", more).optionalField("next", more ? std::to_string(last) : std::string());
    json.key("categories").beginArray();
    for (const auto &move : *moves) {
        json.beginObject()
            .optionalField("from", move.was)
            .optionalField("to", move.became)
            .optionalField("actor", move.actor)
            .field("at", api::rfc3339(move.atMs))
            .endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
