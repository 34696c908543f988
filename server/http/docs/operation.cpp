#include <server/http/docs/operation.h>
#include <server/http/docs/schema_shorthand.h>

#include <set>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

std::string_view errorSchema(api::Surface surface)
{
    switch (surface) {
    case api::Surface::OpenRouter:
        return "OpenRouterError";
    case api::Surface::Anthropic:
        return "AnthropicError";
    case api::Surface::Gemini:
        return "GeminiError";
    case api::Surface::AiGateway:
        return "AiGatewayError";
    default:
        return "Error";
    }
}

std::string_view statusText(int status)
{
    switch (status) {
    case 200:
        return "Done";
    case 201:
        return "Made";
    case 204:
        return "Done, without a body";
    case 400:
        return "Something in the request is malformed; the message names it";
    case 401:
        return "No credential, or one that is unknown, expired or revoked";
    case 402:
        return "Not enough balance";
    case 403:
        return "This credential may not";
    case 404:
        return "There is no such thing, or it is somebody else's";
    case 409:
        return "It conflicts with what is there";
    case 413:
        return "The body is too large";
    case 415:
        return "The body is of a kind that isn't taken";
    case 422:
        return "A value is out of its range";
    case 429:
        return "A limit is full";
    case 502:
    case 504:
        return "The provider failed";
    case 503:
        return "Nothing can serve it now";
    default:
        return "Done";
    }
}

/// Empty where there is none.
std::string_view member(dom::element description, std::string_view name)
{
    std::string_view text;
    return description[name].get(text) ? std::string_view() : text;
}

bool flag(dom::element description, std::string_view name)
{
    bool set = false;
    return !description[name].get(set) && set;
}

bool hasBody(Method method)
{
    return method == Method::Post || method == Method::Put || method == Method::Patch;
}

void writeParameter(JsonWriter &json, std::string_view name, std::string_view in, bool required, dom::element schema)
{
    json.beginObject().field("name", name).field("in", in).field("required", required).key("schema");
    writeSchema(json, schema);
    json.endObject();
}

void writeParameters(JsonWriter &json, const Route &route, dom::element description)
{
    json.key("parameters").beginArray();
    for (std::string_view left = route.pattern; left.find('{') != std::string_view::npos;) {
        left.remove_prefix(left.find('{') + 1);
        std::string_view name = left.substr(0, left.find('}'));
        const bool slashes = name.ends_with('+');
        if (slashes)
            name.remove_suffix(1);
        json.beginObject().field("name", name).field("in", "path").field("required", true);
        if (slashes)
            json.field("description", "May hold slashes.");
        json.rawField("schema", R"({"type":"string","minLength":1})").endObject();
    }
    for (const auto &[group, in] : {std::pair{"query", "query"}, std::pair{"headers", "header"}}) {
        dom::object parameters;
        if (description[group].get(parameters))
            continue;
        for (const auto field : parameters) {
            std::string_view name = field.key;
            const bool required = !takeOptional(name);
            writeParameter(json, name, in, required, field.value);
        }
    }
    json.endArray();
}

void writeRequest(JsonWriter &json, dom::element description)
{
    dom::element body;
    dom::element form;
    const bool takesJson = !description["body"].get(body);
    const bool takesForm = !description["form"].get(form);
    if (!takesJson && !takesForm)
        return;
    json.key("requestBody").beginObject().field("required", !flag(description, "body_optional"));
    json.key("content").beginObject();
    if (takesJson) {
        json.key("application/json").beginObject().key("schema");
        writeSchema(json, body);
        json.endObject();
    }
    if (takesForm) {
        json.key("multipart/form-data").beginObject().key("schema");
        writeSchema(json, form);
        json.endObject();
    }
    json.endObject().endObject();
}

void writeAnswer(JsonWriter &json, int status, dom::element description, const dom::element *schema)
{
    const std::string_view own = member(description, "type");
    const std::string_view type = own.empty() ? "application/json" : own;
    json.key(std::to_string(status)).beginObject().field("description", statusText(status));
    if (status != 204 && (schema || type != "application/json")) {
        json.key("content").beginObject().key(type).beginObject();
        if (schema) {
            json.key("schema");
            writeSchema(json, *schema);
        }
        json.endObject();
        if (flag(description, "stream"))
            json.key("text/event-stream").beginObject().endObject();
        json.endObject();
    }
    json.endObject();
}

/// What may go wrong follows from the row: a credential, a role, a body, something to be found.
std::set<int> errorsOf(const Route &route, dom::element description)
{
    std::set<int> errors{400, 503};
    if (route.access != Access::Open)
        errors.insert({401, 403, 429});
    if (route.access != Access::Open && route.surface == api::Surface::CreditGateway)
        errors.insert(422);
    if (route.pattern.find('{') != std::string::npos)
        errors.insert(404);
    if (hasBody(route.method))
        errors.insert({413, 415, 422});
    if (flag(description, "model"))
        errors.insert({402, 404, 409, 413, 429, 502, 504});
    dom::array more;
    if (!description["errors"].get(more)) {
        for (const std::int64_t status : more)
            errors.insert(static_cast<int>(status));
    }
    return errors;
}

/// The edge turns away what isn't HTTP as it should be, or too much, before a path is looked at: in Beaver's own form
/// on every surface.
bool alsoBeforeThePath(int status)
{
    return status == 400 || status == 413 || status == 503;
}

void writeErrorSchema(JsonWriter &json, std::string_view schema, int status)
{
    const auto reference = [&json](std::string_view name) {
        json.beginObject().field("$ref", "#/components/schemas/" + std::string(name)).endObject();
    };
    if (schema == "Error" || !alsoBeforeThePath(status)) {
        reference(schema);
        return;
    }
    json.beginObject().key("anyOf").beginArray();
    reference(schema);
    reference("Error");
    json.endArray().endObject();
}

void writeAnswers(JsonWriter &json, const Route &route, dom::element description)
{
    json.key("responses").beginObject();
    std::set<int> written;
    dom::object answers;
    dom::element schema;
    if (!description["answers"].get(answers)) {
        for (const auto field : answers) {
            const int status = std::stoi(std::string(field.key));
            writeAnswer(json, status, description, &field.value);
            written.insert(status);
        }
    } else {
        std::int64_t status = 0;
        if (description["status"].get(status))
            status = 200;
        const bool known = !description["answer"].get(schema);
        writeAnswer(json, static_cast<int>(status), description, known ? &schema : nullptr);
        written.insert(static_cast<int>(status));
    }
    for (const int status : errorsOf(route, description)) {
        if (written.contains(status))
            continue;
        json.key(std::to_string(status)).beginObject().field("description", statusText(status));
        json.key("content").beginObject().key("application/json").beginObject().key("schema");
        writeErrorSchema(json, errorSchema(route.surface), status);
        json.endObject().endObject().endObject();
    }
    json.endObject();
}

void writeSecurity(JsonWriter &json, Access access)
{
    json.key("security").beginArray();
    const auto one = [&](std::string_view scheme) {
        json.beginObject().key(scheme).beginArray().endArray().endObject();
    };
    if (access != Access::Open) {
        if (access != Access::Session) {
            one("key");
            one("key_header");
        }
        one("session");
        one("session_cookie");
    }
    json.endArray();
}

std::string whoMayCall(const Route &route)
{
    std::string text;
    switch (route.access) {
    case Access::Open:
        return "Open to everybody.";
    case Access::Key:
        text = "Needs an API key or a session";
        break;
    case Access::Session:
        return "Needs a signed-in person.";
    default:
        text = "Needs the role '" + std::string(accessName(route.access)) + "' or one above it on the gateway";
    }
    return text + (route.scope.empty() ? "." : "; a key needs the scope '" + route.scope + "'.");
}

} // namespace

std::string openApiPath(std::string_view pattern)
{
    std::string path(pattern);
    for (std::size_t at = path.find("+}"); at != std::string::npos; at = path.find("+}"))
        path.erase(at, 1);
    return path;
}

std::string openApiMethod(Method method)
{
    std::string name(methodName(method));
    for (char &c : name)
        c = static_cast<char>(c | 0x20);
    return name;
}

std::string_view accessName(Access access)
{
    switch (access) {
    case Access::Open:
        return "open";
    case Access::Key:
        return "key";
    case Access::Session:
        return "session";
    case Access::Viewer:
        return "viewer";
    case Access::Billing:
        return "billing";
    case Access::Admin:
        return "admin";
    case Access::Owner:
        return "owner";
    }
    return "owner";
}

void writeOperation(JsonWriter &json, const Route &route, std::string_view tag, dom::element description)
{
    std::string id = openApiMethod(route.method);
    for (const char c : openApiPath(route.pattern)) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (word)
            id += c;
        else if (c == '-')
            id += '-'; // /api-keys and /api/keys are two
        else if (id.back() != '_')
            id += '_';
    }
    const std::string_view summary = member(description, "summary");
    const std::string_view about = member(description, "about");
    json.beginObject().field("operationId", id);
    if (!tag.empty())
        json.key("tags").beginArray().value(tag).endArray();
    if (!summary.empty())
        json.field("summary", summary);
    json.field("description", (about.empty() ? std::string() : std::string(about) + "\n\n") + whoMayCall(route))
        .field("x-beaver-access", accessName(route.access))
        .field("x-beaver-name", route.name)
        .field("x-beaver-path", route.pattern);
    if (!route.scope.empty())
        json.field("x-beaver-scope", route.scope);
    writeSecurity(json, route.access);
    writeParameters(json, route, description);
    writeRequest(json, description);
    writeAnswers(json, route, description);
    json.endObject();
}

} // namespace beaver::http
