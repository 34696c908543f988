#include <server/providers/simulated/answer_text.h>
#include <server/providers/simulated/simulated_units.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

#include <cmath>
#include <cstdio>
#include <vector>

namespace beaver::providers {

namespace {

namespace dom = simdjson::dom;

/// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine.
std::uint64_t hashOf(std::string_view word)
{
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return hash;
}

std::vector<double> embed(std::string_view text, std::size_t dimensions)
{
    std::vector<double> vector(dimensions, 0.0);
    for (std::string_view word : simulatedTokens(text)) {
        while (word.starts_with(' '))
            word.remove_prefix(1);
        const std::uint64_t hash = hashOf(word);
        vector[hash % dimensions] += (hash >> 32) & 1U ? 1.0 : -1.0;
    }
    double square = 0;
    for (const double part : vector)
        square += part * part;
    if (square == 0) {
        vector[0] = 1;
        return vector;
    }
    for (double &part : vector)
        part /= std::sqrt(square);
    return vector;
}

void writeVector(JsonWriter &json, std::int64_t index, std::string_view text, std::size_t dimensions)
{
    json.beginObject().field("object", "embedding").field("index", index).key("embedding").beginArray();
    for (const double part : embed(text, dimensions)) {
        char number[32];
        std::snprintf(number, sizeof number, "%.7g", part);
        json.raw(number);
    }
    json.endArray().endObject();
}

std::string embeddings(const wire::UnitRequest &request, dom::element input, std::string_view model)
{
    const std::size_t dimensions = request.dimensions > 0 ? static_cast<std::size_t>(request.dimensions) : 64;
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    std::int64_t index = 0;
    std::int64_t tokens = 0;
    const auto one = [&](dom::element text) {
        std::string_view words;
        const std::string other = text.get(words) ? std::string(simdjson::minify(text)) : std::string();
        const std::string_view seen = other.empty() ? words : std::string_view(other);
        tokens += static_cast<std::int64_t>(simulatedTokens(seen).size());
        writeVector(json, index++, seen, dimensions);
    };
    dom::array list;
    if (input.get(list)) {
        one(input);
    } else {
        for (const dom::element text : list)
            one(text);
    }
    json.endArray().field("model", model).key("usage").beginObject();
    json.field("prompt_tokens", tokens).field("total_tokens", tokens).endObject();
    return json.endObject().take();
}

std::string moderation(std::string_view model)
{
    JsonWriter json;
    json.beginObject().field("id", "modr-simulated").field("model", model).key("results").beginArray();
    json.beginObject().field("flagged", false);
    json.key("categories").beginObject().field("violence", false).endObject();
    json.key("category_scores").beginObject().key("violence");
    json.raw("0.0");
    json.endObject().endObject();
    return json.endArray().endObject().take();
}

} // namespace

std::optional<std::string> simulatedUnit(const wire::UnitRequest &request, std::string_view body,
                                         std::string_view model)
{
    dom::element root;
    dom::element input;
    if (wire::parseJson(body).get(root) || root["input"].get(input))
        return std::nullopt;
    if (request.kind == wire::UnitKind::Embeddings)
        return embeddings(request, input, model);
    if (request.kind == wire::UnitKind::Moderations)
        return moderation(model);
    return std::nullopt;
}

} // namespace beaver::providers
