#include <server/wire/anthropic.h>
#include <server/wire/codec_support.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostCounted = 1'000'000'000; // tokens that are believable

FinishReason anthropicFinish(std::string_view reason)
{
    if (reason == "max_tokens" || reason == "model_context_window_exceeded")
        return FinishReason::Length;
    if (reason == "tool_use")
        return FinishReason::ToolCalls;
    if (reason == "refusal")
        return FinishReason::ContentFilter;
    return reason == "stop_sequence" ? FinishReason::StopSequence : FinishReason::Stop;
}

/// The counts of Anthropic's `usage` as they were last told; a field that isn't there keeps its value.
class AnthropicUsage
{
public:
    void take(dom::object usage)
    {
        for (const auto field : usage) {
            if (field.key == "input_tokens")
                count(field.value, m_input);
            else if (field.key == "output_tokens")
                count(field.value, m_output);
            else if (field.key == "cache_read_input_tokens")
                count(field.value, m_cacheRead);
            else if (field.key == "cache_creation_input_tokens")
                count(field.value, m_cacheWrite);
            else if (field.key == "cache_creation")
                inner(field.value, "ephemeral_1h_input_tokens", m_cacheWrite1h);
            else if (field.key == "output_tokens_details")
                inner(field.value, "thinking_tokens", m_thinking);
            else if (field.key == "server_tool_use")
                inner(field.value, "web_search_requests", m_searches);
        }
        dom::array iterations;
        if (!usage["iterations"].get(iterations) && iterations.size() > 0)
            sum(iterations);
    }

    /// `final`: output counts. Before that only the input side is known.
    std::optional<Usage> usage(bool final) const
    {
        if (m_input < 0 || (final && m_output < 0))
            return std::nullopt;
        Usage counted;
        counted[Bucket::Input] = m_input;
        counted[Bucket::CachedRead] = std::max<std::int64_t>(m_cacheRead, 0);
        const std::int64_t written = std::max<std::int64_t>(m_cacheWrite, 0);
        counted[Bucket::CacheWrite1h] = std::clamp<std::int64_t>(m_cacheWrite1h, 0, written);
        counted[Bucket::CacheWrite5m] = written - counted[Bucket::CacheWrite1h];
        counted[Bucket::Requests] = 1;
        counted[Bucket::Searches] = std::max<std::int64_t>(m_searches, 0);
        counted.estimated = !final;
        if (final) {
            counted[Bucket::Reasoning] = std::clamp<std::int64_t>(m_thinking, 0, m_output);
            counted[Bucket::Output] = m_output - counted[Bucket::Reasoning];
        }
        return counted;
    }

private:
    static void count(dom::element value, std::int64_t &to)
    {
        const std::int64_t number = wholeValue(value, -1);
        if (number >= 0 && number <= mostCounted)
            to = number;
    }

    static void inner(dom::element object, std::string_view name, std::int64_t &to)
    {
        dom::element value;
        if (!object[name].get(value))
            count(value, to);
    }

    /// With compaction a call is several; the fields beside count the last of them only.
    void sum(dom::array iterations)
    {
        AnthropicUsage all;
        all.m_input = all.m_output = all.m_cacheRead = all.m_cacheWrite = 0;
        for (const dom::element element : iterations) {
            dom::object object;
            if (element.get(object))
                continue;
            AnthropicUsage one;
            for (const auto field : object) {
                if (field.key == "input_tokens")
                    count(field.value, one.m_input);
                else if (field.key == "output_tokens")
                    count(field.value, one.m_output);
                else if (field.key == "cache_read_input_tokens")
                    count(field.value, one.m_cacheRead);
                else if (field.key == "cache_creation_input_tokens")
                    count(field.value, one.m_cacheWrite);
            }
            const auto add = [](std::int64_t &to, std::int64_t more) {
                to = std::min(to + std::max<std::int64_t>(more, 0), mostCounted);
            };
            add(all.m_input, one.m_input);
            add(all.m_output, one.m_output);
            add(all.m_cacheRead, one.m_cacheRead);
            add(all.m_cacheWrite, one.m_cacheWrite);
        }
        m_input = all.m_input;
        m_output = all.m_output;
        m_cacheRead = all.m_cacheRead;
        m_cacheWrite = all.m_cacheWrite;
    }

    // −1: not told
    std::int64_t m_input = -1;
    std::int64_t m_output = -1;
    std::int64_t m_cacheRead = -1;
    std::int64_t m_cacheWrite = -1;
    std::int64_t m_cacheWrite1h = -1;
    std::int64_t m_thinking = -1;
    std::int64_t m_searches = -1;
};

class AnthropicAnswerReader final : public AnswerReader
{
public:
    void frame(const SseFrame &frame, std::vector<Event> &events) override
    {
        if (!frame.hasData || m_done)
            return;
        dom::object root;
        if (parseJson(frame.data).get(root)) {
            m_error = ProviderError{"The provider's stream couldn't be read.", {}, {}, {}};
            return;
        }
        const std::string_view type = textMember(root, "type");
        if (type == "content_block_delta")
            blockDelta(root, events);
        else if (type == "content_block_start")
            blockStart(root, events);
        else if (type == "content_block_stop")
            blockStop(root, events);
        else if (type == "message_start")
            messageStart(root);
        else if (type == "message_delta")
            messageDelta(root, events);
        else if (type == "message_stop")
            m_done = true;
        else if (type == "error")
            m_error = readProviderError(root);
    }

    bool whole(std::string_view body, std::vector<Event> &events) override
    {
        dom::object root;
        dom::array content;
        if (parseJson(body).get(root))
            return false;
        if (textMember(root, "type") == "error" || root["content"].get(content)) {
            m_error = readProviderError(root);
            return false;
        }
        m_id = textMember(root, "id");
        m_model = textMember(root, "model");
        for (const dom::element element : content) {
            dom::object block;
            if (!element.get(block))
                wholeBlock(block, events);
        }
        finish(root, events);
        takeUsage(root, true);
        return true;
    }

private:
    struct Block
    {
        enum class Kind : std::uint8_t { Other, Text, Thinking, Tool };
        Kind kind = Kind::Other;
        std::int64_t index = 0;
        std::int64_t part = 0;
        bool hasArguments = false;
        std::string input; ///< of a server that gives it at once
    };

    static Event &add(Event::Kind kind, std::vector<Event> &events)
    {
        Event &event = events.emplace_back();
        event.kind = kind;
        return event;
    }

    static void text(Event::Kind kind, std::string_view text, std::vector<Event> &events)
    {
        if (!text.empty())
            add(kind, events).text = text;
    }

    static std::int64_t indexOf(dom::object root)
    {
        const auto index = presentMember(root, "index");
        return index ? wholeValue(*index, -1) : -1;
    }

    Block *blockAt(std::int64_t index)
    {
        const auto found = std::find_if(m_blocks.begin(), m_blocks.end(),
                                        [index](const Block &block) { return block.index == index; });
        return found == m_blocks.end() ? nullptr : &*found;
    }

    void messageStart(dom::object root)
    {
        dom::object message;
        if (root["message"].get(message))
            return;
        m_id = textMember(message, "id");
        m_model = textMember(message, "model");
        takeUsage(message, false);
    }

    void takeUsage(dom::object holder, bool final)
    {
        dom::object usage;
        if (holder["usage"].get(usage))
            return;
        m_counts.take(usage);
        m_usage = m_counts.usage(final);
    }

    void blockStart(dom::object root, std::vector<Event> &events)
    {
        dom::object object;
        if (root["content_block"].get(object))
            return;
        Block block;
        block.index = indexOf(root);
        const std::string_view type = textMember(object, "type");
        if (type == "text") {
            block.kind = Block::Kind::Text;
            text(Event::Kind::Text, textMember(object, "text"), events);
        } else if (type == "thinking") {
            block.kind = Block::Kind::Thinking;
            text(Event::Kind::Reasoning, textMember(object, "thinking"), events);
        } else if (type == "redacted_thinking") {
            add(Event::Kind::Reasoning, events).encrypted = textMember(object, "data");
        } else if (type == "tool_use") {
            block.kind = Block::Kind::Tool;
            block.part = beginTool(object, events);
            dom::object input;
            if (!object["input"].get(input) && input.size() > 0)
                block.input = simdjson::minify(input);
        }
        m_blocks.push_back(std::move(block));
    }

    std::int64_t beginTool(dom::object object, std::vector<Event> &events)
    {
        Event &event = add(Event::Kind::ToolCall, events);
        event.part = m_tools++;
        event.id = textMember(object, "id");
        event.name = textMember(object, "name");
        return event.part;
    }

    void blockDelta(dom::object root, std::vector<Event> &events)
    {
        dom::object delta;
        if (root["delta"].get(delta))
            return;
        const std::string_view type = textMember(delta, "type");
        if (type == "text_delta") {
            text(Event::Kind::Text, textMember(delta, "text"), events);
        } else if (type == "thinking_delta") {
            text(Event::Kind::Reasoning, textMember(delta, "thinking"), events);
        } else if (type == "signature_delta") {
            if (const auto signature = textMember(delta, "signature"); !signature.empty())
                add(Event::Kind::Reasoning, events).signature = signature;
        } else if (type == "citations_delta") {
            dom::object citation;
            if (!delta["citation"].get(citation))
                cite(citation, events);
        } else if (type == "input_json_delta") {
            Block *block = blockAt(indexOf(root));
            const std::string_view json = textMember(delta, "partial_json");
            // What the server's own tools are called with is none of the client's calls.
            if (!block || block->kind != Block::Kind::Tool || json.empty())
                return;
            block->hasArguments = true;
            arguments(block->part, json, events);
        }
    }

    static void arguments(std::int64_t part, std::string_view json, std::vector<Event> &events)
    {
        Event &event = add(Event::Kind::ToolArguments, events);
        event.part = part;
        event.text = json;
    }

    void blockStop(dom::object root, std::vector<Event> &events)
    {
        const Block *block = blockAt(indexOf(root));
        if (!block)
            return;
        if (block->kind == Block::Kind::Tool && !block->hasArguments)
            arguments(block->part, block->input.empty() ? std::string_view("{}") : block->input, events);
        m_blocks.erase(m_blocks.begin() + (block - m_blocks.data()));
    }

    void messageDelta(dom::object root, std::vector<Event> &events)
    {
        dom::object delta;
        if (!root["delta"].get(delta))
            finish(delta, events);
        takeUsage(root, true);
    }

    void finish(dom::object holder, std::vector<Event> &events)
    {
        const std::string_view reason = textMember(holder, "stop_reason");
        if (reason.empty() || m_finished)
            return;
        m_finished = true;
        Event &event = add(Event::Kind::Finish, events);
        event.finish = anthropicFinish(reason);
        event.name = textMember(holder, "stop_sequence");
    }

    void wholeBlock(dom::object block, std::vector<Event> &events)
    {
        const std::string_view type = textMember(block, "type");
        if (type == "text") {
            text(Event::Kind::Text, textMember(block, "text"), events);
            dom::array citations;
            if (block["citations"].get(citations))
                return;
            for (const dom::element element : citations) {
                dom::object citation;
                if (!element.get(citation))
                    cite(citation, events);
            }
        } else if (type == "thinking") {
            Event &event = add(Event::Kind::Reasoning, events);
            event.text = textMember(block, "thinking");
            event.signature = textMember(block, "signature");
        } else if (type == "redacted_thinking") {
            add(Event::Kind::Reasoning, events).encrypted = textMember(block, "data");
        } else if (type == "tool_use") {
            const std::int64_t part = beginTool(block, events);
            const std::string input = jsonMember(block, "input");
            arguments(part, input.empty() ? "{}" : input, events);
        }
    }

    /// Each source once. Passages of the client's own documents have no address and stay out.
    void cite(dom::object citation, std::vector<Event> &events)
    {
        const std::string_view url = textMember(citation, "url");
        if (url.empty() || std::find(m_cited.begin(), m_cited.end(), url) != m_cited.end())
            return;
        m_cited.emplace_back(url);
        Event &event = add(Event::Kind::Citation, events);
        event.url = url;
        event.name = textMember(citation, "title");
    }

    AnthropicUsage m_counts;
    std::vector<Block> m_blocks; ///< open
    std::vector<std::string> m_cited;
    std::int64_t m_tools = 0;
};

} // namespace

std::unique_ptr<AnswerReader> makeAnthropicReader()
{
    return std::make_unique<AnthropicAnswerReader>();
}

} // namespace beaver::wire
