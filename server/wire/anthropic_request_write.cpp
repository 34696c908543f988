#include <server/wire/anthropic.h>
#include <server/wire/anthropic_fields.h>
#include <server/wire/codec_support.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <array>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t defaultMaxTokens = 4'096; // where neither the client nor the catalogue names one
constexpr int mostCacheMarks = 4;
constexpr std::string_view jsonInstruction = "Answer with one valid JSON object and nothing else.";

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

/// Models from Opus 4.7 on choose how much to think themselves (`adaptive` and an effort instead of a budget) and
/// refuse temperature, top_p and top_k (Anthropic's migration guide).
bool choosesThinkingItself(std::string_view model)
{
    constexpr std::array<std::string_view, 6> generations{"opus-4-7", "opus-4-8", "opus-5",
                                                          "sonnet-5", "haiku-5",  "fable-5"};
    return std::any_of(generations.begin(), generations.end(),
                       [model](std::string_view name) { return model.find(name) != std::string_view::npos; });
}

/// Ids of other owners may hold what `^[a-zA-Z0-9_-]+$` refuses.
std::string toolId(std::string_view id)
{
    std::string taken(id);
    std::replace_if(
        taken.begin(), taken.end(),
        [](char c) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return !letter && !(c >= '0' && c <= '9') && c != '_' && c != '-';
        },
        '_');
    return taken.empty() ? "toolu_0" : taken;
}

/// The type that the data's first bytes show, where the client named none.
std::string_view imageType(const MediaPart &media)
{
    if (media.mediaType == "image/jpg")
        return "image/jpeg";
    if (!media.mediaType.empty())
        return media.mediaType;
    const std::string_view data = media.data;
    if (data.starts_with("/9j/"))
        return "image/jpeg";
    if (data.starts_with("R0lGOD"))
        return "image/gif";
    return data.starts_with("UklGR") ? "image/webp" : "image/png";
}

class AnthropicRequestWriter
{
public:
    AnthropicRequestWriter(const Request &request, const Target &target)
        : m_request(request)
        , m_target(target)
    {}

    Result<std::string> write()
    {
        if (m_request.choices > 1)
            return cannotExpress("n", "it gives one answer for each call.");
        gather();
        limits();
        m_json.beginObject().field("model", m_target.model).field("max_tokens", m_maxTokens);
        if (m_request.stream)
            m_json.field("stream", true);
        system();
        if (auto written = messages(); !written)
            return written.error();
        if (auto written = tools(); !written)
            return written.error();
        thinking();
        sampling();
        output();
        if (!m_request.user.empty() && m_request.user.size() <= 256)
            m_json.key("metadata").beginObject().field("user_id", m_request.user).endObject();
        if (m_request.serviceTier == "auto" || m_request.serviceTier == "standard_only")
            m_json.field("service_tier", m_request.serviceTier);
        else if (m_request.serviceTier == "default")
            m_json.field("service_tier", "standard_only");
        m_json.endObject();
        return m_json.take();
    }

private:
    struct Turn
    {
        Role role = Role::User;
        std::vector<const Part *> parts;
    };

    /// Neighbours of one role become one turn, what can't be said stays out.
    void gather()
    {
        for (const auto &message : m_request.messages) {
            if (message.role == Role::System)
                continue;
            std::vector<const Part *> parts;
            for (const auto &part : message.parts) {
                if (canSay(part))
                    parts.push_back(&part);
            }
            if (parts.empty())
                continue;
            if (m_turns.empty() || m_turns.back().role != message.role)
                m_turns.push_back({message.role, {}});
            auto &turn = m_turns.back().parts;
            turn.insert(turn.end(), parts.begin(), parts.end());
        }
        for (auto &turn : m_turns) {
            if (turn.role == Role::User)
                std::stable_partition(turn.parts.begin(), turn.parts.end(),
                                      [](const Part *part) { return std::holds_alternative<ToolResultPart>(*part); });
        }
    }

    static bool canSay(const Part &part)
    {
        if (const auto *text = std::get_if<TextPart>(&part))
            return !isBlank(text->text);
        if (const auto *refusal = std::get_if<RefusalPart>(&part))
            return !isBlank(refusal->text);
        // Only what Anthropic has signed may go back to it.
        if (const auto *thought = std::get_if<ReasoningPart>(&part))
            return thought->encrypted.empty() ? !thought->text.empty() && !thought->signature.empty()
                                              : thought->id.empty();
        return true;
    }

    void limits()
    {
        const auto maximum = maxTokensFor(m_request, m_target);
        m_maxTokens = maximum.value_or(m_target.modelMaxOutput > 0 ? m_target.modelMaxOutput : defaultMaxTokens);
        if (!m_target.thinks || !wantsThinking() || !mayThink())
            return;
        const auto &wish = m_request.thinking;
        m_thinks = true;
        if (choosesThinkingItself(m_target.model))
            return;
        std::int64_t budget = wish.budgetTokens.value_or(-1);
        if (budget <= 0)
            budget = budgetOfEffort(wish.effort).value_or(*budgetOfEffort("medium"));
        budget = std::max(budget, leastAnthropicBudget);
        if (!maximum && m_target.modelMaxOutput <= 0)
            m_maxTokens += budget;
        // The maximum holds the thoughts, too: leave a part of it to the answer.
        budget = std::min(budget, std::max(leastAnthropicBudget, m_maxTokens * 3 / 4));
        m_thinks = budget < m_maxTokens;
        m_budget = budget;
    }

    bool wantsThinking() const
    {
        const auto &wish = m_request.thinking;
        if (wish.budgetTokens)
            return *wish.budgetTokens != 0;
        return !wish.effort.empty() && wish.effort != "none";
    }

    /// Anthropic refuses to think where a tool is forced, where the answer is begun by the client, and in the middle of
    /// a turn of tool calls whose first thoughts it doesn't get back.
    bool mayThink() const
    {
        const auto kind = m_request.toolChoice.kind;
        if (kind == ToolChoice::Kind::Required || kind == ToolChoice::Kind::Named)
            return false;
        if (!m_turns.empty() && m_turns.back().role == Role::Assistant)
            return false;
        const auto last = std::find_if(m_turns.rbegin(), m_turns.rend(),
                                       [](const Turn &turn) { return turn.role == Role::Assistant; });
        if (last == m_turns.rend() || std::none_of(last->parts.begin(), last->parts.end(), [](const Part *part) {
                return std::holds_alternative<ToolCallPart>(*part);
            }))
            return true;
        return std::any_of(last->parts.begin(), last->parts.end(),
                           [](const Part *part) { return std::holds_alternative<ReasoningPart>(*part); });
    }

    void mark(const CacheMark &cache)
    {
        if (cache.empty() || m_marks >= mostCacheMarks)
            return;
        ++m_marks;
        m_json.key("cache_control").beginObject().field("type", "ephemeral");
        if (cache == "1h")
            m_json.field("ttl", cache);
        m_json.endObject();
    }

    void system()
    {
        std::vector<const TextPart *> texts;
        bool marked = false;
        for (const auto &message : m_request.messages) {
            if (message.role != Role::System)
                continue;
            for (const auto &part : message.parts) {
                const auto *text = std::get_if<TextPart>(&part);
                if (!text || isBlank(text->text))
                    continue;
                texts.push_back(text);
                marked |= !text->cache.empty();
            }
        }
        const TextPart instruction{std::string(jsonInstruction), {}};
        if (asksForAnyJson())
            texts.push_back(&instruction);
        if (texts.empty())
            return;
        m_json.key("system");
        if (!marked) {
            std::string joined;
            for (const TextPart *text : texts)
                joined.append(joined.empty() ? "" : "\n\n").append(text->text);
            m_json.value(joined);
            return;
        }
        m_json.beginArray();
        for (const TextPart *text : texts)
            textBlock(text->text, text->cache);
        m_json.endArray();
    }

    bool asksForAnyJson() const
    {
        const auto &format = m_request.format;
        return format.kind == ResponseFormat::Kind::JsonObject ||
               (format.kind == ResponseFormat::Kind::JsonSchema && format.schema.empty());
    }

    void textBlock(std::string_view text, const CacheMark &cache)
    {
        m_json.beginObject().field("type", "text").field("text", text);
        mark(cache);
        m_json.endObject();
    }

    Result<void> messages()
    {
        if (m_turns.empty())
            return invalid("messages", "'messages' holds nothing that this model's provider takes: a text or a picture "
                                       "of the user is expected.");
        m_json.key("messages").beginArray();
        if (m_turns.front().role == Role::Assistant) {
            // A conversation must begin with the user.
            m_json.beginObject().field("role", "user").field("content", ".").endObject();
        }
        for (const auto &turn : m_turns) {
            m_json.beginObject().field("role", turn.role == Role::Assistant ? "assistant" : "user");
            m_json.key("content").beginArray();
            for (const Part *part : turn.parts) {
                m_endsHere = &turn == &m_turns.back() && part == turn.parts.back() && turn.role == Role::Assistant;
                if (auto written = std::visit([this](const auto &content) { return block(content); }, *part); !written)
                    return written;
            }
            m_json.endArray().endObject();
        }
        m_json.endArray();
        return {};
    }

    Result<void> block(const TextPart &part)
    {
        std::string_view text = part.text;
        // An answer that the client begins may not end in white space.
        if (m_endsHere)
            text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
        textBlock(text, part.cache);
        return {};
    }

    Result<void> block(const RefusalPart &part)
    {
        textBlock(part.text, {});
        return {};
    }

    Result<void> block(const ReasoningPart &part)
    {
        m_json.beginObject();
        if (part.encrypted.empty())
            m_json.field("type", "thinking").field("thinking", part.text).field("signature", part.signature);
        else
            m_json.field("type", "redacted_thinking").field("data", part.encrypted);
        m_json.endObject();
        return {};
    }

    Result<void> block(const ToolCallPart &part)
    {
        const auto input = argumentsObject(part);
        if (!input)
            return cannotExpress("tool_calls.function.arguments", "it takes a JSON object only.");
        m_json.beginObject().field("type", "tool_use").field("id", toolId(part.id)).field("name", part.name);
        m_json.rawField("input", *input);
        mark(part.cache);
        m_json.endObject();
        return {};
    }

    Result<void> block(const ToolResultPart &part)
    {
        m_json.beginObject().field("type", "tool_result").field("tool_use_id", toolId(part.callId));
        if (part.media.empty()) {
            if (!part.text.empty())
                m_json.field("content", part.text);
        } else {
            m_json.key("content").beginArray();
            if (!isBlank(part.text))
                textBlock(part.text, {});
            for (const auto &media : part.media) {
                if (auto written = block(media); !written)
                    return written;
            }
            m_json.endArray();
        }
        if (part.isError)
            m_json.field("is_error", true);
        mark(part.cache);
        m_json.endObject();
        return {};
    }

    Result<void> block(const MediaPart &part)
    {
        if (part.kind == MediaPart::Kind::Audio)
            return cannotExpress("messages.content.input_audio", "it takes no audio.");
        if (!part.fileId.empty())
            return cannotExpress("messages.content.file.file_id", "the file lies with another owner; send its data.");
        const bool image = part.kind == MediaPart::Kind::Image || part.mediaType.starts_with("image/");
        if (!part.data.empty())
            return image ? imageData(part) : documentData(part);
        begin(image ? "image" : "document", "url");
        m_json.field("url", part.url).endObject();
        return end(part, image);
    }

    void begin(std::string_view type, std::string_view source)
    {
        m_json.beginObject().field("type", type).key("source").beginObject().field("type", source);
    }

    Result<void> end(const MediaPart &part, bool image)
    {
        if (!image && !part.name.empty())
            m_json.field("title", part.name);
        mark(part.cache);
        m_json.endObject();
        return {};
    }

    Result<void> imageData(const MediaPart &part)
    {
        const std::string_view type = imageType(part);
        if (type != "image/jpeg" && type != "image/png" && type != "image/gif" && type != "image/webp")
            return cannotExpress("messages.content.image_url", "it takes images as jpeg, png, gif or webp.");
        begin("image", "base64");
        m_json.field("media_type", type).field("data", part.data).endObject();
        return end(part, true);
    }

    Result<void> documentData(const MediaPart &part)
    {
        if (part.mediaType == "application/pdf") {
            begin("document", "base64");
            m_json.field("media_type", part.mediaType).field("data", part.data).endObject();
            return end(part, false);
        }
        const bool text = part.mediaType.starts_with("text/") || part.mediaType == "application/json";
        const auto plain = text ? decodeBase64(part.data) : std::nullopt;
        if (!plain || !simdjson::validate_utf8(*plain))
            return cannotExpress("messages.content.file", "it takes documents as PDF or plain text.");
        begin("document", "text");
        m_json.field("media_type", "text/plain").field("data", *plain).endObject();
        return end(part, false);
    }

    Result<void> tools()
    {
        if (m_request.tools.empty())
            return {};
        m_json.key("tools").beginArray();
        for (const auto &tool : m_request.tools) {
            auto schema = inputSchema(tool);
            if (!schema)
                return schema.error();
            m_json.beginObject().field("name", tool.name);
            if (!tool.description.empty())
                m_json.field("description", tool.description);
            // `strict` stays out: older models refuse the field, and many clients set it without need.
            m_json.rawField("input_schema", *schema);
            mark(tool.cache);
            m_json.endObject();
        }
        m_json.endArray();
        toolChoice();
        return {};
    }

    static Result<std::string> inputSchema(const Tool &tool)
    {
        const std::string_view schema = parametersSchema(tool);
        dom::object object;
        if (parseJson(schema).get(object))
            return cannotExpress("tools.function.parameters", "it takes a JSON Schema object only.");
        const auto type = presentMember(object, "type");
        if (type && textValue(*type) == "object")
            return std::string(schema);
        if (type)
            return cannotExpress("tools.function.parameters", "its type must be 'object'.");
        std::string typed = R"({"type":"object")";
        for (const auto field : object) {
            if (field.key == "type")
                continue;
            typed += ',';
            appendJsonString(typed, field.key);
            typed.append(1, ':').append(simdjson::minify(field.value));
        }
        return typed += '}';
    }

    void toolChoice()
    {
        const auto &choice = m_request.toolChoice;
        const bool oneAtATime = m_request.parallelToolCalls.has_value() && !*m_request.parallelToolCalls;
        if (choice.kind == ToolChoice::Kind::Unset && !oneAtATime)
            return;
        m_json.key("tool_choice").beginObject();
        switch (choice.kind) {
        case ToolChoice::Kind::Unset:
        case ToolChoice::Kind::Auto:
            m_json.field("type", "auto");
            break;
        case ToolChoice::Kind::None:
            m_json.field("type", "none");
            break;
        case ToolChoice::Kind::Required:
            m_json.field("type", "any");
            break;
        case ToolChoice::Kind::Named:
            m_json.field("type", "tool").field("name", choice.name);
            break;
        }
        if (oneAtATime && choice.kind != ToolChoice::Kind::None)
            m_json.field("disable_parallel_tool_use", true);
        m_json.endObject();
    }

    void thinking()
    {
        if (!m_thinks)
            return;
        m_json.key("thinking").beginObject();
        if (choosesThinkingItself(m_target.model))
            m_json.field("type", "adaptive");
        else
            m_json.field("type", "enabled").field("budget_tokens", m_budget);
        m_json.endObject();
    }

    void sampling()
    {
        if (!m_thinks && !choosesThinkingItself(m_target.model)) {
            // Claude 4 takes one of the two.
            if (m_request.temperature)
                m_json.rawField("temperature", numberJson(std::clamp(*m_request.temperature, 0.0, 1.0)));
            else if (m_request.topP)
                m_json.rawField("top_p", numberJson(*m_request.topP));
            if (m_request.topK)
                m_json.field("top_k", *m_request.topK);
        }
        bool any = false;
        for (const auto &stop : m_request.stop) {
            if (isBlank(stop))
                continue;
            if (!any)
                m_json.key("stop_sequences").beginArray();
            any = true;
            m_json.value(stop);
        }
        if (any)
            m_json.endArray();
    }

    void output()
    {
        const bool schema =
            m_request.format.kind == ResponseFormat::Kind::JsonSchema && !m_request.format.schema.empty();
        std::string_view effort;
        if (m_thinks && choosesThinkingItself(m_target.model)) {
            effort = m_request.thinking.effort;
            if (effort.empty())
                effort = effortOfBudget(m_request.thinking.budgetTokens.value_or(0));
            if (effort == "minimal")
                effort = "low";
        }
        if (!schema && effort.empty())
            return;
        m_json.key("output_config").beginObject();
        if (!effort.empty())
            m_json.field("effort", effort);
        if (schema) {
            m_json.key("format").beginObject().field("type", "json_schema");
            m_json.rawField("schema", m_request.format.schema).endObject();
        }
        m_json.endObject();
    }

    const Request &m_request;
    const Target &m_target;
    JsonWriter m_json;
    std::vector<Turn> m_turns;
    std::int64_t m_maxTokens = 0;
    std::int64_t m_budget = 0;
    int m_marks = 0;
    bool m_thinks = false;
    bool m_endsHere = false; ///< the block under way ends the conversation, as the assistant's
};

} // namespace

Result<std::string> writeAnthropic(const Request &request, const Target &target)
{
    return AnthropicRequestWriter(request, target).write();
}

} // namespace beaver::wire
