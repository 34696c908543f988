#include <server/wire/codec_support.h>
#include <server/wire/gemini.h>
#include <server/wire/gemini_usage.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

struct GoogleError
{
    int code;
    std::string_view status;
};

/// Codes of google.rpc (https://cloud.google.com/apis/design/errors#handling_errors).
GoogleError googleError(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidRequest:
    case ErrorCode::UnsupportedMediaType:
    case ErrorCode::Unprocessable:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::PayloadTooLarge:
        return {400, "INVALID_ARGUMENT"};
    case ErrorCode::Unauthenticated:
        return {401, "UNAUTHENTICATED"};
    case ErrorCode::Forbidden:
        return {403, "PERMISSION_DENIED"};
    case ErrorCode::NotFound:
        return {404, "NOT_FOUND"};
    case ErrorCode::Conflict:
        return {409, "ABORTED"};
    case ErrorCode::InsufficientBalance:
    case ErrorCode::RateLimited:
        return {429, "RESOURCE_EXHAUSTED"};
    case ErrorCode::UpstreamFailed:
    case ErrorCode::Unavailable:
        return {503, "UNAVAILABLE"};
    case ErrorCode::Timeout:
        return {504, "DEADLINE_EXCEEDED"};
    case ErrorCode::Internal:
        break;
    }
    return {500, "INTERNAL"};
}

std::string_view geminiReason(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Length:
        return "MAX_TOKENS";
    case FinishReason::ContentFilter:
        return "SAFETY";
    case FinishReason::Error:
        return "OTHER";
    case FinishReason::None:
    case FinishReason::Stop:
    case FinishReason::StopSequence:
    case FinishReason::ToolCalls:
        break;
    }
    return "STOP";
}

void appendTextPart(std::string &out, std::string_view text, bool thought)
{
    out += "{\"text\":";
    appendJsonString(out, text);
    out += thought ? ",\"thought\":true}" : "}";
}

/// Chunks of the form that Google sends: text as it comes; function calls, which are never cut in pieces, with the
/// finish reason in the last one.
class GeminiWriter final : public AnswerWriter
{
public:
    explicit GeminiWriter(const AnswerIdentity &identity)
        : m_identity(",\"modelVersion\":")
    {
        appendJsonString(m_identity, identity.model);
        m_identity += ",\"responseId\":";
        appendJsonString(m_identity, identity.id);
    }

    void write(const Event &event, std::string &out) override
    {
        switch (event.kind) {
        case Event::Kind::Text:
        case Event::Kind::Refusal:
        case Event::Kind::Reasoning:
            if (event.text.empty())
                return;
            beginChunk(out);
            appendTextPart(out, event.text, event.kind == Event::Kind::Reasoning);
            endChunk(event.choice, out);
            return;
        case Event::Kind::Media:
            beginChunk(out);
            appendMedia(out, event);
            endChunk(event.choice, out);
            return;
        default:
            keep(event);
        }
    }

    void end(const AnswerTotals &totals, std::string_view note, std::string &out) override
    {
        out += "data: ";
        body(totals, note, out);
        out += "\r\n\r\n";
    }

    void fail(const Error &error, std::string &out) override
    {
        const GoogleError google = googleError(error.code);
        out += "data: {\"error\":{\"code\":" + std::to_string(google.code) + ",\"message\":";
        appendJsonString(out, error.message);
        out += ",\"status\":";
        appendJsonString(out, google.status);
        out += "}}\r\n\r\n";
    }

    /// A comment would be read as JSON by Google's Python SDK; a blank line means nothing anywhere.
    void ping(std::string &out) override { out += "\r\n"; }

    std::string whole(const std::vector<Event> &events, const AnswerTotals &totals) override
    {
        for (const auto &event : events) {
            Candidate &candidate = candidateOf(event.choice);
            const bool thought = event.kind == Event::Kind::Reasoning;
            if (thought || event.kind == Event::Kind::Text || event.kind == Event::Kind::Refusal) {
                if (thought != candidate.thought)
                    closeText(candidate);
                candidate.thought = thought;
                candidate.text += event.text;
            } else if (event.kind == Event::Kind::Media) {
                closeText(candidate);
                separate(candidate.parts);
                appendMedia(candidate.parts, event);
            } else {
                keep(event);
            }
        }
        std::string out;
        body(totals, {}, out);
        return out;
    }

private:
    struct Call
    {
        std::int64_t part = 0;
        std::string id, name, arguments, signature;
        bool custom = false;
    };
    struct Candidate
    {
        std::int64_t index = 0;
        std::vector<Call> calls;
        std::string sources; ///< of groundingChunks, JSON
        std::string parts;   ///< of a whole answer, JSON
        std::string text;    ///< of a whole answer: goes on
        bool thought = false;
        FinishReason finish = FinishReason::None;
        bool finished = false;
    };

    Candidate &candidateOf(std::int64_t index)
    {
        for (auto &candidate : m_candidates) {
            if (candidate.index == index)
                return candidate;
        }
        m_candidates.push_back({});
        m_candidates.back().index = index;
        return m_candidates.back();
    }

    static void separate(std::string &list)
    {
        if (!list.empty())
            list += ',';
    }

    static void closeText(Candidate &candidate)
    {
        if (candidate.text.empty())
            return;
        separate(candidate.parts);
        appendTextPart(candidate.parts, candidate.text, candidate.thought);
        candidate.text.clear();
    }

    static void appendMedia(std::string &out, const Event &event)
    {
        out += "{\"inlineData\":{\"mimeType\":";
        appendJsonString(out, event.mediaType);
        out += ",\"data\":";
        appendJsonString(out, event.text);
        out += "}}";
    }

    static void beginChunk(std::string &out) { out += "data: {\"candidates\":[{\"content\":{\"parts\":["; }

    void endChunk(std::int64_t choice, std::string &out)
    {
        (void)candidateOf(choice);
        out += "],\"role\":\"model\"},\"index\":";
        out += std::to_string(choice);
        out += "}]";
        out += m_identity;
        out += "}\r\n\r\n";
    }

    void keep(const Event &event)
    {
        Candidate &candidate = candidateOf(event.choice);
        if (event.kind == Event::Kind::ToolCall) {
            candidate.calls.push_back({event.part, event.id, event.name, {}, event.signature, event.custom});
        } else if (event.kind == Event::Kind::ToolArguments) {
            for (auto &call : candidate.calls) {
                if (call.part == event.part)
                    call.arguments += event.text;
            }
        } else if (event.kind == Event::Kind::Citation) {
            separate(candidate.sources);
            candidate.sources += "{\"web\":{\"uri\":";
            appendJsonString(candidate.sources, event.url);
            candidate.sources += ",\"title\":";
            appendJsonString(candidate.sources, event.name);
            candidate.sources += "}}";
        } else if (event.kind == Event::Kind::Finish) {
            candidate.finish = event.finish;
            candidate.finished = true;
        }
    }

    /// The last chunk, or a whole answer.
    void body(const AnswerTotals &totals, std::string_view note, std::string &out)
    {
        (void)candidateOf(0);
        out += "{\"candidates\":[";
        for (std::size_t at = 0; at < m_candidates.size(); ++at) {
            if (at > 0)
                out += ',';
            closeText(m_candidates[at]);
            appendCandidate(m_candidates[at], note, out);
        }
        out += "],\"usageMetadata\":";
        out += geminiUsageJson(totals);
        out += m_identity;
        if (!note.empty()) {
            out += ",\"beaver\":{\"stopped\":";
            appendJsonString(out, note);
            out += '}';
        }
        out += '}';
    }

    static void appendCandidate(const Candidate &candidate, std::string_view note, std::string &out)
    {
        std::string parts = candidate.parts;
        bool malformed = false;
        for (const auto &call : candidate.calls) {
            const auto arguments = argumentsObject({call.id, call.name, call.arguments, call.custom, {}, {}});
            if (!arguments) {
                malformed = true;
                continue;
            }
            separate(parts);
            parts += "{\"functionCall\":{\"id\":";
            appendJsonString(parts, call.id);
            parts += ",\"name\":";
            appendJsonString(parts, call.name);
            parts += ",\"args\":" + *arguments + '}';
            if (!call.signature.empty()) {
                parts += ",\"thoughtSignature\":";
                appendJsonString(parts, call.signature);
            }
            parts += '}';
        }
        if (parts.empty())
            parts = "{\"text\":\"\"}";
        std::string_view reason = geminiReason(candidate.finish);
        if (!candidate.finished && !note.empty())
            reason = "MAX_TOKENS"; // the gateway cut it
        else if (malformed && reason == "STOP")
            reason = "MALFORMED_FUNCTION_CALL";
        out += "{\"content\":{\"parts\":[";
        out += parts;
        out += "],\"role\":\"model\"},\"finishReason\":\"";
        out += reason;
        out += "\",\"index\":";
        out += std::to_string(candidate.index);
        if (!candidate.sources.empty()) {
            out += ",\"groundingMetadata\":{\"groundingChunks\":[";
            out += candidate.sources;
            out += "]}";
        }
        out += '}';
    }

    std::string m_identity; ///< what stands in each chunk
    std::vector<Candidate> m_candidates;
};

} // namespace

std::unique_ptr<AnswerWriter> makeGeminiWriter(AnswerIdentity identity)
{
    return std::make_unique<GeminiWriter>(identity);
}

} // namespace beaver::wire
