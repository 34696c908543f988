#include <server/http/llm/call_metadata.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

constexpr std::size_t mostBytes = 16 * (64 + 512 + 8);
constexpr std::size_t mostMembers = 16;

/// Written anew, so that what is kept is small and always the same form; empty where it isn't an object of texts.
std::string textsOnly(std::string_view json)
{
    simdjson::dom::object object;
    if (json.size() > mostBytes || wire::parseJson(json).get(object) || object.size() > mostMembers)
        return {};
    JsonWriter kept;
    kept.beginObject();
    for (const auto [name, value] : object) {
        std::string_view text;
        if (value.get(text))
            return {};
        kept.field(name, text);
    }
    return kept.endObject().take();
}

} // namespace

Result<std::string> callMetadata(const Request &request, const wire::ChatRequest &call)
{
    if (request.hasHeader("x-beaver-metadata")) {
        auto kept = textsOnly(request.header("x-beaver-metadata"));
        if (kept.empty())
            return invalid("x-beaver-metadata",
                           "The header 'x-beaver-metadata' takes a JSON object of at most 16 texts.");
        return kept == "{}" ? std::string() : kept;
    }
    const std::string_view body = call.body;
    for (const auto &member : call.members) {
        if (body.substr(member.keyBegin, 10) != "\"metadata\"")
            continue;
        auto kept = textsOnly(body.substr(member.valueBegin, member.valueEnd - member.valueBegin));
        return kept == "{}" ? std::string() : kept;
    }
    return std::string();
}

} // namespace beaver::http
