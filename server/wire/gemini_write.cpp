#include <server/wire/codec_support.h>
#include <server/wire/gemini.h>
#include <server/wire/gemini_models.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <unordered_map>

namespace beaver::wire {

namespace {

constexpr std::size_t mostStops = 5;
constexpr std::int64_t mostGeminiChoices = 8;
constexpr std::int64_t leastBudget = 128; // of models that can't stop thinking
/// What Google documents for calls that another model made: https://ai.google.dev/gemini-api/docs/thought-signatures
constexpr std::string_view foreignSignature = "skip_thought_signature_validator";

/// Schemas go out as JSON Schema (`parametersJsonSchema`, `responseJsonSchema`), not reduced to Google's subset of
/// OpenAPI: nothing of them is lost (`$ref`, `additionalProperties`, unions), nothing must be rewritten for each call,
/// and the service itself says which keywords it heeds. Only the dialect's name at the top isn't among them.
std::string plainSchema(std::string_view schema)
{
    std::string plain(schema);
    if (plain.find("\"$schema\"") == std::string::npos)
        return plain;
    const auto members = scanObject(plain);
    for (std::size_t at = members.size(); at-- > 0;) {
        if (std::string_view(plain).substr(members[at].keyBegin).starts_with("\"$schema\""))
            eraseMember(plain, members, at);
    }
    return plain;
}

class GeminiRequestWriter
{
public:
    GeminiRequestWriter(const Request &request, const Target &target)
        : m_request(request)
        , m_target(target)
        , m_traits(geminiTraits(target.model))
    {}

    Result<std::string> write()
    {
        if (m_request.stop.size() > mostStops)
            return cannotExpress("stop", "Gemini takes at most 5 stop sequences.");
        if (m_request.choices > mostGeminiChoices)
            return cannotExpress("n", "Gemini makes at most 8 candidates.");
        m_json.beginObject().key("contents").beginArray();
        if (!m_traits.takesSystem)
            systemParts("user");
        for (const auto &message : m_request.messages) {
            if (auto written = this->message(message); !written)
                return written.error();
        }
        if (!m_anyContent)
            systemParts("user"); // nothing but a system message: Gemini wants a turn
        if (!m_anyContent)
            return invalid("messages", "Gemini needs at least one message with content.");
        endContent();
        m_json.endArray();
        if (m_traits.takesSystem && !m_systemWritten)
            systemInstruction();
        tools();
        generationConfig();
        return m_json.endObject().take();
    }

private:
    // Contents

    /// Neighbours of one role become one content: Gemini wants them to alternate.
    void part(std::string_view role)
    {
        if (m_role == role)
            return;
        endContent();
        m_json.beginObject().field("role", role).key("parts").beginArray();
        m_role = role;
        m_anyContent = true;
        m_callInContent = false;
    }

    void endContent()
    {
        if (!m_role.empty())
            m_json.endArray().endObject();
        m_role = {};
    }

    void text(std::string_view role, std::string_view text)
    {
        if (text.empty())
            return; // Gemini refuses empty parts
        part(role);
        m_json.beginObject().field("text", text).endObject();
    }

    void systemParts(std::string_view role)
    {
        m_systemWritten = true;
        for (const auto &message : m_request.messages) {
            if (message.role != Role::System)
                continue;
            for (const auto &part : message.parts) {
                if (const auto *given = std::get_if<TextPart>(&part))
                    text(role, given->text);
            }
        }
    }

    void systemInstruction()
    {
        const auto isText = [](const Part &part) {
            const auto *given = std::get_if<TextPart>(&part);
            return given && !given->text.empty();
        };
        bool any = false;
        for (const auto &message : m_request.messages) {
            if (message.role != Role::System)
                continue;
            for (const auto &part : message.parts) {
                if (!isText(part))
                    continue;
                if (!any)
                    m_json.key("systemInstruction").beginObject().key("parts").beginArray();
                any = true;
                m_json.beginObject().field("text", std::get<TextPart>(part).text).endObject();
            }
        }
        if (any)
            m_json.endArray().endObject();
    }

    Result<void> message(const Message &message)
    {
        if (message.role == Role::System)
            return {};
        const std::string_view role = message.role == Role::Assistant ? "model" : "user";
        if (auto written = results(message); !written)
            return written;
        for (const auto &part : message.parts) {
            Result<void> written;
            if (const auto *given = std::get_if<TextPart>(&part))
                text(role, given->text);
            else if (const auto *refusal = std::get_if<RefusalPart>(&part))
                text(role, refusal->text);
            else if (const auto *media = std::get_if<MediaPart>(&part))
                written = this->media(role, *media);
            else if (const auto *call = std::get_if<ToolCallPart>(&part))
                written = this->call(*call);
            // What another model thought is of no use to Gemini, and it wants none of its own back.
            if (!written)
                return written;
        }
        return {};
    }

    Result<void> media(std::string_view role, const MediaPart &media)
    {
        std::string_view type = media.mediaType;
        if (!media.data.empty()) {
            if (type.empty())
                type = media.kind == MediaPart::Kind::Image   ? "image/jpeg"
                       : media.kind == MediaPart::Kind::Audio ? "audio/wav"
                                                              : "application/pdf";
            part(role);
            m_json.beginObject().key("inlineData").beginObject();
            m_json.field("mimeType", type).field("data", media.data).endObject().endObject();
            return {};
        }
        if (media.url.empty())
            return cannotExpress("file_id", "the file lies with another provider; send its data or a URL.");
        if (type.empty())
            type = mediaTypeOfName(std::string_view(media.url).substr(0, media.url.find_first_of("?#")));
        part(role);
        m_json.beginObject().key("fileData").beginObject();
        if (!type.empty())
            m_json.field("mimeType", type);
        m_json.field("fileUri", media.url).endObject().endObject();
        return {};
    }

    Result<void> call(const ToolCallPart &call)
    {
        const auto arguments = argumentsObject(call);
        if (!arguments)
            return cannotExpress("arguments", "those of the call of '" + call.name + "' are no JSON object.");
        m_calls[call.id] = {m_calls.size(), call.name};
        part("model");
        m_json.beginObject().key("functionCall").beginObject();
        m_json.field("name", call.name).rawField("args", *arguments).endObject();
        if (!call.signature.empty())
            m_json.field("thoughtSignature", call.signature);
        else if (m_traits.asksForSignatures && !m_callInContent)
            m_json.field("thoughtSignature", foreignSignature); // only the first of a turn needs one
        m_json.endObject();
        m_callInContent = true;
        return {};
    }

    /// Results are known by their function's name and, where one was called twice, by their order.
    Result<void> results(const Message &message)
    {
        struct Answer
        {
            std::size_t order;
            std::string_view name;
            const ToolResultPart *part;
        };
        std::vector<Answer> answers;
        for (const auto &part : message.parts) {
            const auto *result = std::get_if<ToolResultPart>(&part);
            if (!result)
                continue;
            const auto call = m_calls.find(result->callId);
            const bool known = call != m_calls.end();
            if (!known && result->name.empty())
                return cannotExpress("tool_call_id", "Gemini knows a result by its function's name, and no call before "
                                                     "has the id '" +
                                                         result->callId + "'.");
            answers.push_back({known ? call->second.order : m_calls.size(),
                               known ? std::string_view(call->second.name) : std::string_view(result->name), result});
        }
        std::stable_sort(answers.begin(), answers.end(),
                         [](const Answer &a, const Answer &b) { return a.order < b.order; });
        for (const auto &answer : answers)
            this->result(answer.name, *answer.part);
        for (const auto &answer : answers) {
            for (const auto &shown : answer.part->media) {
                if (auto written = media("user", shown); !written)
                    return written;
            }
        }
        return {};
    }

    void result(std::string_view name, const ToolResultPart &result)
    {
        part("user");
        m_json.beginObject().key("functionResponse").beginObject().field("name", name).key("response");
        simdjson::dom::object object;
        if (result.isError)
            m_json.beginObject().field("error", result.text).endObject();
        else if (result.text.starts_with('{') && !parseJson(result.text).get(object))
            m_json.raw(result.text);
        else
            m_json.beginObject().field("result", result.text).endObject();
        m_json.endObject().endObject();
    }

    // Tools

    void tools()
    {
        if (m_request.tools.empty())
            return;
        m_json.key("tools").beginArray().beginObject().key("functionDeclarations").beginArray();
        for (const auto &tool : m_request.tools) {
            m_json.beginObject().field("name", tool.name);
            if (!tool.description.empty())
                m_json.field("description", tool.description);
            if (tool.custom || !tool.parameters.empty())
                m_json.rawField("parametersJsonSchema", plainSchema(parametersSchema(tool)));
            m_json.endObject();
        }
        m_json.endArray().endObject().endArray();

        const auto &choice = m_request.toolChoice;
        if (choice.kind == ToolChoice::Kind::Unset)
            return;
        m_json.key("toolConfig").beginObject().key("functionCallingConfig").beginObject();
        m_json.field("mode", choice.kind == ToolChoice::Kind::Auto   ? "AUTO"
                             : choice.kind == ToolChoice::Kind::None ? "NONE"
                                                                     : "ANY");
        if (choice.kind == ToolChoice::Kind::Named)
            m_json.key("allowedFunctionNames").beginArray().value(choice.name).endArray();
        m_json.endObject().endObject();
    }

    // Generation

    void generationConfig()
    {
        const auto &asked = m_request;
        JsonWriter json;
        json.beginObject();
        const auto number = [&json](std::string_view name, const auto &value) {
            if (value)
                json.rawField(name, numberJson(static_cast<double>(*value)));
        };
        if (const auto most = maxTokensFor(asked, m_target))
            json.field("maxOutputTokens", *most);
        number("temperature", asked.temperature);
        number("topP", asked.topP);
        if (asked.topK)
            json.field("topK", *asked.topK);
        if (asked.seed)
            json.field("seed", *asked.seed);
        number("presencePenalty", asked.presencePenalty);
        number("frequencyPenalty", asked.frequencyPenalty);
        if (asked.choices > 1)
            json.field("candidateCount", asked.choices);
        if (!asked.stop.empty()) {
            json.key("stopSequences").beginArray();
            for (const auto &stop : asked.stop)
                json.value(stop);
            json.endArray();
        }
        if (asked.logprobs)
            json.field("responseLogprobs", true);
        if (asked.logprobs && asked.topLogprobs)
            json.field("logprobs", *asked.topLogprobs);
        if (asked.format.kind != ResponseFormat::Kind::Text)
            json.field("responseMimeType", "application/json");
        if (asked.format.kind == ResponseFormat::Kind::JsonSchema && !asked.format.schema.empty())
            json.rawField("responseJsonSchema", plainSchema(asked.format.schema));
        thinking(json);
        json.endObject();
        if (json.text() != "{}")
            m_json.rawField("generationConfig", json.text());
    }

    void thinking(JsonWriter &json) const
    {
        const auto &asked = m_request.thinking;
        if (!m_target.thinks || !m_traits.thinks || (asked.effort.empty() && !asked.budgetTokens && !asked.shown))
            return;
        json.key("thinkingConfig").beginObject();
        if (asked.shown)
            json.field("includeThoughts", true);
        const bool off = asked.budgetTokens == 0 || (!asked.budgetTokens && asked.effort == "none");
        if (m_traits.levels && (off || (!asked.budgetTokens && !asked.effort.empty())))
            json.field("thinkingLevel", level(off ? "none" : asked.effort));
        else if (off)
            json.field("thinkingBudget", m_traits.mustThink ? leastBudget : 0);
        else if (asked.budgetTokens)
            json.field("thinkingBudget", std::min(*asked.budgetTokens, m_traits.mostBudget));
        else if (!asked.effort.empty())
            json.field("thinkingBudget", budget(asked.effort));
        json.endObject();
    }

    std::string_view level(std::string_view effort) const
    {
        if (effort == "none" || effort == "minimal")
            return m_traits.mustThink ? "low" : "minimal";
        if (effort == "low")
            return "low";
        return effort == "medium" && m_traits.mediumLevel ? "medium" : "high";
    }

    /// As Google's own OpenAI endpoint translates them (https://ai.google.dev/gemini-api/docs/openai).
    std::int64_t budget(std::string_view effort) const
    {
        if (effort == "minimal" || effort == "low")
            return 1'024;
        return effort == "medium" ? 8'192 : effort == "high" ? 24'576 : m_traits.mostBudget;
    }

    struct Call
    {
        std::size_t order = 0;
        std::string_view name;
    };
    const Request &m_request;
    const Target &m_target;
    const GeminiTraits m_traits;
    JsonWriter m_json;
    std::string_view m_role;                            ///< of the content under way; empty: none
    std::unordered_map<std::string_view, Call> m_calls; ///< by id
    bool m_anyContent = false;
    bool m_callInContent = false;
    bool m_systemWritten = false;
};

} // namespace

Result<std::string> writeGemini(const Request &request, const Target &target)
{
    return GeminiRequestWriter(request, target).write();
}

} // namespace beaver::wire
