#include <server/relay/answer_stream.h>
#include <server/wire/json_scan.h>

#include <algorithm>

namespace beaver::relay {

AnswerStream::AnswerStream(const wire::ChatRequest &request, const wire::UsageStyle &style,
                           std::optional<std::int64_t> mostOutput)
    : m_request(request)
    , m_style(style)
    , m_mostOutput(mostOutput)
{}

AnswerStream::Step AnswerStream::step()
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

void AnswerStream::accept()
{
    m_counted = m_countedWithPending;
    m_content |= m_pending.hasContent;
    m_contentEvents += m_pending.hasContent ? 1 : 0;
    m_finished |= m_pending.finished;
    m_done |= m_pending.done;
    if (m_pending.usage)
        m_reported = m_pending.usage;
    sort(m_pendingRaw, m_pendingData);
    m_pending = {};
}

void AnswerStream::sort(std::string_view raw, std::string_view data)
{
    const bool hide = m_pending.hasUsageMember && !m_request.includeUsage;
    const bool last = m_pending.done || m_pending.usageOnly || (m_pending.usage && m_pending.finished);
    std::string &to = last || hasTail() ? m_tail : m_ready;
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

wire::Usage AnswerStream::usage(bool withPending) const
{
    if (m_reported)
        return *m_reported;
    wire::Usage counted;
    counted.estimated = true;
    counted[wire::Bucket::Input] = m_request.inputTokens;
    // A provider sends at least one token in an event with content.
    const std::int64_t events = m_contentEvents + (withPending ? 1 : 0);
    std::int64_t output = (withPending ? m_countedWithPending : m_counted).tokens();
    // An estimate a little over the maximum is an error of the estimate; far over it, the provider ignores the maximum.
    if (m_mostOutput && output <= 2 * *m_mostOutput)
        output = std::min(output, *m_mostOutput);
    counted[wire::Bucket::Output] = std::max(output, events);
    counted[wire::Bucket::Requests] = 1;
    return counted;
}

std::string AnswerStream::tailWithCost(Money cost, Money balance) const
{
    if (!m_request.includeUsage)
        return m_tail;
    wire::SseSplitter splitter;
    splitter.feed(m_tail);
    std::string out;
    while (const auto frame = splitter.next()) {
        std::string raw(frame->raw);
        const std::size_t at =
            frame->hasData && frame->data.starts_with('{') ? raw.find(frame->data) : std::string::npos;
        if (at != std::string::npos) {
            for (const auto &member : wire::scanObject(frame->data)) {
                if (!frame->data.substr(member.keyBegin).starts_with("\"usage\"") ||
                    frame->data[member.valueBegin] != '{')
                    continue;
                const bool empty = wire::scanObject(frame->data, member.valueBegin).empty();
                // A provider's own `cost` stays where it is; ours has its own name then.
                const bool taken =
                    frame->data.substr(member.valueBegin, member.valueEnd - member.valueBegin).find("\"cost\"") !=
                    std::string_view::npos;
                raw.insert(at + member.valueBegin + 1, std::string(taken ? "\"beaver_cost\":" : "\"cost\":") +
                                                           cost.toDecimal() + ",\"balance\":" + balance.toDecimal() +
                                                           (empty ? "" : ","));
            }
        }
        out += raw;
    }
    out += splitter.rest();
    return out;
}

} // namespace beaver::relay
