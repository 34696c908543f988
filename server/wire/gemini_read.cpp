#include <server/wire/codec_support.h>
#include <server/wire/gemini.h>
#include <server/wire/gemini_fields.h>
#include <server/wire/gemini_schema.h>

#include <algorithm>
#include <deque>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

class GeminiRequestReader
{
public:
    explicit GeminiRequestReader(const ChatRequest &decoded)
    {
        m_request.model = decoded.model;
        m_request.stream = decoded.stream;
        m_request.includeUsage = true;
        m_request.maxTokens = decoded.maxTokens;
        m_request.choices = decoded.choices;
    }

    Result<Request> read(dom::object body)
    {
        // The system instruction goes first, wherever it stands.
        if (const auto system = geminiField(body, "systemInstruction"))
            this->system(*system);
        for (const auto field : body) {
            if (auto read = member(field.key, field.value); !read)
                return read.error();
        }
        return std::move(m_request);
    }

private:
    Result<void> member(std::string_view key, dom::element value)
    {
        if (value.is_null() || key == "model" || isGeminiField(key, "systemInstruction"))
            return {};
        if (key == "contents")
            return forEachGemini(value, [this](dom::element content, std::size_t index) {
                return this->content(content, "contents[" + std::to_string(index) + "]");
            });
        if (isGeminiField(key, "generationConfig"))
            return generationConfig(value);
        if (key == "tools")
            return forEachGemini(value, [this](dom::element tool, std::size_t index) {
                return this->tool(tool, "tools[" + std::to_string(index) + "]");
            });
        if (isGeminiField(key, "toolConfig"))
            return toolConfig(value);
        if (isGeminiField(key, "cachedContent"))
            return cannotExpress("cachedContent",
                                 "it names what Google keeps, and no endpoint of Google's could answer.");
        m_request.dropped.emplace_back(key); // safetySettings, labels
        return {};
    }

    void system(dom::element value)
    {
        Message message{Role::System, {}, {}};
        const auto add = [&](std::string_view text) {
            if (!text.empty())
                message.parts.emplace_back(TextPart{std::string(text)});
        };
        std::string_view text;
        dom::object content;
        if (!value.get(text)) {
            add(text);
        } else if (!value.get(content)) {
            if (const auto parts = geminiField(content, "parts"))
                (void)forEachGemini(*parts, [&](dom::element part, std::size_t) -> Result<void> {
                    dom::object object;
                    if (!part.get(object))
                        add(geminiText(object, "text"));
                    return {};
                });
        }
        if (!message.parts.empty())
            m_request.messages.push_back(std::move(message));
    }

    Result<void> content(dom::element value, const std::string &name)
    {
        dom::object content;
        if (value.get(content))
            return wrongType(name, simdjson::minify(value), "an object");
        const Role role = geminiText(content, "role") == "model" ? Role::Assistant : Role::User;
        auto &messages = m_request.messages;
        // A turn may come in several contents: Google joins them.
        if (messages.empty() || messages.back().role != role) {
            messages.push_back(Message{role, {}, {}});
            if (role == Role::Assistant)
                m_unanswered.clear();
        }
        const auto parts = geminiField(content, "parts");
        if (!parts)
            return {};
        return forEachGemini(*parts, [&](dom::element part, std::size_t index) {
            return this->part(part, name + ".parts[" + std::to_string(index) + "]");
        });
    }

    Result<void> part(dom::element value, const std::string &name)
    {
        dom::object part;
        if (value.get(part))
            return wrongType(name, simdjson::minify(value), "an object");
        auto &parts = m_request.messages.back().parts;
        for (const auto field : part) {
            dom::object inner;
            if (field.key == "text") {
                std::string text;
                if (auto read = readText(field.value, name + ".text", text); !read)
                    return read;
                bool thought = false;
                if (const auto flag = geminiField(part, "thought"); flag && flag->get(thought))
                    thought = false;
                if (thought)
                    parts.emplace_back(ReasoningPart{std::move(text), {}, {}, {}});
                else if (!text.empty())
                    parts.emplace_back(TextPart{std::move(text)});
            } else if (isGeminiField(field.key, "inlineData") || isGeminiField(field.key, "fileData")) {
                if (field.value.get(inner))
                    return wrongType(name + "." + std::string(field.key), simdjson::minify(field.value), "an object");
                if (isKeptByGoogle(geminiText(inner, "fileUri")))
                    return cannotExpress(name + ".fileData.fileUri", "the file lies with Google; send its data.");
                parts.emplace_back(media(inner));
            } else if (isGeminiField(field.key, "functionCall")) {
                if (field.value.get(inner))
                    return wrongType(name + ".functionCall", simdjson::minify(field.value), "an object");
                parts.emplace_back(call(inner, geminiText(part, "thoughtSignature")));
            } else if (isGeminiField(field.key, "functionResponse")) {
                if (field.value.get(inner))
                    return wrongType(name + ".functionResponse", simdjson::minify(field.value), "an object");
                const auto behindResults = std::find_if_not(parts.begin(), parts.end(), [](const Part &other) {
                    return std::holds_alternative<ToolResultPart>(other);
                });
                parts.insert(behindResults, result(inner));
            } else if (isGeminiField(field.key, "executableCode") || isGeminiField(field.key, "codeExecutionResult")) {
                drop(field.key);
            }
        }
        return {};
    }

    /// Files that were uploaded there, which nobody else can read.
    static bool isKeptByGoogle(std::string_view uri)
    {
        return uri.starts_with("gs://") || uri.starts_with("https://generativelanguage.googleapis.com/");
    }

    static MediaPart media(dom::object data)
    {
        MediaPart media;
        media.mediaType = geminiText(data, "mimeType");
        media.data = geminiText(data, "data");
        media.url = geminiText(data, "fileUri");
        media.name = geminiText(data, "displayName");
        const std::string_view type = media.mediaType.empty() ? mediaTypeOfName(media.url) : media.mediaType;
        media.kind = type.starts_with("image/")   ? MediaPart::Kind::Image
                     : type.starts_with("audio/") ? MediaPart::Kind::Audio
                                                  : MediaPart::Kind::File;
        return media;
    }

    ToolCallPart call(dom::object call, std::string_view signature)
    {
        ToolCallPart part;
        part.name = geminiText(call, "name");
        part.id = geminiText(call, "id");
        ++m_calls;
        if (part.id.empty())
            part.id =
                "call_" + std::to_string(m_calls); // the same for each replay of a conversation, for prompt caches
        const auto args = geminiField(call, "args");
        part.arguments = args ? simdjson::minify(*args) : "{}";
        part.signature = signature;
        m_unanswered.push_back({part.id, part.name});
        return part;
    }

    ToolResultPart result(dom::object response)
    {
        ToolResultPart part;
        part.name = geminiText(response, "name");
        part.callId = geminiText(response, "id");
        // Without an id the first call of that name that has no result yet is meant.
        const auto meant = std::find_if(m_unanswered.begin(), m_unanswered.end(), [&](const Unanswered &call) {
            return part.callId.empty() ? call.name == part.name : call.id == part.callId;
        });
        if (meant != m_unanswered.end()) {
            part.callId = meant->id;
            m_unanswered.erase(meant);
        } else if (part.callId.empty()) {
            part.callId = "call_" + part.name;
        }
        if (const auto content = geminiField(response, "response"))
            setResult(part, *content);
        if (const auto parts = geminiField(response, "parts"))
            (void)forEachGemini(*parts, [&](dom::element element, std::size_t) -> Result<void> {
                dom::object object;
                dom::object data;
                if (element.get(object))
                    return {};
                for (const std::string_view kind : {"inlineData", "fileData"}) {
                    if (const auto found = geminiField(object, kind); found && !found->get(data))
                        part.media.push_back(media(data));
                }
                return {};
            });
        return part;
    }

    /// Google takes an object: one text in `result` or `output` is what a tool said, `error` that it failed.
    static void setResult(ToolResultPart &part, dom::element content)
    {
        dom::object object;
        if (!content.get(object) && object.size() == 1) {
            const auto only = *object.begin();
            std::string_view text;
            if ((only.key == "result" || only.key == "output" || only.key == "error") && !only.value.get(text)) {
                part.isError = only.key == "error";
                part.text = text;
                return;
            }
        }
        part.text = simdjson::minify(content);
    }

    Result<void> tool(dom::element value, const std::string &name)
    {
        dom::object tool;
        if (value.get(tool))
            return wrongType(name, simdjson::minify(value), "an object");
        for (const auto field : tool) {
            if (!isGeminiField(field.key, "functionDeclarations")) {
                drop("tools." + std::string(field.key)); // googleSearch, codeExecution, urlContext …
                continue;
            }
            auto read = forEachGemini(field.value, [&](dom::element declaration, std::size_t index) -> Result<void> {
                dom::object function;
                if (declaration.get(function) || geminiText(function, "name").empty())
                    return invalid(name + ".functionDeclarations[" + std::to_string(index) + "].name",
                                   "A function declaration must have a name.");
                Tool known;
                known.name = geminiText(function, "name");
                known.description = geminiText(function, "description");
                if (const auto schema = geminiField(function, "parametersJsonSchema"))
                    known.parameters = simdjson::minify(*schema);
                else if (const auto own = geminiField(function, "parameters"))
                    known.parameters = jsonSchemaOfGemini(*own);
                m_request.tools.push_back(std::move(known));
                return {};
            });
            if (!read)
                return read;
        }
        return {};
    }

    Result<void> toolConfig(dom::element value)
    {
        dom::object config;
        dom::object calling;
        if (value.get(config))
            return wrongType("toolConfig", simdjson::minify(value), "an object");
        const auto given = geminiField(config, "functionCallingConfig");
        if (!given)
            return {};
        if (given->get(calling))
            return wrongType("toolConfig.functionCallingConfig", simdjson::minify(*given), "an object");
        std::string mode(geminiText(calling, "mode"));
        std::transform(mode.begin(), mode.end(), mode.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
        std::vector<std::string> allowed;
        if (const auto names = geminiField(calling, "allowedFunctionNames")) {
            if (auto read = readTexts(*names, "toolConfig.functionCallingConfig.allowedFunctionNames", 512, allowed);
                !read)
                return read;
        }
        auto &choice = m_request.toolChoice;
        if (mode == "ANY") {
            choice.kind = allowed.size() == 1 ? ToolChoice::Kind::Named : ToolChoice::Kind::Required;
            if (allowed.size() == 1)
                choice.name = allowed.front();
            else if (!allowed.empty())
                drop("toolConfig.functionCallingConfig.allowedFunctionNames");
        } else if (mode == "NONE") {
            choice.kind = ToolChoice::Kind::None;
        } else if (mode == "AUTO" || mode == "VALIDATED") {
            choice.kind = ToolChoice::Kind::Auto;
        }
        return {};
    }

    Result<void> generationConfig(dom::element value)
    {
        dom::object config;
        if (value.get(config))
            return wrongType("generationConfig", simdjson::minify(value), "an object");
        for (const auto field : config) {
            if (field.value.is_null())
                continue;
            if (auto read = setting(field.key, field.value, "generationConfig." + std::string(field.key)); !read)
                return read;
        }
        return {};
    }

    Result<void> setting(std::string_view key, dom::element value, const std::string &path)
    {
        constexpr std::int64_t most32 = 2'147'483'647;
        if (isGeminiField(key, "maxOutputTokens") || isGeminiField(key, "candidateCount"))
            return {}; // decoded
        if (key == "temperature")
            return readNumber(value, path, 0, 2, m_request.temperature);
        if (isGeminiField(key, "topP"))
            return readNumber(value, path, 0, 1, m_request.topP);
        if (isGeminiField(key, "topK"))
            return readGeminiCount(value, path, 1, most32, m_request.topK);
        if (key == "seed")
            return readGeminiCount(value, path, -most32 - 1, most32, m_request.seed);
        if (isGeminiField(key, "presencePenalty"))
            return readNumber(value, path, -2, 2, m_request.presencePenalty);
        if (isGeminiField(key, "frequencyPenalty"))
            return readNumber(value, path, -2, 2, m_request.frequencyPenalty);
        if (isGeminiField(key, "stopSequences"))
            return readTexts(value, path, 5, m_request.stop);
        if (isGeminiField(key, "responseLogprobs"))
            return readFlag(value, path, m_request.logprobs);
        if (key == "logprobs")
            return readGeminiCount(value, path, 0, 20, m_request.topLogprobs);
        if (isGeminiField(key, "thinkingConfig"))
            return thinking(value, path);
        return format(key, value, path);
    }

    Result<void> format(std::string_view key, dom::element value, const std::string &path)
    {
        auto &format = m_request.format;
        if (isGeminiField(key, "responseMimeType")) {
            std::string type;
            if (auto read = readText(value, path, type); !read)
                return read;
            if (type == "application/json" && format.kind == ResponseFormat::Kind::Text)
                format.kind = ResponseFormat::Kind::JsonObject;
            else if (type != "application/json" && type != "text/plain")
                drop(path); // text/x.enum
            return {};
        }
        const bool own = isGeminiField(key, "responseSchema");
        if (own || isGeminiField(key, "responseJsonSchema")) {
            format.kind = ResponseFormat::Kind::JsonSchema;
            format.name = "response"; // other dialects want a name
            format.schema = own ? jsonSchemaOfGemini(value) : simdjson::minify(value);
            return {};
        }
        drop(path); // responseModalities, speechConfig, mediaResolution …
        return {};
    }

    Result<void> thinking(dom::element value, const std::string &path)
    {
        dom::object config;
        if (value.get(config))
            return wrongType(path, simdjson::minify(value), "an object");
        auto &thinking = m_request.thinking;
        if (const auto shown = geminiField(config, "includeThoughts")) {
            if (auto read = readFlag(*shown, path + ".includeThoughts", thinking.shown); !read)
                return read;
        }
        if (const auto budget = geminiField(config, "thinkingBudget")) {
            if (auto read =
                    readGeminiCount(*budget, path + ".thinkingBudget", -1, mostMaxTokens, thinking.budgetTokens);
                !read)
                return read;
        }
        thinking.effort = geminiText(config, "thinkingLevel");
        std::transform(thinking.effort.begin(), thinking.effort.end(), thinking.effort.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
        return {};
    }

    void drop(std::string_view name)
    {
        auto &dropped = m_request.dropped;
        if (std::find(dropped.begin(), dropped.end(), name) == dropped.end())
            dropped.emplace_back(name);
    }

    struct Unanswered
    {
        std::string id, name;
    };
    Request m_request;
    std::deque<Unanswered> m_unanswered; ///< calls of the turn before
    std::size_t m_calls = 0;
};

} // namespace

Result<Request> readGemini(const ChatRequest &request)
{
    auto body = parseOwnBody(request.body);
    if (!body)
        return body.error();
    return GeminiRequestReader(request).read(*body);
}

} // namespace beaver::wire
