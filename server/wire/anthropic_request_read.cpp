#include <server/wire/anthropic.h>
#include <server/wire/anthropic_fields.h>
#include <server/wire/codec_support.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

CacheMark anthropicCacheMark(dom::object object)
{
    dom::object mark;
    if (object["cache_control"].get(mark))
        return {};
    return textMember(mark, "ttl") == "1h" ? "1h" : "5m";
}

/// Reads the blocks of Anthropic's messages; the decoder has checked them.
class AnthropicMessages
{
public:
    explicit AnthropicMessages(Request &request)
        : m_request(request)
    {}

    void system(dom::element value)
    {
        Message message;
        message.role = Role::System;
        content("system", value, message.parts);
        if (!message.parts.empty())
            m_request.messages.insert(m_request.messages.begin(), std::move(message));
    }

    /// Refuses what names something that Anthropic keeps.
    Result<void> messages(dom::array list)
    {
        m_request.messages.reserve(list.size() + 1);
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = "messages." + std::to_string(index++) + ".content";
            dom::object object;
            dom::element value;
            if (element.get(object) || object["content"].get(value))
                continue;
            const std::string_view role = textMember(object, "role");
            Message message;
            message.role = role == "assistant" ? Role::Assistant : role == "system" ? Role::System : Role::User;
            content(path, value, message.parts);
            std::stable_partition(message.parts.begin(), message.parts.end(),
                                  [](const Part &part) { return std::holds_alternative<ToolResultPart>(part); });
            if (!message.parts.empty())
                m_request.messages.push_back(std::move(message));
        }
        return m_refused ? Result<void>(*m_refused) : Result<void>();
    }

private:
    void refuse(const std::string &path)
    {
        if (!m_refused)
            m_refused = cannotExpress(path, "the file lies with Anthropic; send its data.");
    }

    void content(const std::string &path, dom::element value, std::vector<Part> &to)
    {
        std::string_view text;
        dom::array blocks;
        if (!value.get(text)) {
            if (!text.empty())
                to.emplace_back(TextPart{std::string(text), {}});
            return;
        }
        if (value.get(blocks))
            return;
        std::size_t index = 0;
        for (const dom::element element : blocks) {
            dom::object block;
            if (!element.get(block))
                this->block(path + '.' + std::to_string(index), block, to);
            ++index;
        }
    }

    void block(const std::string &path, dom::object block, std::vector<Part> &to)
    {
        const std::string_view type = textMember(block, "type");
        if (type == "text") {
            if (const auto text = textMember(block, "text"); !text.empty())
                to.emplace_back(TextPart{std::string(text), anthropicCacheMark(block)});
        } else if (type == "image" || type == "document") {
            media(path, block, type == "image", to);
        } else if (type == "tool_use") {
            ToolCallPart call;
            call.id = textMember(block, "id");
            call.name = textMember(block, "name");
            call.arguments = jsonMember(block, "input");
            call.cache = anthropicCacheMark(block);
            m_calls.emplace_back(call.id, call.name);
            to.emplace_back(std::move(call));
        } else if (type == "tool_result") {
            to.emplace_back(toolResult(path, block));
        } else if (type == "thinking") {
            to.emplace_back(ReasoningPart{
                std::string(textMember(block, "thinking")), std::string(textMember(block, "signature")), {}, {}});
        } else if (type == "redacted_thinking") {
            to.emplace_back(ReasoningPart{{}, {}, std::string(textMember(block, "data")), {}});
        } else if (type == "search_result") {
            searchResult(block, to);
        } else if (type == "container_upload") {
            refuse(path + ".file_id");
        } else {
            m_request.dropped.push_back(path); // what a tool of the server's own did
        }
    }

    void searchResult(dom::object block, std::vector<Part> &to)
    {
        std::string text(textMember(block, "title"));
        text.append("\n").append(textMember(block, "source"));
        std::vector<Part> inner;
        dom::element value;
        if (!block["content"].get(value))
            content({}, value, inner);
        for (const auto &part : inner) {
            if (const auto *said = std::get_if<TextPart>(&part))
                text.append("\n").append(said->text);
        }
        to.emplace_back(TextPart{std::move(text), anthropicCacheMark(block)});
    }

    void media(const std::string &path, dom::object block, bool image, std::vector<Part> &to)
    {
        dom::object source;
        if (block["source"].get(source))
            return;
        MediaPart media;
        media.kind = image ? MediaPart::Kind::Image : MediaPart::Kind::File;
        media.name = textMember(block, "title");
        media.cache = anthropicCacheMark(block);
        const std::string_view type = textMember(source, "type");
        if (type == "base64") {
            media.mediaType = textMember(source, "media_type");
            media.data = textMember(source, "data");
        } else if (type == "url") {
            setUrl(media, textMember(source, "url"));
        } else if (type == "file") {
            refuse(path + ".source.file_id");
            return;
        } else if (type == "text" || type == "content") { // a document in plain text
            std::string text = media.name.empty() ? std::string() : media.name + "\n\n";
            text += textMember(source, "data");
            if (!text.empty())
                to.emplace_back(TextPart{std::move(text), media.cache});
            dom::element inner;
            if (type == "content" && !source["content"].get(inner))
                content(path, inner, to);
            return;
        } else {
            m_request.dropped.push_back(path);
            return;
        }
        to.emplace_back(std::move(media));
    }

    ToolResultPart toolResult(const std::string &path, dom::object block)
    {
        ToolResultPart result;
        result.callId = textMember(block, "tool_use_id");
        result.cache = anthropicCacheMark(block);
        const auto call = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                       [&](const auto &known) { return known.first == result.callId; });
        if (call != m_calls.rend())
            result.name = call->second;
        if (const auto failed = presentMember(block, "is_error"))
            result.isError = failed->is_bool() && bool(*failed);
        const auto value = presentMember(block, "content");
        if (!value)
            return result;
        std::vector<Part> inner;
        content(path, *value, inner);
        for (auto &part : inner) {
            if (auto *text = std::get_if<TextPart>(&part))
                result.text.append(result.text.empty() ? "" : "\n").append(text->text);
            else if (auto *media = std::get_if<MediaPart>(&part))
                result.media.push_back(std::move(*media));
        }
        return result;
    }

    Request &m_request;
    std::vector<std::pair<std::string, std::string>> m_calls; ///< id, name
    std::optional<Error> m_refused;
};

class AnthropicRequestReader
{
public:
    explicit AnthropicRequestReader(Request &request)
        : m_request(request)
    {}

    Result<void> member(std::string_view key, dom::element value)
    {
        auto &to = m_request;
        if (key == "model" || key == "stream" || key == "max_tokens" || key == "system" || value.is_null())
            return {}; // read elsewhere
        if (key == "messages") {
            dom::array list;
            return value.get(list) ? Result<void>() : AnthropicMessages(to).messages(list);
        }
        if (key == "temperature")
            return readNumber(value, key, 0, 1, to.temperature);
        if (key == "top_p")
            return readNumber(value, key, 0, 1, to.topP);
        if (key == "top_k")
            return readCount(value, key, 0, mostMaxTokens, to.topK);
        if (key == "stop_sequences")
            return readTexts(value, key, mostAnthropicStops, to.stop);
        if (key == "service_tier")
            return readText(value, key, to.serviceTier);
        if (key == "tools") {
            tools(value);
            return {};
        }
        return object(key, value);
    }

private:
    Result<void> object(std::string_view key, dom::element value)
    {
        dom::object fields;
        const bool isObject = !value.get(fields);
        if (isObject && key == "tool_choice")
            return toolChoice(fields);
        if (isObject && key == "thinking")
            return thinking(fields);
        if (isObject && key == "metadata")
            m_request.user = textMember(fields, "user_id");
        else if (isObject && key == "output_config")
            outputConfig(fields);
        else if (isObject && key == "output_format")
            format(fields);
        else if (key == "container" && (value.is_string() || (isObject && presentMember(fields, "id"))))
            return cannotExpress("container", "it lies with Anthropic; without an id a call gets a new one.");
        else
            m_request.dropped.emplace_back(key);
        return {};
    }

    void tools(dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return;
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = "tools." + std::to_string(index++);
            dom::object object;
            if (element.get(object))
                continue;
            const std::string_view type = textMember(object, "type");
            if (!type.empty() && type != "custom") {
                m_request.dropped.push_back(path); // one of the server's own
                continue;
            }
            Tool tool;
            tool.name = textMember(object, "name");
            tool.description = textMember(object, "description");
            tool.parameters = jsonMember(object, "input_schema");
            bool strict = false;
            if (!object["strict"].get(strict))
                tool.strict = strict;
            tool.cache = anthropicCacheMark(object);
            m_request.tools.push_back(std::move(tool));
        }
    }

    Result<void> toolChoice(dom::object object)
    {
        const std::string_view type = textMember(object, "type");
        auto &choice = m_request.toolChoice;
        if (type == "auto")
            choice.kind = ToolChoice::Kind::Auto;
        else if (type == "none")
            choice.kind = ToolChoice::Kind::None;
        else if (type == "any")
            choice.kind = ToolChoice::Kind::Required;
        else if (type == "tool")
            choice = {ToolChoice::Kind::Named, std::string(textMember(object, "name"))};
        else
            return anthropicInvalid("tool_choice.type", "Input should be 'auto', 'any', 'tool' or 'none'");
        bool disabled = false;
        if (!object["disable_parallel_tool_use"].get(disabled) && disabled)
            m_request.parallelToolCalls = false;
        return {};
    }

    Result<void> thinking(dom::object object)
    {
        auto &thinking = m_request.thinking;
        const std::string_view type = textMember(object, "type");
        thinking.shown = type != "disabled" && textMember(object, "display") != "omitted";
        if (type == "disabled") {
            thinking.budgetTokens = 0;
        } else if (type == "adaptive") {
            thinking.budgetTokens = -1;
        } else if (type == "enabled") {
            const auto budget = presentMember(object, "budget_tokens");
            if (!budget)
                return anthropicInvalid("thinking.budget_tokens", "Field required");
            return readCount(*budget, "thinking.budget_tokens", 1, mostMaxTokens, thinking.budgetTokens);
        } else {
            return anthropicInvalid("thinking.type", "Input should be 'enabled', 'disabled' or 'adaptive'");
        }
        return {};
    }

    void outputConfig(dom::object object)
    {
        m_request.thinking.effort = textMember(object, "effort");
        dom::object inner;
        if (!object["format"].get(inner))
            format(inner);
    }

    void format(dom::object object)
    {
        if (textMember(object, "type") != "json_schema")
            return;
        m_request.format.kind = ResponseFormat::Kind::JsonSchema;
        m_request.format.schema = jsonMember(object, "schema");
    }

    Request &m_request;
};

} // namespace

Result<Request> readAnthropic(const ChatRequest &request)
{
    Request read;
    read.model = request.model;
    read.stream = request.stream;
    read.includeUsage = true;
    read.maxTokens = request.maxTokens;
    auto object = parseOwnBody(request.body);
    if (!object)
        return object.error();
    AnthropicRequestReader reader(read);
    for (const auto field : *object) {
        if (auto taken = reader.member(field.key, field.value); !taken)
            return taken.error();
    }
    // Wherever it stands in the body, it comes first.
    dom::element system;
    if (!(*object)["system"].get(system))
        AnthropicMessages(read).system(system);
    return read;
}

} // namespace beaver::wire
