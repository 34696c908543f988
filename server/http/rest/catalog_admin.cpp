#include <server/catalog/catalogue_admin.h>
#include <server/catalog/prices.h>
#include <server/http/rest/catalog_admin.h>
#include <server/http/rest/endpoint_body.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/query_fields.h>
#include <server/identity/lower_case.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t longestScheduleMs = std::int64_t{366} * 86'400'000;

/// `{"input": 0.15, "output": 0.6}`, or a list of such with `from_input_tokens`: USD as stated for a bucket (a million
/// tokens, a thousand requests, one image, …), read from the numbers' own text.
Result<catalog::PriceTier> readTier(std::string_view json)
{
    const Error wrong = invalid("list_prices", "'list_prices': An object such as {\"input\": 0.15, \"output\": 0.6} is "
                                               "expected, in USD for a million tokens.");
    catalog::PriceTier tier;
    dom::object object;
    if (wire::parseJson(json).get(object))
        return wrong;
    std::vector<std::pair<std::string, std::string>> fields;
    const auto members = wire::scanObject(json);
    std::size_t index = 0;
    for (const auto field : object) {
        const auto &member = members[index++];
        fields.emplace_back(field.key, json.substr(member.valueBegin, member.valueEnd - member.valueBegin));
        if (field.key == "from_input_tokens" && field.value.get(tier.fromInputTokens))
            return wrong;
    }
    for (auto &[name, text] : fields) {
        if (name == "from_input_tokens")
            continue;
        const auto bucket = wire::bucketByName(name);
        if (!bucket)
            return invalid("list_prices", "'list_prices': '" + name.substr(0, 60) +
                                              "' is no bucket; those are input, cached_read, cache_write_5m, "
                                              "cache_write_1h, output, reasoning, audio_in, audio_out, image_in, "
                                              "image_out, requests, searches, images, seconds, characters.");
        const auto price = catalog::parsePrice(text, catalog::statedUnits(*bucket));
        if (!price)
            return invalid("list_prices", "'list_prices': '" + name + "' " + price.error().message + ".");
        tier.prices[static_cast<std::size_t>(*bucket)] = *price;
    }
    return tier;
}

/// The texts of an array's elements. `json` is valid.
std::vector<std::string_view> elementsOf(std::string_view json)
{
    std::vector<std::string_view> elements;
    int depth = 0;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (quoted) {
            at += c == '\\' ? 1 : 0;
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        if ((c == '[' || c == '{') && ++depth == 1)
            begin = at + 1;
        const bool closes = c == ']' || c == '}';
        if (depth == 1 && (c == ',' || closes)) {
            elements.push_back(json.substr(begin, at - begin));
            begin = at + 1;
        }
        depth -= closes ? 1 : 0;
    }
    return elements;
}

Result<catalog::PriceVersion> readPrices(const std::string &json)
{
    catalog::PriceVersion version;
    version.state = catalog::PriceState::Priced;
    // Not taken apart by the parser: the numbers' own text counts.
    dom::array list;
    const bool tiered = !wire::parseJson(json).get(list);
    const auto parts = tiered ? elementsOf(json) : std::vector<std::string_view>{json};
    for (const auto &part : parts) {
        auto tier = readTier(part);
        if (!tier)
            return tier.error();
        version.tiers.push_back(*tier);
    }
    version.tiers = catalog::completed(std::move(version.tiers));
    const bool based =
        !version.tiers.empty() && version.tiers.front().fromInputTokens == 0 &&
        std::ranges::any_of(version.tiers.front().prices, [](const auto &price) { return price.has_value(); });
    if (!based)
        return invalid("list_prices", "'list_prices': At least one price that holds from the first token is expected.");
    return version;
}

/// From `free` and `list_prices`; empty where neither is given.
Result<std::optional<catalog::PriceVersion>> readPrice(const std::optional<bool> &free,
                                                       const std::optional<std::string> &prices)
{
    if (free.value_or(false) && prices)
        return invalid("free", "'free' and 'list_prices' exclude each other.");
    if (prices) {
        auto read = readPrices(*prices);
        if (!read)
            return read.error();
        return std::optional(std::move(*read));
    }
    if (!free.value_or(false))
        return std::optional<catalog::PriceVersion>();
    catalog::PriceVersion version;
    version.state = catalog::PriceState::Free;
    return std::optional(std::move(version));
}

Result<void> checkTokens(std::string_view field, const std::optional<std::int64_t> &tokens)
{
    if (!tokens || (*tokens >= 0 && *tokens <= 1'000'000'000))
        return {};
    return invalid(std::string(field), "'" + std::string(field) + "' takes a whole number of tokens from 0.");
}

Result<void> checkWords(std::string_view field, const std::vector<std::string> &words)
{
    const bool sound = words.size() <= 50 && std::ranges::all_of(words, [](const std::string &word) {
                           return !word.empty() && word.size() <= 60 &&
                                  std::ranges::all_of(word, [](unsigned char c) { return c > ' ' && c < 0x7f; });
                       });
    if (sound)
        return {};
    return invalid(std::string(field), "'" + std::string(field) + "' takes words without spaces.");
}

Answer shownModel(const catalog::Model &model, int status)
{
    Answer answer;
    answer.status = status;
    answer.body = catalog::modelJson(model);
    return answer;
}

} // namespace

Result<catalog::PriceVersion> readListPrices(const std::string &json)
{
    return readPrices(json);
}

Result<std::int64_t> readMoment(std::string_view field, const std::string &text)
{
    const auto at = parseTime(text);
    if (!at)
        return invalid(std::string(field), "'" + std::string(field) + "' takes a time such as 2027-01-31T12:00:00Z.");
    return *at;
}

/// `search` is in small letters.
bool isFoundBy(const std::string &search, const catalog::Model &model)
{
    const auto holds = [&search](const std::string &text) {
        return identity::lowerCase(text).find(search) != std::string::npos;
    };
    return holds(model.id) || holds(model.name) || holds(model.provider) || std::ranges::any_of(model.aliases, holds);
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::models(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 200, 1, 1000);
    if (!limit)
        co_return limit.error();
    const auto after = exchange->query("after").value_or("");
    const auto provider = exchange->query("provider");
    const std::string search = identity::lowerCase(exchange->query("search").value_or("").substr(0, 200));
    const auto snapshot = m_catalogue.snapshot();
    const auto changes = m_catalogue.priceChanges();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    int count = 0;
    bool more = false;
    std::string last;
    for (const auto &model : snapshot->models()) {
        if (model.id <= after || (provider && model.provider != *provider) || !isFoundBy(search, model))
            continue;
        if (++count > *limit) {
            more = true;
            break;
        }
        const auto change = changes.find(model.id);
        json.beginObject();
        catalog::writeModel(json, model);
        json.optionalField("price_changes_at", change == changes.end() ? std::string() : api::rfc3339(change->second))
            .endObject();
        last = model.id;
    }
    json.endArray().field("has_more", more).optionalField("next", more ? last : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::createModel(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    catalog::NewModel wanted;
    catalog::Model &model = wanted.model;
    model.id = body.text("id");
    model.provider = body.text("provider");
    model.name = body.optionalText("name").value_or(model.id);
    model.upstreamModel = body.optionalText("upstream_model").value_or(model.id);
    model.active = body.optionalFlag("is_active").value_or(true);
    const auto context = body.optionalNumber("context_length");
    const auto output = body.optionalNumber("max_output_tokens");
    model.inputModalities = body.optionalTexts("input_modalities").value_or(std::vector<std::string>{"text"});
    model.outputModalities = body.optionalTexts("output_modalities").value_or(std::vector<std::string>{"text"});
    model.features = body.optionalTexts("features").value_or(std::vector<std::string>());
    model.aliases = body.optionalTexts("aliases").value_or(std::vector<std::string>());
    const auto free = body.optionalFlag("free");
    const auto prices = body.optionalJson("list_prices");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    for (const auto &checked :
         {checkTokens("context_length", context), checkTokens("max_output_tokens", output),
          checkWords("input_modalities", model.inputModalities),
          checkWords("output_modalities", model.outputModalities), checkWords("features", model.features)}) {
        if (!checked)
            co_return checked.error();
    }
    const auto &profiles = m_endpoints.profiles();
    if (std::ranges::none_of(profiles, [&](const auto &profile) { return profile->name == model.provider; }))
        co_return invalid("provider", "There is no provider '" + model.provider.substr(0, 60) +
                                          "'; GET /admin/providers lists them.");
    auto price = readPrice(free, prices);
    if (!price)
        co_return price.error();
    if (!*price)
        co_return invalid("list_prices", "A model needs a price: 'list_prices', or 'free': true.");
    model.contextLength = context.value_or(0);
    model.maxOutputTokens = output.value_or(0);
    wanted.price = std::move(**price);
    auto adding = m_catalogue.addModel(*exchange->loop, actorOf(*exchange), std::move(wanted));
    const auto added = co_await adding;
    if (!added)
        co_return added.error();
    co_return shownModel(*added, 201);
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::changeModel(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    catalog::ModelPatch patch;
    patch.active = body.optionalFlag("is_active");
    patch.name = body.optionalText("name");
    patch.upstreamModel = body.optionalText("upstream_model");
    patch.contextLength = body.optionalNumber("context_length");
    patch.maxOutputTokens = body.optionalNumber("max_output_tokens");
    const auto policy = body.optionalText("pricing_policy");
    const auto free = body.optionalFlag("free");
    const auto prices = body.optionalJson("list_prices");
    const auto validFrom = body.optionalText("valid_from");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (policy && !policy->empty()) {
        const auto read = catalog::Policy::parse("pricing_policy", *policy);
        if (!read)
            co_return read.error();
        patch.policy = std::string(read->name());
    } else if (policy) {
        patch.policy = std::string();
    }
    for (const auto &checked : {checkTokens("context_length", patch.contextLength),
                                checkTokens("max_output_tokens", patch.maxOutputTokens)}) {
        if (!checked)
            co_return checked.error();
    }
    auto price = readPrice(free, prices);
    if (!price)
        co_return price.error();
    patch.price = std::move(*price);
    if (validFrom) {
        const auto at = readMoment("valid_from", *validFrom);
        if (!at)
            co_return at.error();
        if (!patch.price)
            co_return invalid("valid_from",
                              "'valid_from' says when a price holds: it goes with 'list_prices' or 'free'.");
        const auto now = m_clock.wallMs();
        if (*at <= now || *at > now + longestScheduleMs)
            co_return invalid("valid_from", "'valid_from' takes a time in the future, within a year.");
        patch.priceFromMs = *at;
    }
    auto changing =
        m_catalogue.changeModel(*exchange->loop, actorOf(*exchange), exchange->parameter("model"), std::move(patch));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return shownModel(*changed, 200);
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::aliases(std::shared_ptr<Exchange>)
{
    const auto snapshot = m_catalogue.snapshot();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &model : snapshot->models()) {
        for (const auto &alias : model.aliases)
            json.beginObject().field("alias", alias).field("model", model.id).endObject();
    }
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::createAlias(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto alias = body.text("alias");
    auto model = body.text("model");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto adding = m_catalogue.addAlias(*exchange->loop, actorOf(*exchange), alias, std::move(model));
    const auto added = co_await adding;
    if (!added)
        co_return added.error();
    JsonWriter json;
    Answer answer;
    answer.status = 201;
    answer.body = json.beginObject().field("alias", alias).field("model", added->id).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::changeAlias(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto model = body.text("model");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const std::string alias = exchange->parameter("alias");
    auto changing = m_catalogue.changeAlias(*exchange->loop, actorOf(*exchange), alias, std::move(model));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("alias", alias).field("model", changed->id).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::removeAlias(std::shared_ptr<Exchange> exchange)
{
    const std::string alias = exchange->parameter("alias");
    auto removing = m_catalogue.removeAlias(*exchange->loop, actorOf(*exchange), alias);
    const auto removed = co_await removing;
    if (!removed)
        co_return removed.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("alias", alias).field("deleted", true).endObject().take();
    co_return answer;
}

} // namespace beaver::http
