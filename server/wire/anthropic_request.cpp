#include <server/wire/anthropic.h>
#include <server/wire/anthropic_fields.h>
#include <server/wire/codec_support.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <array>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

/// The server's own tools come and go; what they are called with and give back always ends like this.
bool knownBlock(std::string_view type)
{
    constexpr std::array<std::string_view, 10> known{
        "text",       "image",         "document",         "thinking",       "redacted_thinking",
        "compaction", "search_result", "container_upload", "tool_reference", "fallback"};
    return std::find(known.begin(), known.end(), type) != known.end() || type.ends_with("tool_use") ||
           type.ends_with("tool_result");
}

class AnthropicDecoder
{
public:
    explicit AnthropicDecoder(ChatRequest &request)
        : m_request(request)
        , m_scan(request)
    {}

    Result<void> member(std::size_t index, std::string_view key, dom::element value)
    {
        auto &at = m_request.at;
        if (key == "model") {
            at.model = index;
            std::string_view text;
            if (value.get(text) || text.empty() || text.size() > 256)
                return anthropicInvalid("model", "Input should be the id of a model (see GET /v1/models)");
            m_request.model = text;
            return {};
        }
        if (key == "messages")
            return messages(value);
        if (key == "stream") {
            at.stream = index;
            return readFlag(value, key, m_request.stream);
        }
        if (key == "max_tokens") {
            at.maxTokens = index;
            return readCount(value, key, 1, mostMaxTokens, m_request.maxTokens);
        }
        if (key == "system")
            return system(value);
        if (key == "tools")
            return tools(index, value);
        return parameter(index, key, value);
    }

    Result<void> finish(bool countOnly)
    {
        if (m_request.model.empty())
            return anthropicInvalid("model", "Field required");
        if (!m_request.maxTokens && !countOnly)
            return anthropicInvalid("max_tokens", "Field required");
        if (!m_messages)
            return anthropicInvalid("messages", "Field required");
        m_request.includeUsage = true;
        m_scan.finish();
        return {};
    }

private:
    Result<void> parameter(std::size_t index, std::string_view key, dom::element value)
    {
        std::optional<double> number;
        std::optional<std::int64_t> count;
        std::vector<std::string> texts;
        if (key == "temperature" || key == "top_p")
            return readNumber(value, key, 0, 1, number);
        if (key == "top_k")
            return readCount(value, key, 0, mostMaxTokens, count);
        if (key == "stop_sequences")
            return value.is_array() || value.is_null() ? readTexts(value, key, mostAnthropicStops, texts)
                                                       : anthropicInvalid(key, "Input should be a valid list");
        if (key == "tool_choice" || key == "thinking" || key == "metadata") {
            dom::object object;
            std::string_view type;
            if (value.is_null())
                return {};
            if (value.get(object))
                return anthropicInvalid(key, "Input should be an object");
            if (key != "metadata" && object["type"].get(type))
                return anthropicInvalid(std::string(key) + ".type", "Field required");
            return {};
        }
        if (key == "output_config" || key == "output_format") {
            std::string_view type;
            dom::element format = value;
            if (key == "output_config" && value["format"].get(format))
                return {};
            m_request.jsonSchema = !format["type"].get(type) && type == "json_schema";
            m_scan.json(memberText(m_request, index));
        }
        return {};
    }

    Result<void> system(dom::element value)
    {
        std::string_view text;
        dom::array blocks;
        m_scan.beginMessage(false);
        if (value.is_null())
            return {};
        if (!value.get(text)) {
            m_scan.text(text);
            return {};
        }
        if (value.get(blocks))
            return anthropicInvalid("system", "Input should be a valid list");
        std::size_t index = 0;
        for (const dom::element block : blocks) {
            if (block["text"].get(text))
                return anthropicInvalid("system." + std::to_string(index) + ".text", "Field required");
            m_scan.text(text);
            ++index;
        }
        return {};
    }

    Result<void> tools(std::size_t member, dom::element value)
    {
        dom::array list;
        if (value.is_null())
            return {};
        if (value.get(list))
            return anthropicInvalid("tools", "Input should be a valid list");
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = "tools." + std::to_string(index++);
            dom::object tool;
            std::string_view name;
            if (element.get(tool))
                return anthropicInvalid(path, "Input should be an object");
            const std::string_view type = textMember(tool, "type");
            if (type.starts_with("web_search"))
                m_request.searches += searchesOf(tool["max_uses"]);
            if (!type.empty() && type != "custom")
                continue; // one of the server's own, each with other fields
            if (tool["name"].get(name) || name.empty())
                return anthropicInvalid(path + ".name", "Field required");
            dom::object schema;
            if (tool["input_schema"].get(schema))
                return anthropicInvalid(path + ".input_schema", "Field required");
            if (m_request.firstTool.empty())
                m_request.firstTool = name;
        }
        m_scan.json(memberText(m_request, member));
        return {};
    }

    Result<void> messages(dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return anthropicInvalid("messages", "Input should be a valid list");
        if (list.size() == 0)
            return anthropicInvalid("messages", "at least one message is required");
        m_messages = true;
        std::size_t index = 0;
        for (const dom::element element : list) {
            const bool last = index + 1 == list.size();
            if (auto read = message("messages." + std::to_string(index++), element, last); !read)
                return read;
        }
        return {};
    }

    Result<void> message(const std::string &path, dom::element element, bool last)
    {
        dom::object message;
        std::string_view role;
        if (element.get(message))
            return anthropicInvalid(path, "Input should be an object");
        if (message["role"].get(role))
            return anthropicInvalid(path + ".role", "Field required");
        // `system` within a conversation is a beta of Anthropic's; the body doesn't tell which betas are on.
        if (role != "user" && role != "assistant" && role != "system")
            return anthropicInvalid(path + ".role", "Input should be 'user' or 'assistant'");
        dom::element content;
        if (message["content"].get(content))
            return anthropicInvalid(path + ".content", "Field required");
        m_request.toolResultLast = false;

        std::string_view text;
        dom::array blocks;
        if (!content.get(text)) {
            if (text.empty() && !(last && role == "assistant"))
                return empty(path);
            m_scan.beginMessage(role == "user");
            m_scan.text(text);
            return {};
        }
        if (content.get(blocks))
            return anthropicInvalid(path + ".content", "Input should be a valid list");
        if (blocks.size() == 0 && !(last && role == "assistant"))
            return empty(path);
        const bool says = std::any_of(blocks.begin(), blocks.end(), [](dom::element block) {
            std::string_view type;
            return !block["type"].get(type) && type == "text";
        });
        m_scan.beginMessage(role == "user" && says);
        std::size_t index = 0;
        for (const dom::element block : blocks) {
            const std::string blockPath = path + ".content." + std::to_string(index++);
            dom::object object;
            if (block.get(object))
                return anthropicInvalid(blockPath, "Input should be an object");
            if (auto read = this->block(blockPath, object); !read)
                return read;
        }
        return {};
    }

    static Error empty(const std::string &path)
    {
        return anthropicInvalid(path + ".content",
                                "all messages must have non-empty content except for the optional final assistant "
                                "message");
    }

    Result<void> block(const std::string &path, dom::object block)
    {
        std::string_view type;
        if (block["type"].get(type))
            return anthropicInvalid(path + ".type", "Field required");
        if (!knownBlock(type))
            return anthropicInvalid(path + ".type", "Input tag '" + std::string(type.substr(0, 60)) +
                                                        "' does not match any of the expected tags: 'text', 'image', "
                                                        "'document', 'tool_use', 'tool_result', 'thinking', "
                                                        "'redacted_thinking'");
        if (type == "text") {
            std::string_view text;
            if (block["text"].get(text))
                return anthropicInvalid(path + ".text", "Field required");
            m_scan.text(text);
            return {};
        }
        if (type == "image" || type == "document")
            return source(path, block, type == "image");
        if (type == "tool_use") {
            dom::object input;
            if (textMember(block, "id").empty())
                return anthropicInvalid(path + ".id", "Field required");
            if (textMember(block, "name").empty())
                return anthropicInvalid(path + ".name", "Field required");
            if (block["input"].get(input))
                return anthropicInvalid(path + ".input", "Input should be an object");
        } else if (type == "tool_result") {
            m_request.toolResultLast = true;
            if (textMember(block, "tool_use_id").empty())
                return anthropicInvalid(path + ".tool_use_id", "Field required");
            return toolResult(path, block);
        }
        m_scan.json(simdjson::minify(block));
        return {};
    }

    Result<void> toolResult(const std::string &path, dom::object block)
    {
        const auto content = presentMember(block, "content");
        if (!content)
            return {};
        std::string_view text;
        dom::array blocks;
        if (!content->get(text)) {
            m_scan.json(text);
            return {};
        }
        if (content->get(blocks))
            return anthropicInvalid(path + ".content", "Input should be a valid list");
        for (const dom::element element : blocks) {
            std::string_view type;
            if (!element["text"].get(text))
                m_scan.json(text);
            else if (!element["type"].get(type) && type == "image")
                m_scan.image();
            else
                m_scan.json(element);
        }
        return {};
    }

    Result<void> source(const std::string &path, dom::object block, bool image)
    {
        dom::object source;
        std::string_view data;
        if (block["source"].get(source))
            return anthropicInvalid(path + ".source", "Field required");
        if (textMember(source, "type").empty())
            return anthropicInvalid(path + ".source.type", "Field required");
        if (image)
            m_scan.image();
        else if (!source["data"].get(data))
            m_scan.media(data);
        else
            m_scan.json(simdjson::minify(source));
        return {};
    }

    ChatRequest &m_request;
    PromptScan m_scan;
    bool m_messages = false;
};

/// The member's index, by its key as it stands in the body.
std::optional<std::size_t> memberNamed(const ChatRequest &request, std::string_view name)
{
    for (std::size_t index = 0; index < request.members.size(); ++index) {
        const auto key = std::string_view(request.body).substr(request.members[index].keyBegin + 1);
        if (key.starts_with(name) && key.substr(name.size()).starts_with('"'))
            return index;
    }
    return std::nullopt;
}

} // namespace

Result<ChatRequest> decodeAnthropic(std::string body, bool countOnly)
{
    ChatRequest request;
    request.dialect = Dialect::Anthropic;
    request.body = std::move(body);
    auto object = parseLongBody(request.body);
    if (!object)
        return object.error();
    request.members = scanParsed(request.body);

    AnthropicDecoder decoder(request);
    std::size_t index = 0;
    for (const auto field : *object) {
        if (auto read = decoder.member(index++, field.key, field.value); !read)
            return read.error();
    }
    if (auto finished = decoder.finish(countOnly); !finished)
        return finished.error();
    return request;
}

OutgoingBody patchAnthropic(const ChatRequest &request, const UpstreamPatch &patch)
{
    BodyPatch body(request);
    std::string model;
    appendJsonString(model, patch.model);
    if (request.at.model)
        body.replace(*request.at.model, std::move(model));
    else
        body.add("model", model);
    if (!patch.maxTokens || *patch.maxTokens >= request.maxTokens.value_or(mostMaxTokens))
        return body.apply();

    if (request.at.maxTokens)
        body.replace(*request.at.maxTokens, std::to_string(*patch.maxTokens));
    else
        body.add("max_tokens", std::to_string(*patch.maxTokens));
    // The server refuses a budget that the maximum doesn't hold.
    const auto thinking = memberNamed(request, "thinking");
    dom::element wish;
    std::int64_t budget = 0;
    if (thinking && !parseJson(memberText(request, *thinking)).get(wish) && !wish["budget_tokens"].get(budget) &&
        budget >= *patch.maxTokens) {
        if (*patch.maxTokens > leastAnthropicBudget)
            body.replace(*thinking, R"({"type":"enabled","budget_tokens":)" +
                                        std::to_string(std::max(leastAnthropicBudget, *patch.maxTokens / 2)) + "}");
        else
            body.replace(*thinking, R"({"type":"disabled"})");
    }
    return body.apply();
}

} // namespace beaver::wire
