#pragma once

#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/token_estimate.h>
#include <shared/base/money.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::relay {

/// Reads a provider's stream and makes the client's from it: what may go out now, and what must wait until the call is
/// paid for (usage and the end marker). Counts as it goes. One for each attempt. No I/O.
class AnswerStream
{
public:
    virtual ~AnswerStream() = default;

    enum class Step : std::uint8_t {
        NeedMore, ///< everything fed so far is sorted
        Content,  ///< an event with content is next: price it, then accept() or stop reading
        Done,     ///< the stream has said its end
        Failed,   ///< it can't go on: an error event, or not a stream
    };
    virtual void feed(std::string_view bytes) = 0;
    /// No more will come. True: that completes an event, which step() finds.
    virtual bool endOfBytes() = 0;
    virtual Step step() = 0;
    /// The event behind Step::Content goes to the client.
    virtual void accept() = 0;
    /// The stream has ended whole: tail() is complete.
    virtual void close() = 0;
    /// The gateway ends the stream here and says why: bytes for now in ready(), the end in tail().
    virtual void stopEarly(std::string_view note, std::int64_t nowS) = 0;
    /// What the client gets when the stream broke after it had begun; no end marker follows.
    virtual std::string failure(const Error &error) = 0;
    /// Keeps an idle stream alive and says nothing.
    virtual std::string ping() = 0;
    /// tail() with cost and balance in the usage that it reports.
    virtual std::string tailWithCost(Money cost, Money balance) const;

    /// Bytes for the client; the caller empties it.
    std::string &ready() { return m_ready; }
    /// Bytes for after the settlement.
    const std::string &tail() const { return m_tail; }

    /// What was used if the call ended now. `withPending`: the event behind Step::Content included.
    virtual wire::Usage usage(bool withPending = false) const;
    bool usageReported() const { return m_reported.has_value(); }
    bool sawContent() const { return m_contentEvents > 0; }
    bool sawFinish() const { return m_finished; }
    bool sawAnything() const { return m_events > 0; }
    const std::optional<wire::ProviderError> &error() const { return m_error; }
    const std::string &model() const { return m_model; } ///< as the provider names it

protected:
    /// `mostOutput`: the maximum that the provider was given, in tokens over all choices; bounds what is counted where
    /// nothing is reported.
    AnswerStream(std::int64_t inputTokens, std::optional<std::int64_t> mostOutput)
        : m_inputTokens(inputTokens)
        , m_mostOutput(mostOutput)
    {}

    const std::int64_t m_inputTokens;
    const std::optional<std::int64_t> m_mostOutput;
    wire::TokenEstimate m_counted;
    wire::TokenEstimate m_countedWithPending;
    std::optional<wire::Usage> m_reported; ///< at the end
    std::optional<wire::Usage> m_soFar;    ///< on the way
    std::optional<wire::ProviderError> m_error;
    std::string m_ready;
    std::string m_tail;
    std::string m_model;
    std::int64_t m_events = 0;
    std::int64_t m_contentEvents = 0;
    bool m_finished = false;
    bool m_done = false;
};

/// What an answer that reports no usage is counted as: `counted` tokens of text in so many events, bounded by the
/// maximum that the provider was given unless it clearly ignores it.
wire::Usage countedUsage(std::int64_t inputTokens, std::int64_t counted, std::int64_t events,
                         std::optional<std::int64_t> mostOutput);

/// An error as an event of an OpenAI stream.
std::string openAiErrorEvent(const Error &error);

/// Puts `"cost"` and `"balance"` into the last usage object (`usage`, `usageMetadata`) of JSON or of a stream's end; as
/// `beaver_cost` where the provider states a cost of its own there. Unchanged where there is none.
std::string withCostInUsage(std::string text, Money cost, Money balance);
/// Puts a member (`"name":{…}`) before the last `usage` object, beside it. Unchanged where there is none.
std::string withMemberBesideUsage(std::string text, std::string_view member);

} // namespace beaver::relay
