#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace beaver::routing {

/// Keeps hedges a share of the calls, so that slow endpoints don't get twice the load for being slow. Each call adds
/// its percent of a hedge; what isn't used is kept for a burst of a few. Any thread; calls that count at the same
/// instant may lose one another's percent.
class HedgeShare
{
public:
    static constexpr int burst = 5; ///< hedges in a row, from the start on

    explicit HedgeShare(int percent)
        : m_percent(percent)
    {}

    void countCall()
    {
        const int had = m_left.load(std::memory_order_relaxed);
        if (had < burst * one)
            m_left.fetch_add(std::min(m_percent, burst * one - had), std::memory_order_relaxed);
    }

    /// True: one hedge is taken.
    bool take()
    {
        int had = m_left.load(std::memory_order_relaxed);
        while (had >= one) {
            if (m_left.compare_exchange_weak(had, had - one, std::memory_order_relaxed))
                return true;
        }
        return false;
    }

private:
    static constexpr int one = 100;
    const int m_percent;
    std::atomic<int> m_left = burst * one;
};

} // namespace beaver::routing
