#pragma once

#include <server/wire/openai_answer.h>
#include <server/wire/sse.h>
#include <server/wire/usage.h>
#include <shared/base/error.h>
#include <shared/base/money.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

enum class FinishReason : std::uint8_t { None, Stop, StopSequence, Length, ToolCalls, ContentFilter, Error };

/// One step of an answer, the same for every dialect; a whole answer is the list of its steps. Steps of different
/// choices may interleave, those of one tool call stand together within its `part`.
struct Event
{
    enum class Kind : std::uint8_t {
        Text,          ///< `text` goes on
        Reasoning,     ///< `text` goes on; `signature`/`encrypted`/`id` may come with it or alone at its end
        Refusal,       ///< `text` goes on
        ToolCall,      ///< begins: `part`, `id`, `name`; `signature` of Gemini
        ToolArguments, ///< `text` goes on, of `part`; whole calls bring it in one piece
        Citation,      ///< `url`, `name` (title)
        Media,         ///< an image or audio that the model made: `mediaType`, base64 in `text`
        Finish,        ///< `finish` of this choice; `name`: the stop sequence, if known
    };
    Kind kind = Kind::Text;
    std::int64_t choice = 0;
    std::int64_t part = 0; ///< running number of the tool call within its choice
    std::string text = {};
    std::string id = {};
    std::string name = {};
    std::string signature = {};
    std::string encrypted = {};
    std::string url = {};
    std::string mediaType = {};
    bool custom = false; ///< ToolCall of a Responses custom tool
    FinishReason finish = FinishReason::None;
};

/// Reads a provider's answer of one dialect. One for each attempt. No I/O.
class AnswerReader
{
public:
    virtual ~AnswerReader() = default;

    /// Appends what one event of a stream says. Sets what the accessors below tell.
    virtual void frame(const SseFrame &frame, std::vector<Event> &events) = 0;
    /// Appends what a whole answer (status 200) says. False: it is no answer of this dialect.
    virtual bool whole(std::string_view body, std::vector<Event> &events) = 0;

    /// Disjoint buckets as last reported; empty: nothing believable was said. Requests is 1. `estimated`: only the
    /// input side was said so far (Anthropic's message_start).
    const std::optional<Usage> &usage() const { return m_usage; }
    /// An error inside a stream (or an answer that is none).
    const std::optional<ProviderError> &error() const { return m_error; }
    /// The dialect's own end marker has come (`[DONE]`, message_stop, response.completed). Gemini has none: its stream
    /// is whole when it ends after a finish reason.
    bool done() const { return m_done; }
    bool finished() const { return m_finished; } ///< a finish reason has come
    const std::string &id() const { return m_id; }
    const std::string &model() const { return m_model; } ///< as the provider names it

protected:
    std::optional<Usage> m_usage;
    std::optional<ProviderError> m_error;
    bool m_done = false;
    bool m_finished = false;
    std::string m_id;
    std::string m_model;
};

/// What an answer says beside its content; known at its end.
struct AnswerTotals
{
    Usage usage;
    std::optional<Money> cost;
    std::optional<Money> balance;
};

/// How a written answer names itself.
struct AnswerIdentity
{
    std::string id;    ///< unique part, without the dialect's prefix (`chatcmpl-`, `msg_`, `resp_`)
    std::string model; ///< what the answer names
    std::int64_t createdS = 0;
    std::int64_t inputTokens = 0;         ///< estimated; for openings that must name them (Anthropic's message_start)
    bool includeUsage = false;            ///< OpenAI chat streams: the client asked for the usage chunk
    std::vector<std::string> customTools; ///< tools of the request that take plain text
};

/// Writes an answer in a client's dialect. One for each call: either write()… and end(), or whole(). No I/O.
class AnswerWriter
{
public:
    virtual ~AnswerWriter() = default;

    /// Appends the stream's bytes for `event`; the dialect's opening goes before the first. Finish events are kept for
    /// end().
    virtual void write(const Event &event, std::string &out) = 0;
    /// Appends what ends the stream: finish reasons, usage, end marker. `note`: why the gateway ended it early, or
    /// empty.
    virtual void end(const AnswerTotals &totals, std::string_view note, std::string &out) = 0;
    /// Appends the dialect's error for a stream that broke; no end marker follows.
    virtual void fail(const Error &error, std::string &out) = 0;
    /// Appends what keeps an idle stream alive and says nothing.
    virtual void ping(std::string &out) = 0;
    /// The whole answer as one body.
    virtual std::string whole(const std::vector<Event> &events, const AnswerTotals &totals) = 0;
};

} // namespace beaver::wire
