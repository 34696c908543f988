#include <server/wire/codec_support.h>
#include <server/wire/responses.h>
#include <server/wire/responses_items.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

class ResponsesRequestReader
{
public:
    explicit ResponsesRequestReader(const ChatRequest &decoded)
    {
        m_request.model = decoded.model;
        m_request.stream = decoded.stream;
        m_request.includeUsage = true;
        m_request.maxTokens = decoded.maxTokens;
    }

    Result<Request> read(dom::object body)
    {
        // The instructions go first, wherever they stand.
        if (const std::string_view text = textMember(body, "instructions"); !text.empty())
            m_request.messages.push_back({Role::System, {TextPart{std::string(text)}}, {}});
        for (const auto field : body) {
            if (field.value.is_null())
                continue;
            if (auto read = member(field.key, field.value); !read)
                return read.error();
        }
        return std::move(m_request);
    }

private:
    Result<void> member(std::string_view key, dom::element value)
    {
        if (key == "model" || key == "stream" || key == "max_output_tokens" || key == "instructions")
            return {}; // decoded, or read before
        if (key == "input")
            return input(value);
        if (key == "tools")
            return tools(value);
        if (key == "tool_choice")
            return toolChoice(value);
        if (key == "parallel_tool_calls")
            return readFlag(value, key, m_request.parallelToolCalls);
        if (key == "temperature")
            return readNumber(value, key, 0, 2, m_request.temperature);
        if (key == "top_p")
            return readNumber(value, key, 0, 1, m_request.topP);
        if (key == "top_logprobs") {
            auto read = readCount(value, key, 0, 20, m_request.topLogprobs);
            m_request.logprobs |= m_request.topLogprobs.value_or(0) > 0;
            return read;
        }
        if (key == "text")
            return text(value);
        if (key == "reasoning")
            return reasoning(value);
        if (key == "user")
            return readText(value, key, m_request.user);
        if (key == "service_tier")
            return readText(value, key, m_request.serviceTier);
        if (key == "prompt_cache_key")
            return readText(value, key, m_request.promptCacheKey);
        if (key == "previous_response_id" || key == "conversation" || key == "prompt")
            return cannotExpress(key, "it names what another provider keeps; send the input itself.");
        drop(key); // store, include, metadata, truncation, background …
        return {};
    }

    // Input

    Result<void> input(dom::element value)
    {
        std::string_view text;
        dom::array items;
        if (!value.get(text)) {
            m_request.messages.push_back({Role::User, {TextPart{std::string(text)}}, {}});
            return {};
        }
        if (value.get(items))
            return wrongType("input", simdjson::minify(value), "a text or a list of items");
        std::size_t index = 0;
        for (const dom::element element : items) {
            const std::string name = "input[" + std::to_string(index++) + "]";
            dom::object item;
            if (element.get(item))
                return wrongType(name, simdjson::minify(element), "an object");
            if (auto read = this->item(name, item); !read)
                return read;
        }
        return {};
    }

    Result<void> item(const std::string &name, dom::object item)
    {
        const std::string_view type = textMember(item, "type");
        if (type.empty() || type == "message")
            return message(name, item);
        if (type == "function_call" || type == "custom_tool_call") {
            call(item, type == "custom_tool_call");
            return {};
        }
        if (type == "function_call_output" || type == "custom_tool_call_output")
            return result(name, item);
        if (type == "reasoning") {
            reasoningItem(item);
            return {};
        }
        if (type == "item_reference")
            return cannotExpress(name, "it refers to an item that another provider stores; send the item itself.");
        drop("input." + std::string(type)); // calls of tools that the provider ran itself
        return {};
    }

    /// One message for what a model said in one turn.
    std::vector<Part> &assistant()
    {
        auto &messages = m_request.messages;
        if (messages.empty() || messages.back().role != Role::Assistant)
            messages.push_back({Role::Assistant, {}, {}});
        return messages.back().parts;
    }

    Result<void> message(const std::string &name, dom::object item)
    {
        const std::string_view role = textMember(item, "role");
        auto &messages = m_request.messages;
        const auto content = presentMember(item, "content");
        if (!content)
            return invalid(name + ".content", "'" + name + ".content' is missing.");
        if (role == "assistant")
            return parts(name + ".content", *content, assistant());
        // What the user says to results goes into their message.
        const bool joins = role == "user" && !messages.empty() && messages.back().role == Role::User &&
                           !messages.back().parts.empty() &&
                           std::holds_alternative<ToolResultPart>(messages.back().parts.back());
        if (!joins)
            messages.push_back({role == "user" ? Role::User : Role::System, {}, {}});
        return parts(name + ".content", *content, messages.back().parts);
    }

    Result<void> parts(const std::string &name, dom::element content, std::vector<Part> &to)
    {
        std::string_view text;
        dom::array list;
        if (!content.get(text)) {
            to.emplace_back(TextPart{std::string(text)});
            return {};
        }
        if (content.get(list))
            return wrongType(name, simdjson::minify(content), "a text or a list of parts");
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = name + '[' + std::to_string(index++) + ']';
            dom::object part;
            if (element.get(part))
                return wrongType(path, simdjson::minify(element), "an object");
            const std::string_view type = textMember(part, "type");
            if (type == "input_text" || type == "output_text" || type == "text")
                to.emplace_back(TextPart{std::string(textMember(part, "text"))});
            else if (type == "refusal")
                to.emplace_back(RefusalPart{std::string(textMember(part, "refusal"))});
            else if (auto media = this->media(type, part))
                to.emplace_back(std::move(*media));
            else
                return invalid(path + ".type", "Invalid value for '" + path +
                                                   ".type': 'input_text', 'input_image', 'input_file', 'input_audio', "
                                                   "'output_text' or 'refusal' is expected.");
        }
        return {};
    }

    /// Empty: it is none.
    static std::optional<MediaPart> media(std::string_view type, dom::object part)
    {
        MediaPart media;
        media.fileId = textMember(part, "file_id");
        if (type == "input_image") {
            media.detail = textMember(part, "detail");
            setUrl(media, textMember(part, "image_url"));
            return media;
        }
        if (type == "input_file") {
            media.kind = MediaPart::Kind::File;
            media.name = textMember(part, "filename");
            const std::string_view data = textMember(part, "file_data");
            if (!data.starts_with("data:") && !data.empty()) {
                media.data = data;
                media.mediaType = mediaTypeOfName(media.name);
            } else {
                setUrl(media, data.empty() ? textMember(part, "file_url") : data);
            }
            return media;
        }
        dom::object audio;
        if (type != "input_audio" || part["input_audio"].get(audio))
            return std::nullopt;
        media.kind = MediaPart::Kind::Audio;
        media.data = textMember(audio, "data");
        media.mediaType = "audio/" + std::string(textMember(audio, "format"));
        return media;
    }

    void call(dom::object item, bool custom)
    {
        ToolCallPart call;
        call.id = textMember(item, "call_id");
        call.name = textMember(item, "name");
        call.arguments = textMember(item, custom ? "input" : "arguments");
        call.custom = custom;
        call.signature = std::move(m_callSignature);
        m_callSignature.clear();
        assistant().emplace_back(std::move(call));
    }

    Result<void> result(const std::string &name, dom::object item)
    {
        ToolResultPart result;
        result.callId = textMember(item, "call_id");
        const auto output = presentMember(item, "output");
        std::vector<Part> said;
        if (output) {
            if (auto read = parts(name + ".output", *output, said); !read)
                return read;
        }
        for (auto &part : said) {
            if (auto *text = std::get_if<TextPart>(&part))
                result.text += (result.text.empty() ? "" : "\n") + text->text;
            else if (auto *media = std::get_if<MediaPart>(&part))
                result.media.push_back(std::move(*media));
        }
        auto &messages = m_request.messages;
        if (messages.empty() || messages.back().role != Role::User)
            messages.push_back({Role::User, {}, {}});
        auto &to = messages.back().parts;
        const auto behindResults = std::find_if_not(
            to.begin(), to.end(), [](const Part &other) { return std::holds_alternative<ToolResultPart>(other); });
        to.insert(behindResults, std::move(result));
        return {};
    }

    void reasoningItem(dom::object item)
    {
        ReasoningPart reasoning;
        const std::string_view encrypted = textMember(item, "encrypted_content");
        bool own = false;
        if (encrypted.starts_with(thinkingMark))
            reasoning.signature = encrypted.substr(thinkingMark.size());
        else if (encrypted.starts_with(redactedMark))
            reasoning.encrypted = encrypted.substr(redactedMark.size());
        else if (encrypted.starts_with(callMark))
            m_callSignature = encrypted.substr(callMark.size());
        else if (!encrypted.empty())
            own = true;
        if (own)
            reasoning.encrypted = encrypted;
        for (const std::string_view list : {"summary", "content"}) {
            dom::array texts;
            if (!reasoning.text.empty() || item[list].get(texts))
                continue;
            for (const dom::element element : texts) {
                dom::object part;
                if (!element.get(part))
                    (reasoning.text += reasoning.text.empty() ? "" : "\n\n") += textMember(part, "text");
            }
        }
        if (own) {
            const std::string_view id = textMember(item, "id");
            reasoning.id = id.empty() ? namelessItem : id;
        }
        if (!reasoning.text.empty() || !reasoning.signature.empty() || !reasoning.encrypted.empty())
            assistant().emplace_back(std::move(reasoning));
    }

    // Tools

    Result<void> tools(dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return wrongType("tools", simdjson::minify(value), "a list");
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string name = "tools[" + std::to_string(index++) + "]";
            dom::object object;
            if (element.get(object))
                return wrongType(name, simdjson::minify(element), "an object");
            const std::string_view type = textMember(object, "type");
            if (type != "function" && type != "custom") {
                drop("tools." + std::string(type)); // web_search, file_search, mcp, local_shell …
                continue;
            }
            Tool tool;
            tool.name = textMember(object, "name");
            tool.description = textMember(object, "description");
            tool.custom = type == "custom";
            if (tool.name.empty())
                return invalid(name + ".name", "'" + name + ".name' is missing.");
            if (const auto parameters = presentMember(object, "parameters"))
                tool.parameters = simdjson::minify(*parameters);
            if (const auto strict = presentMember(object, "strict")) {
                if (auto read = readFlag(*strict, name + ".strict", tool.strict); !read)
                    return read;
            }
            describeGrammar(object, tool);
            m_request.tools.push_back(std::move(tool));
        }
        return {};
    }

    /// No other dialect can hold a model to a grammar; telling it is the next best.
    static void describeGrammar(dom::object object, Tool &tool)
    {
        dom::object format;
        if (!tool.custom || object["format"].get(format) || textMember(format, "definition").empty())
            return;
        tool.description += "\n\nThe input must match this " + std::string(textMember(format, "syntax")) +
                            " grammar:\n" + std::string(textMember(format, "definition"));
    }

    Result<void> toolChoice(dom::element value)
    {
        auto &choice = m_request.toolChoice;
        std::string_view mode;
        dom::object object;
        if (value.get(mode)) {
            if (value.get(object))
                return wrongType("tool_choice", simdjson::minify(value), "a text or an object");
            const std::string_view type = textMember(object, "type");
            if (type == "function" || type == "custom") {
                choice.kind = ToolChoice::Kind::Named;
                choice.name = textMember(object, "name");
                return {};
            }
            if (type != "allowed_tools") {
                drop("tool_choice"); // a tool that the provider runs itself
                return {};
            }
            drop("tool_choice.tools");
            mode = textMember(object, "mode");
        }
        if (mode == "none")
            choice.kind = ToolChoice::Kind::None;
        else if (mode == "required")
            choice.kind = ToolChoice::Kind::Required;
        else if (mode == "auto")
            choice.kind = ToolChoice::Kind::Auto;
        else
            return invalid("tool_choice",
                           "Invalid value for 'tool_choice': 'auto', 'none', 'required' or a tool is expected.");
        return {};
    }

    // Answer

    Result<void> text(dom::element value)
    {
        dom::object text;
        if (value.get(text))
            return wrongType("text", simdjson::minify(value), "an object");
        m_request.verbosity = textMember(text, "verbosity");
        const auto given = presentMember(text, "format");
        dom::object format;
        if (!given)
            return {};
        if (given->get(format))
            return wrongType("text.format", simdjson::minify(*given), "an object");
        const std::string_view type = textMember(format, "type");
        auto &to = m_request.format;
        if (type == "json_object") {
            to.kind = ResponseFormat::Kind::JsonObject;
        } else if (type == "json_schema") {
            to.kind = ResponseFormat::Kind::JsonSchema;
            to.name = textMember(format, "name");
            to.description = textMember(format, "description");
            const auto schema = presentMember(format, "schema");
            if (!schema || !schema->is_object())
                return invalid("text.format.schema", "'text.format.schema' must be a JSON Schema.");
            to.schema = simdjson::minify(*schema);
            if (const auto strict = presentMember(format, "strict"))
                return readFlag(*strict, "text.format.strict", to.strict);
        } else if (type != "text") {
            return invalid("text.format.type",
                           "Invalid value for 'text.format.type': 'text', 'json_object' or 'json_schema' is expected.");
        }
        return {};
    }

    Result<void> reasoning(dom::element value)
    {
        dom::object reasoning;
        if (value.get(reasoning))
            return wrongType("reasoning", simdjson::minify(value), "an object");
        m_request.thinking.effort = textMember(reasoning, "effort");
        m_request.thinking.shown =
            !textMember(reasoning, "summary").empty() || !textMember(reasoning, "generate_summary").empty();
        return {};
    }

    void drop(std::string_view name)
    {
        auto &dropped = m_request.dropped;
        if (std::find(dropped.begin(), dropped.end(), name) == dropped.end())
            dropped.emplace_back(name);
    }

    Request m_request;
    std::string m_callSignature; ///< for the call behind the reasoning item that brought it
};

} // namespace

Result<Request> readResponses(const ChatRequest &request)
{
    auto body = parseOwnBody(request.body);
    if (!body)
        return body.error();
    return ResponsesRequestReader(request).read(*body);
}

} // namespace beaver::wire
