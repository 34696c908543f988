#include <server/catalog/litellm_map.h>
#include <server/catalog/litellm_prices.h>
#include <server/catalog/prices.h>
#include <server/catalog/variants.h>
#include <shared/base/decimal.h>
#include <simdjson.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace beaver::catalog {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t longestId = 200;
constexpr std::size_t mostProblems = 1000;

/// The fields of an entry that matter here.
struct Entry
{
    std::string mode;
    std::string provider;
    std::string deprecationDate;
    std::int64_t maxInput = 0;
    std::int64_t maxOutput = 0;
    std::set<std::string, std::less<>> supports; ///< what follows `supports_` and is true
    LiteLlmCosts costs;
};

std::string_view trimmed(std::string_view token)
{
    return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

/// A number's own text; for anything else what stands there, which is no number.
std::string rawText(ondemand::value value)
{
    return std::string(trimmed(value.raw_json_token()));
}

std::string textOf(ondemand::value value)
{
    std::string_view text;
    return value.get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

simdjson::error_code readSearchCosts(ondemand::value value, LiteLlmCosts &costs)
{
    ondemand::object object;
    if (const auto failure = value.get_object().get(object))
        return failure == simdjson::INCORRECT_TYPE ? simdjson::SUCCESS : failure;
    for (auto field : object) {
        std::string_view key;
        ondemand::value size;
        if (auto failure = field.unescaped_key().get(key))
            return failure;
        const std::string name(key);
        if (auto failure = field.value().get(size))
            return failure;
        costs[name] = rawText(size);
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readField(std::string_view name, ondemand::value value, Entry &entry)
{
    if (name == "mode")
        entry.mode = textOf(value);
    else if (name == "litellm_provider")
        entry.provider = textOf(value);
    else if (name == "deprecation_date")
        entry.deprecationDate = textOf(value);
    else if (name == "max_input_tokens")
        entry.maxInput = std::max<std::int64_t>(0, parseScaled(rawText(value), 0).value_or(0));
    else if (name == "max_output_tokens")
        entry.maxOutput = std::max<std::int64_t>(0, parseScaled(rawText(value), 0).value_or(0));
    else if (name == "search_context_cost_per_query")
        return readSearchCosts(value, entry.costs);
    else if (name.starts_with("supports_") && rawText(value) == "true")
        entry.supports.emplace(name.substr(9));
    else if (name.find("cost") != std::string_view::npos)
        entry.costs[std::string(name)] = rawText(value);
    return simdjson::SUCCESS;
}

simdjson::error_code readEntry(ondemand::value value, Entry &entry)
{
    ondemand::object object;
    if (auto failure = value.get_object().get(object))
        return failure;
    for (auto field : object) {
        std::string_view key;
        ondemand::value content;
        if (auto failure = field.unescaped_key().get(key))
            return failure;
        const std::string name(key);
        if (auto failure = field.value().get(content))
            return failure;
        if (auto failure = readField(name, content, entry))
            return failure;
    }
    return simdjson::SUCCESS;
}

std::string ourProvider(const std::string &theirs)
{
    if (theirs == "gemini")
        return "google";
    if (theirs == "text-completion-openai")
        return "openai";
    return theirs;
}

void nameModel(std::string_view key, const Entry &entry, Model &model)
{
    static constexpr std::array<std::string_view, 6> own{"openai",   "anthropic",  "google",
                                                         "deepseek", "perplexity", "xai"};
    model.provider = ourProvider(entry.provider);
    const auto slash = key.find('/');
    const auto folder = slash == std::string_view::npos ? std::string_view() : key.substr(0, slash);
    // `vertex_ai-language-models` keeps its models under `vertex_ai/`.
    const bool foldered = !folder.empty() && (entry.provider.starts_with(folder) || model.provider == folder);
    model.upstreamModel = foldered ? key.substr(slash + 1) : key;
    if (std::ranges::find(own, model.provider) != own.end())
        model.id = model.upstreamModel;
    else
        model.id = foldered ? std::string(key) : model.provider + "/" + std::string(key);
    model.name = model.upstreamModel;
}

/// What a model of this mode makes.
std::string_view mediumOf(std::string_view mode)
{
    if (mode == "embedding" || mode == "moderation" || mode == "rerank")
        return mode;
    if (mode.starts_with("image"))
        return "image";
    return mode == "audio_speech" ? "audio" : "text";
}

void describeModel(const Entry &entry, std::string_view today, Model &model)
{
    const auto has = [&](const char *what) { return entry.supports.contains(what); };
    const auto add = [](std::vector<std::string> &list, const char *word, bool wanted) {
        if (wanted)
            list.emplace_back(word);
    };
    const auto out = mediumOf(entry.mode);
    const bool heard = entry.mode == "audio_transcription";
    model.active = entry.deprecationDate.empty() || entry.deprecationDate > today;
    model.contextLength = entry.maxInput;
    model.maxOutputTokens = out == "embedding" ? 0 : entry.maxOutput;
    add(model.inputModalities, "text", !heard);
    add(model.inputModalities, "image", has("vision") || has("image_input") || entry.mode == "image_edit");
    add(model.inputModalities, "audio", has("audio_input") || heard);
    add(model.inputModalities, "video", has("video_input"));
    add(model.inputModalities, "pdf", has("pdf_input"));
    model.outputModalities.emplace_back(out);
    add(model.outputModalities, "audio", has("audio_output") && out != "audio");
    add(model.features, "tools", has("function_calling"));
    add(model.features, "json_schema", has("response_schema"));
    add(model.features, "reasoning", has("reasoning"));
    add(model.features, "cache", has("prompt_caching"));
    add(model.features, "web_search", has("web_search"));
    add(model.features, "responses_api_only", entry.mode == "responses");
}

bool isId(std::string_view id)
{
    return !id.empty() && id.size() <= longestId &&
           std::ranges::all_of(id, [](char c) { return c > ' ' && c != '\x7f'; });
}

class Reading
{
public:
    explicit Reading(std::string_view today)
        : m_today(today)
    {}

    void take(std::string_view key, const Entry &entry)
    {
        if (!isSoldMode(entry.mode)) {
            ++map.skipped;
            return;
        }
        StoredModel stored;
        stored.source = "import";
        nameModel(key, entry, stored.model);
        if (!isId(stored.model.id) || stored.model.provider.empty()) {
            refuse(key.substr(0, longestId), "has no provider, or a name that is no model id");
            return;
        }
        auto price = priceFromLiteLlm(entry.costs, {stored.model.provider, stored.model.id, entry.mode});
        if (!price) {
            refuse(key, price.error().message);
            return;
        }
        price->source = "import";
        describeModel(entry, m_today, stored.model);
        stored.versions.push_back(std::move(*price));
        const auto [known, isNew] = m_known.emplace(stored.model.id, map.models.size());
        if (isNew)
            map.models.push_back(std::move(stored));
        else if (samePrices(map.models[known->second].versions.front(), stored.versions.front()))
            ++map.skipped;
        else
            refuse(key, "is in the map twice with different prices; the first is taken");
    }

    /// Leaves out price variants that price nothing: those of models that aren't there, and of models whose pictures
    /// are priced by the token, of which they tell the same money less exactly.
    void finish()
    {
        std::unordered_set<std::string> byPicture;
        for (const StoredModel &stored : map.models) {
            if (stored.versions.front().tiers.size() == 1 &&
                stored.versions.front().tiers.front().prices[static_cast<std::size_t>(wire::Bucket::Images)])
                byPicture.insert(stored.model.id);
        }
        map.skipped += static_cast<int>(std::erase_if(map.models, [&](const StoredModel &stored) {
            const auto variant = variantName(stored.model.id);
            return variant && !byPicture.contains(variant->model);
        }));
    }

    void refuse(std::string_view key, std::string_view why)
    {
        if (map.problems.size() < mostProblems)
            map.problems.push_back(std::string(key) + ": " + std::string(why));
    }

    LiteLlmMap map;

private:
    std::string_view m_today;
    std::unordered_map<std::string, std::size_t> m_known; ///< id → index
};

Error broken(simdjson::error_code failure)
{
    return invalid("json",
                   std::string("The price map is not a JSON object of models: ") + simdjson::error_message(failure));
}

} // namespace

Result<LiteLlmMap> readLiteLlmMap(std::string_view json, std::string_view today)
{
    const simdjson::padded_string padded(json);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object models;
    if (const auto failure = parser.iterate(padded).get(document))
        return broken(failure);
    if (const auto failure = document.get_object().get(models))
        return broken(failure);
    Reading reading(today);
    for (auto field : models) {
        std::string_view key;
        ondemand::value value;
        if (const auto failure = field.unescaped_key().get(key))
            return broken(failure);
        const std::string name(key);
        if (const auto failure = field.value().get(value))
            return broken(failure);
        Entry entry;
        const auto failure = readEntry(value, entry);
        if (failure == simdjson::INCORRECT_TYPE) {
            reading.refuse(std::string_view(name).substr(0, longestId), "is no object");
            continue;
        }
        if (failure)
            return broken(failure);
        reading.take(name, entry);
    }
    reading.finish();
    return std::move(reading.map);
}

} // namespace beaver::catalog
