#include <server/wire/sse.h>

namespace beaver::wire {

void SseSplitter::feed(std::string_view bytes)
{
    if (m_begin > 0) {
        m_buffer.erase(0, m_begin);
        m_scanned -= m_begin;
        m_line -= m_begin;
        m_begin = 0;
    }
    m_buffer += bytes;
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (m_begun)
        return;
    const auto head = std::string_view(m_buffer).substr(0, mark.size());
    if (head == mark) {
        m_buffer.erase(0, mark.size());
        m_scanned = 0; // a first piece of the mark was looked through
    }
    m_begun = head == mark || !mark.starts_with(head); // else the rest of a mark may follow
}

bool SseSplitter::end()
{
    if (!rest().ends_with('\r'))
        return false;
    feed("\n");
    return true;
}

std::optional<SseFrame> SseSplitter::next()
{
    if (m_tooLong)
        return std::nullopt;
    while (m_scanned < m_buffer.size()) {
        const std::size_t at = m_buffer.find_first_of("\r\n", m_scanned);
        if (at == std::string::npos) {
            m_scanned = m_buffer.size();
            break;
        }
        // A CR at the very end may be half of a CRLF; wait for what follows.
        if (m_buffer[at] == '\r' && at + 1 == m_buffer.size()) {
            m_scanned = at;
            break;
        }
        const bool blank = at == m_line;
        m_scanned = at + (m_buffer[at] == '\r' && m_buffer[at + 1] == '\n' ? 2 : 1);
        m_line = m_scanned;
        if (blank) {
            const SseFrame found = frame(m_scanned);
            m_begin = m_scanned;
            return found;
        }
    }
    m_tooLong = m_buffer.size() - m_begin > m_longest;
    return std::nullopt;
}

SseFrame SseSplitter::frame(std::size_t end)
{
    SseFrame found;
    found.raw = std::string_view(m_buffer).substr(m_begin, end - m_begin);
    int lines = 0;
    std::string_view left = found.raw;
    while (!left.empty()) {
        const std::size_t at = left.find_first_of("\r\n");
        std::string_view line = left.substr(0, at);
        left.remove_prefix(at == std::string_view::npos ? left.size() : at + 1);
        if (!line.starts_with("data"))
            continue;
        line.remove_prefix(4);
        if (!line.empty()) {
            if (line.front() != ':')
                continue;
            line.remove_prefix(line.starts_with(": ") ? 2 : 1);
        }
        found.hasData = true;
        if (++lines == 1) {
            found.data = line;
        } else {
            if (lines == 2)
                m_joined = found.data;
            m_joined.append(1, '\n').append(line);
            found.data = m_joined;
        }
    }
    return found;
}

} // namespace beaver::wire
