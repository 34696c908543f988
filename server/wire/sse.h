#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::wire {

/// One event of a stream: its bytes as they came, blank line included, and what the `data:` lines say.
struct SseFrame
{
    std::string_view raw;
    std::string_view data; ///< of several lines: joined with LF
    bool hasData = false;  ///< false: a comment or blank lines only
};

/// Cuts server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) out of bytes that arrive in
/// any pieces; lines end in LF, CRLF or CR. The views of a frame live until the next call.
class SseSplitter
{
public:
    /// `longest` bounds one event; longer ones make tooLong() true and nothing comes any more.
    explicit SseSplitter(std::size_t longest = 1024 * 1024)
        : m_longest(longest)
    {}

    void feed(std::string_view bytes);
    /// No more bytes will come. True: a CR at the very end was a line's end, and next() may find another event.
    bool end();
    /// The next whole event, or empty.
    std::optional<SseFrame> next();
    /// What is left without its blank line; the stream has ended.
    std::string_view rest() const { return std::string_view(m_buffer).substr(m_begin); }
    bool tooLong() const { return m_tooLong; }

private:
    SseFrame frame(std::size_t end);

    std::string m_buffer;
    std::string m_joined;
    std::size_t m_begin = 0;   ///< of the frame under way
    std::size_t m_scanned = 0; ///< up to here no end was found
    std::size_t m_line = 0;    ///< begin of the line under way
    const std::size_t m_longest;
    bool m_tooLong = false;
    bool m_begun = false; ///< a byte order mark may only stand before
};

} // namespace beaver::wire
