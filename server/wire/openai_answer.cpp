#include <server/wire/json_scan.h>
#include <server/wire/openai_answer.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

std::string textOf(dom::element value)
{
    std::string_view text;
    if (!value.get(text))
        return std::string(text);
    return value.is_null() ? std::string() : simdjson::minify(value);
}

std::string member(dom::object object, std::string_view name)
{
    dom::element value;
    return object[name].get(value) ? std::string() : textOf(value);
}

/// Adds the text of a message or delta; true when there is any.
bool addContent(dom::object message, TokenEstimate &counted)
{
    bool any = false;
    for (const auto field : message) {
        if (field.key == "role" || field.value.is_null())
            continue;
        std::string_view text;
        if (!field.value.get(text)) {
            if (field.key == "content" || field.key == "reasoning_content" || field.key == "reasoning" ||
                field.key == "refusal") {
                counted.add(text);
                any |= !text.empty();
            }
        } else if (field.key == "tool_calls") {
            dom::array calls;
            if (field.value.get(calls))
                continue;
            for (const dom::element call : calls) {
                any = true;
                std::string_view part;
                if (!call["function"]["name"].get(part))
                    counted.add(part);
                if (!call["function"]["arguments"].get(part))
                    counted.add(part);
            }
        } else if (field.key == "content" || field.key == "function_call" || field.key == "audio") {
            any = true;
            counted.add(simdjson::minify(field.value));
        }
    }
    return any;
}

bool hasFinishReason(dom::object choice)
{
    std::string_view reason;
    return !choice["finish_reason"].get(reason) && !reason.empty();
}

} // namespace

std::optional<ProviderError> readProviderError(std::string_view body)
{
    dom::element root;
    dom::object object;
    if (parseJson(body).get(root))
        return std::nullopt;
    dom::array wrapped;
    if (!root.get(wrapped) && wrapped.size() == 1)
        root = *wrapped.begin();
    if (root.get(object))
        return std::nullopt;
    return readProviderError(object);
}

std::optional<ProviderError> readProviderError(dom::object body)
{
    dom::element error;
    if (body["error"].get(error) || error.is_null()) {
        std::string detail = member(body, "detail");
        if (detail.empty())
            return std::nullopt;
        return ProviderError{std::move(detail), {}, {}, {}};
    }
    dom::object fields;
    if (error.get(fields))
        return ProviderError{textOf(error), {}, member(body, "code"), {}};
    return ProviderError{member(fields, "message"), member(fields, "type"), member(fields, "code"),
                         member(fields, "param")};
}

std::optional<ChatAnswer> readChatAnswer(std::string_view body, const UsageStyle &style)
{
    dom::object root;
    if (parseJson(body).get(root))
        return std::nullopt;
    ChatAnswer answer;
    answer.model = member(root, "model");
    dom::element usage;
    if (!root["usage"].get(usage))
        answer.usage = usageFromOpenAi(usage, style);
    dom::array choices;
    if (root["choices"].get(choices))
        return answer;
    answer.hasChoices = choices.size() > 0;
    TokenEstimate counted;
    for (const dom::element element : choices) {
        dom::object choice;
        dom::object message;
        if (element.get(choice))
            continue;
        answer.finished |= hasFinishReason(choice);
        if (!choice["message"].get(message))
            answer.hasContent |= addContent(message, counted);
    }
    answer.countedTokens = counted.tokens();
    return answer;
}

ChatChunk readChatChunk(std::string_view data, const UsageStyle &style, TokenEstimate &counted, bool wantIdentity)
{
    ChatChunk chunk;
    if (data == "[DONE]") {
        chunk.done = chunk.marker = true;
        return chunk;
    }
    dom::object root;
    if (parseJson(data).get(root)) {
        chunk.readable = false;
        return chunk;
    }
    if (wantIdentity) {
        chunk.id = member(root, "id");
        chunk.model = member(root, "model");
    }
    bool hasChoices = false;
    bool openRouterError = false;
    for (const auto field : root) {
        if (field.key == "usage") {
            chunk.hasUsageMember = true;
            chunk.usage = usageFromOpenAi(field.value, style);
        } else if (field.key == "error") {
            openRouterError = !field.value.is_null();
        } else if (field.key == "object") {
            std::string_view kind;
            chunk.done |= !field.value.get(kind) && kind == "chat.completion.done";
        } else if (field.key == "choices") {
            dom::array choices;
            if (field.value.get(choices))
                continue;
            for (const dom::element element : choices) {
                dom::object choice;
                dom::object delta;
                if (element.get(choice))
                    continue;
                hasChoices = true;
                chunk.finished |= hasFinishReason(choice);
                if (!choice["delta"].get(delta))
                    chunk.hasContent |= addContent(delta, counted);
            }
        }
    }
    if (openRouterError)
        chunk.error = readProviderError(root);
    chunk.usageOnly = chunk.usage && !hasChoices;
    return chunk;
}

std::string withoutUsage(std::string_view raw, std::string_view data)
{
    // The data is one line in all recorded streams; where it was joined from several, its view lies outside the frame.
    const bool inside = data.data() >= raw.data() && data.data() + data.size() <= raw.data() + raw.size();
    std::string json(data);
    const auto members = scanObject(json);
    for (std::size_t at = members.size(); at-- > 0;) {
        if (std::string_view(json).substr(members[at].keyBegin).starts_with("\"usage\""))
            eraseMember(json, members, at);
    }
    if (!inside)
        return "data: " + json + "\n\n";
    const auto begin = static_cast<std::size_t>(data.data() - raw.data());
    std::string out(raw.substr(0, begin));
    out += json;
    out += raw.substr(begin + data.size());
    return out;
}

namespace {

std::string chunkHead(std::string_view id, std::string_view model, std::int64_t createdS)
{
    std::string json = "{\"id\":";
    appendJsonString(json, id);
    json += ",\"object\":\"chat.completion.chunk\",\"created\":" + std::to_string(createdS) + ",\"model\":";
    appendJsonString(json, model);
    return json;
}

} // namespace

std::string finishChunk(std::string_view id, std::string_view model, std::int64_t createdS,
                        std::string_view finishReason, std::string_view note)
{
    std::string json =
        chunkHead(id, model, createdS) + ",\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":";
    appendJsonString(json, finishReason);
    json += "}]";
    if (!note.empty()) {
        json += ",\"beaver\":{\"stopped\":";
        appendJsonString(json, note);
        json += '}';
    }
    return "data: " + json + "}\n\n";
}

std::string usageChunk(std::string_view id, std::string_view model, std::int64_t createdS, const Usage &usage)
{
    return "data: " + chunkHead(id, model, createdS) + ",\"choices\":[],\"usage\":" + usageJson(usage) + "}\n\n";
}

std::string usageJson(const Usage &usage, const std::optional<Money> &cost, const std::optional<Money> &balance)
{
    JsonWriter json;
    json.beginObject()
        .field("prompt_tokens", usage.inputTokens())
        .field("completion_tokens", usage.outputTokens())
        .field("total_tokens", usage.totalTokens());
    json.key("prompt_tokens_details")
        .beginObject()
        .field("cached_tokens", usage[Bucket::CachedRead])
        .field("audio_tokens", usage[Bucket::AudioIn]);
    if (usage[Bucket::ImageIn] > 0)
        json.field("image_tokens", usage[Bucket::ImageIn]);
    const std::int64_t written = usage[Bucket::CacheWrite5m] + usage[Bucket::CacheWrite1h];
    if (written > 0)
        json.field("cache_write_tokens", written);
    json.endObject();
    json.key("completion_tokens_details")
        .beginObject()
        .field("reasoning_tokens", usage[Bucket::Reasoning])
        .field("audio_tokens", usage[Bucket::AudioOut]);
    if (usage[Bucket::ImageOut] > 0)
        json.field("image_tokens", usage[Bucket::ImageOut]);
    json.endObject();
    if (usage[Bucket::Searches] > 0)
        json.field("num_search_queries", usage[Bucket::Searches]);
    if (cost)
        json.field("cost", *cost);
    if (balance)
        json.field("balance", *balance);
    return json.endObject().take();
}

} // namespace beaver::wire
