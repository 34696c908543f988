#pragma once

#include <atomic>
#include <cstdint>

namespace beaver {

/// The time, passed in so that tests set it. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Milliseconds since 1970-01-01 UTC; may jump. For records and calendar windows only.
    virtual std::int64_t wallMs() const = 0;
    /// Microseconds since some start; never goes back. For every duration.
    virtual std::int64_t monotonicUs() const = 0;
};

class SystemClock final : public Clock
{
public:
    std::int64_t wallMs() const override;
    std::int64_t monotonicUs() const override;
};

/// Stands still until it is told to move.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(std::int64_t wallMs)
        : m_wallMs(wallMs)
    {}

    std::int64_t wallMs() const override { return m_wallMs; }
    std::int64_t monotonicUs() const override { return m_monotonicUs; }
    /// Both clocks move on.
    void advanceMs(std::int64_t ms)
    {
        m_wallMs += ms;
        m_monotonicUs += ms * 1000;
    }
    /// The wall clock alone jumps, as when somebody sets it.
    void jumpWallMs(std::int64_t ms) { m_wallMs += ms; }

private:
    std::atomic<std::int64_t> m_wallMs;
    std::atomic<std::int64_t> m_monotonicUs = 0;
};

} // namespace beaver
