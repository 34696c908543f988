#include <server/wire/gemini.h>
#include <server/wire/gemini_fields.h>
#include <server/wire/gemini_models.h>
#include <server/wire/gemini_usage.h>

#include <algorithm>
#include <random>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostChoiceIndex = 127;
constexpr std::size_t mostIdLength = 40;

FinishReason geminiFinish(std::string_view reason)
{
    if (reason == "STOP")
        return FinishReason::Stop;
    if (reason == "MAX_TOKENS")
        return FinishReason::Length;
    for (const std::string_view filtered :
         {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"}) {
        if (reason == filtered)
            return FinishReason::ContentFilter;
    }
    // MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, TOO_MANY_TOOL_CALLS, LANGUAGE, OTHER and what may come.
    return FinishReason::Error;
}

/// What made call ids have in common within one answer. Unique over the answers of a conversation, because clients
/// send all their calls back.
std::string callPrefix(std::string_view responseId)
{
    std::string prefix = "call_";
    for (const char c : responseId.substr(0, mostIdLength)) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        prefix += plain ? c : '_';
    }
    if (responseId.empty()) {
        thread_local std::mt19937_64 random{std::random_device{}()};
        prefix += std::to_string(random());
    }
    return prefix += '_';
}

class GeminiReader final : public AnswerReader
{
public:
    void frame(const SseFrame &frame, std::vector<Event> &events) override
    {
        if (!frame.hasData || m_done)
            return;
        if (frame.data == "[DONE]") { // Google sends none; servers that imitate it may
            m_done = true;
            return;
        }
        dom::element root;
        if (parseJson(frame.data).get(root)) {
            m_error = ProviderError{"The provider sent an event that is no JSON.", {}, "invalid_event", {}};
            return;
        }
        steps(root, events);
    }

    bool whole(std::string_view body, std::vector<Event> &events) override
    {
        dom::element root;
        return !parseJson(body).get(root) && steps(root, events) && !m_error;
    }

private:
    struct Choice
    {
        std::int64_t index = 0;
        std::int64_t calls = 0;
        bool finished = false;
    };

    /// One response, or a list of them (a stream that wasn't asked for as events). False: there is none.
    bool steps(dom::element root, std::vector<Event> &events)
    {
        dom::object object;
        if (!root.get(object))
            return response(object, events);
        dom::array list;
        if (root.get(list) || list.size() == 0)
            return false;
        bool any = false;
        for (const dom::element element : list)
            any |= !element.get(object) && response(object, events);
        return any;
    }

    bool response(dom::object root, std::vector<Event> &events)
    {
        if (const auto error = geminiField(root, "error")) {
            fail(*error);
            return false;
        }
        if (m_id.empty())
            m_id = geminiText(root, "responseId");
        if (m_model.empty())
            m_model = geminiText(root, "modelVersion");
        bool known = false;
        std::optional<dom::object> metadata;
        for (const auto field : root) {
            dom::array candidates;
            dom::object object;
            if (field.key == "candidates" && !field.value.get(candidates)) {
                known = true;
                for (const dom::element candidate : candidates) {
                    if (!candidate.get(object))
                        this->candidate(object, events);
                }
            } else if (isGeminiField(field.key, "promptFeedback") && !field.value.get(object)) {
                known = true;
                if (!geminiText(object, "blockReason").empty())
                    finish(choiceAt(0), FinishReason::ContentFilter, geminiText(object, "blockReason"), events);
            } else if (isGeminiField(field.key, "usageMetadata") && !field.value.get(object)) {
                known = true;
                metadata = object;
            }
        }
        if (metadata) {
            if (auto usage = usageFromGemini(*metadata, m_finished))
                m_usage = usage;
        }
        if (m_usage)
            (*m_usage)[Bucket::Searches] = m_searches;
        return known;
    }

    void fail(dom::element value)
    {
        dom::object error;
        std::string_view text;
        if (value.get(error)) {
            m_error = ProviderError{value.get(text) ? simdjson::minify(value) : std::string(text), {}, {}, {}};
            return;
        }
        const auto code = geminiField(error, "code");
        m_error = ProviderError{std::string(geminiText(error, "message")),
                                std::string(geminiText(error, "status")),
                                code ? simdjson::minify(*code) : std::string(),
                                {}};
    }

    Choice &choiceAt(std::int64_t index)
    {
        const auto found = std::find_if(m_choices.begin(), m_choices.end(),
                                        [&](const Choice &choice) { return choice.index == index; });
        return found != m_choices.end() ? *found : m_choices.emplace_back(Choice{index});
    }

    void candidate(dom::object candidate, std::vector<Event> &events)
    {
        std::int64_t index = 0;
        if (const auto given = geminiField(candidate, "index");
            given && (given->get(index) || index < 0 || index > mostChoiceIndex))
            index = 0;
        Choice &choice = choiceAt(index);
        dom::object content;
        if (const auto given = geminiField(candidate, "content"); given && !given->get(content)) {
            if (const auto parts = geminiField(content, "parts"))
                (void)forEachGemini(*parts, [&](dom::element element, std::size_t) -> Result<void> {
                    dom::object part;
                    if (!element.get(part))
                        this->part(choice, part, events);
                    return {};
                });
        }
        if (const auto grounding = geminiField(candidate, "groundingMetadata"))
            citations(choice, *grounding, events);
        const std::string_view reason = geminiText(candidate, "finishReason");
        if (!reason.empty() && reason != "FINISH_REASON_UNSPECIFIED")
            finish(choice, geminiFinish(reason), reason, events);
    }

    void finish(Choice &choice, FinishReason reason, std::string_view said, std::vector<Event> &events)
    {
        m_finished = true;
        if (choice.finished)
            return;
        choice.finished = true;
        Event event{.kind = Event::Kind::Finish, .choice = choice.index};
        event.finish = reason == FinishReason::Stop && choice.calls > 0 ? FinishReason::ToolCalls : reason;
        if (reason == FinishReason::Error)
            event.text = said;
        events.push_back(std::move(event));
    }

    void part(Choice &choice, dom::object part, std::vector<Event> &events)
    {
        bool thought = false;
        std::string_view signature;
        std::optional<std::string_view> text;
        dom::object inner;
        std::optional<dom::object> call;
        std::optional<dom::object> data;
        for (const auto field : part) {
            std::string_view said;
            if (field.key == "text" && !field.value.get(said))
                text = said;
            else if (field.key == "thought")
                thought = !field.value.get(thought) && thought;
            else if (isGeminiField(field.key, "thoughtSignature"))
                signature = field.value.get(said) ? std::string_view() : said;
            else if (isGeminiField(field.key, "functionCall") && !field.value.get(inner))
                call = inner;
            else if (isGeminiField(field.key, "inlineData") && !field.value.get(inner))
                data = inner;
        }
        // A signature on a text needn't come back, and no other dialect could carry it; one on a call must.
        if (text && !text->empty())
            events.push_back({.kind = thought ? Event::Kind::Reasoning : Event::Kind::Text,
                              .choice = choice.index,
                              .text = std::string(*text)});
        if (call)
            this->call(choice, *call, signature, events);
        if (data)
            events.push_back({.kind = Event::Kind::Media,
                              .choice = choice.index,
                              .text = std::string(geminiText(*data, "data")),
                              .mediaType = std::string(geminiText(*data, "mimeType"))});
    }

    void call(Choice &choice, dom::object call, std::string_view signature, std::vector<Event> &events)
    {
        std::string id(geminiText(call, "id"));
        if (id.empty()) {
            if (m_callPrefix.empty())
                m_callPrefix = callPrefix(m_id);
            id = m_callPrefix + std::to_string(m_calls);
        }
        ++m_calls;
        const std::int64_t number = choice.calls++;
        events.push_back({.kind = Event::Kind::ToolCall,
                          .choice = choice.index,
                          .part = number,
                          .id = std::move(id),
                          .name = std::string(geminiText(call, "name")),
                          .signature = std::string(signature)});
        const auto args = geminiField(call, "args");
        events.push_back({.kind = Event::Kind::ToolArguments,
                          .choice = choice.index,
                          .part = number,
                          .text = args ? simdjson::minify(*args) : std::string("{}")});
    }

    void citations(const Choice &choice, dom::element value, std::vector<Event> &events)
    {
        dom::object grounding;
        dom::array list;
        if (value.get(grounding))
            return;
        if (const auto queries = geminiField(grounding, "webSearchQueries");
            queries && !queries->get(list) && list.size() > 0)
            m_searches = geminiTraits(m_model).searchesPricedSingly ? static_cast<std::int64_t>(list.size()) : 1;
        const auto chunks = geminiField(grounding, "groundingChunks");
        if (!chunks || chunks->get(list))
            return;
        for (const dom::element element : list) {
            dom::object web;
            if (!element["web"].get(web) && !geminiText(web, "uri").empty())
                events.push_back({.kind = Event::Kind::Citation,
                                  .choice = choice.index,
                                  .name = std::string(geminiText(web, "title")),
                                  .url = std::string(geminiText(web, "uri"))});
        }
    }

    std::vector<Choice> m_choices;
    std::string m_callPrefix;
    std::int64_t m_calls = 0;
    std::int64_t m_searches = 0;
};

} // namespace

std::unique_ptr<AnswerReader> makeGeminiReader()
{
    return std::make_unique<GeminiReader>();
}

} // namespace beaver::wire
