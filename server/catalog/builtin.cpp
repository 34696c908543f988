#include <server/catalog/builtin.h>
#include <server/catalog/prices.h>
#include <simdjson.h>

#include <charconv>
#include <chrono>

namespace beaver::catalog {

namespace {

using simdjson::dom::element;

constexpr std::string_view source = "built-in";

std::string textOf(element object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::int64_t numberOf(element object, std::string_view key)
{
    std::int64_t number = 0;
    return object[key].get(number) == simdjson::SUCCESS ? number : 0;
}

std::vector<std::string> listOf(element object, std::string_view key)
{
    std::vector<std::string> words;
    simdjson::dom::array array;
    if (object[key].get(array) == simdjson::SUCCESS) {
        for (const element item : array) {
            std::string_view text;
            if (item.get(text) == simdjson::SUCCESS)
                words.emplace_back(text);
        }
    }
    return words;
}

/// Midnight UTC of `2026-09-01`.
std::optional<std::int64_t> dateMs(std::string_view date)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto number = [](std::string_view part, auto &value) {
        const char *end = std::to_address(part.end());
        return std::from_chars(std::to_address(part.begin()), end, value).ptr == end;
    };
    if (date.size() != 10 || !number(date.substr(0, 4), year) || !number(date.substr(5, 2), month) ||
        !number(date.substr(8, 2), day))
        return std::nullopt;
    const std::chrono::year_month_day when{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!when.ok())
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(when).time_since_epoch())
        .count();
}

Result<PriceTier> readTier(element object)
{
    PriceTier tier;
    tier.fromInputTokens = numberOf(object, "above");
    simdjson::dom::object fields;
    if (object.get(fields) != simdjson::SUCCESS)
        return invalid({}, "has a price that is no object");
    for (const auto &[key, value] : fields) {
        if (key == "above" || key == "from" || key == "tiers")
            continue;
        const auto bucket = wire::bucketByName(key);
        std::string_view text;
        if (!bucket || value.get(text) != simdjson::SUCCESS)
            return invalid({}, "has a price for " + std::string(key) + ", which is no bucket with a decimal text");
        const auto price = parsePrice(text, statedUnits(*bucket));
        if (!price)
            return price.error();
        tier.prices[static_cast<std::size_t>(*bucket)] = *price;
    }
    return tier;
}

bool hasUnitPrice(const PriceTier &tier)
{
    for (const auto bucket :
         {wire::Bucket::Searches, wire::Bucket::Images, wire::Bucket::Seconds, wire::Bucket::Characters}) {
        if (tier.prices[static_cast<std::size_t>(bucket)])
            return true;
    }
    return false;
}

Result<PriceVersion> readPrice(element object, std::int64_t validFromMs)
{
    PriceVersion version{0, PriceState::Priced, validFromMs, std::string(source), {}};
    std::string_view word;
    if (object.get(word) == simdjson::SUCCESS) {
        if (word != "free")
            return invalid({}, "has a price that is neither an object nor \"free\"");
        version.state = PriceState::Free;
        return version;
    }
    auto base = readTier(object);
    if (!base)
        return base.error();
    version.tiers.push_back(*base);
    if (!version.hasTokenPrice() && !hasUnitPrice(*base))
        return invalid({}, "has no input price");
    simdjson::dom::array tiers;
    if (object["tiers"].get(tiers) == simdjson::SUCCESS) {
        for (const element item : tiers) {
            auto tier = readTier(item);
            if (!tier)
                return tier.error();
            version.tiers.push_back(*tier);
        }
    }
    version.tiers = completed(std::move(version.tiers));
    return version;
}

Result<BuiltinModel> readModel(element object)
{
    BuiltinModel read;
    read.documented = textOf(object, "set") == "documented";
    read.stored.source = source;
    Model &model = read.stored.model;
    model.id = textOf(object, "id");
    model.provider = textOf(object, "provider");
    model.name = textOf(object, "name");
    model.upstreamModel = textOf(object, "upstream");
    if (model.upstreamModel.empty())
        model.upstreamModel = model.id;
    model.active = textOf(object, "retired").empty();
    model.contextLength = numberOf(object, "context");
    model.maxOutputTokens = numberOf(object, "max_output");
    model.inputModalities = listOf(object, "in");
    model.outputModalities = listOf(object, "out");
    model.features = listOf(object, "features");
    model.aliases = listOf(object, "aliases");
    if (model.id.empty() || model.provider.empty() || model.name.empty())
        return invalid({}, "has no id, provider or name");

    element price;
    if (object["price"].get(price) != simdjson::SUCCESS)
        return invalid({}, "has no price");
    auto now = readPrice(price, 0);
    if (!now)
        return now.error();
    read.stored.versions.push_back(std::move(*now));
    simdjson::dom::array later;
    if (object["later"].get(later) == simdjson::SUCCESS) {
        for (const element item : later) {
            const auto from = dateMs(textOf(item, "from"));
            if (!from)
                return invalid({}, "has a later price without a date");
            auto next = readPrice(item, *from);
            if (!next)
                return next.error();
            read.stored.versions.push_back(std::move(*next));
        }
    }
    return read;
}

} // namespace

Result<std::vector<BuiltinModel>> readBuiltin(std::string_view json)
{
    simdjson::dom::parser parser;
    const simdjson::padded_string padded(json);
    element document;
    simdjson::dom::array models;
    if (parser.parse(padded).get(document) != simdjson::SUCCESS || numberOf(document, "format") != 1 ||
        document["models"].get(models) != simdjson::SUCCESS)
        return internalError("the built-in catalogue can't be read");
    std::vector<BuiltinModel> read;
    for (const element item : models) {
        auto model = readModel(item);
        if (!model)
            return internalError("the built-in catalogue: model " + textOf(item, "id") + " " + model.error().message);
        read.push_back(std::move(*model));
    }
    return read;
}

} // namespace beaver::catalog
