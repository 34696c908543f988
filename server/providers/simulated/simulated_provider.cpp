#include <server/providers/simulated/answer_text.h>
#include <server/providers/simulated/simulated_provider.h>
#include <server/providers/simulated/simulated_units.h>
#include <server/wire/openai_answer.h>
#include <server/wire/openai_chat.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <deque>

namespace beaver::providers {

namespace {

/// What the model "thinks of", before it is written as JSON or as chunks.
struct Thought
{
    std::vector<std::string> tokens;
    std::string tool;
    std::string finishReason = "stop";
    wire::Usage usage;
};

Thought think(const wire::ChatRequest &request, std::string_view model, const SimulatedSettings &settings)
{
    Thought thought;
    // Placeholder text has no end of its own: a maximum is what ends it.
    const auto words = std::min<std::int64_t>(request.maxTokens ? *request.maxTokens + 1 : settings.loremWords, 16'385);
    std::string text = model.ends_with("lorem") ? loremText(static_cast<int>(words)) : request.lastUserText;
    if (request.jsonSchema) {
        JsonWriter json;
        text = json.beginObject().field("answer", text).endObject().take();
    }
    if (!request.firstTool.empty() && !request.toolResultLast) {
        thought.tool = request.firstTool;
        JsonWriter json;
        text = json.beginObject().field("input", text).endObject().take();
        thought.finishReason = "tool_calls";
    }
    for (const std::string_view token : simulatedTokens(text))
        thought.tokens.emplace_back(token);
    if (request.maxTokens && static_cast<std::int64_t>(thought.tokens.size()) > *request.maxTokens) {
        thought.tokens.resize(static_cast<std::size_t>(*request.maxTokens));
        thought.finishReason = "length";
    }
    thought.usage[wire::Bucket::Input] = std::max<std::int64_t>(request.inputTokens, 1);
    thought.usage[wire::Bucket::Output] = static_cast<std::int64_t>(thought.tokens.size()) * request.choices;
    return thought;
}

std::string joined(const std::vector<std::string> &tokens)
{
    std::string text;
    for (const auto &token : tokens)
        text += token;
    return text;
}

class Writer
{
public:
    Writer(const wire::ChatRequest &request, std::string_view model, std::int64_t nowMs)
        : m_id("chatcmpl-" + newUlid(nowMs))
        , m_callId("call_" + newUlid(nowMs))
        , m_model(model)
        , m_createdS(nowMs / 1000)
        , m_choices(request.choices)
    {}

    std::string answer(const Thought &thought) const
    {
        JsonWriter json;
        json.beginObject()
            .field("id", m_id)
            .field("object", "chat.completion")
            .field("created", m_createdS)
            .field("model", m_model)
            .key("choices")
            .beginArray();
        for (std::int64_t index = 0; index < m_choices; ++index) {
            json.beginObject().field("index", index).key("message").beginObject().field("role", "assistant");
            if (thought.tool.empty()) {
                json.field("content", joined(thought.tokens));
            } else {
                json.nullField("content").key("tool_calls").beginArray();
                toolCall(json, thought.tool, joined(thought.tokens), false);
                json.endArray();
            }
            json.nullField("refusal")
                .endObject()
                .nullField("logprobs")
                .field("finish_reason", thought.finishReason)
                .endObject();
        }
        json.endArray().rawField("usage", wire::usageJson(thought.usage));
        return json.endObject().take();
    }

    /// Every event of a stream, the last marker included.
    std::deque<std::string> events(const Thought &thought, bool includeUsage) const
    {
        std::deque<std::string> events;
        for (std::int64_t index = 0; index < m_choices; ++index) {
            JsonWriter role;
            role.beginObject().field("role", "assistant");
            if (thought.tool.empty()) {
                role.field("content", "");
            } else {
                role.nullField("content").key("tool_calls").beginArray();
                toolCall(role, thought.tool, "", true);
                role.endArray();
            }
            events.push_back(chunk(index, role.endObject().take(), {}, includeUsage));
        }
        for (const auto &token : thought.tokens) {
            for (std::int64_t index = 0; index < m_choices; ++index) {
                JsonWriter delta;
                delta.beginObject();
                if (thought.tool.empty())
                    delta.field("content", token);
                else
                    delta.key("tool_calls")
                        .beginArray()
                        .beginObject()
                        .field("index", 0)
                        .key("function")
                        .beginObject()
                        .field("arguments", token)
                        .endObject()
                        .endObject()
                        .endArray();
                events.push_back(chunk(index, delta.endObject().take(), {}, includeUsage));
            }
        }
        for (std::int64_t index = 0; index < m_choices; ++index)
            events.push_back(chunk(index, "{}", thought.finishReason, includeUsage));
        if (includeUsage)
            events.push_back(wire::usageChunk(m_id, m_model, m_createdS, thought.usage));
        events.emplace_back("data: [DONE]\n\n");
        return events;
    }

private:
    void toolCall(JsonWriter &json, std::string_view name, std::string_view arguments, bool indexed) const
    {
        json.beginObject();
        if (indexed)
            json.field("index", 0);
        json.field("id", m_callId)
            .field("type", "function")
            .key("function")
            .beginObject()
            .field("name", name)
            .field("arguments", arguments)
            .endObject()
            .endObject();
    }

    std::string chunk(std::int64_t index, std::string_view delta, std::string_view finishReason,
                      bool includeUsage) const
    {
        JsonWriter json;
        json.beginObject()
            .field("id", m_id)
            .field("object", "chat.completion.chunk")
            .field("created", m_createdS)
            .field("model", m_model)
            .key("choices")
            .beginArray()
            .beginObject()
            .field("index", index)
            .rawField("delta", delta)
            .nullField("logprobs")
            .optionalField("finish_reason", finishReason)
            .endObject()
            .endArray();
        if (includeUsage)
            json.nullField("usage");
        return "data: " + json.endObject().take() + "\n\n";
    }

    std::string m_id;
    std::string m_callId;
    std::string m_model;
    std::int64_t m_createdS;
    std::int64_t m_choices;
};

class SimulatedAttempt final : public Attempt
{
public:
    SimulatedAttempt(ops::EventLoop &loop, const SimulatedSettings &settings, int status,
                     std::deque<std::string> events)
        : m_loop(loop)
        , m_settings(settings)
        , m_answerStatus(status)
        , m_events(std::move(events))
    {
        m_timer = m_loop.startTimer(m_settings.latencyMs, [this] { go(); });
    }
    ~SimulatedAttempt() override { m_loop.cancelTimer(m_timer); }

    void pause() override { m_paused = true; }
    void resume() override
    {
        if (std::exchange(m_paused, false) && m_timer == 0 && !ended())
            m_timer = m_loop.startTimer(0, [this] { go(); });
    }

private:
    void go()
    {
        m_timer = 0;
        m_status = m_answerStatus;
        if (m_paused)
            return;
        // Without a speed many events go at once, a paced stream gives them one by one.
        const bool paced = m_settings.tokensPerSecond > 0;
        for (int count = 0; !m_events.empty() && count < (paced ? 1 : 64); ++count) {
            m_bytes += m_events.front();
            m_events.pop_front();
        }
        if (m_events.empty())
            m_end = TransportEnd::Complete;
        else
            m_timer = m_loop.startTimer(paced ? std::max<std::int64_t>(1000 / m_settings.tokensPerSecond, 1) : 0,
                                        [this] { go(); });
        wake();
    }

    ops::EventLoop &m_loop;
    SimulatedSettings m_settings;
    const int m_answerStatus;
    std::deque<std::string> m_events;
    ops::TimerId m_timer = 0;
    bool m_paused = false;
};

} // namespace

std::unique_ptr<Attempt> SimulatedProvider::start(std::shared_ptr<const Endpoint>, Ask ask)
{
    if (ask.unit)
        return answerUnit(*ask.unit, ask.body.text(), ask.model);
    // What was patched for the upstream (a lowered maximum, the usage) counts here as it would there.
    auto patched = wire::decodeOpenAiChat(ask.body.text());
    const wire::ChatRequest &seen = patched ? *patched : *ask.chat;
    const Thought thought = think(seen, seen.model, m_settings);
    const Writer writer(seen, seen.model, m_clock.wallMs());
    std::deque<std::string> events;
    if (seen.stream)
        events = writer.events(thought, seen.includeUsage);
    else
        events.push_back(writer.answer(thought));
    return std::make_unique<SimulatedAttempt>(m_loop, m_settings, 200, std::move(events));
}

std::unique_ptr<Attempt> SimulatedProvider::answerUnit(const wire::UnitRequest &unit, std::string_view body,
                                                       std::string_view model)
{
    auto answer = simulatedUnit(unit, body, model);
    std::deque<std::string> events;
    events.push_back(answer ? std::move(*answer)
                            : R"({"error":{"message":"The built-in provider doesn't do this.","code":"unsupported"}})");
    return std::make_unique<SimulatedAttempt>(m_loop, m_settings, answer ? 200 : 400, std::move(events));
}

} // namespace beaver::providers
