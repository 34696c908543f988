#pragma once

#include <server/relay/answer_stream.h>
#include <server/wire/unit_usage.h>

namespace beaver::relay {

/// The stream of a call that isn't a chat (completions, images with previews, speech): the provider's bytes pass.
class UnitStream final : public AnswerStream
{
public:
    /// `request` must outlive it.
    explicit UnitStream(const wire::UnitRequest &request);

    void feed(std::string_view bytes) override { m_splitter.feed(bytes); }
    bool endOfBytes() override { return m_splitter.end(); }
    Step step() override;
    void accept() override;
    void close() override {}
    void stopEarly(std::string_view note, std::int64_t nowS) override;
    std::string failure(const Error &error) override;
    std::string ping() override { return ": keep-alive\n\n"; }
    wire::Usage usage(bool withPending = false) const override;

private:
    wire::SseSplitter m_splitter;
    wire::UnitStreamReader m_reader;
    std::string m_pendingRaw;
};

} // namespace beaver::relay
