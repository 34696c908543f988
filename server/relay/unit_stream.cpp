#include <server/relay/unit_stream.h>

namespace beaver::relay {

UnitStream::UnitStream(const wire::UnitRequest &request)
    : AnswerStream(request.inputTokens, {})
    , m_reader(request)
{}

AnswerStream::Step UnitStream::step()
{
    if (m_done)
        return Step::Done;
    while (const auto frame = m_splitter.next()) {
        if (!frame->hasData) {
            m_ready += frame->raw;
            continue;
        }
        m_reader.frame(*frame);
        if (m_reader.failed()) {
            m_error = wire::ProviderError{"The provider ended the stream with an error.", {}, {}, {}};
            return Step::Failed;
        }
        ++m_events;
        m_pendingRaw = frame->raw;
        if (m_reader.content() && !m_reader.finished())
            return Step::Content;
        accept();
        if (m_done)
            return Step::Done;
    }
    if (m_splitter.tooLong()) {
        m_error = wire::ProviderError{"The provider sent an event that is too long.", {}, {}, {}};
        return Step::Failed;
    }
    return Step::NeedMore;
}

void UnitStream::accept()
{
    m_contentEvents += m_reader.content() ? 1 : 0;
    m_finished = m_reader.finished();
    m_done = m_reader.done();
    if (!m_reader.hidden())
        (m_finished || m_done || !m_tail.empty() ? m_tail : m_ready) += m_pendingRaw;
    m_pendingRaw.clear();
}

wire::Usage UnitStream::usage(bool) const
{
    return m_reader.usage();
}

void UnitStream::stopEarly(std::string_view note, std::int64_t)
{
    m_tail = failure({ErrorCode::InsufficientBalance, std::string(note), {}, "insufficient_quota", {}, 0});
}

std::string UnitStream::failure(const Error &error)
{
    return openAiErrorEvent(error);
}

} // namespace beaver::relay
