#include <server/http/rest/catalog_admin.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/pricing.h>
#include <server/http/rest/what_if.h>
#include <server/pricing/what_if.h>
#include <server/wire/json_scan.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t dayMs = 86'400'000;

/// Name and text of each member of an object; empty where it is none.
std::optional<std::vector<std::pair<std::string, std::string>>> namedTexts(std::string_view json)
{
    dom::object object;
    if (wire::parseJson(json).get(object))
        return std::nullopt;
    std::vector<std::string> names;
    for (const auto field : object)
        names.emplace_back(field.key);
    std::vector<std::pair<std::string, std::string>> found;
    std::size_t index = 0;
    for (const auto &member : wire::scanObject(json))
        found.emplace_back(names[index++], json.substr(member.valueBegin, member.valueEnd - member.valueBegin));
    return found;
}

Result<void> readMarkups(const std::string &json, const catalog::PricingState &pricing, pricing::WhatIf &change)
{
    const auto members = namedTexts(json);
    if (!members)
        return invalid("markups", "'markups': An object such as {\"BUDGET\": 12.5} is expected, in percent.");
    for (const auto &[name, text] : *members) {
        if (std::ranges::find(pricing.categories, name, &catalog::CategoryRule::name) == pricing.categories.end())
            return invalid("markups", "'" + name.substr(0, 60) + "' is no pricing category.");
        const auto ppm = readPercent("markups", text);
        if (!ppm)
            return ppm.error();
        change.markups[name] = *ppm;
    }
    return {};
}

Result<std::map<std::string, int>> readPercentiles(const std::string &json, const catalog::PricingState &pricing)
{
    const auto members = namedTexts(json);
    if (!members)
        return invalid("percentiles", "'percentiles': An object such as {\"BUDGET\": 45} is expected.");
    std::map<std::string, int> cuts;
    for (const auto &[name, text] : *members) {
        if (std::ranges::find(pricing.categories, name, &catalog::CategoryRule::name) == pricing.categories.end())
            return invalid("percentiles", "'" + name.substr(0, 60) + "' is no pricing category.");
        const auto percentile = parseScaled(text, 0);
        if (!percentile || *percentile < 1 || *percentile > 100)
            return invalid("percentiles", "'percentiles' takes whole numbers from 1 to 100.");
        cuts[name] = static_cast<int>(*percentile);
    }
    return cuts;
}

Result<void> readNewPrices(const std::string &json, const catalog::Snapshot &catalogue, pricing::WhatIf &change)
{
    const auto members = namedTexts(json);
    if (!members)
        return invalid("list_prices",
                       "'list_prices': An object of models is expected: {\"openai/gpt-4o\": {\"input\": 2.5, …}}.");
    for (const auto &[name, text] : *members) {
        const auto *model = catalogue.find(name);
        if (!model)
            return invalid("list_prices", "There is no model '" + name.substr(0, 80) + "'.");
        auto price = readListPrices(text);
        if (!price)
            return price.error();
        change.listPrices[model->id] = std::move(*price);
    }
    return {};
}

void writeTakings(JsonWriter &json, std::string_view name, const pricing::Takings &takings)
{
    json.key(name)
        .beginObject()
        .field("list_cost", takings.listCost)
        .field("revenue", takings.revenue)
        .field("margin", takings.margin())
        .endObject();
}

void writeLine(JsonWriter &json, std::string_view what, const pricing::Comparison::Line &line)
{
    json.beginObject().field(what, line.name).field("calls", line.calls).field("tokens", line.tokens);
    writeTakings(json, "today", line.today);
    writeTakings(json, "changed", line.changed);
    json.field("difference", line.changed.revenue - line.today.revenue).endObject();
}

} // namespace

QCoro::Task<Result<Answer>> WhatIfHandlers::whatIf(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const bool back = body.saysNull("pricing_policy");
    const auto policy = body.optionalText("pricing_policy");
    const auto markups = body.optionalJson("markups");
    const auto percentiles = body.optionalJson("percentiles");
    const auto prices = body.optionalJson("list_prices");
    const std::int64_t days = body.optionalNumber("days").value_or(30);
    const std::int64_t most = body.optionalNumber("top").value_or(20);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (days < 1 || days > 366)
        co_return invalid("days", "'days' takes 1 to 366.");
    if (most < 1 || most > 1000)
        co_return invalid("top", "'top' takes 1 to 1000 models.");
    const auto catalogue = m_catalogue.snapshot();
    const auto pricing = m_catalogue.pricing();
    pricing::WhatIf change;
    if (back || (policy && policy->empty())) {
        change.policy = pricing.configured;
    } else if (policy) {
        auto read = catalog::Policy::parse("pricing_policy", *policy);
        if (!read)
            co_return read.error();
        change.policy = std::move(*read);
    }
    if (markups) {
        if (auto read = readMarkups(*markups, pricing, change); !read)
            co_return read.error();
    }
    if (prices) {
        if (auto read = readNewPrices(*prices, *catalogue, change); !read)
            co_return read.error();
    }
    std::optional<std::map<std::string, int>> cuts;
    if (percentiles) {
        auto read = readPercentiles(*percentiles, pricing);
        if (!read)
            co_return read.error();
        cuts = std::move(*read);
    }
    const std::int64_t nowMs = m_clock.wallMs();
    change.fromMs = nowMs - days * dayMs;
    struct Found
    {
        pricing::Comparison comparison;
        std::vector<catalog::CategoryChange> moves;
    };
    auto comparing = m_database.read(
        *exchange->loop, [this, catalogue, pricing, change, cuts](storage::Connection &connection) -> Result<Found> {
            Found found;
            auto wanted = change;
            if (cuts) {
                auto recalculation = m_catalogue.recalculationWith(*cuts);
                if (!recalculation)
                    return recalculation.error();
                found.moves = std::move(recalculation->changes);
            }
            for (const auto &move : found.moves)
                wanted.categories[move.model] = move.became;
            auto compared = pricing::compare(connection, *catalogue, pricing, wanted);
            if (!compared)
                return compared.error();
            found.comparison = std::move(*compared);
            return found;
        });
    const auto found = co_await comparing;
    if (!found)
        co_return found.error();
    const auto *done = &found->comparison;
    JsonWriter json;
    json.beginObject()
        .field("from", api::rfc3339(change.fromMs))
        .field("until", api::rfc3339(nowMs))
        .field("days", days)
        .field("currency", "USD")
        .field("calls", done->calls)
        .field("charged", done->charged);
    writeTakings(json, "today", done->today);
    writeTakings(json, "changed", done->changed);
    json.field("difference", done->changed.revenue - done->today.revenue)
        .field("approximate", done->approximate)
        .key("by_category")
        .beginArray();
    for (const auto &line : done->categories)
        writeLine(json, "category", line);
    json.endArray().key("top_models").beginArray();
    for (std::size_t at = 0; at < std::min(done->models.size(), static_cast<std::size_t>(most)); ++at)
        writeLine(json, "model", done->models[at]);
    json.endArray().key("changes").beginArray();
    for (const auto &move : found->moves)
        json.beginObject()
            .field("model", move.model)
            .optionalField("from", move.was)
            .optionalField("to", move.became)
            .rawField("markup_percent", formatScaled(move.markupPpm, 4))
            .endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
