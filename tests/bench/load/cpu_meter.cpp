#include "cpu_meter.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace bench {

CpuMeter::CpuMeter(std::string_view pids)
{
    std::istringstream list{std::string(pids)};
    for (std::string pid; std::getline(list, pid, ',');)
        if (!pid.empty())
            m_seconds[pid] = 0;
    m_seconds["self"] = 0;
}

std::map<std::string, double> CpuMeter::read() const
{
    std::map<std::string, double> now;
    for (const auto &[pid, unused] : m_seconds) {
        std::ifstream file("/proc/" + pid + "/stat");
        std::string text(std::istreambuf_iterator<char>(file), {});
        // The name in parentheses may hold spaces; the 14th and 15th fields are user and system time.
        const std::size_t name = text.rfind(')');
        std::istringstream fields(name == std::string::npos ? std::string() : text.substr(name + 2));
        std::string skipped;
        for (int i = 0; i < 11; ++i)
            fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        now[pid] = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
    return now;
}

void CpuMeter::start()
{
    m_seconds = read();
}

void CpuMeter::stop()
{
    for (const auto &[pid, seconds] : read())
        m_seconds[pid] = seconds - m_seconds[pid];
}

std::string CpuMeter::json() const
{
    std::string json;
    for (const auto &[pid, seconds] : m_seconds)
        json += (json.empty() ? "{\"" : ",\"") + pid + "\":" + std::to_string(seconds);
    return json + "}";
}

} // namespace bench
