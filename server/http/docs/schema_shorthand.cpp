#include <server/http/docs/schema_shorthand.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

/// The part of `text` behind `mark`, cut off from it; empty where the mark isn't there.
std::string_view cutBehind(std::string_view &text, std::string_view mark)
{
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos)
        return {};
    const std::string_view behind = text.substr(at + mark.size());
    text = text.substr(0, at);
    return behind;
}

struct Named
{
    std::string_view name;
    std::string_view type;
    std::string_view format;
    std::string_view description;
};

constexpr std::array<Named, 10> simple{{
    {"string", "string", "", ""},
    {"integer", "integer", "", ""},
    {"number", "number", "", ""},
    {"boolean", "boolean", "", ""},
    {"money", "number", "", "USD, exact decimal"},
    {"time", "string", "date-time", ""},
    {"date", "string", "date", ""},
    {"object", "object", "", ""},
    {"binary", "string", "binary", ""},
    {"any", "", "", ""},
}};

void writeType(JsonWriter &json, std::string_view type, bool nullable)
{
    json.key("type");
    if (nullable)
        json.beginArray().value(type).value("null").endArray();
    else
        json.value(type);
}

/// `1..500`, `1..`: bounds of a number, or of a text's length.
void writeBounds(JsonWriter &json, std::string_view type, std::string_view least)
{
    const std::string_view most = cutBehind(least, "..");
    if (!least.empty())
        json.rawField(type == "string" ? "minLength" : "minimum", least);
    if (!most.empty())
        json.rawField(type == "string" ? "maxLength" : "maximum", most);
}

void writeText(JsonWriter &json, std::string_view text);

void writeReference(JsonWriter &json, std::string_view name, bool nullable, std::string_view description)
{
    const auto reference = [&] {
        json.beginObject().field("$ref", "#/components/schemas/" + std::string(name)).endObject();
    };
    if (!nullable && description.empty()) {
        reference();
        return;
    }
    json.beginObject().key(nullable ? "anyOf" : "allOf").beginArray();
    reference();
    if (nullable)
        json.beginObject().field("type", "null").endObject();
    json.endArray();
    if (!description.empty())
        json.field("description", description);
    json.endObject();
}

void writeText(JsonWriter &json, std::string_view text)
{
    std::string_view description = cutBehind(text, " -- ");
    const std::string_view fallback = cutBehind(text, " = ");
    const bool nullable = takeOptional(text);
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') {
        writeReference(json, text, nullable, description);
        return;
    }
    json.beginObject();
    if (text.starts_with('[') || text.starts_with('{')) {
        const std::string_view inner = text.substr(1, text.size() - 2);
        writeType(json, text.front() == '[' ? "array" : "object", nullable);
        json.key(text.front() == '[' ? "items" : "additionalProperties");
        writeText(json, inner);
    } else if (text.find('|') != std::string_view::npos) {
        writeType(json, "string", nullable);
        json.key("enum").beginArray();
        for (std::string_view left = text; !left.empty();) {
            const std::string_view rest = cutBehind(left, "|");
            json.value(left);
            left = rest;
        }
        if (nullable)
            json.null();
        json.endArray();
    } else {
        const std::string_view bounds = cutBehind(text, " ");
        const bool known =
            std::any_of(simple.begin(), simple.end(), [&](const Named &each) { return each.name == text; });
        if (!known)
            json.field("const", text);
        for (const Named &type : simple) {
            if (type.name != text)
                continue;
            if (!type.type.empty())
                writeType(json, type.type, nullable);
            if (!type.format.empty())
                json.field("format", type.format);
            if (description.empty())
                description = type.description;
            writeBounds(json, type.type, bounds);
        }
    }
    if (!fallback.empty())
        json.rawField("default", fallback);
    if (!description.empty())
        json.field("description", description);
    json.endObject();
}

void writeObject(JsonWriter &json, dom::object object)
{
    json.beginObject().field("type", "object");
    std::vector<std::string_view> required;
    json.key("properties").beginObject();
    for (const auto field : object) {
        std::string_view name = field.key;
        if (name == "*" || name == "--")
            continue;
        if (!takeOptional(name))
            required.push_back(name);
        json.key(name);
        writeSchema(json, field.value);
    }
    json.endObject();
    if (!required.empty()) {
        json.key("required").beginArray();
        for (const auto name : required)
            json.value(name);
        json.endArray();
    }
    dom::element others;
    if (!object["*"].get(others)) {
        json.key("additionalProperties");
        writeSchema(json, others);
    }
    std::string_view description;
    if (!object["--"].get(description))
        json.field("description", description);
    json.endObject();
}

} // namespace

bool takeOptional(std::string_view &name)
{
    const bool optional = name.ends_with('?');
    if (optional)
        name.remove_suffix(1);
    return optional;
}

void writeSchema(JsonWriter &json, dom::element shorthand)
{
    std::string_view text;
    dom::array choices;
    dom::object object;
    if (!shorthand.get(text)) {
        writeText(json, text);
    } else if (!shorthand.get(choices)) {
        json.beginObject().key("anyOf").beginArray();
        for (const auto choice : choices)
            writeSchema(json, choice);
        json.endArray().endObject();
    } else if (!shorthand.get(object)) {
        dom::element verbatim;
        if (object["$"].get(verbatim))
            writeObject(json, object);
        else
            json.raw(simdjson::minify(verbatim));
    } else {
        json.beginObject().endObject();
    }
}

} // namespace beaver::http
