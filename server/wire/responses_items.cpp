#include <server/wire/responses_items.h>
#include <shared/base/json_writer.h>

namespace beaver::wire {

namespace {

std::string itemHead(std::string_view id, std::string_view type, std::string_view status)
{
    std::string item = "{\"id\":";
    appendJsonString(item, id);
    appendField(item, "type", type);
    appendField(item, "status", status);
    return item;
}

} // namespace

void appendField(std::string &out, std::string_view name, std::string_view text)
{
    out.append(",\"").append(name).append("\":");
    appendJsonString(out, text);
}

void appendField(std::string &out, std::string_view name, std::int64_t number)
{
    out.append(",\"").append(name).append("\":").append(std::to_string(number));
}

void appendRaw(std::string &out, std::string_view name, std::string_view json)
{
    out.append(",\"").append(name).append("\":").append(json);
}

std::string outputTextJson(std::string_view text, std::string_view annotations)
{
    std::string part = "{\"type\":\"output_text\"";
    appendField(part, "text", text);
    return part.append(",\"annotations\":[").append(annotations).append("],\"logprobs\":[]}");
}

std::string refusalJson(std::string_view text)
{
    std::string part = "{\"type\":\"refusal\"";
    appendField(part, "refusal", text);
    return part += '}';
}

std::string summaryTextJson(std::string_view text)
{
    std::string part = "{\"type\":\"summary_text\"";
    appendField(part, "text", text);
    return part += '}';
}

std::string citationJson(std::string_view url, std::string_view title, std::size_t at)
{
    std::string annotation = "{\"type\":\"url_citation\"";
    appendField(annotation, "start_index", static_cast<std::int64_t>(at));
    appendField(annotation, "end_index", static_cast<std::int64_t>(at));
    appendField(annotation, "url", url);
    appendField(annotation, "title", title);
    return annotation += '}';
}

std::string messageItemJson(std::string_view id, std::string_view status, std::string_view parts)
{
    return itemHead(id, "message", status).append(",\"role\":\"assistant\",\"content\":[").append(parts).append("]}");
}

std::string reasoningItemJson(std::string_view id, std::string_view status, std::string_view summary,
                              std::string_view encrypted)
{
    std::string item = itemHead(id, "reasoning", status);
    item += ",\"summary\":[";
    if (!summary.empty())
        item += summaryTextJson(summary);
    item += ']';
    if (!encrypted.empty())
        appendField(item, "encrypted_content", encrypted);
    return item += '}';
}

std::string callItemJson(std::string_view id, std::string_view status, const Event &call, std::string_view text,
                         bool custom)
{
    std::string item = itemHead(id, custom ? "custom_tool_call" : "function_call", status);
    appendField(item, "call_id", call.id);
    appendField(item, "name", call.name);
    appendField(item, custom ? "input" : "arguments", text);
    return item += '}';
}

std::string imageItemJson(std::string_view id, std::string_view status, std::string_view format,
                          std::string_view base64)
{
    std::string item = itemHead(id, "image_generation_call", status);
    appendField(item, "output_format", format);
    if (base64.empty())
        appendRaw(item, "result", "null");
    else
        appendField(item, "result", base64);
    return item += '}';
}

std::string responseJson(const AnswerIdentity &identity, const ResponseEnding &ending,
                         const std::vector<std::string_view> &items, std::string_view usage, std::string_view note)
{
    std::size_t size = 512;
    for (const std::string_view item : items)
        size += item.size() + 1;
    std::string json;
    json.reserve(size);
    json += "{\"id\":";
    appendJsonString(json, "resp_" + identity.id);
    json += ",\"object\":\"response\"";
    appendField(json, "created_at", identity.createdS);
    appendField(json, "status", ending.status);
    if (ending.code.empty()) {
        json += ",\"error\":null";
    } else {
        json += ",\"error\":{\"code\":";
        appendJsonString(json, ending.code);
        appendField(json, "message", ending.message);
        json += '}';
    }
    if (ending.reason.empty())
        json += ",\"incomplete_details\":null";
    else
        json.append(",\"incomplete_details\":{\"reason\":\"").append(ending.reason).append("\"}");
    json += ",\"instructions\":null,\"metadata\":{}";
    appendField(json, "model", identity.model);
    json += ",\"output\":[";
    for (std::size_t at = 0; at < items.size(); ++at)
        json.append(at > 0 ? "," : "").append(items[at]);
    json += "],\"parallel_tool_calls\":true,\"temperature\":null,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":null";
    appendRaw(json, "usage", usage);
    if (!note.empty()) {
        json += ",\"beaver\":{\"stopped\":";
        appendJsonString(json, note);
        json += '}';
    }
    return json += '}';
}

std::string_view responsesErrorCode(const Error &error)
{
    if (!error.reason.empty())
        return error.reason;
    switch (error.code) {
    case ErrorCode::RateLimited:
        return "rate_limit_exceeded";
    case ErrorCode::InsufficientBalance:
        return "insufficient_quota";
    case ErrorCode::InvalidRequest:
    case ErrorCode::Unprocessable:
        return "invalid_prompt";
    default:
        return "server_error";
    }
}

} // namespace beaver::wire
