#include "stream_checker.h"

namespace bench {

void StreamCounts::add(const StreamCounts &other)
{
    chunks += other.chunks;
    lost += other.lost;
    reordered += other.reordered;
    altered += other.altered;
    foreign += other.foreign;
    comments += other.comments;
}

void StreamChecker::begin(std::uint64_t tag, std::uint64_t chunks, bool translated)
{
    *this = {};
    m_translated = translated;
    m_tag = tag;
    m_expected = chunks;
}

void StreamChecker::take(std::string &body, std::int64_t now, Samples &delays, Samples &gaps)
{
    std::size_t start = 0;
    for (std::size_t end = body.find("\n\n"); end != std::string::npos; end = body.find("\n\n", start)) {
        event(std::string_view(body).substr(start, end - start), now, delays, gaps);
        start = end + 2;
    }
    body.erase(0, start);
}

void StreamChecker::event(std::string_view text, std::int64_t now, Samples &delays, Samples &gaps)
{
    bool altered = false;
    const auto mark = m_translated ? readTranslatedChunk(text, m_shape, altered) : readChunk(text, altered);
    if (!mark) {
        m_counts.comments += text.starts_with(':') ? 1 : 0;
        m_counts.done = m_counts.done || text == "data: [DONE]";
        m_counts.usage = m_counts.usage || text.find("\"completion_tokens\":") != std::string_view::npos;
        return;
    }
    m_counts.altered += altered ? 1 : 0;
    if (mark->tag != m_tag) {
        ++m_counts.foreign;
        return;
    }
    if (mark->sequence != m_next)
        ++m_counts.reordered;
    m_next = mark->sequence + 1;
    ++m_counts.chunks;
    delays.add(now - static_cast<std::int64_t>(mark->sentUs) * 1'000);
    if (m_lastNs != 0)
        gaps.add(now - m_lastNs);
    m_lastNs = now;
}

StreamCounts StreamChecker::end(const std::string &rest)
{
    m_counts.lost = m_expected > m_counts.chunks ? m_expected - m_counts.chunks : 0;
    m_counts.altered += rest.empty() ? 0 : 1;
    return m_counts;
}

} // namespace bench
