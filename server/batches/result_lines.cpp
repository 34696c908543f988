#include <server/batches/result_lines.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

namespace beaver::batches {

namespace {

JsonWriter begin(std::string_view customId, std::int64_t nowMs)
{
    JsonWriter json;
    json.beginObject().field("id", "batch_req_" + newUlid(nowMs)).field("custom_id", customId);
    return json;
}

std::string end(JsonWriter &json)
{
    std::string line = json.endObject().take();
    line += '\n';
    return line;
}

/// On one line: an end of line within JSON stands between its tokens only.
std::string onOneLine(std::string_view body)
{
    std::string line;
    line.reserve(body.size());
    for (const char c : body) {
        if (c != '\n' && c != '\r')
            line += c;
    }
    return line;
}

} // namespace

std::string answerLine(std::string_view customId, const LineAnswer &answer, std::int64_t nowMs)
{
    JsonWriter json = begin(customId, nowMs);
    json.key("response")
        .beginObject()
        .field("status_code", answer.status)
        .field("request_id", answer.requestId)
        .key("body");
    if (wire::parseJson(answer.body).error() == simdjson::SUCCESS)
        json.raw(onOneLine(answer.body));
    else
        json.value(answer.body);
    json.endObject().nullField("error");
    return end(json);
}

std::string notCalledLine(std::string_view customId, std::string_view code, std::string_view message,
                          std::int64_t nowMs)
{
    JsonWriter json = begin(customId, nowMs);
    json.nullField("response").key("error").beginObject().field("code", code).field("message", message).endObject();
    return end(json);
}

std::string customIdOf(std::string_view line)
{
    simdjson::dom::object object;
    std::string_view customId;
    if (wire::parseJson(line).get(object) || object["custom_id"].get(customId))
        return {};
    return std::string(customId);
}

} // namespace beaver::batches
