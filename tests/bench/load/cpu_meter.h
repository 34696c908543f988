#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bench {

/// User and system time of processes (all their threads), from /proc/PID/stat: 10 ms steps.
class CpuMeter
{
public:
    /// `pids`: separated by commas, or empty.
    explicit CpuMeter(std::string_view pids);

    void start();
    void stop();

    /// Seconds between start and stop, by process, and `self`.
    std::string json() const;

private:
    std::map<std::string, double> read() const;

    std::map<std::string, double> m_seconds;
};

} // namespace bench
