#pragma once

#include <server/providers/provider.h>
#include <server/relay/answer_stream.h>
#include <server/wire/unit_request.h>

namespace beaver::relay {

/// An answer of bytes without events (speech): they go to the client as they come. What was used is known from the
/// request, or measured in the audio at the end. The hold covers the worst, so nothing is priced on the way.
class ByteStream final : public AnswerStream
{
public:
    /// `request` must outlive it, `attempt` as long as bytes are fed.
    ByteStream(const wire::UnitRequest &request, const providers::Attempt &attempt);

    void feed(std::string_view bytes) override;
    bool endOfBytes() override { return false; }
    Step step() override { return m_error ? Step::Failed : Step::NeedMore; }
    void accept() override {}
    void close() override {}
    void stopEarly(std::string_view, std::int64_t) override {}
    /// Audio can't say why it ends: the connection is closed in the middle.
    std::string failure(const Error &) override { return {}; }
    std::string ping() override { return {}; }
    wire::Usage usage(bool withPending = false) const override;

private:
    const wire::UnitRequest &m_request;
    const providers::Attempt *m_attempt;
    std::string m_contentType;
    std::string m_audio; ///< to be measured; empty where it has grown too long
    bool m_tooLong = false;
};

} // namespace beaver::relay
