#pragma once

#include <server/relay/answer_stream.h>
#include <server/wire/sse.h>

#include <memory>
#include <vector>

namespace beaver::relay {

/// Any provider's dialect to any client's, through events. The same dialect on both sides passes the provider's bytes;
/// the writer then only follows along, to know how to end the stream where the provider doesn't.
class CodecStream final : public AnswerStream
{
public:
    CodecStream(std::unique_ptr<wire::AnswerReader> reader, std::unique_ptr<wire::AnswerWriter> writer,
                bool sameDialect, std::int64_t inputTokens, std::optional<std::int64_t> mostOutput);

    void feed(std::string_view bytes) override { m_splitter.feed(bytes); }
    bool endOfBytes() override { return m_splitter.end(); }
    Step step() override;
    void accept() override;
    void close() override;
    void stopEarly(std::string_view note, std::int64_t nowS) override;
    std::string failure(const Error &error) override;
    std::string ping() override;

private:
    std::unique_ptr<wire::AnswerReader> m_reader;
    std::unique_ptr<wire::AnswerWriter> m_writer;
    const bool m_passes; ///< the provider's bytes
    wire::SseSplitter m_splitter;
    std::vector<wire::Event> m_pending;
    std::string m_pendingRaw;
    bool m_pendingContent = false;
    std::string m_followed; ///< what the writer writes beside bytes that pass
};

/// True when an event carries something that the client pays for. Adds its text to `counted`.
bool countEvent(const wire::Event &event, wire::TokenEstimate &counted);

} // namespace beaver::relay
