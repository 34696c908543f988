#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace beaver::http {

/// One JSON line for each answered request on standard output, written by a thread of its own: a loop only appends to
/// memory. Lines beyond what the thread can write are dropped and counted, never waited for. Of calls by nobody that we
/// know (401) at most `strangersPerSecond` have a line of their own; one line tells how many more there were. Any
/// thread.
class AccessLog
{
public:
    explicit AccessLog(bool enabled);
    ~AccessLog();

    static constexpr int strangersPerSecond = 20;

    struct Line
    {
        std::int64_t wallMs = 0;
        std::string_view requestId, method, path, route, account, key, address;
        int status = 0;
        std::int64_t us = 0;
    };
    /// Holds no query, no header and no body: nothing where a secret may stand.
    void add(const Line &line);
    std::uint64_t dropped() const { return m_dropped; }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    void run();
    bool leftOut(SteadyTime now);
    void tellLeftOut(SteadyTime now, bool atOnce);

    const bool m_enabled;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::string m_pending;
    SteadyTime m_secondBegan;
    int m_strangers = 0; ///< lines in this second
    std::uint64_t m_leftOut = 0;
    bool m_stop = false;
    std::uint64_t m_dropped = 0;
    std::thread m_thread;
};

} // namespace beaver::http
