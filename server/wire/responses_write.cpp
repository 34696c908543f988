#include <server/wire/codec_support.h>
#include <server/wire/responses.h>
#include <server/wire/responses_items.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <unordered_set>

namespace beaver::wire {

namespace {

class ResponsesRequestWriter
{
public:
    ResponsesRequestWriter(const Request &request, const Target &target)
        : m_request(request)
        , m_target(target)
    {}

    Result<std::string> write()
    {
        if (!m_request.stop.empty())
            return cannotExpress("stop", "the Responses API has no stop sequences.");
        if (m_request.choices > 1)
            return cannotExpress("n", "the Responses API gives one answer.");
        if (const auto most = maxTokensFor(m_request, m_target); most && *most < leastOutputTokens)
            return cannotExpress("max_tokens", "the Responses API takes 16 and more.");
        m_json.beginObject().field("model", m_target.model).field("stream", m_request.stream);
        m_json.field("store", false); // the client's words are to lie with us, not with the provider
        std::size_t from = 0;
        if (const std::string *instructions = leadingText()) {
            m_json.field("instructions", *instructions);
            from = 1;
        }
        m_json.key("input").beginArray();
        for (; from < m_request.messages.size(); ++from) {
            if (auto written = message(m_request.messages[from]); !written)
                return written.error();
        }
        m_json.endArray();
        tools();
        settings();
        return m_json.endObject().take();
    }

private:
    /// Of a system message that goes into `instructions`; null: there is none.
    const std::string *leadingText() const
    {
        const auto &messages = m_request.messages;
        if (messages.size() < 2 || messages.front().role != Role::System || messages.front().parts.size() != 1)
            return nullptr;
        const auto *part = std::get_if<TextPart>(&messages.front().parts.front());
        return part ? &part->text : nullptr;
    }

    // Input

    Result<void> message(const Message &message)
    {
        for (const auto &part : message.parts) {
            if (const auto *result = std::get_if<ToolResultPart>(&part)) {
                if (auto written = this->result(*result); !written)
                    return written;
            }
        }
        m_role = message.role == Role::Assistant ? "assistant" : message.role == Role::User ? "user" : "system";
        for (const auto &part : message.parts) {
            if (const auto *media = std::get_if<MediaPart>(&part)) {
                openMessage();
                if (auto written = this->media(*media); !written)
                    return written;
            } else {
                other(part);
            }
        }
        closeMessage();
        return {};
    }

    void other(const Part &part)
    {
        if (const auto *text = std::get_if<TextPart>(&part)) {
            openMessage();
            m_json.beginObject().field("type", m_role == "assistant" ? "output_text" : "input_text");
            m_json.field("text", text->text).endObject();
        } else if (const auto *refusal = std::get_if<RefusalPart>(&part)) {
            openMessage();
            m_json.beginObject().field("type", "refusal").field("refusal", refusal->text).endObject();
        } else if (const auto *reasoning = std::get_if<ReasoningPart>(&part)) {
            closeMessage();
            this->reasoning(*reasoning);
        } else if (const auto *call = std::get_if<ToolCallPart>(&part)) {
            closeMessage();
            this->call(*call);
        }
    }

    void openMessage()
    {
        if (m_open)
            return;
        m_json.beginObject().field("type", "message").field("role", m_role).key("content").beginArray();
        m_open = true;
    }

    void closeMessage()
    {
        if (m_open)
            m_json.endArray().endObject();
        m_open = false;
    }

    Result<void> media(const MediaPart &media)
    {
        const std::string uri =
            media.data.empty()
                ? media.url
                : makeDataUri(media.mediaType.empty() ? fallbackType(media.kind) : media.mediaType, media.data);
        if (media.kind == MediaPart::Kind::Audio) {
            if (media.data.empty())
                return cannotExpress("input_audio", "audio must come as data.");
            std::string_view format = media.mediaType;
            format.remove_prefix(std::min(format.find('/') + 1, format.size()));
            m_json.beginObject().field("type", "input_audio").key("input_audio").beginObject();
            m_json.field("data", media.data).field("format", format == "mpeg" ? "mp3" : format).endObject().endObject();
            return {};
        }
        const bool image = media.kind == MediaPart::Kind::Image;
        m_json.beginObject().field("type", image ? "input_image" : "input_file");
        if (!media.fileId.empty())
            m_json.field("file_id", media.fileId);
        else if (image)
            m_json.field("image_url", uri);
        else
            m_json.field(media.data.empty() ? "file_url" : "file_data", uri);
        if (image && !media.detail.empty())
            m_json.field("detail", media.detail);
        if (!image && !media.data.empty())
            m_json.field("filename", media.name.empty() ? std::string("document.pdf") : media.name);
        m_json.endObject();
        return {};
    }

    static std::string_view fallbackType(MediaPart::Kind kind)
    {
        return kind == MediaPart::Kind::Image ? "image/jpeg" : "application/pdf";
    }

    /// Only what the owner encrypted is taken back; what another provider signed or said is of no use to it.
    void reasoning(const ReasoningPart &part)
    {
        if (part.encrypted.empty() || part.id.empty())
            return;
        m_json.beginObject().field("type", "reasoning");
        if (part.id != namelessItem)
            m_json.field("id", part.id);
        m_json.key("summary").beginArray();
        if (!part.text.empty())
            m_json.beginObject().field("type", "summary_text").field("text", part.text).endObject();
        m_json.endArray().field("encrypted_content", part.encrypted).endObject();
        m_replaysReasoning = true;
    }

    void call(const ToolCallPart &call)
    {
        m_json.beginObject().field("type", call.custom ? "custom_tool_call" : "function_call");
        m_json.field("call_id", call.id).field("name", call.name);
        if (call.custom) {
            m_customCalls.insert(call.id);
            m_json.field("input", call.arguments);
        } else {
            m_json.field("arguments", call.arguments.empty() ? std::string("{}") : call.arguments);
        }
        m_json.endObject();
    }

    Result<void> result(const ToolResultPart &result)
    {
        const bool custom = m_customCalls.contains(result.callId);
        m_json.beginObject().field("type", custom ? "custom_tool_call_output" : "function_call_output");
        m_json.field("call_id", result.callId);
        if (result.media.empty()) {
            m_json.field("output", result.text).endObject();
            return {};
        }
        m_json.key("output").beginArray();
        if (!result.text.empty())
            m_json.beginObject().field("type", "input_text").field("text", result.text).endObject();
        for (const auto &media : result.media) {
            if (auto written = this->media(media); !written)
                return written;
        }
        m_json.endArray().endObject();
        return {};
    }

    // Tools

    void tools()
    {
        if (m_request.tools.empty())
            return;
        m_json.key("tools").beginArray();
        std::unordered_set<std::string_view> custom;
        for (const auto &tool : m_request.tools) {
            m_json.beginObject().field("type", tool.custom ? "custom" : "function").field("name", tool.name);
            if (!tool.description.empty())
                m_json.field("description", tool.description);
            if (tool.custom) {
                custom.insert(tool.name);
            } else {
                // Strict is this API's default, and a schema that wasn't written for it would be refused.
                m_json.rawField("parameters", parametersSchema(tool)).field("strict", tool.strict.value_or(false));
            }
            m_json.endObject();
        }
        m_json.endArray();

        const auto &choice = m_request.toolChoice;
        if (choice.kind == ToolChoice::Kind::Named) {
            m_json.key("tool_choice").beginObject();
            m_json.field("type", custom.contains(choice.name) ? "custom" : "function");
            m_json.field("name", choice.name).endObject();
        } else if (choice.kind != ToolChoice::Kind::Unset) {
            m_json.field("tool_choice", choice.kind == ToolChoice::Kind::Auto   ? "auto"
                                        : choice.kind == ToolChoice::Kind::None ? "none"
                                                                                : "required");
        }
        if (m_request.parallelToolCalls)
            m_json.field("parallel_tool_calls", *m_request.parallelToolCalls);
    }

    // Settings

    void settings()
    {
        const auto &asked = m_request;
        if (const auto most = maxTokensFor(asked, m_target))
            m_json.field("max_output_tokens", *most);
        if (asked.temperature)
            m_json.rawField("temperature", numberJson(*asked.temperature));
        if (asked.topP)
            m_json.rawField("top_p", numberJson(*asked.topP));
        const auto text = [this](std::string_view name, const std::string &value) {
            if (!value.empty())
                m_json.field(name, value);
        };
        text("user", asked.user);
        text("service_tier", asked.serviceTier);
        text("prompt_cache_key", asked.promptCacheKey);
        format();
        const std::string_view effort = this->effort();
        if (m_target.thinks && (!effort.empty() || asked.thinking.shown)) {
            m_json.key("reasoning").beginObject();
            if (!effort.empty())
                m_json.field("effort", effort);
            if (asked.thinking.shown)
                m_json.field("summary", "auto");
            m_json.endObject();
        }
        // Models that don't reason refuse this, so it is asked for only where reasoning is.
        const bool encrypted = m_target.thinks && (!effort.empty() || m_replaysReasoning);
        if (!encrypted && !asked.logprobs)
            return;
        m_json.key("include").beginArray();
        if (encrypted)
            m_json.value("reasoning.encrypted_content");
        if (asked.logprobs)
            m_json.value("message.output_text.logprobs");
        m_json.endArray();
        if (asked.logprobs)
            m_json.field("top_logprobs", asked.topLogprobs.value_or(0));
    }

    void format()
    {
        const auto &asked = m_request.format;
        if (asked.kind == ResponseFormat::Kind::Text && m_request.verbosity.empty())
            return;
        m_json.key("text").beginObject();
        if (asked.kind == ResponseFormat::Kind::JsonObject ||
            (asked.kind == ResponseFormat::Kind::JsonSchema && asked.schema.empty())) {
            m_json.key("format").beginObject().field("type", "json_object").endObject();
        } else if (asked.kind == ResponseFormat::Kind::JsonSchema) {
            m_json.key("format").beginObject().field("type", "json_schema");
            m_json.field("name", asked.name.empty() ? std::string("response") : asked.name);
            if (!asked.description.empty())
                m_json.field("description", asked.description);
            m_json.rawField("schema", asked.schema);
            if (asked.strict)
                m_json.field("strict", *asked.strict);
            m_json.endObject();
        }
        if (!m_request.verbosity.empty())
            m_json.field("verbosity", m_request.verbosity);
        m_json.endObject();
    }

    std::string_view effort() const
    {
        const auto &asked = m_request.thinking;
        return asked.effort.empty() && asked.budgetTokens ? effortOfBudget(*asked.budgetTokens)
                                                          : std::string_view(asked.effort);
    }

    const Request &m_request;
    const Target &m_target;
    JsonWriter m_json;
    std::string_view m_role;
    std::unordered_set<std::string_view> m_customCalls; ///< ids
    bool m_open = false;                                ///< a message item is under way
    bool m_replaysReasoning = false;
};

} // namespace

Result<std::string> writeResponses(const Request &request, const Target &target)
{
    return ResponsesRequestWriter(request, target).write();
}

} // namespace beaver::wire
