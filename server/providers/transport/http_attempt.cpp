#include <server/providers/transport/http_attempt.h>
#include <server/providers/transport/retry_after.h>

#include <algorithm>

namespace beaver::providers {

namespace {

std::int64_t own(std::int64_t ms, std::int64_t usual)
{
    return ms > 0 ? ms : usual;
}

} // namespace

HttpAttempt::HttpAttempt(ops::EventLoop &loop, const TransportLimits &limits,
                         std::shared_ptr<const UpstreamTarget> target, bool stream)
    : m_loop(loop)
    , m_limits(limits)
    , m_target(std::move(target))
    , m_stream(stream)
    , m_begunUs(loop.nowUs())
    , m_lastUs(m_begunUs)
{}

HttpAttempt::~HttpAttempt()
{
    watchNoTime();
}

bool HttpAttempt::takeHeader(std::string_view name, std::string_view value)
{
    heard();
    if (isName(name, "content-encoding") && !value.empty() && value != "identity") {
        conclude(TransportEnd::BadEncoding, "the answer has a content coding that wasn't asked for");
        return false;
    }
    if (isName(name, "content-type"))
        m_contentType = value;
    else if (isName(name, "retry-after") || isName(name, "retry-after-ms"))
        m_retryAfterMs = readRetryAfter(name, value);
    return true;
}

bool HttpAttempt::takeBytes(std::string_view bytes)
{
    m_received += bytes.size();
    if ((!m_stream || m_status != 200) && m_received > m_limits.body) {
        conclude(TransportEnd::TooLarge, "the answer is over the bound for bodies");
        return false;
    }
    heard();
    m_bytes += bytes;
    return true;
}

bool HttpAttempt::readOn()
{
    if (!m_heldBack || m_paused)
        return false;
    m_heldBack = false;
    heard();
    return true;
}

std::int64_t HttpAttempt::connectMs() const
{
    return own(m_target->timeouts.connectMs, m_limits.connectMs);
}

std::int64_t HttpAttempt::allowedMs() const
{
    return m_received > 0 ? own(m_target->timeouts.silenceMs, m_limits.silenceMs)
                          : own(m_target->timeouts.firstByteMs, m_limits.firstByteMs);
}

void HttpAttempt::watchTime()
{
    // Within the answer another limit holds; if it is shorter, it mustn't wait for the timer of the first byte.
    watch(std::min(own(m_target->timeouts.silenceMs, m_limits.silenceMs), allowedMs()));
}

/// One timer watches it all: it fires where a time would have been over, and looks what came since.
void HttpAttempt::watch(std::int64_t ms)
{
    const std::int64_t wholeMs = own(m_target->timeouts.wholeMs, m_limits.wholeMs);
    const std::int64_t leftMs = wholeMs - (m_loop.nowUs() - m_begunUs) / 1000;
    m_timer = m_loop.startTimer(std::min(ms, std::max<std::int64_t>(leftMs, 1)), [this] {
        m_timer = 0;
        timeIsOver();
    });
}

void HttpAttempt::watchNoTime()
{
    if (m_timer != 0)
        m_loop.cancelTimer(std::exchange(m_timer, 0));
}

void HttpAttempt::timeIsOver()
{
    const std::int64_t now = m_loop.nowUs();
    const std::int64_t wholeMs = own(m_target->timeouts.wholeMs, m_limits.wholeMs);
    const std::int64_t quietMs = (now - m_lastUs) / 1000;
    if ((now - m_begunUs) / 1000 + 1 >= wholeMs) {
        conclude(TransportEnd::TimedOut, "the whole answer took too long");
    } else if (m_paused || m_heldBack || quietMs + 1 < allowedMs()) {
        watch(std::max<std::int64_t>(allowedMs() - quietMs, 10));
        return;
    } else {
        conclude(TransportEnd::TimedOut,
                 m_received > 0 ? "silence in the middle of the answer" : "no first byte in time");
    }
    release();
    wake();
}

void HttpAttempt::conclude(TransportEnd end, std::string_view detail)
{
    if (m_end != TransportEnd::Running)
        return;
    m_end = end;
    m_detail = detail;
}

} // namespace beaver::providers
