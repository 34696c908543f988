#include <server/wire/codec_support.h>
#include <server/wire/responses.h>
#include <server/wire/responses_items.h>
#include <server/wire/responses_usage.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t mostItems = 1024; // of one answer; each lookup walks them

class ResponsesReader final : public AnswerReader
{
public:
    void frame(const SseFrame &frame, std::vector<Event> &events) override
    {
        if (!frame.hasData || m_done)
            return;
        if (frame.data == "[DONE]") { // not of this API, but servers that imitate it send it
            m_done = true;
            return;
        }
        dom::object root;
        if (parseJson(frame.data).get(root)) {
            m_error = ProviderError{"The provider sent an event that is no JSON object.", {}, "invalid_event", {}};
            return;
        }
        std::string_view type = textMember(root, "type");
        if (type.empty() && presentMember(root, "error"))
            type = "error";
        if (type == "error") {
            failed(root);
            return;
        }
        constexpr std::string_view prefix = "response.";
        if (!type.starts_with(prefix))
            return;
        type.remove_prefix(prefix.size());
        if (type.ends_with(".delta"))
            delta(type, root, events);
        else if (type.starts_with("output_item."))
            outputItem(type, root, events);
        else if (type == "output_text.annotation.added")
            annotation(itemAt(root), root, events);
        else if (type == "reasoning_summary_part.added")
            summaryPart(itemAt(root), events);
        else
            progress(type, root, events);
    }

    bool whole(std::string_view body, std::vector<Event> &events) override
    {
        dom::object root;
        if (parseJson(body).get(root))
            return false;
        if (presentMember(root, "error")) {
            failed(root);
            return false;
        }
        dom::array output;
        if (root["output"].get(output))
            return false;
        identify(root);
        this->output(output, events);
        end(root, textMember(root, "status") == "incomplete", events);
        return true;
    }

private:
    struct Item
    {
        std::int64_t index = 0;
        std::int64_t part = -1;  ///< of a call; −1: none
        bool said = false;       ///< text or arguments have come
        bool summarised = false; ///< that text is its summary
        bool cited = false;
    };

    Item &itemAt(dom::object root)
    {
        std::int64_t index = 0;
        if (root["output_index"].get(index))
            index = 0;
        // The one under way is the last but for parallel calls.
        const auto found =
            std::find_if(m_items.rbegin(), m_items.rend(), [&](const Item &item) { return item.index == index; });
        if (found != m_items.rend())
            return *found;
        return m_items.size() < mostItems ? m_items.emplace_back(Item{index}) : m_items.back();
    }

    void delta(std::string_view type, dom::object root, std::vector<Event> &events)
    {
        const std::string_view text = textMember(root, "delta");
        if (text.empty())
            return;
        Item &item = itemAt(root);
        if (type == "output_text.delta") {
            events.push_back({.kind = Event::Kind::Text, .text = std::string(text)});
        } else if (type == "function_call_arguments.delta" || type == "custom_tool_call_input.delta") {
            if (item.part < 0)
                return; // not announced: the finished item brings it
            events.push_back({.kind = Event::Kind::ToolArguments, .part = item.part, .text = std::string(text)});
        } else if (type == "reasoning_summary_text.delta" || type == "reasoning_text.delta") {
            const bool summary = type == "reasoning_summary_text.delta";
            if (item.said && item.summarised != summary)
                return; // the same thoughts in the other form
            item.summarised = summary;
            events.push_back({.kind = Event::Kind::Reasoning, .text = std::string(text)});
        } else if (type == "refusal.delta") {
            events.push_back({.kind = Event::Kind::Refusal, .text = std::string(text)});
        } else {
            return; // of tools that the provider runs itself
        }
        item.said = true;
    }

    static void summaryPart(const Item &item, std::vector<Event> &events)
    {
        if (item.said && item.summarised)
            events.push_back({.kind = Event::Kind::Reasoning, .text = "\n\n"});
    }

    void outputItem(std::string_view type, dom::object root, std::vector<Event> &events)
    {
        dom::object item;
        if (root["item"].get(item))
            return;
        Item &known = itemAt(root);
        if (type == "output_item.done")
            finished(known, item, events);
        else
            announce(known, item, events);
    }

    void announce(Item &known, dom::object item, std::vector<Event> &events)
    {
        const std::string_view type = textMember(item, "type");
        const bool custom = type == "custom_tool_call";
        if ((type != "function_call" && !custom) || known.part >= 0)
            return;
        known.part = m_calls++;
        events.push_back({.kind = Event::Kind::ToolCall,
                          .part = known.part,
                          .id = std::string(textMember(item, "call_id")),
                          .name = std::string(textMember(item, "name")),
                          .custom = custom});
    }

    /// The finished item is authoritative: what of it hasn't come in pieces comes now.
    void finished(Item &known, dom::object item, std::vector<Event> &events)
    {
        const std::string_view type = textMember(item, "type");
        if (type == "message") {
            content(known, item, events);
        } else if (type == "function_call" || type == "custom_tool_call") {
            announce(known, item, events);
            const std::string_view text = textMember(item, type == "function_call" ? "arguments" : "input");
            if (!known.said && !text.empty())
                events.push_back({.kind = Event::Kind::ToolArguments, .part = known.part, .text = std::string(text)});
        } else if (type == "reasoning") {
            reasoning(known, item, events);
        } else if (type == "image_generation_call") {
            if (const std::string_view image = textMember(item, "result"); !image.empty()) {
                const std::string_view format = textMember(item, "output_format");
                events.push_back({.kind = Event::Kind::Media,
                                  .text = std::string(image),
                                  .mediaType = "image/" + std::string(format.empty() ? "png" : format)});
            }
        } else if (type == "web_search_call") {
            ++m_searches;
        }
        known.said = true;
    }

    void content(Item &known, dom::object item, std::vector<Event> &events)
    {
        dom::array parts;
        if (item["content"].get(parts))
            return;
        for (const dom::element element : parts) {
            dom::object part;
            if (element.get(part))
                continue;
            const bool refusal = textMember(part, "type") == "refusal";
            const std::string_view text = textMember(part, refusal ? "refusal" : "text");
            if (!known.said && !text.empty())
                events.push_back(
                    {.kind = refusal ? Event::Kind::Refusal : Event::Kind::Text, .text = std::string(text)});
            dom::array annotations;
            if (known.cited || part["annotations"].get(annotations))
                continue;
            for (const dom::element annotation : annotations) {
                dom::object object;
                if (!annotation.get(object))
                    cite(object, events);
            }
        }
    }

    static void reasoning(const Item &known, dom::object item, std::vector<Event> &events)
    {
        Event event{.kind = Event::Kind::Reasoning};
        for (const std::string_view list : {"summary", "content"}) {
            dom::array texts;
            if (known.said || !event.text.empty() || item[list].get(texts))
                continue;
            for (const dom::element element : texts) {
                dom::object part;
                if (!element.get(part))
                    (event.text += event.text.empty() ? "" : "\n\n") += textMember(part, "text");
            }
        }
        event.encrypted = textMember(item, "encrypted_content");
        const std::string_view id = textMember(item, "id");
        event.id = id.empty() ? namelessItem : id;
        if (!event.text.empty() || !event.encrypted.empty())
            events.push_back(std::move(event));
    }

    static void annotation(Item &known, dom::object root, std::vector<Event> &events)
    {
        dom::object annotation;
        if (root["annotation"].get(annotation))
            return;
        known.cited = true;
        cite(annotation, events);
    }

    static void cite(dom::object annotation, std::vector<Event> &events)
    {
        if (const std::string_view url = textMember(annotation, "url"); !url.empty())
            events.push_back({.kind = Event::Kind::Citation,
                              .name = std::string(textMember(annotation, "title")),
                              .url = std::string(url)});
    }

    void progress(std::string_view type, dom::object root, std::vector<Event> &events)
    {
        dom::object response;
        if (root["response"].get(response))
            return;
        identify(response);
        if (type == "failed") {
            if (!m_error)
                failed(response);
            usage(response);
            return;
        }
        if (type != "completed" && type != "incomplete")
            return;
        dom::array output;
        if (m_items.empty() && !response["output"].get(output))
            this->output(output, events); // a server that doesn't stream
        end(response, type == "incomplete", events);
    }

    void identify(dom::object response)
    {
        if (m_id.empty())
            m_id = textMember(response, "id");
        if (m_model.empty())
            m_model = textMember(response, "model");
    }

    void output(dom::array output, std::vector<Event> &events)
    {
        std::int64_t index = 0;
        for (const dom::element element : output) {
            dom::object item;
            m_items.push_back(Item{index++});
            if (!element.get(item))
                finished(m_items.back(), item, events);
        }
    }

    void end(dom::object response, bool incomplete, std::vector<Event> &events)
    {
        usage(response);
        Event event{.kind = Event::Kind::Finish};
        event.finish = m_calls > 0 ? FinishReason::ToolCalls : FinishReason::Stop;
        dom::object details;
        if (incomplete) {
            const bool filtered =
                !response["incomplete_details"].get(details) && textMember(details, "reason") == "content_filter";
            event.finish = filtered ? FinishReason::ContentFilter : FinishReason::Length;
        }
        events.push_back(std::move(event));
        m_finished = m_done = true;
    }

    void usage(dom::object response)
    {
        dom::object reported;
        if (!response["usage"].get(reported))
            m_usage = usageFromResponses(reported);
        if (m_usage)
            (*m_usage)[Bucket::Searches] = m_searches;
    }

    /// Of an event `error` (its fields stand in it or in `error`), a failed response or an error body.
    void failed(dom::object root)
    {
        dom::object error;
        if (root["error"].get(error))
            error = root;
        ProviderError said{std::string(textMember(error, "message")), std::string(textMember(error, "type")),
                           std::string(textMember(error, "code")), std::string(textMember(error, "param"))};
        if (said.type == "error")
            said.type.clear(); // that is the event's
        if (said.message.empty())
            said.message = textMember(root, "error"); // xAI
        m_error = std::move(said);
    }

    std::vector<Item> m_items;
    std::int64_t m_calls = 0;
    std::int64_t m_searches = 0;
};

} // namespace

std::unique_ptr<AnswerReader> makeResponsesReader()
{
    return std::make_unique<ResponsesReader>();
}

} // namespace beaver::wire
