#include <server/http/front/access_log.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>
#include <shared/base/pieces.h>

#include <cstdio>
#include <utility>

namespace beaver::http {

namespace {

constexpr std::size_t mostPending = 4 * 1024 * 1024;
constexpr std::size_t writeAt = 64 * 1024;

} // namespace

AccessLog::AccessLog(bool enabled)
    : m_enabled(enabled)
{
    if (m_enabled)
        m_thread = std::thread([this] { run(); });
}

AccessLog::~AccessLog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void AccessLog::add(const Line &line)
{
    if (!m_enabled)
        return;
    thread_local std::string text;
    text.clear();
    appendPieces(text, "{\"time\":\"", api::rfc3339(line.wallMs), "\",\"request\":");
    appendJsonString(text, line.requestId);
    appendPieces(text, ",\"method\":\"", line.method, "\",\"path\":");
    appendJsonString(text, line.path.substr(0, 200));
    appendPieces(text, ",\"route\":\"", line.route, "\",\"status\":", std::to_string(line.status),
                 ",\"us\":", std::to_string(line.us));
    if (!line.account.empty())
        appendPieces(text, ",\"account\":\"", line.account, "\"");
    if (!line.key.empty())
        appendPieces(text, ",\"key\":\"", line.key, "\"");
    text += ",\"address\":";
    appendJsonString(text, line.address);
    text += "}\n";

    bool full = false;
    {
        const std::lock_guard lock(m_mutex);
        if (line.status == 401 && leftOut(std::chrono::steady_clock::now()))
            return;
        if (m_pending.size() + text.size() > mostPending) {
            ++m_dropped;
            return;
        }
        m_pending += text;
        full = m_pending.size() >= writeAt;
    }
    if (full)
        m_wake.notify_one();
}

/// Under the lock. Whether this second has had its lines.
bool AccessLog::leftOut(SteadyTime now)
{
    if (now - m_secondBegan >= std::chrono::seconds(1)) {
        tellLeftOut(now, true);
        m_secondBegan = now;
        m_strangers = 0;
    }
    if (m_strangers++ < strangersPerSecond)
        return false;
    ++m_leftOut;
    return true;
}

/// Under the lock.
void AccessLog::tellLeftOut(SteadyTime now, bool atOnce)
{
    if (m_leftOut == 0 || (!atOnce && now - m_secondBegan < std::chrono::seconds(1)))
        return;
    m_pending += R"({"status":401,"lines_left_out":)" + std::to_string(std::exchange(m_leftOut, 0)) + "}\n";
}

void AccessLog::run()
{
    std::string writing;
    for (bool stop = false; !stop;) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, std::chrono::milliseconds(200),
                            [this] { return m_stop || m_pending.size() >= writeAt; });
            stop = m_stop;
            tellLeftOut(std::chrono::steady_clock::now(), stop);
            writing.swap(m_pending);
        }
        if (!writing.empty()) {
            std::fwrite(writing.data(), 1, writing.size(), stdout);
            std::fflush(stdout);
            writing.clear();
        }
    }
}

} // namespace beaver::http
