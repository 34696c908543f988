#include <server/wire/codec_support.h>
#include <server/wire/openai_chat.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

/// `mp3` for `audio/mpeg`: what `input_audio.format` takes.
std::string_view audioFormat(std::string_view mediaType)
{
    if (mediaType == "audio/mpeg" || mediaType == "audio/mp3")
        return "mp3";
    const std::size_t slash = mediaType.find('/');
    std::string_view format = slash == std::string_view::npos ? std::string_view("wav") : mediaType.substr(slash + 1);
    if (format.starts_with("x-"))
        format.remove_prefix(2);
    return format;
}

class OpenAiRequestWriter
{
public:
    OpenAiRequestWriter(const Request &request, const Target &target)
        : m_request(request)
        , m_target(target)
    {}

    Result<std::string> write()
    {
        m_json.beginObject().field("model", m_target.model);
        m_json.key("messages").beginArray();
        for (const auto &message : m_request.messages) {
            if (auto written = this->message(message); !written)
                return written.error();
        }
        m_json.endArray();
        tools();
        parameters();
        format();
        m_json.endObject();
        return m_json.take();
    }

private:
    Result<void> message(const Message &message)
    {
        if (message.role == Role::Assistant)
            return assistant(message);
        if (message.role == Role::System) {
            m_json.beginObject().field("role", "system").field("content", joinedText(message)).endObject();
            return {};
        }
        std::vector<const Part *> said;
        for (const auto &part : message.parts) {
            const auto *result = std::get_if<ToolResultPart>(&part);
            if (!result) {
                said.push_back(&part);
                continue;
            }
            m_json.beginObject()
                .field("role", "tool")
                .field("tool_call_id", result->callId)
                .field("content", result->text)
                .endObject();
        }
        // A tool's message takes text only: its images follow as the user's.
        std::vector<Part> shown;
        for (const auto &part : message.parts) {
            if (const auto *result = std::get_if<ToolResultPart>(&part))
                shown.insert(shown.end(), result->media.begin(), result->media.end());
        }
        for (std::size_t index = shown.size(); index-- > 0;)
            said.insert(said.begin(), &shown[index]);
        return said.empty() ? Result<void>() : user(message, said);
    }

    static std::string joinedText(const Message &message)
    {
        std::string text;
        for (const auto &part : message.parts) {
            const auto *said = std::get_if<TextPart>(&part);
            if (!said)
                continue;
            if (!text.empty())
                text += "\n\n";
            text += said->text;
        }
        return text;
    }

    Result<void> user(const Message &message, const std::vector<const Part *> &parts)
    {
        m_json.beginObject().field("role", "user");
        if (!message.name.empty())
            m_json.field("name", message.name);
        m_json.key("content");
        const auto *only = parts.size() == 1 ? std::get_if<TextPart>(parts.front()) : nullptr;
        if (only) {
            m_json.value(only->text).endObject();
            return {};
        }
        m_json.beginArray();
        for (const Part *part : parts) {
            if (const auto *text = std::get_if<TextPart>(part)) {
                m_json.beginObject().field("type", "text").field("text", text->text).endObject();
            } else if (const auto *media = std::get_if<MediaPart>(part)) {
                if (auto written = this->media(*media); !written)
                    return written;
            }
        }
        m_json.endArray().endObject();
        return {};
    }

    Result<void> media(const MediaPart &media)
    {
        const std::string address = media.data.empty() ? media.url : makeDataUri(media.mediaType, media.data);
        switch (media.kind) {
        case MediaPart::Kind::Image:
            if (address.empty())
                return cannotExpress("messages.content.file_id", "it takes images as data or by their address.");
            m_json.beginObject().field("type", "image_url").key("image_url").beginObject().field("url", address);
            if (!media.detail.empty())
                m_json.field("detail", media.detail);
            m_json.endObject().endObject();
            return {};
        case MediaPart::Kind::Audio:
            if (media.data.empty())
                return cannotExpress("messages.content.audio", "it takes audio as data only.");
            m_json.beginObject().field("type", "input_audio").key("input_audio").beginObject();
            m_json.field("data", media.data).field("format", audioFormat(media.mediaType)).endObject().endObject();
            return {};
        case MediaPart::Kind::File:
            break;
        }
        m_json.beginObject().field("type", "file").key("file").beginObject();
        if (!media.fileId.empty())
            m_json.field("file_id", media.fileId);
        else if (media.data.empty())
            return cannotExpress("messages.content.document.source.url", "it takes documents as data only.");
        else
            m_json.field("filename", media.name.empty() ? std::string("document.pdf") : media.name)
                .field("file_data", address);
        m_json.endObject().endObject();
        return {};
    }

    /// Reasoning of earlier turns stays out: the servers of this dialect keep or refuse it each in its own way.
    Result<void> assistant(const Message &message)
    {
        std::string text;
        std::string refusal;
        std::vector<const ToolCallPart *> calls;
        for (const auto &part : message.parts) {
            if (const auto *said = std::get_if<TextPart>(&part))
                text += said->text;
            else if (const auto *refused = std::get_if<RefusalPart>(&part))
                refusal += refused->text;
            else if (const auto *call = std::get_if<ToolCallPart>(&part))
                calls.push_back(call);
            else if (std::holds_alternative<MediaPart>(part))
                return cannotExpress("messages.content", "an assistant's message takes text only.");
        }
        if (text.empty() && refusal.empty() && calls.empty())
            return {};
        m_json.beginObject().field("role", "assistant");
        if (!message.name.empty())
            m_json.field("name", message.name);
        m_json.optionalField("content", text);
        if (!refusal.empty())
            m_json.field("refusal", refusal);
        if (!calls.empty()) {
            m_json.key("tool_calls").beginArray();
            for (const ToolCallPart *call : calls) {
                m_json.beginObject().field("id", call->id).field("type", "function").key("function").beginObject();
                m_json.field("name", call->name);
                // What a model wrote goes back as it is, even where it is no JSON.
                m_json.field("arguments", argumentsObject(*call).value_or(call->arguments));
                m_json.endObject().endObject();
            }
            m_json.endArray();
        }
        m_json.endObject();
        return {};
    }

    void tools()
    {
        if (m_request.tools.empty())
            return;
        m_json.key("tools").beginArray();
        for (const auto &tool : m_request.tools) {
            m_json.beginObject().field("type", "function").key("function").beginObject().field("name", tool.name);
            if (!tool.description.empty())
                m_json.field("description", tool.description);
            m_json.rawField("parameters", parametersSchema(tool));
            if (tool.strict)
                m_json.field("strict", *tool.strict);
            m_json.endObject().endObject();
        }
        m_json.endArray();
        switch (m_request.toolChoice.kind) {
        case ToolChoice::Kind::Unset:
            break;
        case ToolChoice::Kind::Auto:
            m_json.field("tool_choice", "auto");
            break;
        case ToolChoice::Kind::None:
            m_json.field("tool_choice", "none");
            break;
        case ToolChoice::Kind::Required:
            m_json.field("tool_choice", "required");
            break;
        case ToolChoice::Kind::Named:
            m_json.key("tool_choice").beginObject().field("type", "function").key("function");
            m_json.beginObject().field("name", m_request.toolChoice.name).endObject().endObject();
            break;
        }
        if (m_request.parallelToolCalls)
            m_json.field("parallel_tool_calls", *m_request.parallelToolCalls);
    }

    void number(std::string_view name, const std::optional<double> &value)
    {
        if (value)
            m_json.rawField(name, numberJson(*value));
    }

    void parameters()
    {
        if (m_request.stream) {
            m_json.field("stream", true);
            if (m_target.askForUsage)
                m_json.key("stream_options").beginObject().field("include_usage", true).endObject();
        }
        if (const auto maximum = maxTokensFor(m_request, m_target))
            m_json.field(m_target.maxTokensField, *maximum);
        if (m_request.choices != 1)
            m_json.field("n", m_request.choices);
        number("temperature", m_request.temperature);
        number("top_p", m_request.topP);
        number("presence_penalty", m_request.presencePenalty);
        number("frequency_penalty", m_request.frequencyPenalty);
        if (m_request.seed)
            m_json.field("seed", *m_request.seed);
        if (!m_request.stop.empty()) {
            m_json.key("stop").beginArray();
            for (const auto &stop : m_request.stop)
                m_json.value(stop);
            m_json.endArray();
        }
        if (m_request.logprobs)
            m_json.field("logprobs", true);
        if (m_request.logprobs && m_request.topLogprobs)
            m_json.field("top_logprobs", *m_request.topLogprobs);
        if (!m_request.logitBias.empty())
            m_json.rawField("logit_bias", m_request.logitBias);
        if (!m_request.user.empty())
            m_json.field("user", m_request.user);
        const auto &tier = m_request.serviceTier;
        if (tier == "auto" || tier == "default" || tier == "flex" || tier == "priority")
            m_json.field("service_tier", tier);
        if (!m_request.verbosity.empty())
            m_json.field("verbosity", m_request.verbosity);
        if (!m_request.promptCacheKey.empty())
            m_json.field("prompt_cache_key", m_request.promptCacheKey);
        thinking();
    }

    void thinking()
    {
        if (!m_target.thinks)
            return;
        const auto &thinking = m_request.thinking;
        std::string_view effort = thinking.effort;
        if (effort.empty())
            effort = effortOfBudget(thinking.budgetTokens.value_or(0));
        if (!effort.empty())
            m_json.field("reasoning_effort", effort);
    }

    void format()
    {
        const auto &format = m_request.format;
        if (format.kind == ResponseFormat::Kind::Text)
            return;
        m_json.key("response_format").beginObject();
        if (format.kind == ResponseFormat::Kind::JsonObject) {
            m_json.field("type", "json_object").endObject();
            return;
        }
        m_json.field("type", "json_schema").key("json_schema").beginObject();
        m_json.field("name", format.name.empty() ? std::string("answer") : format.name);
        if (!format.description.empty())
            m_json.field("description", format.description);
        if (!format.schema.empty())
            m_json.rawField("schema", format.schema);
        if (format.strict)
            m_json.field("strict", *format.strict);
        m_json.endObject().endObject();
    }

    const Request &m_request;
    const Target &m_target;
    JsonWriter m_json;
};

} // namespace

Result<std::string> writeOpenAiChat(const Request &request, const Target &target)
{
    return OpenAiRequestWriter(request, target).write();
}

} // namespace beaver::wire
