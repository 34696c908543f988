#pragma once

#include <server/relay/answer_stream.h>
#include <server/wire/openai_answer.h>
#include <server/wire/openai_usage.h>
#include <server/wire/sse.h>

namespace beaver::relay {

/// OpenAI chat on both sides: the provider's bytes pass, and only what Beaver must know is read. The client gets usage
/// only if it asked for it.
class OpenAiStream final : public AnswerStream
{
public:
    /// `request` must outlive it.
    OpenAiStream(const wire::ChatRequest &request, const wire::UsageStyle &style,
                 std::optional<std::int64_t> mostOutput = {});

    void feed(std::string_view bytes) override { m_splitter.feed(bytes); }
    bool endOfBytes() override { return m_splitter.end(); }
    Step step() override;
    void accept() override;
    void close() override {}
    void stopEarly(std::string_view note, std::int64_t nowS) override;
    std::string failure(const Error &error) override;
    std::string ping() override { return ": keep-alive\n\n"; }
    std::string tailWithCost(Money cost, Money balance) const override;

private:
    void sort(std::string_view raw, std::string_view data);

    const wire::ChatRequest &m_request;
    const wire::UsageStyle m_style;
    wire::SseSplitter m_splitter;
    std::string m_pendingRaw;
    std::string m_pendingData;
    wire::ChatChunk m_pending;
    std::string m_id;
};

} // namespace beaver::relay
