// Many streams at once, each checked to the last chunk.
#include "cpu_meter.h"
#include "http_connection.h"
#include "modes.h"
#include "report.h"
#include "stream_checker.h"

#include <tests/bench/common/net.h>

#include <cstdio>
#include <memory>

namespace bench {

namespace {

class StreamLoop final : public HttpConnection::Owner
{
public:
    StreamLoop(const Target &target, const StreamLoad &load)
        : m_target(target)
        , m_load(load)
        , m_meter(target.pids)
        , m_checkers(static_cast<std::size_t>(load.streams))
        , m_sentNs(m_checkers.size())
    {
        for (int i = 0; i < load.streams; ++i)
            m_connections.push_back(std::make_unique<HttpConnection>(m_poller, *this, target.port, i));
    }

    std::string run()
    {
        const std::int64_t start = nowNs();
        const auto limit = start + static_cast<std::int64_t>(m_load.limitSeconds * 1e9);
        m_meter.start();
        while (m_ended < m_connections.size()) {
            const std::int64_t now = nowNs();
            if (now >= limit) {
                m_errors.add("time", "streams still run at the limit");
                break;
            }
            const std::int64_t next = startDue(start, now);
            m_poller.wakeAt(next < 0 ? limit : std::min(limit, next));
            m_poller.turn();
        }
        m_meter.stop();
        return json(static_cast<double>(nowNs() - start) / 1e9);
    }

    void received(HttpConnection &connection) override
    {
        const auto index = static_cast<std::size_t>(connection.index());
        if (connection.status() != 200)
            return;
        const std::int64_t now = nowNs();
        const bool first = !m_checkers[index].hasChunks();
        m_checkers[index].take(connection.body(), now, m_delays, m_gaps);
        if (first && m_checkers[index].hasChunks())
            m_firstChunk.add(now - m_sentNs[index]);
    }

    void answered(HttpConnection &connection) override
    {
        finish(connection);
        if (connection.status() != 200)
            m_errors.add("status " + std::to_string(connection.status()), connection.body());
    }

    void failed(HttpConnection &connection, const std::string &why) override
    {
        m_errors.add("connection", why);
        finish(connection);
    }

private:
    // Answers when the next one will start; -1: all have.
    std::int64_t startDue(std::int64_t start, std::int64_t now)
    {
        const double interval = m_load.rampSeconds * 1e9 / static_cast<double>(m_connections.size());
        for (; m_started < m_connections.size(); ++m_started) {
            const std::int64_t at = start + static_cast<std::int64_t>(static_cast<double>(m_started) * interval);
            if (at > now)
                return at;
            Wish wish = m_load.wish;
            wish.tag = m_started;
            m_checkers[m_started].begin(wish.tag, wish.chunks, m_load.translated);
            m_sentNs[m_started] = nowNs();
            m_connections[m_started]->send(m_target.chatRequest(static_cast<int>(m_started), true, wish));
        }
        if (!m_announced) {
            std::fprintf(stderr, "all %zu streams started\n", m_started);
            m_announced = true;
        }
        return -1;
    }

    void finish(HttpConnection &connection)
    {
        const StreamCounts counts = m_checkers[static_cast<std::size_t>(connection.index())].end(
            connection.status() == 200 ? connection.body() : "");
        m_counts.add(counts);
        m_withoutUsage += counts.usage ? 0 : 1;
        m_withoutDone += counts.done ? 0 : 1;
        ++m_ended;
    }

    std::string json(double seconds) const
    {
        const std::uint64_t expected = m_connections.size() * m_load.wish.chunks;
        return "{\"mode\":\"streams\",\"streams\":" + std::to_string(m_connections.size()) +
               ",\"seconds\":" + std::to_string(seconds) + ",\"chunks\":" + std::to_string(m_counts.chunks) +
               ",\"chunks_expected\":" + std::to_string(expected) + ",\"lost\":" + std::to_string(m_counts.lost) +
               ",\"reordered\":" + std::to_string(m_counts.reordered) +
               ",\"altered\":" + std::to_string(m_counts.altered) + ",\"foreign\":" + std::to_string(m_counts.foreign) +
               ",\"comments\":" + std::to_string(m_counts.comments) +
               ",\"without_usage\":" + std::to_string(m_withoutUsage) +
               ",\"without_done\":" + std::to_string(m_withoutDone) + ",\"first_chunk_us\":" + m_firstChunk.json() +
               ",\"chunk_delay_us\":" + m_delays.json() + ",\"gap_us\":" + m_gaps.json() +
               ",\"cpu\":" + m_meter.json() + ",\"error_count\":" + std::to_string(m_errors.count()) +
               ",\"errors\":" + m_errors.json() + "}";
    }

    Target m_target;
    StreamLoad m_load;
    Poller m_poller;
    CpuMeter m_meter;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    std::vector<StreamChecker> m_checkers;
    std::vector<std::int64_t> m_sentNs;
    std::size_t m_started = 0, m_ended = 0;
    bool m_announced = false;
    StreamCounts m_counts;
    std::uint64_t m_withoutUsage = 0, m_withoutDone = 0;
    Samples m_firstChunk, m_delays, m_gaps;
    Errors m_errors;
};

} // namespace

std::string runStreams(const Target &target, const StreamLoad &load)
{
    return StreamLoop(target, load).run();
}

} // namespace bench
