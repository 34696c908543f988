#include <server/http/rest/audit_json.h>
#include <server/http/rest/row_stream.h>
#include <shared/api/rfc3339.h>

#include <charconv>

namespace beaver::http {

namespace {

void writeJson(JsonWriter &json, std::string_view name, const std::string &text)
{
    if (text.empty())
        json.nullField(name);
    else
        json.rawField(name, text);
}

} // namespace

void writeAuditLine(JsonWriter &json, const audit::Line &line)
{
    const auto &[actor, action, subject, before, after] = line.action;
    json.beginObject()
        .field("id", line.id)
        .field("at", api::rfc3339(line.atMs))
        .field("actor", actor.account)
        .optionalField("via", actor.via)
        .optionalField("address", actor.address)
        .optionalField("request_id", actor.requestId)
        .field("action", action)
        .field("subject", subject);
    writeJson(json, "before", before);
    writeJson(json, "after", after);
    json.endObject();
}

std::string auditCsvHead()
{
    return "id,at,actor,via,address,request_id,action,subject,before,after\r\n";
}

std::string auditCsvLine(const audit::Line &line)
{
    const auto &[actor, action, subject, before, after] = line.action;
    std::string text = std::to_string(line.id);
    const std::string at = api::rfc3339(line.atMs);
    for (const std::string_view field :
         {std::string_view(at), std::string_view(actor.account), std::string_view(actor.via),
          std::string_view(actor.address), std::string_view(actor.requestId), std::string_view(action),
          std::string_view(subject), std::string_view(before), std::string_view(after)}) {
        text += ',';
        appendCsvText(text, field);
    }
    return text + "\r\n";
}

Result<std::int64_t> auditCursor(const Exchange &exchange)
{
    const std::string text = exchange.query("after").value_or("0");
    std::int64_t id = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failure != std::errc() || end != text.data() + text.size() || id < 0)
        return invalid("after", "'after' takes the id of a line.");
    return id;
}

Answer auditPage(std::vector<audit::Line> lines, std::size_t limit)
{
    const bool more = lines.size() > limit;
    if (more)
        lines.resize(limit);
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &line : lines)
        writeAuditLine(json, line);
    json.endArray().field("has_more", more);
    json.optionalField("next", more ? std::to_string(lines.back().id) : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

} // namespace beaver::http
