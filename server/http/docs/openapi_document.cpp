#include <server/http/docs/openapi_document.h>
#include <server/http/docs/operation.h>
#include <server/http/docs/schema_shorthand.h>

#include <map>
#include <set>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

/// `POST (/api|)/v1/files` stands for two.
std::vector<std::string> spelledOut(std::string_view key)
{
    const std::size_t open = key.find('(');
    const std::size_t close = key.find(')', open);
    if (open == std::string_view::npos || close == std::string_view::npos)
        return {std::string(key)};
    std::vector<std::string> all;
    std::string_view choices = key.substr(open + 1, close - open - 1);
    for (bool more = true; more;) {
        const std::size_t bar = choices.find('|');
        more = bar != std::string_view::npos;
        const std::string one =
            std::string(key.substr(0, open)).append(choices.substr(0, bar)).append(key.substr(close + 1));
        for (auto &spelled : spelledOut(one))
            all.push_back(std::move(spelled));
        choices.remove_prefix(more ? bar + 1 : choices.size());
    }
    return all;
}

struct Description
{
    std::string_view tag;
    dom::element operation;
    bool used = false;
};

constexpr std::string_view securitySchemes =
    R"({"key":{"type":"http","scheme":"bearer","description":"An API key"},)"
    R"("key_header":{"type":"apiKey","in":"header","name":"x-api-key","description":"An API key"},)"
    R"("session":{"type":"http","scheme":"bearer","bearerFormat":"opaque","description":"The access token of a sign-in"},)"
    R"("session_cookie":{"type":"apiKey","in":"cookie","name":"beaver_session","description":"The session of a browser"}})";

void writeNames(JsonWriter &json, std::string_view name, const std::vector<std::string> &all)
{
    json.key(name).beginArray();
    for (const auto &each : all)
        json.value(each);
    json.endArray();
}

} // namespace

Result<std::string> openApiDocument(const std::vector<Route> &routes, std::span<const OpenApiFragment> fragments,
                                    std::string_view version)
{
    std::vector<dom::parser> parsers(fragments.size()); // each keeps what its elements point to
    std::map<std::string, Description, std::less<>> described;
    JsonWriter tags;
    JsonWriter schemas;
    tags.beginArray();
    schemas.beginObject();
    for (std::size_t at = 0; at < fragments.size(); ++at) {
        dom::object file;
        if (const auto failure = parsers[at].parse(fragments[at].json).get(file))
            return internalError("resources/openapi/" + std::string(fragments[at].name) + ": " +
                                 simdjson::error_message(failure));
        std::string_view tag;
        std::string_view about;
        dom::object part;
        if (!file["tag"].get(tag)) {
            tags.beginObject().field("name", tag);
            if (!file["about"].get(about))
                tags.field("description", about);
            tags.endObject();
        }
        if (!file["operations"].get(part)) {
            for (const auto field : part) {
                for (auto &key : spelledOut(field.key))
                    described[std::move(key)] = {tag, field.value};
            }
        }
        if (!file["schemas"].get(part)) {
            for (const auto field : part) {
                schemas.key(field.key);
                writeSchema(schemas, field.value);
            }
        }
    }

    // OpenAPI groups by path; the table doesn't.
    std::map<std::string, std::vector<const Route *>, std::less<>> paths;
    for (const Route &route : routes)
        paths[openApiPath(route.pattern)].push_back(&route);
    dom::parser nothing;
    const dom::element empty = nothing.parse(std::string_view("{}")).value_unsafe();
    std::vector<std::string> undescribed;
    JsonWriter json;
    json.beginObject().field("openapi", "3.1.0").key("info").beginObject();
    json.field("title", "Beaver")
        .field("version", version)
        .field("description", "One key and one prepaid balance for every AI model.")
        .endObject()
        .rawField("servers", R"([{"url":"/"}])")
        .rawField("tags", tags.endArray().text())
        .key("paths")
        .beginObject();
    for (const auto &[path, rows] : paths) {
        json.key(path).beginObject();
        for (const Route *route : rows) {
            const std::string name = std::string(methodName(route->method)) + " " + path;
            const auto found = described.find(name);
            if (found == described.end())
                undescribed.push_back(name);
            else
                found->second.used = true;
            json.key(openApiMethod(route->method));
            writeOperation(json, *route, found == described.end() ? std::string_view() : found->second.tag,
                           found == described.end() ? empty : found->second.operation);
        }
        json.endObject();
    }
    json.endObject().key("components").beginObject();
    json.rawField("securitySchemes", securitySchemes).rawField("schemas", schemas.endObject().text()).endObject();
    std::vector<std::string> withoutRoute;
    for (const auto &[name, description] : described) {
        if (!description.used)
            withoutRoute.push_back(name);
    }
    writeNames(json, "x-beaver-undescribed", undescribed);
    writeNames(json, "x-beaver-without-route", withoutRoute);
    return json.endObject().take();
}

} // namespace beaver::http
