#include <server/wire/codec_support.h>
#include <server/wire/openai_chat.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t mostOpenAiStops = 16; // OpenAI takes 4, others of its dialect more

/// Anthropic's mark, as OpenRouter and LiteLLM take it on parts, messages and tools of this dialect.
CacheMark openAiCacheMark(dom::object object)
{
    dom::object mark;
    if (object["cache_control"].get(mark))
        return {};
    return textMember(mark, "ttl") == "1h" ? "1h" : "5m";
}

/// The text or the parts of one `content`.
class OpenAiContent
{
public:
    OpenAiContent(std::string path, std::vector<Part> &to)
        : m_path(std::move(path))
        , m_to(to)
    {}

    Result<void> read(dom::element value)
    {
        if (value.is_null())
            return {};
        std::string_view text;
        if (!value.get(text)) {
            if (!text.empty())
                m_to.emplace_back(TextPart{std::string(text), {}});
            return {};
        }
        dom::array parts;
        if (value.get(parts))
            return wrongType(m_path, simdjson::minify(value), "a text or a list of parts");
        std::size_t index = 0;
        for (const dom::element element : parts) {
            const std::string path = elementPath(m_path, index++);
            dom::object part;
            if (element.get(part))
                return missing(path, "an object with 'type'");
            if (auto read = this->part(path, part); !read)
                return read;
        }
        return {};
    }

private:
    Result<void> part(const std::string &path, dom::object part)
    {
        const std::string_view type = textMember(part, "type");
        if (type == "text")
            return text(path, part);
        if (type == "image_url")
            return image(path, part);
        if (type == "input_audio")
            return audio(path, part);
        if (type == "file")
            return file(path, part);
        if (type == "file_url")
            return fileUrl(path, part);
        if (type == "refusal") {
            m_to.emplace_back(RefusalPart{std::string(textMember(part, "refusal"))});
            return {};
        }
        return missing(path + ".type", "'text', 'image_url', 'input_audio', 'file' or 'refusal'");
    }

    Result<void> text(const std::string &path, dom::object part)
    {
        std::string_view text;
        if (part["text"].get(text))
            return missing(path + ".text", "a text");
        if (!text.empty())
            m_to.emplace_back(TextPart{std::string(text), openAiCacheMark(part)});
        return {};
    }

    Result<void> image(const std::string &path, dom::object part)
    {
        std::string_view url;
        MediaPart media;
        dom::object image;
        if (!part["image_url"].get(image)) {
            url = textMember(image, "url");
            media.detail = textMember(image, "detail");
        } else {
            url = textMember(part, "image_url"); // several servers of the dialect take this short form
        }
        if (url.empty())
            return missing(path + ".image_url.url", "an https address or a data URI");
        setUrl(media, url);
        media.cache = openAiCacheMark(part);
        m_to.emplace_back(std::move(media));
        return {};
    }

    Result<void> audio(const std::string &path, dom::object part)
    {
        dom::object audio;
        MediaPart media;
        media.kind = MediaPart::Kind::Audio;
        if (!part["input_audio"].get(audio))
            media.data = textMember(audio, "data");
        if (media.data.empty())
            return missing(path + ".input_audio.data", "audio in base64");
        const std::string_view format = textMember(audio, "format");
        media.mediaType = format == "mp3" ? "audio/mpeg" : "audio/" + std::string(format.empty() ? "wav" : format);
        m_to.emplace_back(std::move(media));
        return {};
    }

    Result<void> file(const std::string &path, dom::object part)
    {
        dom::object file;
        MediaPart media;
        media.kind = MediaPart::Kind::File;
        if (!part["file"].get(file)) {
            media.fileId = textMember(file, "file_id");
            media.name = textMember(file, "filename");
            const std::string_view data = textMember(file, "file_data");
            if (const auto split = splitDataUri(data)) {
                media.mediaType = split->mediaType;
                media.data = split->data;
            } else if (data.starts_with("https://") || data.starts_with("http://")) {
                media.url = data; // OpenRouter
            } else {
                media.data = data;
            }
        }
        if (media.fileId.empty() && media.data.empty() && media.url.empty())
            return missing(path + ".file", "'file_id' or 'file_data'");
        return addFile(std::move(media), part);
    }

    /// Perplexity: an address or base64, with or without `data:`.
    Result<void> fileUrl(const std::string &path, dom::object part)
    {
        dom::object file;
        const std::string_view url =
            part["file_url"].get(file) ? textMember(part, "file_url") : textMember(file, "url");
        if (url.empty())
            return missing(path + ".file_url.url", "an https address or base64");
        MediaPart media;
        media.kind = MediaPart::Kind::File;
        media.name = textMember(part, "file_name");
        if (url.find("://") == std::string_view::npos && !url.starts_with("data:"))
            media.data = url;
        else
            setUrl(media, url);
        return addFile(std::move(media), part);
    }

    Result<void> addFile(MediaPart media, dom::object part)
    {
        if (media.mediaType.empty())
            media.mediaType = mediaTypeOfName(media.name);
        if (media.mediaType.empty() && !media.data.empty())
            media.mediaType = "application/pdf"; // what these servers take it for
        media.cache = openAiCacheMark(part);
        m_to.emplace_back(std::move(media));
        return {};
    }

    const std::string m_path;
    std::vector<Part> &m_to;
};

void markLast(Message &message, const CacheMark &mark)
{
    if (mark.empty() || message.parts.empty())
        return;
    std::visit(
        [&mark](auto &part) {
            if constexpr (requires { part.cache; })
                part.cache = mark;
        },
        message.parts.back());
}

/// What a model thought in an earlier turn, in the forms that this dialect's servers give out.
void readOpenAiThoughts(dom::object message, std::vector<Part> &to)
{
    std::vector<ReasoningPart> thoughts;
    std::size_t withText = 0;
    dom::array details;
    if (!message["reasoning_details"].get(details)) { // OpenRouter, and what Beaver itself writes
        for (const dom::element element : details) {
            dom::object detail;
            if (element.get(detail))
                continue;
            ReasoningPart thought;
            thought.text = textMember(detail, "text");
            if (thought.text.empty())
                thought.text = textMember(detail, "summary");
            thought.signature = textMember(detail, "signature");
            thought.encrypted = textMember(detail, "data");
            thought.id = textMember(detail, "id");
            withText += thought.text.empty() ? 0 : 1;
            thoughts.push_back(std::move(thought));
        }
    } else if (!message["thinking_blocks"].get(details)) { // LiteLLM
        for (const dom::element element : details) {
            dom::object block;
            if (element.get(block))
                continue;
            thoughts.push_back({std::string(textMember(block, "thinking")),
                                std::string(textMember(block, "signature")),
                                std::string(textMember(block, "data")),
                                {}});
            withText += 1;
        }
    }
    std::string_view plain = textMember(message, "reasoning_content");
    if (plain.empty())
        plain = textMember(message, "reasoning");
    if (thoughts.empty() && !plain.empty())
        thoughts.push_back({std::string(plain), {}, {}, {}});
    // A stream gives the signature without the text; it belongs to the whole text only where it is the only one.
    if (withText == 0 && thoughts.size() == 1 && thoughts.front().encrypted.empty())
        thoughts.front().text = plain;
    for (auto &thought : thoughts) {
        if (!thought.text.empty() || !thought.encrypted.empty())
            to.emplace_back(std::move(thought));
    }
}

class OpenAiMessages
{
public:
    explicit OpenAiMessages(std::vector<Message> &to)
        : m_to(to)
    {}

    Result<void> read(dom::array list)
    {
        m_to.reserve(list.size());
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = elementPath("messages", index++);
            dom::object message;
            if (element.get(message))
                return missing(path, "an object with 'role' and 'content'");
            if (auto read = this->message(path, message); !read)
                return read;
        }
        return {};
    }

private:
    Result<void> message(const std::string &path, dom::object message)
    {
        const std::string_view role = textMember(message, "role");
        if (role == "tool" || role == "function")
            return toolResult(path, message, role == "function");
        Message read;
        read.name = textMember(message, "name");
        if (role == "system" || role == "developer")
            read.role = Role::System;
        else if (role == "assistant")
            read.role = Role::Assistant;
        else if (role != "user")
            return missing(path + ".role", "'system', 'developer', 'user', 'assistant' or 'tool'");

        if (read.role == Role::Assistant)
            readOpenAiThoughts(message, read.parts);
        const auto content = presentMember(message, "content");
        if (!content && read.role != Role::Assistant)
            return missing(path + ".content", "a text or a list of parts");
        if (content) {
            if (auto taken = OpenAiContent(path + ".content", read.parts).read(*content); !taken)
                return taken;
        }
        if (read.role == Role::Assistant) {
            const std::string_view refusal = textMember(message, "refusal");
            if (!refusal.empty())
                read.parts.emplace_back(RefusalPart{std::string(refusal)});
            if (auto taken = toolCalls(path, message, read.parts); !taken)
                return taken;
        }
        markLast(read, openAiCacheMark(message));
        // What a user says after tool results belongs to the same turn.
        if (read.role == Role::User && read.name.empty() && endsWithResults()) {
            auto &parts = m_to.back().parts;
            std::move(read.parts.begin(), read.parts.end(), std::back_inserter(parts));
            m_results = false;
            return {};
        }
        m_results = false;
        m_to.push_back(std::move(read));
        return {};
    }

    Result<void> toolCalls(const std::string &path, dom::object message, std::vector<Part> &to)
    {
        if (const auto value = presentMember(message, "tool_calls")) {
            dom::array calls;
            if (value->get(calls))
                return wrongType(path + ".tool_calls", simdjson::minify(*value), "a list");
            std::size_t index = 0;
            for (const dom::element element : calls) {
                const std::string callPath = elementPath(path + ".tool_calls", index++);
                dom::object call;
                if (element.get(call))
                    return missing(callPath, "an object");
                if (auto read = toolCall(callPath, call, to); !read)
                    return read;
            }
        }
        dom::object call;
        if (!message["function_call"].get(call)) { // before tools there was one call without an id
            ToolCallPart part;
            part.id = "call_legacy_" + std::to_string(m_calls.size());
            part.name = textMember(call, "name");
            part.arguments = textMember(call, "arguments");
            m_calls.emplace_back(part.id, part.name);
            to.emplace_back(std::move(part));
        }
        return {};
    }

    Result<void> toolCall(const std::string &path, dom::object call, std::vector<Part> &to)
    {
        ToolCallPart part;
        part.id = textMember(call, "id");
        if (part.id.empty())
            return missing(path + ".id", "the id of the call");
        dom::object function;
        if (!call["function"].get(function)) {
            const auto arguments = presentMember(function, "arguments");
            std::string_view text;
            if (arguments)
                part.arguments = arguments->get(text) ? simdjson::minify(*arguments) : std::string(text);
        } else if (!call["custom"].get(function)) {
            part.arguments = textMember(function, "input");
            part.custom = true;
        } else {
            return missing(path + ".function", "an object with 'name' and 'arguments'");
        }
        part.name = textMember(function, "name");
        if (part.name.empty())
            return missing(path + (part.custom ? ".custom.name" : ".function.name"), "the name of the function");
        std::string_view signature; // Google's own convention for this dialect
        if (!call["extra_content"]["google"]["thought_signature"].get(signature))
            part.signature = signature;
        part.cache = openAiCacheMark(call);
        m_calls.emplace_back(part.id, part.name);
        to.emplace_back(std::move(part));
        return {};
    }

    Result<void> toolResult(const std::string &path, dom::object message, bool legacy)
    {
        ToolResultPart result;
        if (legacy) {
            result.name = textMember(message, "name");
            const auto call = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                           [&](const auto &known) { return known.second == result.name; });
            if (call == m_calls.rend())
                return missing(path + ".name", "the name of a function that was called");
            result.callId = call->first;
        } else {
            result.callId = textMember(message, "tool_call_id");
            if (result.callId.empty())
                return missing(path + ".tool_call_id", "the id of the call that it answers");
            const auto call = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                           [&](const auto &known) { return known.first == result.callId; });
            result.name = call == m_calls.rend() ? std::string(textMember(message, "name")) : call->second;
        }
        std::vector<Part> parts;
        const auto content = presentMember(message, "content");
        if (content) {
            if (auto read = OpenAiContent(path + ".content", parts).read(*content); !read)
                return read;
        }
        result.cache = openAiCacheMark(message);
        for (auto &part : parts) {
            if (auto *text = std::get_if<TextPart>(&part)) {
                result.text += text->text;
                if (!text->cache.empty())
                    result.cache = text->cache;
            } else if (auto *media = std::get_if<MediaPart>(&part)) {
                result.media.push_back(std::move(*media));
            }
        }
        if (!endsWithResults())
            m_to.emplace_back();
        m_to.back().parts.emplace_back(std::move(result));
        m_results = true;
        return {};
    }

    bool endsWithResults() const { return m_results; }

    std::vector<Message> &m_to;
    std::vector<std::pair<std::string, std::string>> m_calls; ///< id, name
    bool m_results = false;                                   ///< the last message holds tool results only
};

class OpenAiRequestReader
{
public:
    explicit OpenAiRequestReader(Request &request)
        : m_request(request)
    {}

    Result<void> member(std::string_view key, dom::element value)
    {
        auto &to = m_request;
        if (key == "model" || key == "stream" || key == "stream_options" || key == "max_tokens" ||
            key == "max_completion_tokens" || key == "n" || value.is_null())
            return {}; // the decoder has read them
        if (key == "messages") {
            dom::array list;
            return value.get(list) ? Result<void>(missing("messages", "a list"))
                                   : OpenAiMessages(to.messages).read(list);
        }
        if (key == "tools" || key == "functions")
            return tools(key, value);
        if (key == "tool_choice")
            return toolChoice(value);
        if (key == "function_call")
            return functionCall(value);
        if (key == "parallel_tool_calls")
            return readFlag(value, key, to.parallelToolCalls);
        if (key == "temperature")
            return readNumber(value, key, 0, 2, to.temperature);
        if (key == "top_p")
            return readNumber(value, key, 0, 1, to.topP);
        if (key == "top_k")
            return readCount(value, key, 0, mostMaxTokens, to.topK);
        if (key == "seed")
            return readCount(value, key, INT64_MIN, INT64_MAX, to.seed);
        if (key == "presence_penalty")
            return readNumber(value, key, -2, 2, to.presencePenalty);
        if (key == "frequency_penalty")
            return readNumber(value, key, -2, 2, to.frequencyPenalty);
        if (key == "stop")
            return readTexts(value, key, mostOpenAiStops, to.stop);
        if (key == "logprobs")
            return readFlag(value, key, to.logprobs);
        if (key == "top_logprobs")
            return readCount(value, key, 0, 20, to.topLogprobs);
        if (key == "user")
            return readText(value, key, to.user);
        if (key == "service_tier")
            return readText(value, key, to.serviceTier);
        if (key == "verbosity")
            return readText(value, key, to.verbosity);
        if (key == "prompt_cache_key")
            return readText(value, key, to.promptCacheKey);
        if (key == "reasoning_effort")
            return readText(value, key, to.thinking.effort);
        if (key == "include_reasoning")
            return readFlag(value, key, to.thinking.shown);
        return object(key, value);
    }

private:
    Result<void> object(std::string_view key, dom::element value)
    {
        if (key == "modalities")
            return modalities(value);
        if (key == "logit_bias" || key == "response_format" || key == "reasoning" || key == "thinking") {
            dom::object fields;
            if (value.get(fields))
                return wrongType(key, simdjson::minify(value), "an object");
            if (key == "response_format")
                return responseFormat(fields);
            if (key == "reasoning")
                return reasoning(fields);
            if (key == "thinking")
                return thinking(fields);
            if (fields.size() > 0)
                m_request.logitBias = simdjson::minify(value);
            return {};
        }
        m_request.dropped.emplace_back(key);
        return {};
    }

    Result<void> tools(std::string_view key, dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return wrongType(key, simdjson::minify(value), "a list");
        std::size_t index = 0;
        for (const dom::element element : list) {
            const std::string path = elementPath(key, index++);
            dom::object object;
            if (element.get(object))
                return missing(path, "an object");
            dom::object function = object;
            Tool tool;
            if (key == "tools") {
                const std::string_view type = textMember(object, "type");
                if (type == "custom" && !object["custom"].get(function)) {
                    tool.custom = true;
                } else if (type != "function" && !type.empty()) {
                    m_request.dropped.push_back(path); // a server's own tool
                    continue;
                } else if (object["function"].get(function)) {
                    return missing(path + ".function", "an object with 'name' and 'parameters'");
                }
            }
            tool.name = textMember(function, "name");
            if (tool.name.empty())
                return missing(path + (key == "tools" ? ".function.name" : ".name"), "the name of a function");
            tool.description = textMember(function, "description");
            if (!tool.custom)
                tool.parameters = jsonMember(function, "parameters");
            bool strict = false;
            if (!function["strict"].get(strict))
                tool.strict = strict;
            tool.cache = openAiCacheMark(object);
            if (tool.cache.empty())
                tool.cache = openAiCacheMark(function);
            m_request.tools.push_back(std::move(tool));
        }
        return {};
    }

    Result<void> toolChoice(dom::element value)
    {
        auto &choice = m_request.toolChoice;
        std::string_view text;
        if (!value.get(text)) {
            if (text != "auto" && text != "none" && text != "required")
                return wrongType("tool_choice", text, "'none', 'auto', 'required' or an object that names a function");
            choice.kind = text == "auto"   ? ToolChoice::Kind::Auto
                          : text == "none" ? ToolChoice::Kind::None
                                           : ToolChoice::Kind::Required;
            return {};
        }
        if (!value["function"]["name"].get(text) || !value["custom"]["name"].get(text)) {
            choice = {ToolChoice::Kind::Named, std::string(text)};
            return {};
        }
        dom::object allowed;
        if (!value["allowed_tools"].get(allowed))
            return allowedTools(allowed);
        return wrongType("tool_choice", simdjson::minify(value),
                         "'none', 'auto', 'required' or an object that names a function");
    }

    /// Allowing some of the tools is the same as declaring only those.
    Result<void> allowedTools(dom::object allowed)
    {
        dom::array list;
        if (allowed["tools"].get(list))
            return missing("tool_choice.allowed_tools.tools", "a list");
        for (const dom::element element : list) {
            std::string_view name;
            if (!element["function"]["name"].get(name) || !element["custom"]["name"].get(name))
                m_allowed.emplace_back(name);
        }
        m_request.toolChoice.kind =
            textMember(allowed, "mode") == "required" ? ToolChoice::Kind::Required : ToolChoice::Kind::Auto;
        return {};
    }

    Result<void> functionCall(dom::element value)
    {
        std::string_view text;
        if (!value.get(text))
            m_request.toolChoice.kind = text == "none" ? ToolChoice::Kind::None : ToolChoice::Kind::Auto;
        else if (!value["name"].get(text))
            m_request.toolChoice = {ToolChoice::Kind::Named, std::string(text)};
        else
            return wrongType("function_call", simdjson::minify(value), "'none', 'auto' or an object with 'name'");
        return {};
    }

    Result<void> responseFormat(dom::object object)
    {
        auto &format = m_request.format;
        const std::string_view type = textMember(object, "type");
        if (type == "text")
            return {};
        if (type == "json_object") {
            format.kind = ResponseFormat::Kind::JsonObject;
            return {};
        }
        dom::object schema;
        if (type != "json_schema")
            return missing("response_format.type", "'text', 'json_object' or 'json_schema'");
        if (object["json_schema"].get(schema))
            return missing("response_format.json_schema", "an object with 'name' and 'schema'");
        format.kind = ResponseFormat::Kind::JsonSchema;
        format.name = textMember(schema, "name");
        format.description = textMember(schema, "description");
        format.schema = jsonMember(schema, "schema");
        bool strict = false;
        if (!schema["strict"].get(strict))
            format.strict = strict;
        return {};
    }

    /// OpenRouter's.
    Result<void> reasoning(dom::object object)
    {
        auto &thinking = m_request.thinking;
        for (const auto field : object) {
            Result<void> read;
            bool truth = true;
            if (field.key == "effort") {
                read = readText(field.value, "reasoning.effort", thinking.effort);
            } else if (field.key == "max_tokens") {
                read = readCount(field.value, "reasoning.max_tokens", 0, mostMaxTokens, thinking.budgetTokens);
            } else if (field.key == "exclude") {
                read = readFlag(field.value, "reasoning.exclude", truth);
                thinking.shown = !truth;
            } else if (field.key == "enabled") {
                read = readFlag(field.value, "reasoning.enabled", truth);
                if (!truth)
                    thinking.budgetTokens = 0;
                else if (thinking.effort.empty())
                    thinking.effort = "medium";
            }
            if (!read)
                return read;
        }
        return {};
    }

    /// Anthropic's form, as DeepSeek and LiteLLM take it in this dialect.
    Result<void> thinking(dom::object object)
    {
        auto &thinking = m_request.thinking;
        const std::string_view type = textMember(object, "type");
        const auto budget = presentMember(object, "budget_tokens");
        if (type == "disabled")
            thinking.budgetTokens = 0;
        else if (budget && type != "adaptive")
            return readCount(*budget, "thinking.budget_tokens", 0, mostMaxTokens, thinking.budgetTokens);
        else if (type == "adaptive" || (type == "enabled" && thinking.effort.empty()))
            thinking.budgetTokens = -1;
        return {};
    }

    Result<void> modalities(dom::element value) const
    {
        dom::array list;
        if (value.get(list))
            return wrongType("modalities", simdjson::minify(value), "a list");
        for (const dom::element element : list) {
            std::string_view modality;
            if (!element.get(modality) && modality == "audio")
                return cannotExpress("modalities", "it answers in text only.");
        }
        return {};
    }

public:
    void keepAllowedTools()
    {
        if (m_allowed.empty())
            return;
        std::erase_if(m_request.tools, [this](const Tool &tool) {
            return std::find(m_allowed.begin(), m_allowed.end(), tool.name) == m_allowed.end();
        });
    }

private:
    Request &m_request;
    std::vector<std::string> m_allowed;
};

} // namespace

Result<Request> readOpenAiChat(const ChatRequest &request)
{
    Request read;
    read.model = request.model;
    read.stream = request.stream;
    read.includeUsage = request.includeUsage;
    read.maxTokens = request.maxTokens;
    read.choices = request.choices;
    auto object = parseOwnBody(request.body);
    if (!object)
        return object.error();
    OpenAiRequestReader reader(read);
    for (const auto field : *object) {
        if (auto taken = reader.member(field.key, field.value); !taken)
            return taken.error();
    }
    reader.keepAllowedTools();
    return read;
}

} // namespace beaver::wire
