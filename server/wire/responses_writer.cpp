#include <server/wire/codec_support.h>
#include <server/wire/responses.h>
#include <server/wire/responses_items.h>
#include <server/wire/responses_usage.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

/// Events in the order that OpenAI's server sends them: each item is added, grows, and is done before the next begins.
/// Only tool calls that a provider streams at once may overlap; `output_index` keeps them apart.
class ResponsesWriter final : public AnswerWriter
{
public:
    explicit ResponsesWriter(AnswerIdentity identity)
        : m_identity(std::move(identity))
    {}

    void write(const Event &event, std::string &out) override
    {
        if (event.choice != 0)
            return; // the API knows one answer
        open(out);
        switch (event.kind) {
        case Event::Kind::Text:
            text(event.text, false, out);
            return;
        case Event::Kind::Refusal:
            text(event.text, true, out);
            return;
        case Event::Kind::Reasoning:
            reasoning(event, out);
            return;
        case Event::Kind::ToolCall:
            beginCall(event, out);
            return;
        case Event::Kind::ToolArguments:
            arguments(event, out);
            return;
        case Event::Kind::Citation:
            cite(event, out);
            return;
        case Event::Kind::Media:
            media(event, out);
            return;
        case Event::Kind::Finish:
            m_finish = event.finish;
            m_finishText = event.text;
            return;
        }
    }

    void end(const AnswerTotals &totals, std::string_view note, std::string &out) override
    {
        open(out);
        const ResponseEnding ending = this->ending(note);
        closeAll(ending.status == "completed" ? "completed" : "incomplete", out);
        begin(out, "response." + std::string(ending.status));
        appendRaw(out, "response", response(ending, &totals, note));
        close(out);
    }

    void fail(const Error &error, std::string &out) override
    {
        open(out);
        const std::string_view code = responsesErrorCode(error);
        std::string fields = "{\"type\":";
        appendJsonString(fields, code);
        appendField(fields, "code", code);
        appendField(fields, "message", error.message);
        appendRaw(fields, "param", "null}");
        begin(out, "error");
        appendRaw(out, "error", fields);
        close(out);
        begin(out, "response.failed");
        appendRaw(out, "response", response({"failed", {}, code, error.message}, nullptr, {}));
        close(out);
    }

    void ping(std::string &out) override { out += ": keep-alive\n\n"; }

    std::string whole(const std::vector<Event> &events, const AnswerTotals &totals) override
    {
        // The items are made by the same steps; the events of a stream are thrown away.
        std::string unused;
        for (const auto &event : events) {
            write(event, unused);
            unused.clear();
        }
        const ResponseEnding ending = this->ending({});
        closeAll(ending.status == "completed" ? "completed" : "incomplete", unused);
        return response(ending, &totals, {});
    }

private:
    struct Call
    {
        Event begun;            ///< ToolCall
        std::int64_t index = 0; ///< output_index
        std::string id;         ///< of the item
        std::string text;
        bool custom = false;  ///< its item is a custom tool's
        bool wrapped = false; ///< the text comes as `{"input":"…"}` and is written when it is whole
        bool done = false;

        std::string item(std::string_view status) const { return callItemJson(id, status, begun, text, custom); }
    };
    enum class Open : std::uint8_t { Nothing, Message, Reasoning };

    // Frames

    void begin(std::string &out, std::string_view type)
    {
        out.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
        out.append("\",\"sequence_number\":").append(std::to_string(m_sequence++));
    }

    static void close(std::string &out) { out += "}\n\n"; }

    void open(std::string &out)
    {
        if (m_sequence > 0)
            return;
        const std::string opening = response({"in_progress", {}, {}, {}}, nullptr, {});
        for (const std::string_view type : {"response.created", "response.in_progress"}) {
            begin(out, type);
            appendRaw(out, "response", opening);
            close(out);
        }
    }

    std::string itemId(std::string_view prefix) const
    {
        return std::string(prefix) + m_identity.id + '_' + std::to_string(m_items);
    }

    void addItem(std::int64_t index, std::string_view item, std::string &out)
    {
        begin(out, "response.output_item.added");
        appendField(out, "output_index", index);
        appendRaw(out, "item", item);
        close(out);
    }

    void doneItem(std::int64_t index, std::string item, std::string &out)
    {
        begin(out, "response.output_item.done");
        appendField(out, "output_index", index);
        appendRaw(out, "item", item);
        close(out);
        m_done.push_back({index, std::move(item)});
    }

    /// Where the events of the item under way belong.
    void place(std::string &out) const
    {
        appendField(out, "item_id", m_id);
        appendField(out, "output_index", m_index);
    }

    // Messages

    std::string contentPart(std::string_view annotations) const
    {
        return m_refusal ? refusalJson(m_text) : outputTextJson(m_text, annotations);
    }

    void text(std::string_view text, bool refusal, std::string &out)
    {
        if (text.empty())
            return;
        if (m_open != Open::Message || m_refusal != refusal)
            openContent(refusal, out);
        m_text += text;
        begin(out, refusal ? "response.refusal.delta" : "response.output_text.delta");
        out += m_place;
        appendField(out, "delta", text);
        out += refusal ? "}\n\n" : ",\"logprobs\":[]}\n\n";
    }

    void openContent(bool refusal, std::string &out)
    {
        if (m_open == Open::Message) {
            closeContent(out);
            ++m_contentIndex;
        } else {
            closeAll("completed", out);
            m_open = Open::Message;
            m_id = itemId("msg_");
            m_index = m_items++;
            m_contentIndex = 0;
            m_content.clear();
            addItem(m_index, messageItemJson(m_id, "in_progress", {}), out);
        }
        m_refusal = refusal;
        m_text.clear();
        m_place.clear();
        place(m_place);
        appendField(m_place, "content_index", m_contentIndex);
        begin(out, "response.content_part.added");
        out += m_place;
        appendRaw(out, "part", contentPart({})); // sources that came before the text are told with its end
        close(out);
    }

    void closeContent(std::string &out)
    {
        const std::string part = contentPart(m_annotations);
        begin(out, m_refusal ? "response.refusal.done" : "response.output_text.done");
        out += m_place;
        appendField(out, m_refusal ? "refusal" : "text", m_text);
        out += m_refusal ? "}\n\n" : ",\"logprobs\":[]}\n\n";
        begin(out, "response.content_part.done");
        out += m_place;
        appendRaw(out, "part", part);
        close(out);
        m_content += (m_content.empty() ? "" : ",") + part;
        if (!m_refusal) {
            m_annotations.clear();
            m_citations = 0;
        }
        m_text.clear();
    }

    void cite(const Event &event, std::string &out)
    {
        // Where it belongs isn't told; behind what has been said is true at least.
        const bool inText = m_open == Open::Message && !m_refusal;
        const std::string annotation = citationJson(event.url, event.name, inText ? m_text.size() : 0);
        m_annotations += (m_annotations.empty() ? "" : ",") + annotation;
        if (!inText)
            return;
        begin(out, "response.output_text.annotation.added");
        out += m_place;
        appendField(out, "annotation_index", m_citations++);
        appendRaw(out, "annotation", annotation);
        close(out);
    }

    // Reasoning

    void reasoning(const Event &event, std::string &out)
    {
        if (event.text.empty() && event.signature.empty() && event.encrypted.empty())
            return;
        openReasoning(out);
        if (!event.text.empty()) {
            if (m_text.empty()) {
                begin(out, "response.reasoning_summary_part.added");
                out += m_place;
                appendRaw(out, "part", summaryTextJson({}));
                close(out);
            }
            m_text += event.text;
            begin(out, "response.reasoning_summary_text.delta");
            out += m_place;
            appendField(out, "delta", event.text);
            close(out);
        }
        if (event.signature.empty() && event.encrypted.empty())
            return;
        if (event.encrypted.empty())
            m_encrypted = std::string(thinkingMark) + event.signature;
        else
            m_encrypted = (event.id.empty() ? std::string(redactedMark) : std::string()) + event.encrypted;
        closeReasoning("completed", out); // both come at the end
    }

    void openReasoning(std::string &out)
    {
        if (m_open == Open::Reasoning)
            return;
        closeAll("completed", out);
        m_open = Open::Reasoning;
        m_id = itemId("rs_");
        m_index = m_items++;
        m_text.clear();
        m_encrypted.clear();
        m_place.clear();
        place(m_place);
        m_place += ",\"summary_index\":0";
        addItem(m_index, reasoningItemJson(m_id, "in_progress", {}, {}), out);
    }

    void closeReasoning(std::string_view status, std::string &out)
    {
        if (!m_text.empty()) {
            begin(out, "response.reasoning_summary_text.done");
            out += m_place;
            appendField(out, "text", m_text);
            close(out);
            begin(out, "response.reasoning_summary_part.done");
            out += m_place;
            appendRaw(out, "part", summaryTextJson(m_text));
            close(out);
        }
        m_open = Open::Nothing;
        doneItem(m_index, reasoningItemJson(m_id, status, m_text, m_encrypted), out);
    }

    // Tool calls

    void beginCall(const Event &event, std::string &out)
    {
        if (!event.signature.empty()) {
            openReasoning(out);
            m_encrypted = std::string(callMark) + event.signature;
        }
        if (m_open != Open::Nothing)
            closeAll("completed", out);
        // A call before this one that is whole is done; one that isn't may go on beside it.
        for (auto &call : m_calls) {
            dom::object object;
            const bool plain = call.custom && !call.wrapped;
            if (!call.done && (plain || !parseJson(call.text).get(object)))
                closeCall(call, "completed", out);
        }
        Call call;
        const auto &customs = m_identity.customTools;
        call.begun = event;
        call.wrapped = !event.custom && std::find(customs.begin(), customs.end(), event.name) != customs.end();
        call.custom = event.custom || call.wrapped;
        call.id = itemId(call.custom ? "ctc_" : "fc_");
        call.index = m_items++;
        addItem(call.index, call.item("in_progress"), out);
        m_calls.push_back(std::move(call));
    }

    void arguments(const Event &event, std::string &out)
    {
        const auto found = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                        [&](const Call &call) { return call.begun.part == event.part && !call.done; });
        if (found == m_calls.rend() || event.text.empty())
            return;
        found->text += event.text;
        if (!found->wrapped)
            callDelta(*found, event.text, out);
    }

    void callDelta(const Call &call, std::string_view text, std::string &out)
    {
        begin(out, call.custom ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta");
        appendField(out, "item_id", call.id);
        appendField(out, "output_index", call.index);
        appendField(out, "delta", text);
        close(out);
    }

    void closeCall(Call &call, std::string_view status, std::string &out)
    {
        if (call.wrapped) {
            call.text = plainInput(std::move(call.text));
            if (!call.text.empty())
                callDelta(call, call.text, out);
        } else if (!call.custom && call.text.empty() && status == "completed") {
            call.text = "{}";
            callDelta(call, call.text, out);
        }
        begin(out, call.custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done");
        appendField(out, "item_id", call.id);
        appendField(out, "output_index", call.index);
        appendField(out, call.custom ? "input" : "arguments", call.text);
        close(out);
        call.done = true;
        doneItem(call.index, call.item(status), out);
    }

    void media(const Event &event, std::string &out)
    {
        if (!event.mediaType.starts_with("image/"))
            return; // the API has no other
        closeAll("completed", out);
        const std::string id = itemId("ig_");
        const std::string_view format = std::string_view(event.mediaType).substr(6);
        const std::int64_t index = m_items++;
        addItem(index, imageItemJson(id, "in_progress", format, {}), out);
        doneItem(index, imageItemJson(id, "completed", format, event.text), out);
    }

    // End

    /// `status`: of the last item; those before it are complete.
    void closeAll(std::string_view status, std::string &out)
    {
        if (m_open == Open::Message) {
            closeContent(out);
            m_open = Open::Nothing;
            doneItem(m_index, messageItemJson(m_id, status, m_content), out);
        } else if (m_open == Open::Reasoning) {
            closeReasoning(status, out);
        }
        for (auto &call : m_calls) {
            if (!call.done)
                closeCall(call, &call == &m_calls.back() ? status : "completed", out);
        }
    }

    ResponseEnding ending(std::string_view note) const
    {
        if (m_finish == FinishReason::Length || (m_finish == FinishReason::None && !note.empty()))
            return {"incomplete", "max_output_tokens", {}, {}};
        if (m_finish == FinishReason::ContentFilter)
            return {"incomplete", "content_filter", {}, {}};
        if (m_finish == FinishReason::Error)
            return {"failed",
                    {},
                    "server_error",
                    m_finishText.empty() ? std::string_view("The model ended with an error.") : m_finishText};
        return {"completed", {}, {}, {}};
    }

    std::string response(const ResponseEnding &ending, const AnswerTotals *totals, std::string_view note)
    {
        std::sort(m_done.begin(), m_done.end(), [](const Done &one, const Done &two) { return one.index < two.index; });
        std::vector<std::string_view> items;
        items.reserve(m_done.size());
        for (const auto &done : m_done)
            items.push_back(done.item);
        return responseJson(m_identity, ending, items, totals ? responsesUsageJson(*totals) : "null", note);
    }

    struct Done
    {
        std::int64_t index;
        std::string item; ///< JSON
    };
    AnswerIdentity m_identity;
    std::int64_t m_sequence = 0;
    std::int64_t m_items = 0; ///< begun
    std::vector<Done> m_done;
    std::vector<Call> m_calls;

    Open m_open = Open::Nothing;
    std::string m_id; ///< of the item under way
    std::int64_t m_index = 0;
    std::string m_place; ///< its fields in each event
    std::string m_text;
    std::string m_content; ///< parts of the message that are done, JSON
    std::string m_annotations;
    std::string m_encrypted;
    std::int64_t m_contentIndex = 0;
    std::int64_t m_citations = 0;
    bool m_refusal = false;
    FinishReason m_finish = FinishReason::None;
    std::string m_finishText;
};

} // namespace

std::unique_ptr<AnswerWriter> makeResponsesWriter(AnswerIdentity identity)
{
    return std::make_unique<ResponsesWriter>(std::move(identity));
}

} // namespace beaver::wire
