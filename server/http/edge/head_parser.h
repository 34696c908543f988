#pragma once

#include <server/http/edge/header_checks.h>
#include <server/http/edge/limits.h>
#include <server/http/edge/refusal.h>
#include <server/http/edge/request.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::http {

/// Reads a request's head line by line, so that a bad one is refused at its first bad line and a piece that comes late
/// is never looked at twice. Strict: RFC 9112 without its leniencies, but for one empty line before the request line
/// (2.2).
class HeadParser
{
public:
    enum class State { More, Done, Refused };

    /// Eats the whole lines of `bytes` and says in `eaten` how many bytes that was. What is left (part of a line) must
    /// stand at the beginning of the next call's bytes.
    State feed(std::string_view bytes, const EdgeLimits &limits, Request &request, std::size_t &eaten);
    /// The same parser for the next request.
    void reset() { *this = {}; }

    bool started() const { return m_started; }
    Refusal refusal() const { return m_refusal; }
    const Framing &framing() const { return m_framing; }

private:
    Refusal checkPart(std::string_view part, const EdgeLimits &limits) const;
    Refusal takeLine(std::string_view line, const EdgeLimits &limits, Request &request);
    Refusal takeRequestLine(std::string_view line, Request &request);
    Refusal takeTarget(std::string_view target, Request &request);

    bool m_started = false;     ///< a byte has come
    bool m_skippedLine = false; ///< the one empty line before the request line
    bool m_hasRequestLine = false;
    bool m_complete = false;
    Refusal m_refusal = Refusal::None;
    std::size_t m_searched = 0; ///< bytes of the unfinished line that hold no LF
    std::size_t m_headerBytes = 0;
    Framing m_framing;
};

/// One header or trailer line, without its CR LF, appended to `headers` (null: only checked).
Refusal readHeaderLine(std::string_view line, std::vector<std::pair<std::string, std::string>> *headers);

} // namespace beaver::http
