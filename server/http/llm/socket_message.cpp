#include <server/http/llm/socket_message.h>
#include <server/wire/json_scan.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t longestId = 128;

/// Where the members that matter stand among those of the object.
struct Found
{
    std::optional<std::size_t> id, stream;
    std::optional<std::string_view> type;
    std::optional<dom::element> request;
    std::optional<dom::element> idValue;
    bool twice = false;
};

Found find(dom::object object)
{
    Found found;
    std::size_t index = 0;
    for (const auto field : object) {
        std::string_view text;
        if (field.key == "id") {
            found.twice |= found.id.has_value();
            found.id = index;
            found.idValue = field.value;
        } else if (field.key == "stream") {
            found.stream = index;
        } else if (field.key == "request") {
            found.request = field.value;
        } else if (field.key == "type") {
            found.type = field.value.get(text) ? std::string_view() : text;
        }
        ++index;
    }
    return found;
}

std::optional<std::string> readId(dom::element value)
{
    std::string_view text;
    if (value.get(text) || text.empty() || text.size() > longestId)
        return {};
    return std::string(text);
}

/// Takes the member `id` out and makes the body ask for a stream. What `stream` says otherwise is left to the decoder.
std::string chatBody(std::string text, const Found &found)
{
    auto members = wire::scanObject(text);
    if (found.stream) {
        const auto &member = members[*found.stream];
        const std::size_t size = member.valueEnd - member.valueBegin;
        const std::string_view value = std::string_view(text).substr(member.valueBegin, size);
        if (value == "false" || value == "null") {
            text.replace(member.valueBegin, size, "true");
            members = wire::scanObject(text);
        }
    }
    if (found.id) {
        wire::eraseMember(text, members, *found.id);
        members.pop_back(); // only their number counts from here on
    }
    if (!found.stream)
        text.insert(text.find('{') + 1, members.empty() ? "\"stream\":true" : "\"stream\":true,");
    return text;
}

JsonWriter &addRequest(JsonWriter &json, const std::optional<std::string> &id)
{
    return id ? json.field("request", *id) : json;
}

/// `{"type":…}` without its closing brace, and what follows it.
std::string finished(JsonWriter &json, std::string_view more)
{
    std::string text = json.take();
    text.append(more).append("}");
    return text;
}

} // namespace

SocketMessage readSocketMessage(std::string text)
{
    SocketMessage message;
    dom::object object;
    if (wire::parseJson(text).get(object)) {
        message.error = invalid({}, "A message is a JSON object: the body of a chat completion, or "
                                    "{\"type\":\"cancel\",\"request\":ID}.");
        return message;
    }
    const Found found = find(object);
    if (found.type) {
        message.kind = SocketMessage::Kind::Cancel;
        if (*found.type != "cancel") {
            message.error = invalid("type", "'type' takes \"cancel\"; the body of a chat completion has none.");
            return message;
        }
        if (found.request)
            message.id = readId(*found.request);
        if (!message.id)
            message.error = invalid("request", "'request' takes the id that the call was sent with.");
        return message;
    }
    if (found.idValue) {
        message.id = readId(*found.idValue);
        if (!message.id || found.twice) {
            message.error = invalid("id", "'id' takes a text of 1 to 128 bytes, once.");
            return message;
        }
    }
    message.body = chatBody(std::move(text), found);
    return message;
}

std::string chunkMessage(std::string_view chunk, const std::optional<std::string> &id)
{
    std::string message(chunk);
    if (!id || !message.starts_with('{'))
        return message;
    std::string member = "\"request\":";
    appendJsonString(member, *id);
    const std::size_t next = message.find_first_not_of(" \t\r\n", 1);
    if (next != std::string::npos && message[next] != '}')
        member += ',';
    message.insert(1, member);
    return message;
}

std::string errorMessage(const Error &error, const std::optional<std::string> &id, std::string_view more)
{
    const std::string_view reason =
        error.reason.empty() ? api::defaultReason(error.code) : std::string_view(error.reason);
    JsonWriter json;
    json.beginObject().field("type", "error").key("error").beginObject();
    json.field("message", error.message).field("type", api::errorType(error.code));
    json.optionalField("param", error.param).optionalField("code", reason).endObject();
    json.field("status", api::httpStatus(error.code));
    if (error.retryAfterMs > 0)
        json.field("retry_after_ms", error.retryAfterMs);
    return finished(addRequest(json, id), more);
}

std::string totalsMembers(const CallTotals &totals)
{
    std::string text;
    if (!totals.usage.empty())
        text.append(",\"usage\":").append(totals.usage);
    if (totals.cost)
        text.append(",\"cost\":").append(totals.cost->toDecimal());
    if (totals.balance)
        text.append(",\"balance\":").append(totals.balance->toDecimal());
    if (!totals.receipt.empty())
        text.append(",\"receipt\":\"").append(totals.receipt).append("\"");
    return text;
}

std::string doneMessage(const CallTotals &totals, const std::optional<std::string> &id, bool cancelled)
{
    JsonWriter json;
    addRequest(json.beginObject().field("type", "done"), id);
    if (cancelled)
        json.field("cancelled", true);
    return finished(json, totalsMembers(totals));
}

std::string brokenMessage(std::string_view errorObject, const std::optional<std::string> &id, const CallTotals &totals)
{
    JsonWriter json;
    addRequest(json.beginObject().field("type", "error").rawField("error", errorObject), id);
    return finished(json, totalsMembers(totals));
}

} // namespace beaver::http
