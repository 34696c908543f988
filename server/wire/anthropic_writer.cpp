#include <server/wire/anthropic.h>
#include <server/wire/codec_support.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

std::string_view stopReason(FinishReason reason)
{
    switch (reason) {
    case FinishReason::None:
    case FinishReason::Stop:
        break;
    case FinishReason::StopSequence:
        return "stop_sequence";
    case FinishReason::Length:
    case FinishReason::Error: // the answer ends in the middle; the dialect has no other word for it
        return "max_tokens";
    case FinishReason::ToolCalls:
        return "tool_use";
    case FinishReason::ContentFilter:
        return "refusal";
    }
    return "end_turn";
}

std::string_view errorType(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidRequest:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::Conflict:
    case ErrorCode::UnsupportedMediaType:
    case ErrorCode::Unprocessable:
        return "invalid_request_error";
    case ErrorCode::Unauthenticated:
        return "authentication_error";
    case ErrorCode::InsufficientBalance:
        return "billing_error";
    case ErrorCode::Forbidden:
        return "permission_error";
    case ErrorCode::NotFound:
        return "not_found_error";
    case ErrorCode::PayloadTooLarge:
        return "request_too_large";
    case ErrorCode::RateLimited:
        return "rate_limit_error";
    case ErrorCode::Unavailable:
        return "overloaded_error";
    case ErrorCode::Timeout:
        return "timeout_error";
    case ErrorCode::Internal:
    case ErrorCode::UpstreamFailed:
        break;
    }
    return "api_error";
}

void appendMember(std::string &out, std::string_view before, std::string_view text)
{
    out += before;
    appendJsonString(out, text);
}

/// Ids of Anthropic stay; others get its form, by which some clients know a tool call.
class ToolIds
{
public:
    std::string of(const Event &call, std::string_view answer)
    {
        std::string id = form(call.id);
        if (id.empty() || std::find(m_given.begin(), m_given.end(), id) != m_given.end())
            id = madeCallId("toolu_", std::string(answer) + call.id, call.part);
        m_given.push_back(id);
        return id;
    }

private:
    static std::string form(std::string_view id);

    std::vector<std::string> m_given;
};

std::string ToolIds::form(std::string_view id)
{
    if (id.starts_with("toolu_"))
        return std::string(id);
    std::string_view rest = id;
    if (rest.starts_with("call_"))
        rest.remove_prefix(5);
    const bool plain = !rest.empty() && rest.size() <= 34 && std::all_of(rest.begin(), rest.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return plain ? "toolu_" + std::string(rest) : std::string();
}

std::string usageMembers(const AnswerTotals &totals)
{
    const auto &usage = totals.usage;
    JsonWriter json;
    json.beginObject().field("input_tokens", usage[Bucket::Input] + usage[Bucket::AudioIn] + usage[Bucket::ImageIn]);
    json.field("cache_creation_input_tokens", usage[Bucket::CacheWrite5m] + usage[Bucket::CacheWrite1h]);
    json.field("cache_read_input_tokens", usage[Bucket::CachedRead]);
    json.key("cache_creation")
        .beginObject()
        .field("ephemeral_5m_input_tokens", usage[Bucket::CacheWrite5m])
        .field("ephemeral_1h_input_tokens", usage[Bucket::CacheWrite1h])
        .endObject();
    json.field("output_tokens", usage.outputTokens());
    if (usage[Bucket::Reasoning] > 0)
        json.key("output_tokens_details").beginObject().field("thinking_tokens", usage[Bucket::Reasoning]).endObject();
    if (usage[Bucket::Searches] > 0)
        json.key("server_tool_use").beginObject().field("web_search_requests", usage[Bucket::Searches]).endObject();
    if (totals.cost)
        json.field("cost", *totals.cost);
    if (totals.balance)
        json.field("balance", *totals.balance);
    return json.endObject().take();
}

std::string citation(const Event &event)
{
    std::string out;
    appendMember(out, R"({"type":"web_search_result_location","cited_text":"","encrypted_index":"","url":)", event.url);
    appendMember(out, R"(,"title":)", event.name);
    return out += '}';
}

/// The JSON object of a whole call; the text of a custom tool, and what a model wrote that is none, is kept as a text
/// in one.
std::string inputObject(const std::string &arguments, bool custom)
{
    ToolCallPart call;
    call.arguments = arguments;
    call.custom = custom;
    if (auto object = argumentsObject(call))
        return *object;
    call.custom = true;
    return *argumentsObject(call);
}

class AnthropicAnswerWriter final : public AnswerWriter
{
public:
    explicit AnthropicAnswerWriter(AnswerIdentity identity)
        : m_identity(std::move(identity))
    {
        m_identity.id.insert(0, "msg_");
    }

    void write(const Event &event, std::string &out) override
    {
        if (event.choice != 0)
            return; // this dialect has one
        start(out);
        switch (event.kind) {
        case Event::Kind::Text:
        case Event::Kind::Refusal:
            if (event.text.empty())
                return;
            openText(out);
            delta(out, R"("text_delta","text":)", event.text);
            break;
        case Event::Kind::Reasoning:
            reasoning(event, out);
            break;
        case Event::Kind::ToolCall:
            toolCall(event, out);
            break;
        case Event::Kind::ToolArguments:
            toolArguments(event, out);
            break;
        case Event::Kind::Citation:
            m_citations.push_back(citation(event));
            if (m_open == Open::Text)
                writeCitations(out);
            break;
        case Event::Kind::Media:
            break; // this dialect's answers hold none
        case Event::Kind::Finish:
            m_finish = event;
            break;
        }
    }

    void end(const AnswerTotals &totals, std::string_view note, std::string &out) override
    {
        start(out);
        close(out);
        writeWaiting(out);
        const FinishReason reason = note.empty() ? finishReason() : FinishReason::Length;
        out.append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"")
            .append(stopReason(reason))
            .append("\",\"stop_sequence\":");
        appendStopSequence(out, reason, m_finish.name);
        out.append("},\"usage\":").append(usageMembers(totals));
        if (!note.empty()) {
            appendMember(out, R"(,"beaver":{"stopped":)", note);
            out += '}';
        }
        out += "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    void fail(const Error &error, std::string &out) override
    {
        out.append("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"").append(errorType(error.code));
        appendMember(out, "\",\"message\":", error.message);
        out += "}}\n\n";
    }

    void ping(std::string &out) override { out += "event: ping\ndata: {\"type\": \"ping\"}\n\n"; }

    std::string whole(const std::vector<Event> &events, const AnswerTotals &totals) override
    {
        std::string content;
        std::string text;
        std::string citations;
        std::string thought;
        bool called = false;
        const auto separate = [&content] {
            if (!content.empty())
                content += ',';
        };
        const auto endText = [&] {
            if (!text.empty()) {
                separate();
                appendMember(content, R"({"type":"text","text":)", text);
                if (!citations.empty())
                    content.append(R"(,"citations":[)").append(citations).append("]");
                content += '}';
                citations.clear();
            }
            text.clear();
        };
        for (std::size_t at = 0; at < events.size(); ++at) {
            const Event &event = events[at];
            if (event.choice != 0)
                continue;
            switch (event.kind) {
            case Event::Kind::Text:
            case Event::Kind::Refusal:
                text += event.text;
                break;
            case Event::Kind::Reasoning:
                thought += event.text;
                if (event.signature.empty() && event.encrypted.empty())
                    break;
                endText();
                separate();
                content += thoughtBlock(thought, event);
                thought.clear();
                break;
            case Event::Kind::ToolCall: {
                endText();
                called = true;
                std::string arguments;
                for (std::size_t next = at + 1; next < events.size(); ++next) {
                    const Event &other = events[next];
                    if (other.kind == Event::Kind::ToolArguments && other.choice == 0 && other.part == event.part)
                        arguments += other.text;
                }
                separate();
                appendMember(content, R"({"type":"tool_use","id":)", m_ids.of(event, m_identity.id));
                appendMember(content, R"(,"name":)", event.name);
                content.append(R"(,"input":)").append(inputObject(arguments, event.custom)).append("}");
                break;
            }
            case Event::Kind::Citation:
                if (!citations.empty())
                    citations += ',';
                citations += citation(event);
                break;
            case Event::Kind::ToolArguments:
            case Event::Kind::Media:
                break;
            case Event::Kind::Finish:
                m_finish = event;
                break;
            }
        }
        endText();
        m_called = called;
        std::string out;
        out.reserve(content.size() + 512);
        appendMember(out, R"({"id":)", m_identity.id);
        appendMember(out, R"(,"type":"message","role":"assistant","model":)", m_identity.model);
        out.append(R"(,"content":[)").append(content).append(R"(],"stop_reason":")");
        out.append(stopReason(finishReason())).append(R"(","stop_sequence":)");
        appendStopSequence(out, finishReason(), m_finish.name);
        out.append(R"(,"usage":)").append(usageMembers(totals)).append("}");
        return out;
    }

private:
    enum class Open : std::uint8_t { None, Text, Tool };
    struct Call
    {
        Event begin;
        std::string arguments;
    };

    static std::string thoughtBlock(std::string_view text, const Event &event)
    {
        std::string block;
        if (!event.encrypted.empty()) {
            appendMember(block, R"({"type":"redacted_thinking","data":)", event.encrypted);
        } else {
            appendMember(block, R"({"type":"thinking","thinking":)", text);
            appendMember(block, R"(,"signature":)", event.signature);
        }
        return block += '}';
    }

    static void appendStopSequence(std::string &out, FinishReason reason, std::string_view sequence)
    {
        if (reason == FinishReason::StopSequence && !sequence.empty())
            appendJsonString(out, sequence);
        else
            out += "null";
    }

    FinishReason finishReason() const
    {
        const auto reason = m_finish.finish;
        const bool plain = reason == FinishReason::None || reason == FinishReason::Stop;
        return plain && m_called ? FinishReason::ToolCalls : reason;
    }

    void start(std::string &out)
    {
        if (m_started)
            return;
        m_started = true;
        appendMember(out,
                     "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":", m_identity.id);
        appendMember(out, R"(,"type":"message","role":"assistant","model":)", m_identity.model);
        out.append(R"(,"content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":)")
            .append(std::to_string(m_identity.inputTokens))
            .append(R"(,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}})")
            .append("\n\n");
    }

    void begin(std::string &out) const
    {
        out.append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":")
            .append(std::to_string(m_index))
            .append(",\"content_block\":");
    }

    /// `head`: the delta's type and the name of its text.
    void delta(std::string &out, std::string_view head, std::string_view text) const
    {
        out.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":")
            .append(std::to_string(m_index))
            .append(",\"delta\":{\"type\":");
        appendMember(out, head, text);
        out += "}}\n\n";
    }

    void jsonDelta(std::string &out, std::string_view json)
    {
        delta(out, R"("input_json_delta","partial_json":)", json);
    }

    /// A piece of a custom tool's plain text, which stands in an object: `{"input":"…"}`.
    void textDelta(std::string &out, std::string_view text)
    {
        std::string quoted;
        appendJsonString(quoted, text);
        jsonDelta(out, std::string_view(quoted).substr(1, quoted.size() - 2));
    }

    void stop(std::string &out)
    {
        out.append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":")
            .append(std::to_string(m_index++))
            .append("}\n\n");
    }

    void openText(std::string &out)
    {
        if (m_open == Open::Text)
            return;
        close(out);
        writeWaiting(out);
        begin(out);
        out += "{\"type\":\"text\",\"text\":\"\"}}\n\n";
        m_open = Open::Text;
        writeCitations(out);
    }

    void close(std::string &out)
    {
        if (m_open == Open::Tool && m_call.begin.custom)
            jsonDelta(out, "\"}");
        if (m_open != Open::None)
            stop(out);
        m_open = Open::None;
    }

    /// Sources stand in a block of text; those that come before it wait.
    void writeCitations(std::string &out)
    {
        for (const auto &json : m_citations)
            out.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":")
                .append(std::to_string(m_index))
                .append(",\"delta\":{\"type\":\"citations_delta\",\"citation\":")
                .append(json)
                .append("}}\n\n");
        m_citations.clear();
    }

    /// Thoughts go out once they are signed: a client must send them back as they are, or not at all.
    void reasoning(const Event &event, std::string &out)
    {
        m_thought += event.text;
        if (event.signature.empty() && event.encrypted.empty())
            return;
        close(out);
        writeWaiting(out);
        begin(out);
        if (!event.encrypted.empty()) {
            out.append(thoughtBlock({}, event)).append("}\n\n");
        } else {
            out += "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n";
            delta(out, R"("thinking_delta","thinking":)", m_thought);
            delta(out, R"("signature_delta","signature":)", event.signature);
        }
        stop(out);
        m_thought.clear();
    }

    void toolCall(const Event &event, std::string &out)
    {
        m_called = true;
        // One block is open at a time. A call whose arguments are whole is over; another may still go on. Plain text
        // doesn't show its end: servers that have custom tools send one call after the other.
        const bool over = m_call.begin.custom || isWhole(m_call.arguments);
        if (m_open == Open::Tool && (!m_waiting.empty() || !over)) {
            m_waiting.push_back({event, {}});
            return;
        }
        close(out);
        openTool(event, out);
    }

    static bool isWhole(const std::string &arguments)
    {
        simdjson::dom::object object;
        return !arguments.empty() && !parseJson(arguments).get(object);
    }

    void openTool(const Event &event, std::string &out)
    {
        begin(out);
        appendMember(out, R"({"type":"tool_use","id":)", m_ids.of(event, m_identity.id));
        appendMember(out, R"(,"name":)", event.name);
        out += ",\"input\":{}}}\n\n";
        m_open = Open::Tool;
        m_call = {event, {}};
        if (event.custom)
            jsonDelta(out, "{\"input\":\"");
    }

    void toolArguments(const Event &event, std::string &out)
    {
        if (event.text.empty())
            return;
        if (m_open == Open::Tool && m_call.begin.part == event.part) {
            if (m_call.begin.custom) {
                textDelta(out, event.text);
                return;
            }
            m_call.arguments += event.text;
            jsonDelta(out, event.text);
            return;
        }
        for (auto &call : m_waiting) {
            if (call.begin.part == event.part)
                call.arguments += event.text;
        }
    }

    /// The calls that came while another was under way.
    void writeWaiting(std::string &out)
    {
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto &call : waiting) {
            openTool(call.begin, out);
            if (call.begin.custom)
                textDelta(out, call.arguments);
            else if (!call.arguments.empty())
                jsonDelta(out, call.arguments);
            close(out);
        }
    }

    AnswerIdentity m_identity;
    Event m_finish;
    ToolIds m_ids;
    Call m_call; ///< whose block is open
    std::vector<Call> m_waiting;
    std::string m_thought; ///< not signed yet
    std::vector<std::string> m_citations;
    std::int64_t m_index = 0;
    Open m_open = Open::None;
    bool m_started = false;
    bool m_called = false;
};

} // namespace

std::unique_ptr<AnswerWriter> makeAnthropicWriter(AnswerIdentity identity)
{
    return std::make_unique<AnthropicAnswerWriter>(std::move(identity));
}

} // namespace beaver::wire
