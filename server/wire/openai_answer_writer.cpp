#include <server/wire/codec_support.h>
#include <server/wire/openai_chat.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

std::string_view finishName(FinishReason reason)
{
    switch (reason) {
    case FinishReason::None:
    case FinishReason::Stop:
    case FinishReason::StopSequence:
        break;
    case FinishReason::Length:
    case FinishReason::Error: // the answer ends in the middle; the dialect has no other word for it
        return "length";
    case FinishReason::ToolCalls:
        return "tool_calls";
    case FinishReason::ContentFilter:
        return "content_filter";
    }
    return "stop";
}

void appendNumber(std::string &out, std::int64_t number)
{
    out += std::to_string(number);
}

/// `{"name":"…"` or `,"name":"…"`.
void appendOpenAiField(std::string &out, std::string_view separator, std::string_view name, std::string_view text)
{
    out.append(separator).append(1, '"').append(name).append("\":");
    appendJsonString(out, text);
}

void appendAnnotation(std::string &out, const Event &event)
{
    out += R"({"type":"url_citation","url_citation":{"start_index":0,"end_index":0)";
    appendOpenAiField(out, ",", "url", event.url);
    appendOpenAiField(out, ",", "title", event.name);
    out += "}}";
}

/// OpenRouter's form; OpenAI's own chat gives no images.
void appendImage(std::string &out, const Event &event)
{
    out += R"({"type":"image_url","image_url":{"url":)";
    appendJsonString(out, event.url.empty() ? makeDataUri(event.mediaType, event.text) : event.url);
    out += "}}";
}

/// OpenRouter's `reasoning_details`: what a client must send back for the model to go on thinking.
void appendThought(std::string &out, std::string_view text, const Event &event)
{
    out += event.encrypted.empty() ? R"({"type":"reasoning.text")" : R"({"type":"reasoning.encrypted")";
    if (!event.id.empty())
        appendOpenAiField(out, ",", "id", event.id);
    if (!text.empty())
        appendOpenAiField(out, ",", "text", text);
    if (!event.signature.empty())
        appendOpenAiField(out, ",", "signature", event.signature);
    if (!event.encrypted.empty())
        appendOpenAiField(out, ",", "data", event.encrypted);
    out += R"(,"index":0})";
}

void appendCall(std::string &out, const Event &event)
{
    appendOpenAiField(out, "", "id", event.id);
    out += event.custom ? R"(,"type":"custom")" : R"(,"type":"function")";
    if (!event.signature.empty()) {
        appendOpenAiField(out, R"(,"extra_content":{"google":{)", "thought_signature", event.signature);
        out += "}}";
    }
    out += event.custom ? R"(,"custom":{"name":)" : R"(,"function":{"name":)";
    appendJsonString(out, event.name);
    out += event.custom ? R"(,"input":)" : R"(,"arguments":)";
}

bool isThoughtMark(const Event &event)
{
    return !event.signature.empty() || !event.encrypted.empty();
}

/// A whole answer's message, gathered from its steps.
struct OpenAiMessage
{
    struct Call
    {
        Event begin;
        std::string arguments;
    };
    std::string content;
    std::string reasoning;
    std::string thought; ///< text since the last signature
    std::string details;
    std::string refusal;
    std::string annotations;
    std::string images;
    std::vector<Call> calls;
    FinishReason finish = FinishReason::None;

    void add(const Event &event)
    {
        const auto separate = [](std::string &list) -> std::string & {
            if (!list.empty())
                list += ',';
            return list;
        };
        switch (event.kind) {
        case Event::Kind::Text:
            content += event.text;
            break;
        case Event::Kind::Reasoning:
            reasoning += event.text;
            thought += event.text;
            if (isThoughtMark(event)) {
                appendThought(separate(details), thought, event);
                thought.clear();
            }
            break;
        case Event::Kind::Refusal:
            refusal += event.text;
            break;
        case Event::Kind::ToolCall:
            calls.push_back({event, {}});
            break;
        case Event::Kind::ToolArguments:
            for (auto &call : calls) {
                if (call.begin.part == event.part)
                    call.arguments += event.text;
            }
            break;
        case Event::Kind::Citation:
            appendAnnotation(separate(annotations), event);
            break;
        case Event::Kind::Media:
            if (!event.mediaType.starts_with("audio/"))
                appendImage(separate(images), event);
            break;
        case Event::Kind::Finish:
            finish = event.finish;
            break;
        }
    }

    void write(std::string &out) const
    {
        out += R"({"role":"assistant","content":)";
        if (content.empty() && (!calls.empty() || !refusal.empty()))
            out += "null";
        else
            appendJsonString(out, content);
        out += R"(,"refusal":)";
        if (refusal.empty())
            out += "null";
        else
            appendJsonString(out, refusal);
        if (!reasoning.empty())
            appendOpenAiField(out, ",", "reasoning_content", reasoning);
        if (!details.empty())
            out.append(R"(,"reasoning_details":[)").append(details).append("]");
        if (!calls.empty()) {
            out += R"(,"tool_calls":[)";
            bool first = true;
            for (const auto &call : calls) {
                out += first ? "{" : ",{";
                appendCall(out, call.begin);
                appendJsonString(out, call.arguments);
                out += "}}";
                first = false;
            }
            out += ']';
        }
        if (!annotations.empty())
            out.append(R"(,"annotations":[)").append(annotations).append("]");
        if (!images.empty())
            out.append(R"(,"images":[)").append(images).append("]");
        out += '}';
    }
};

class OpenAiAnswerWriter final : public AnswerWriter
{
public:
    explicit OpenAiAnswerWriter(AnswerIdentity identity)
        : m_identity(std::move(identity))
    {
        m_identity.id.insert(0, "chatcmpl-");
    }

    void write(const Event &event, std::string &out) override
    {
        auto &choice = open(event.choice, out);
        switch (event.kind) {
        case Event::Kind::Text:
            beginDelta(event.choice, out);
            appendOpenAiField(out, "", "content", event.text);
            break;
        case Event::Kind::Reasoning:
            if (event.text.empty() && !isThoughtMark(event))
                return;
            beginDelta(event.choice, out);
            if (!event.text.empty())
                appendOpenAiField(out, "", "reasoning_content", event.text);
            if (isThoughtMark(event)) {
                out += event.text.empty() ? R"("reasoning_details":[)" : R"(,"reasoning_details":[)";
                appendThought(out, {}, event);
                out += ']';
            }
            break;
        case Event::Kind::Refusal:
            beginDelta(event.choice, out);
            appendOpenAiField(out, "", "refusal", event.text);
            break;
        case Event::Kind::ToolCall:
            toolCall(choice, event, out);
            break;
        case Event::Kind::ToolArguments: {
            const auto wrapped = std::find_if(choice.wrapped.begin(), choice.wrapped.end(),
                                              [&](const Event &call) { return call.part == event.part; });
            if (wrapped != choice.wrapped.end()) {
                wrapped->text += event.text;
                return;
            }
            const bool custom =
                std::find(choice.custom.begin(), choice.custom.end(), event.part) != choice.custom.end();
            arguments(event, custom, event.text, out);
            break;
        }
        case Event::Kind::Citation:
            beginDelta(event.choice, out);
            out += R"("annotations":[)";
            appendAnnotation(out, event);
            out += ']';
            break;
        case Event::Kind::Media:
            if (event.mediaType.starts_with("audio/"))
                return;
            beginDelta(event.choice, out);
            out += R"("images":[)";
            appendImage(out, event);
            out += ']';
            break;
        case Event::Kind::Finish:
            choice.finish = event.finish;
            return;
        }
        endDelta(out);
    }

    void end(const AnswerTotals &totals, std::string_view note, std::string &out) override
    {
        if (m_choices.empty())
            open(0, out);
        const bool allFinished = std::all_of(m_choices.begin(), m_choices.end(), [](const Choice &choice) {
            return !choice.opened || choice.finish != FinishReason::None;
        });
        for (std::size_t index = 0; index < m_choices.size(); ++index) {
            const auto &choice = m_choices[index];
            if (!choice.opened)
                continue;
            for (const auto &call : choice.wrapped) {
                arguments(call, true, plainInput(call.text), out);
                endDelta(out);
            }
            const bool stopped = !note.empty() && (allFinished || choice.finish == FinishReason::None);
            FinishReason reason = stopped ? FinishReason::Length : choice.finish;
            if (reason == FinishReason::None && choice.called)
                reason = FinishReason::ToolCalls;
            out += head();
            appendNumber(out, static_cast<std::int64_t>(index));
            out.append(R"(,"delta":{},"logprobs":null,"finish_reason":")").append(finishName(reason)).append("\"}]");
            if (stopped) {
                appendOpenAiField(out, R"(,"beaver":{)", "stopped", note);
                out += '}';
            }
            endChunk(out);
        }
        if (m_identity.includeUsage) {
            appendPreamble(out);
            out += R"(,"choices":[],"usage":)";
            out += usageJson(totals.usage, totals.cost, totals.balance);
            out += "}\n\n";
        }
        out += "data: [DONE]\n\n";
    }

    void fail(const Error &error, std::string &out) override
    {
        JsonWriter json;
        json.beginObject().key("error").beginObject().field("message", error.message).field("type", "server_error");
        json.optionalField("param", error.param).optionalField("code", error.reason).endObject().endObject();
        out.append("data: ").append(json.text()).append("\n\n");
    }

    void ping(std::string &out) override { out += ": keep-alive\n\n"; }

    std::string whole(const std::vector<Event> &events, const AnswerTotals &totals) override
    {
        std::vector<OpenAiMessage> messages(1);
        for (const auto &event : events) {
            const auto at = static_cast<std::size_t>(std::max<std::int64_t>(event.choice, 0));
            if (messages.size() <= at)
                messages.resize(at + 1);
            messages[at].add(event);
        }
        for (auto &message : messages) {
            for (auto &call : message.calls) {
                if (!isWrapped(call.begin))
                    continue;
                call.begin.custom = true;
                call.arguments = plainInput(std::move(call.arguments));
            }
        }
        std::string out;
        appendIdentity(out, "chat.completion");
        out += R"(,"choices":[)";
        for (std::size_t index = 0; index < messages.size(); ++index) {
            const auto &message = messages[index];
            out += index == 0 ? R"({"index":)" : R"(,{"index":)";
            appendNumber(out, static_cast<std::int64_t>(index));
            out += R"(,"message":)";
            message.write(out);
            FinishReason reason = message.finish;
            if (reason == FinishReason::None && !message.calls.empty())
                reason = FinishReason::ToolCalls;
            out.append(R"(,"logprobs":null,"finish_reason":")").append(finishName(reason)).append("\"}");
        }
        out += R"(],"usage":)";
        out += usageJson(totals.usage, totals.cost, totals.balance);
        out += '}';
        return out;
    }

private:
    struct Choice
    {
        bool opened = false;
        bool called = false;
        FinishReason finish = FinishReason::None;
        std::vector<std::int64_t> custom; ///< parts that are calls of custom tools
        std::vector<Event> wrapped;       ///< calls whose plain text a provider without custom tools puts in an object
    };

    bool isWrapped(const Event &call) const
    {
        const auto &customs = m_identity.customTools;
        return !call.custom && std::find(customs.begin(), customs.end(), call.name) != customs.end();
    }

    void toolCall(Choice &choice, const Event &event, std::string &out)
    {
        choice.called = true;
        beginCall(event, out);
        out += ',';
        if (isWrapped(event)) {
            choice.wrapped.push_back(event);
            choice.wrapped.back().custom = true;
            appendCall(out, choice.wrapped.back());
        } else {
            if (event.custom)
                choice.custom.push_back(event.part);
            appendCall(out, event);
        }
        out += R"("")"
               "}}]";
    }

    void arguments(const Event &event, bool custom, std::string_view text, std::string &out)
    {
        beginCall(event, out);
        out += custom ? R"(,"custom":{"input":)" : R"(,"function":{"arguments":)";
        appendJsonString(out, text);
        out += "}}]";
    }

    void appendIdentity(std::string &out, std::string_view object) const
    {
        appendOpenAiField(out, "{", "id", m_identity.id);
        appendOpenAiField(out, ",", "object", object);
        out += R"(,"created":)";
        appendNumber(out, m_identity.createdS);
        appendOpenAiField(out, ",", "model", m_identity.model);
    }

    void appendPreamble(std::string &out) const
    {
        out += "data: ";
        appendIdentity(out, "chat.completion.chunk");
    }

    /// What every chunk of a choice begins with, made once.
    const std::string &head()
    {
        if (m_head.empty()) {
            appendPreamble(m_head);
            m_head += R"(,"choices":[{"index":)";
        }
        return m_head;
    }

    void beginDelta(std::int64_t choice, std::string &out)
    {
        out += head();
        appendNumber(out, choice);
        out += R"(,"delta":{)";
    }

    void beginCall(const Event &event, std::string &out)
    {
        beginDelta(event.choice, out);
        out += R"("tool_calls":[{"index":)";
        appendNumber(out, event.part);
    }

    void endDelta(std::string &out) const
    {
        out += R"(},"logprobs":null,"finish_reason":null}])";
        endChunk(out);
    }

    void endChunk(std::string &out) const { out += m_identity.includeUsage ? ",\"usage\":null}\n\n" : "}\n\n"; }

    Choice &open(std::int64_t index, std::string &out)
    {
        const auto at = static_cast<std::size_t>(std::max<std::int64_t>(index, 0));
        if (m_choices.size() <= at)
            m_choices.resize(at + 1);
        auto &choice = m_choices[at];
        if (!choice.opened) {
            choice.opened = true;
            beginDelta(index, out);
            out += R"("role":"assistant","content":"","refusal":null)";
            endDelta(out);
        }
        return choice;
    }

    AnswerIdentity m_identity;
    std::string m_head;
    std::vector<Choice> m_choices;
};

} // namespace

std::unique_ptr<AnswerWriter> makeOpenAiChatWriter(AnswerIdentity identity)
{
    return std::make_unique<OpenAiAnswerWriter>(std::move(identity));
}

} // namespace beaver::wire
