#include <server/wire/codec_support.h>
#include <server/wire/openai_chat.h>
#include <shared/base/json_writer.h>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostChoices = 128;

class OpenAiDecoder
{
public:
    explicit OpenAiDecoder(ChatRequest &request)
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
                return wrongType(key, memberText(m_request, index), "the id of a model (see GET /v1/models)");
            if (m_request.model.empty())
                m_request.model = text;
            return {};
        }
        if (key == "messages")
            return messages(value);
        if (key == "stream") {
            at.stream = index;
            return readFlag(value, key, m_request.stream);
        }
        if (key == "stream_options") {
            at.streamOptions = index;
            return streamOptions(value);
        }
        if (key == "max_tokens" || key == "max_completion_tokens") {
            const bool completion = key == "max_completion_tokens";
            (completion ? at.maxCompletionTokens : at.maxTokens) = index;
            std::optional<std::int64_t> maximum;
            if (auto read = readCount(value, key, 1, mostMaxTokens, maximum); !read)
                return read;
            if (completion || !m_request.maxTokens)
                m_request.maxTokens = maximum ? maximum : m_request.maxTokens;
            return {};
        }
        if (key == "n") {
            std::optional<std::int64_t> choices;
            if (auto read = readCount(value, key, 1, mostChoices, choices); !read)
                return read;
            m_request.choices = choices.value_or(1);
            return {};
        }
        if (key == "tools")
            firstTool(value);
        if (key == "web_search_options")
            m_request.searches = 1;
        if (key == "response_format") {
            std::string_view type;
            m_request.jsonSchema = !value["type"].get(type) && type.starts_with("json");
        }
        m_scan.json(memberText(m_request, index)); // tools, schemas and the like go into the prompt as they stand
        return {};
    }

    Result<void> finish()
    {
        if (m_request.model.empty())
            return invalid("model", "You must provide 'model': the id of a model (see GET /v1/models).");
        if (!m_messages)
            return invalid("messages", "You must provide 'messages': a list of at least one message.");
        m_scan.finish();
        return {};
    }

private:
    Result<void> streamOptions(dom::element value)
    {
        if (value.is_null())
            return {};
        dom::object options;
        if (value.get(options))
            return wrongType("stream_options", simdjson::minify(value), "an object");
        const auto include = presentMember(options, "include_usage");
        return include ? readFlag(*include, "stream_options.include_usage", m_request.includeUsage) : Result<void>();
    }

    Result<void> messages(dom::element value)
    {
        dom::array list;
        if (value.get(list) || list.size() == 0)
            return invalid("messages", "Invalid value for 'messages': a list of at least one message is expected.");
        m_messages = true;
        std::size_t index = 0;
        for (const dom::element message : list) {
            if (auto read = this->message(index++, message); !read)
                return read;
        }
        return {};
    }

    Result<void> message(std::size_t index, dom::element value)
    {
        const std::string name = "messages[" + std::to_string(index) + "]";
        dom::object message;
        if (value.get(message))
            return invalid(name, "Invalid type for '" + name + "': an object with 'role' and 'content' is expected.");
        std::string_view role;
        if (message["role"].get(role))
            return invalid(name + ".role",
                           "Missing or invalid '" + name + ".role': a text such as 'user' is expected.");
        m_request.toolResultLast = role == "tool";
        m_scan.beginMessage(role == "user");
        for (const auto field : message) {
            if (field.key == "content")
                content(field.value);
            else if (field.key != "role")
                m_scan.json(field.value); // tool calls, names
        }
        return {};
    }

    void content(dom::element value)
    {
        std::string_view text;
        if (!value.get(text)) {
            m_scan.text(text);
            return;
        }
        dom::array parts;
        if (value.get(parts))
            return;
        for (const dom::element part : parts) {
            std::string_view type;
            if (part["type"].get(type))
                continue;
            if (!part["text"].get(text))
                m_scan.text(text);
            else if (type != "image_url" &&
                     (!part["input_audio"]["data"].get(text) || !part["file"]["file_data"].get(text)))
                m_scan.media(text);
            else
                m_scan.image();
        }
    }

    void firstTool(dom::element value)
    {
        std::string_view name;
        if (!value.at_pointer("/0/function/name").get(name))
            m_request.firstTool = name;
    }

    ChatRequest &m_request;
    PromptScan m_scan;
    bool m_messages = false;
};

} // namespace

Result<ChatRequest> decodeOpenAiChat(std::string body, std::string_view model)
{
    ChatRequest request;
    request.body = std::move(body);
    request.model = model;
    auto object = parseLongBody(request.body);
    if (!object)
        return object.error();
    request.members = scanParsed(request.body);

    OpenAiDecoder decoder(request);
    std::size_t index = 0;
    for (const auto field : *object) {
        if (auto read = decoder.member(index++, field.key, field.value); !read)
            return read.error();
    }
    if (auto finished = decoder.finish(); !finished)
        return finished.error();
    return request;
}

OutgoingBody patchOpenAiChat(const ChatRequest &request, const UpstreamPatch &patch)
{
    BodyPatch body(request);
    std::string model;
    appendJsonString(model, patch.model);
    if (request.at.model)
        body.replace(*request.at.model, std::move(model));
    else
        body.add("model", model);

    if (request.stream && patch.askForUsage && !request.includeUsage) {
        if (request.at.streamOptions) {
            // Keep what else stands in there.
            std::string options(memberText(request, *request.at.streamOptions));
            const auto inner = scanObject(options);
            for (std::size_t at = inner.size(); at-- > 0;) {
                if (std::string_view(options).substr(inner[at].keyBegin).starts_with("\"include_usage\""))
                    options.replace(inner[at].valueBegin, inner[at].valueEnd - inner[at].valueBegin, "true");
            }
            if (options.find("\"include_usage\"") == std::string::npos)
                options = inner.empty() ? "{\"include_usage\":true}" : "{\"include_usage\":true," + options.substr(1);
            body.replace(*request.at.streamOptions, std::move(options));
        } else {
            body.add("stream_options", "{\"include_usage\":true}");
        }
    }
    if (patch.maxTokens) {
        const std::string maximum = std::to_string(*patch.maxTokens);
        if (request.at.maxTokens)
            body.replace(*request.at.maxTokens, maximum);
        if (request.at.maxCompletionTokens)
            body.replace(*request.at.maxCompletionTokens, maximum);
        if (!request.at.maxTokens && !request.at.maxCompletionTokens)
            body.add(patch.maxTokensField, maximum);
    }
    if (!patch.provider.empty())
        body.add("provider", patch.provider);
    return body.apply();
}

} // namespace beaver::wire
