#include <server/relay/openai_stream.h>
#include <server/wire/json_scan.h>

namespace beaver::relay {

OpenAiStream::OpenAiStream(const wire::ChatRequest &request, const wire::UsageStyle &style,
                           std::optional<std::int64_t> mostOutput)
    : AnswerStream(request.inputTokens, mostOutput)
    , m_request(request)
    , m_style(style)
{}

AnswerStream::Step OpenAiStream::step()
{
    if (m_done)
        return Step::Done;
    while (const auto frame = m_splitter.next()) {
        if (!frame->hasData) {
            // Comments before the first event wait for it: until then the call may still fail with a status of its own.
            m_ready += frame->raw;
            continue;
        }
        m_countedWithPending = m_counted;
        m_pending = wire::readChatChunk(frame->data, m_style, m_countedWithPending, m_id.empty());
        if (!m_pending.readable || m_pending.error) {
            m_error =
                m_pending.error.value_or(wire::ProviderError{"The provider's stream couldn't be read.", {}, {}, {}});
            return Step::Failed;
        }
        ++m_events;
        if (m_id.empty()) {
            m_id = std::move(m_pending.id);
            m_model = std::move(m_pending.model);
        }
        m_pendingRaw = frame->raw;
        m_pendingData = frame->data;
        if (m_pending.hasContent)
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

void OpenAiStream::accept()
{
    m_counted = m_countedWithPending;
    m_contentEvents += m_pending.hasContent ? 1 : 0;
    m_finished |= m_pending.finished;
    m_done |= m_pending.done;
    if (m_pending.usage)
        m_reported = m_pending.usage;
    sort(m_pendingRaw, m_pendingData);
    m_pending = {};
}

void OpenAiStream::sort(std::string_view raw, std::string_view data)
{
    const bool hide = m_pending.hasUsageMember && !m_request.includeUsage;
    const bool last = m_pending.done || m_pending.usageOnly || (m_pending.usage && m_pending.finished);
    std::string &to = last || !m_tail.empty() ? m_tail : m_ready;
    if (hide && m_pending.usageOnly)
        return;
    if (!hide) {
        to += raw;
        return;
    }
    // The data's view must lie in the same bytes as the frame's for the cut.
    const std::size_t at = raw.find(data);
    to += at == std::string_view::npos ? wire::withoutUsage(raw, data)
                                       : wire::withoutUsage(raw, raw.substr(at, data.size()));
}

void OpenAiStream::stopEarly(std::string_view note, std::int64_t nowS)
{
    m_ready += wire::finishChunk(m_id, m_model, nowS, "length", note);
    m_tail.clear();
    if (m_request.includeUsage)
        m_tail = wire::usageChunk(m_id, m_model, nowS, usage());
    m_tail += "data: [DONE]\n\n";
}

std::string OpenAiStream::failure(const Error &error)
{
    return openAiErrorEvent(error);
}

std::string OpenAiStream::tailWithCost(Money cost, Money balance) const
{
    return m_request.includeUsage ? AnswerStream::tailWithCost(cost, balance) : m_tail;
}

} // namespace beaver::relay
