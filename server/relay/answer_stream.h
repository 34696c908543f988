#pragma once

#include <server/catalog/types.h>
#include <server/ledger/types.h>
#include <server/wire/openai_answer.h>
#include <server/wire/openai_request.h>
#include <server/wire/sse.h>

#include <optional>
#include <string>
#include <string_view>

namespace beaver::relay {

/// Reads a provider's stream of the OpenAI dialect and sorts its bytes: what may go to the client now, and what must
/// wait until the call is paid for (the usage event and the end marker). Counts as it goes. No I/O.
class AnswerStream
{
public:
    /// `mostOutput`: the maximum that the provider was given, in tokens over all choices; bounds what is counted where
    /// nothing is reported.
    AnswerStream(const wire::ChatRequest &request, const wire::UsageStyle &style,
                 std::optional<std::int64_t> mostOutput = {});

    enum class Step : std::uint8_t {
        NeedMore, ///< everything fed so far is sorted
        Content,  ///< an event with content is next: price it, then accept() or stop reading
        Done,     ///< the stream has said its end
        Failed,   ///< it can't go on: an error event, or not a stream
    };
    void feed(std::string_view bytes) { m_splitter.feed(bytes); }
    Step step();
    /// The event behind Step::Content goes to the client.
    void accept();

    /// Bytes for the client; the caller empties it.
    std::string &ready() { return m_ready; }
    /// Bytes for after the settlement.
    const std::string &tail() const { return m_tail; }
    /// Ends the stream with bytes of our own in place of what the provider might still say.
    void endWith(std::string tail) { m_tail = std::move(tail); }
    bool hasTail() const { return !m_tail.empty(); }

    /// What was used if the call ended now. `withPending`: the event behind Step::Content included.
    wire::Usage usage(bool withPending = false) const;
    bool usageReported() const { return m_reported.has_value(); }
    bool sawContent() const { return m_content; }
    bool sawFinish() const { return m_finished; }
    bool sawDone() const { return m_done; }
    bool sawAnything() const { return m_events > 0; }
    const std::optional<wire::ProviderError> &error() const { return m_error; }
    const std::string &id() const { return m_id; }
    const std::string &model() const { return m_model; }

    /// The tail with cost and balance in its usage event.
    std::string tailWithCost(Money cost, Money balance) const;

private:
    void sort(std::string_view raw, std::string_view data);

    const wire::ChatRequest &m_request;
    const wire::UsageStyle m_style;
    const std::optional<std::int64_t> m_mostOutput;
    wire::SseSplitter m_splitter;
    wire::TokenEstimate m_counted;
    wire::TokenEstimate m_countedWithPending;
    std::optional<wire::Usage> m_reported;
    std::optional<wire::ProviderError> m_error;
    std::string m_ready;
    std::string m_tail;
    std::string m_pendingRaw;
    std::string m_pendingData;
    wire::ChatChunk m_pending;
    std::string m_id;
    std::string m_model;
    std::int64_t m_events = 0;
    std::int64_t m_contentEvents = 0;
    bool m_content = false;
    bool m_finished = false;
    bool m_done = false;
};

} // namespace beaver::relay
