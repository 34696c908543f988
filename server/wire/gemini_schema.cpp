#include <server/wire/gemini_fields.h>
#include <server/wire/gemini_schema.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

void appendSchema(JsonWriter &json, dom::element schema);

void appendType(JsonWriter &json, std::string_view type, bool nullable)
{
    std::string lower(type);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    if (lower == "type_unspecified")
        return;
    json.key("type");
    if (nullable)
        json.beginArray().value(lower).value("null").endArray();
    else
        json.value(lower);
}

void appendKeyword(JsonWriter &json, std::string_view key, dom::element value)
{
    dom::object members;
    dom::array list;
    if (key == "properties" && !value.get(members)) {
        json.key(key).beginObject();
        for (const auto property : members)
            appendSchema(json.key(property.key), property.value);
        json.endObject();
        return;
    }
    if (isGeminiField(key, "anyOf") && !value.get(list)) {
        json.key("anyOf").beginArray();
        for (const dom::element schema : list)
            appendSchema(json, schema);
        json.endArray();
        return;
    }
    if (key == "items") {
        appendSchema(json.key(key), value);
        return;
    }
    for (const std::string_view count :
         {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"}) {
        if (!isGeminiField(key, count))
            continue;
        std::string_view digits; // 64-bit numbers are texts in the JSON of protocol buffers
        const bool text =
            !value.get(digits) && !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
        json.rawField(count, text ? std::string(digits) : simdjson::minify(value));
        return;
    }
    json.rawField(key, simdjson::minify(value));
}

void appendSchema(JsonWriter &json, dom::element schema)
{
    dom::object keywords;
    if (schema.get(keywords)) {
        json.raw(simdjson::minify(schema)); // `true`, or nonsense that the provider is to judge
        return;
    }
    bool nullable = false;
    if (keywords["nullable"].get(nullable))
        nullable = false;
    json.beginObject();
    for (const auto keyword : keywords) {
        std::string_view type;
        if (keyword.key == "nullable" || isGeminiField(keyword.key, "propertyOrdering"))
            continue;
        if (keyword.key == "type" && !keyword.value.get(type))
            appendType(json, type, nullable);
        else
            appendKeyword(json, keyword.key, keyword.value);
    }
    json.endObject();
}

} // namespace

std::string jsonSchemaOfGemini(dom::element schema)
{
    JsonWriter json;
    appendSchema(json, schema);
    return json.take();
}

} // namespace beaver::wire
