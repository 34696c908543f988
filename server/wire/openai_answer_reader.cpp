#include <server/wire/codec_support.h>
#include <server/wire/openai_chat.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

FinishReason finishOf(std::string_view reason)
{
    if (reason == "length" || reason == "max_tokens")
        return FinishReason::Length;
    if (reason == "tool_calls" || reason == "function_call" || reason == "tool_use")
        return FinishReason::ToolCalls;
    if (reason == "content_filter" || reason == "safety")
        return FinishReason::ContentFilter;
    if (reason == "error" || reason == "insufficient_system_resource")
        return FinishReason::Error;
    return FinishReason::Stop;
}

/// The members of a message or a delta that say something, found in one walk: most deltas have one or two.
struct Fields
{
    std::string_view content;
    std::string_view reasoning; ///< reasoning_content (DeepSeek, xAI) or reasoning (OpenRouter)
    std::string_view refusal;
    dom::array contentParts;
    dom::array details;
    dom::array thinkingBlocks;
    dom::array toolCalls;
    dom::array annotations;
    dom::array images;
    dom::object functionCall;
    dom::object audio;
    bool hasParts = false;
    bool hasDetails = false;
    bool hasBlocks = false;
    bool hasToolCalls = false;
    bool hasAnnotations = false;
    bool hasImages = false;
    bool hasFunctionCall = false;
    bool hasAudio = false;

    explicit Fields(dom::object message)
    {
        for (const auto field : message) {
            const dom::element &value = field.value;
            if (value.is_null())
                continue;
            if (field.key == "content") {
                if (value.get(content))
                    hasParts = !value.get(contentParts);
            } else if (field.key == "reasoning_content" || field.key == "reasoning") {
                std::string_view text;
                if (reasoning.empty() && !value.get(text))
                    reasoning = text;
            } else if (field.key == "refusal") {
                refusal = textValue(value);
            } else if (field.key == "tool_calls") {
                hasToolCalls = !value.get(toolCalls);
            } else if (field.key == "reasoning_details") {
                hasDetails = !value.get(details);
            } else if (field.key == "thinking_blocks") {
                hasBlocks = !value.get(thinkingBlocks);
            } else if (field.key == "annotations") {
                hasAnnotations = !value.get(annotations);
            } else if (field.key == "images") {
                hasImages = !value.get(images);
            } else if (field.key == "function_call") {
                hasFunctionCall = !value.get(functionCall);
            } else if (field.key == "audio") {
                hasAudio = !value.get(audio);
            }
        }
    }
};

class OpenAiAnswerReader final : public AnswerReader
{
public:
    explicit OpenAiAnswerReader(const UsageStyle &style)
        : m_style(style)
    {}

    void frame(const SseFrame &frame, std::vector<Event> &events) override
    {
        if (!frame.hasData || m_done)
            return;
        if (frame.data == "[DONE]") {
            m_done = true;
            return;
        }
        dom::object root;
        if (parseJson(frame.data).get(root)) {
            m_error = ProviderError{"The provider's stream couldn't be read.", {}, {}, {}};
            return;
        }
        read(root, true, events);
    }

    bool whole(std::string_view body, std::vector<Event> &events) override
    {
        dom::object root;
        dom::array choices;
        if (parseJson(body).get(root))
            return false;
        if (root["choices"].get(choices)) {
            m_error = readProviderError(root);
            return false;
        }
        read(root, false, events);
        return true;
    }

private:
    struct Call
    {
        std::int64_t index; ///< the provider's
        std::string id;
        std::string waiting; ///< arguments that came before the name
        bool begun = false;
    };
    struct Choice
    {
        std::vector<Call> calls;
        std::vector<std::string> cited;
        bool finished = false;
    };

    void read(dom::object root, bool stream, std::vector<Event> &events)
    {
        dom::array choices;
        bool hasChoices = false;
        bool failed = false;
        for (const auto field : root) {
            if (field.key == "choices")
                hasChoices = !field.value.get(choices);
            else if (field.key == "usage")
                readUsage(field.value);
            else if (field.key == "error")
                failed = !field.value.is_null();
            else if (field.key == "id")
                identify(field.value, m_id);
            else if (field.key == "model")
                identify(field.value, m_model);
            else if (field.key == "object")
                m_done |= field.value.is_string() && std::string_view(field.value) == "chat.completion.done";
            else if (field.key == "search_results" || field.key == "citations")
                readSources(field.key, field.value);
        }
        if (failed)
            m_error = readProviderError(root);
        if (!hasChoices)
            return;
        std::int64_t position = 0;
        for (const dom::element element : choices) {
            dom::object choice;
            if (!element.get(choice))
                this->choice(choice, position, stream, events);
            ++position;
        }
    }

    static void identify(const dom::element &value, std::string &to)
    {
        std::string_view text;
        if (to.empty() && !value.get(text))
            to = text;
    }

    void readUsage(const dom::element &value)
    {
        if (value.is_null())
            return;
        if (auto usage = usageFromOpenAi(value, m_style))
            m_usage = usage;
    }

    void choice(dom::object object, std::int64_t position, bool stream, std::vector<Event> &events)
    {
        std::int64_t index = position;
        std::string_view finish;
        dom::object message;
        dom::object delta;
        bool hasMessage = false;
        bool hasDelta = false;
        for (const auto field : object) {
            if (field.key == "index")
                index = wholeValue(field.value, index);
            else if (field.key == "finish_reason")
                finish = textValue(field.value);
            else if (field.key == "delta")
                hasDelta = !field.value.get(delta);
            else if (field.key == "message")
                hasMessage = !field.value.get(message);
            else if (field.key == "error" && !field.value.is_null() && !m_error)
                m_error = readProviderError(object);
        }
        if (index < 0 || index >= mostChoices)
            return;
        // Perplexity's chunks hold the delta and the message so far; its whole answers an empty delta, too.
        if (stream && hasDelta)
            said(delta, index, events);
        else if (hasMessage)
            said(message, index, events);
        if (!finish.empty())
            finished(index, finishOf(finish), events);
    }

    void finished(std::int64_t index, FinishReason reason, std::vector<Event> &events)
    {
        auto &choice = of(index);
        if (choice.finished)
            return; // OpenRouter says it twice
        choice.finished = m_finished = true;
        // Forced calls end with `stop` at some servers.
        if (reason == FinishReason::Stop && !choice.calls.empty())
            reason = FinishReason::ToolCalls;
        Event event{Event::Kind::Finish};
        event.choice = index;
        event.finish = reason;
        events.push_back(std::move(event));
    }

    void said(dom::object message, std::int64_t index, std::vector<Event> &events)
    {
        const Fields fields(message);
        if (fields.hasDetails)
            details(fields.details, fields.reasoning, index, events);
        else
            text(Event::Kind::Reasoning, fields.reasoning, index, events);
        if (fields.hasBlocks)
            thinkingBlocks(fields.thinkingBlocks, index, events);
        text(Event::Kind::Text, fields.content, index, events);
        if (fields.hasParts)
            parts(fields.contentParts, index, events);
        text(Event::Kind::Refusal, fields.refusal, index, events);
        if (fields.hasImages)
            images(fields.images, index, events);
        if (fields.hasAudio)
            text(Event::Kind::Text, textMember(fields.audio, "transcript"), index, events);
        if (fields.hasToolCalls) {
            std::int64_t position = 0;
            for (const dom::element element : fields.toolCalls) {
                dom::object call;
                if (!element.get(call))
                    toolCall(call, position, index, events);
                ++position;
            }
        }
        if (fields.hasFunctionCall)
            call(0, {}, fields.functionCall, {}, false, index, events);
        if (fields.hasAnnotations)
            annotations(fields.annotations, index, events);
        if (!m_sources.empty() && of(index).cited.empty())
            cite(index, events);
    }

    static Event &add(Event::Kind kind, std::int64_t index, std::vector<Event> &events)
    {
        Event &event = events.emplace_back();
        event.kind = kind;
        event.choice = index;
        return event;
    }

    static void text(Event::Kind kind, std::string_view text, std::int64_t index, std::vector<Event> &events)
    {
        if (!text.empty())
            add(kind, index, events).text = text;
    }

    /// OpenRouter's; `plain`: the same text as one member, where there is any.
    static void details(dom::array details, std::string_view plain, std::int64_t index, std::vector<Event> &events)
    {
        const std::size_t before = events.size();
        bool texts = false;
        for (const dom::element element : details) {
            dom::object detail;
            if (element.get(detail))
                continue;
            std::string_view text = textMember(detail, "text");
            if (text.empty())
                text = textMember(detail, "summary");
            const std::string_view signature = textMember(detail, "signature");
            const std::string_view data = textMember(detail, "data");
            if (text.empty() && signature.empty() && data.empty())
                continue;
            texts |= !text.empty();
            Event &event = add(Event::Kind::Reasoning, index, events);
            event.text = text;
            event.signature = signature;
            event.encrypted = data;
            event.id = textMember(detail, "id");
        }
        if (texts || plain.empty())
            return;
        Event event{Event::Kind::Reasoning};
        event.choice = index;
        event.text = plain;
        events.insert(events.begin() + static_cast<std::ptrdiff_t>(before), std::move(event));
    }

    /// LiteLLM's; the text stands in reasoning_content, too.
    static void thinkingBlocks(dom::array blocks, std::int64_t index, std::vector<Event> &events)
    {
        for (const dom::element element : blocks) {
            dom::object block;
            if (element.get(block))
                continue;
            const std::string_view signature = textMember(block, "signature");
            const std::string_view data = textMember(block, "data");
            if (signature.empty() && data.empty())
                continue;
            Event &event = add(Event::Kind::Reasoning, index, events);
            event.signature = signature;
            event.encrypted = data;
        }
    }

    /// Content in parts, as Mistral's models give it.
    static void parts(dom::array parts, std::int64_t index, std::vector<Event> &events)
    {
        for (const dom::element element : parts) {
            dom::object part;
            if (element.get(part))
                continue;
            text(Event::Kind::Text, textMember(part, "text"), index, events);
            dom::array thoughts;
            if (part["thinking"].get(thoughts))
                continue;
            for (const dom::element thought : thoughts) {
                dom::object object;
                if (!thought.get(object))
                    text(Event::Kind::Reasoning, textMember(object, "text"), index, events);
            }
        }
    }

    static void images(dom::array images, std::int64_t index, std::vector<Event> &events)
    {
        for (const dom::element element : images) {
            std::string_view url;
            if (element["image_url"]["url"].get(url) || url.empty())
                continue;
            Event &event = add(Event::Kind::Media, index, events);
            if (const auto split = splitDataUri(url)) {
                event.mediaType = split->mediaType;
                event.text = split->data;
            } else {
                event.url = url;
            }
        }
    }

    void toolCall(dom::object object, std::int64_t position, std::int64_t index, std::vector<Event> &events)
    {
        std::int64_t of = position;
        std::string_view signature;
        dom::object function;
        if (const auto given = presentMember(object, "index"))
            of = wholeValue(*given, of);
        const bool custom = object["function"].get(function) != simdjson::SUCCESS;
        if (custom && object["custom"].get(function))
            return;
        if (object["extra_content"]["google"]["thought_signature"].get(signature))
            signature = {};
        call(of, textMember(object, "id"), function, signature, custom, index, events);
    }

    void call(std::int64_t of, std::string_view id, dom::object function, std::string_view signature, bool custom,
              std::int64_t index, std::vector<Event> &events)
    {
        auto &calls = this->of(index).calls;
        auto known = std::find_if(calls.rbegin(), calls.rend(), [of](const Call &call) { return call.index == of; });
        const std::string_view name = textMember(function, "name");
        // Some servers give every call the same index: a second id with a name is a second call.
        const bool another =
            known != calls.rend() && !id.empty() && !known->id.empty() && known->id != id && !name.empty();
        std::size_t at = 0;
        if (known == calls.rend() || another) {
            if (calls.size() >= mostCalls)
                return;
            at = calls.size();
            calls.push_back({of, std::string(id), {}, false});
        } else {
            at = calls.size() - 1 - static_cast<std::size_t>(known - calls.rbegin());
        }
        auto &call = calls[at];
        if (call.id.empty())
            call.id = id;
        if (!call.begun && !name.empty()) {
            call.begun = true;
            if (call.id.empty())
                call.id = madeCallId("call_", m_id,
                                     index * static_cast<std::int64_t>(mostCalls) + static_cast<std::int64_t>(at));
            Event &event = add(Event::Kind::ToolCall, index, events);
            event.part = static_cast<std::int64_t>(at);
            event.id = call.id;
            event.name = name;
            event.signature = signature;
            event.custom = custom;
            arguments(call.waiting, at, index, events);
        }
        const auto value = presentMember(function, custom ? "input" : "arguments");
        if (!value)
            return;
        std::string_view text;
        std::string json;
        if (value->get(text)) {
            json = simdjson::minify(*value);
            text = json;
        }
        if (call.begun)
            arguments(text, at, index, events);
        else
            call.waiting += text;
    }

    static void arguments(std::string_view text, std::size_t part, std::int64_t index, std::vector<Event> &events)
    {
        if (text.empty())
            return;
        Event &event = add(Event::Kind::ToolArguments, index, events);
        event.part = static_cast<std::int64_t>(part);
        event.text = text;
    }

    void annotations(dom::array annotations, std::int64_t index, std::vector<Event> &events)
    {
        for (const dom::element element : annotations) {
            dom::object citation;
            if (!element["url_citation"].get(citation))
                cite(textMember(citation, "url"), textMember(citation, "title"), index, events);
        }
    }

    /// Perplexity repeats its sources in every chunk.
    void readSources(std::string_view key, const dom::element &value)
    {
        dom::array list;
        if (m_sourcesTold || value.get(list))
            return;
        for (const dom::element element : list) {
            std::string_view url;
            std::string_view title;
            dom::object result;
            if (key == "citations")
                url = textValue(element);
            else if (!element.get(result)) {
                url = textMember(result, "url");
                title = textMember(result, "title");
            }
            if (url.empty())
                continue;
            const auto known = std::find_if(m_sources.begin(), m_sources.end(),
                                            [url](const auto &source) { return source.first == url; });
            if (known == m_sources.end())
                m_sources.emplace_back(url, title);
            else if (known->second.empty())
                known->second = title;
        }
    }

    void cite(std::int64_t index, std::vector<Event> &events)
    {
        m_sourcesTold = true;
        for (const auto &[url, title] : m_sources)
            cite(url, title, index, events);
    }

    void cite(std::string_view url, std::string_view title, std::int64_t index, std::vector<Event> &events)
    {
        auto &cited = of(index).cited;
        if (url.empty() || std::find(cited.begin(), cited.end(), url) != cited.end())
            return;
        cited.emplace_back(url);
        Event &event = add(Event::Kind::Citation, index, events);
        event.url = url;
        event.name = title;
    }

    Choice &of(std::int64_t index)
    {
        const auto at = static_cast<std::size_t>(index);
        if (m_choices.size() <= at)
            m_choices.resize(at + 1);
        return m_choices[at];
    }

    static constexpr std::int64_t mostChoices = 128;
    static constexpr std::size_t mostCalls = 1024;

    const UsageStyle m_style;
    std::vector<Choice> m_choices;
    std::vector<std::pair<std::string, std::string>> m_sources; ///< url, title
    bool m_sourcesTold = false;
};

} // namespace

std::unique_ptr<AnswerReader> makeOpenAiChatReader(const UsageStyle &style)
{
    return std::make_unique<OpenAiAnswerReader>(style);
}

} // namespace beaver::wire
