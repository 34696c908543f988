#pragma once

#include <server/providers/transport/transport.h>

#include <string_view>

namespace beaver::providers {

/// What the answer's heads, bytes and silences mean to an attempt, whichever way they come.
class HttpAttempt : public Attempt
{
public:
    ~HttpAttempt() override;

    void pause() override { m_paused = true; }
    void resume() override
    {
        m_paused = false;
        taken();
    }

protected:
    HttpAttempt(ops::EventLoop &loop, const TransportLimits &limits, std::shared_ptr<const UpstreamTarget> target,
                bool stream);

    /// A header line of the answer; false when it ends the attempt, m_end says how.
    bool takeHeader(std::string_view name, std::string_view value);
    /// Bytes of the body; false when they end the attempt, m_end says how.
    bool takeBytes(std::string_view bytes);
    /// The reader has more than it takes: read nothing, and call holdBack().
    bool hasEnough() const { return m_stream && m_status == 200 && (m_paused || m_bytes.size() > m_limits.unread); }
    /// Bytes wait that weren't taken: silence is the reader's until readOn().
    void holdBack() { m_heldBack = true; }
    bool heldBack() const { return m_heldBack; }
    /// Whether what was held back may be read now.
    bool readOn();

    /// Something was heard of the provider.
    void heard() { m_lastUs = m_loop.nowUs(); }
    /// Of the answer: whole milliseconds for it all, for its first byte and between two reads.
    void watchTime();
    void watchNoTime();
    /// Ends the attempt; the first word on how holds.
    void conclude(TransportEnd end, std::string_view detail);
    /// Lets go of what it is carried by; nothing comes from there afterwards.
    virtual void release() = 0;

    std::int64_t connectMs() const;

    ops::EventLoop &m_loop;
    const TransportLimits &m_limits;
    const std::shared_ptr<const UpstreamTarget> m_target;
    const bool m_stream;

private:
    std::int64_t allowedMs() const;
    void watch(std::int64_t ms);
    void timeIsOver();

    ops::TimerId m_timer = 0;
    std::int64_t m_begunUs;
    std::int64_t m_lastUs;
    std::size_t m_received = 0;
    bool m_paused = false; // by the reader
    bool m_heldBack = false;
};

} // namespace beaver::providers
