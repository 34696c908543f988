// Unstreamed calls: closed loop for CPU figures, open loop for latency.
#include "cpu_meter.h"
#include "http_connection.h"
#include "modes.h"
#include "report.h"

#include <tests/bench/common/net.h>

#include <algorithm>
#include <deque>
#include <memory>

namespace bench {

namespace {

constexpr std::size_t longestQueue = 50'000;

class CallLoop final : public HttpConnection::Owner
{
public:
    CallLoop(const Target &target, const CallLoad &load)
        : m_load(load)
        , m_meter(target.pids)
    {
        for (int i = 0; i < load.connections; ++i) {
            m_requests.push_back(target.chatRequest(i, false, load.wish));
            m_connections.push_back(std::make_unique<HttpConnection>(m_poller, *this, target.port, i));
        }
        m_intended.resize(m_connections.size());
    }

    std::string run()
    {
        const auto ns = [](double seconds) { return static_cast<std::int64_t>(seconds * 1e9); };
        m_startNs = nowNs();
        m_fromNs = m_startNs + ns(m_load.warmUpSeconds);
        m_untilNs = m_fromNs + ns(m_load.seconds);
        for (const auto &connection : m_connections)
            m_free.push_back(connection.get());
        while (!m_over)
            turn();
        return json();
    }

    void received(HttpConnection &) override {}

    void answered(HttpConnection &connection) override
    {
        const std::int64_t now = nowNs();
        check(connection);
        if (m_measuring) {
            ++m_calls;
            m_latency.add(now - m_intended[static_cast<std::size_t>(connection.index())]);
        }
        if (isOpenLoop() || m_over)
            m_free.push_back(&connection);
        else
            sendNow(connection, now);
    }

    void failed(HttpConnection &connection, const std::string &why) override
    {
        m_errors.add("connection", why);
        if (m_errors.count() > 1'000)
            m_over = true;
        m_free.push_back(&connection);
    }

private:
    bool isOpenLoop() const { return m_load.rate > 0; }

    void turn()
    {
        const std::int64_t now = nowNs();
        if (!m_measuring && now >= m_fromNs) {
            m_measuring = true;
            m_measuredFromNs = now;
            m_meter.start();
        }
        if (now >= m_untilNs) {
            m_meter.stop();
            m_measuredNs = now - m_measuredFromNs;
            m_over = true;
            return;
        }
        std::int64_t wake = m_measuring ? m_untilNs : m_fromNs;
        if (isOpenLoop())
            wake = std::min(wake, sendIntended(now));
        else
            while (!m_free.empty() && !m_over) {
                HttpConnection &connection = *m_free.front();
                m_free.pop_front();
                sendNow(connection, now);
            }
        m_poller.wakeAt(wake);
        m_poller.turn();
    }

    // Sends what is due and answers when the next call will be.
    std::int64_t sendIntended(std::int64_t now)
    {
        const double interval = 1e9 / m_load.rate;
        std::int64_t next = 0;
        while ((next = m_startNs + static_cast<std::int64_t>(static_cast<double>(m_sent) * interval)) <= now) {
            m_queue.push_back(next);
            ++m_sent;
        }
        while (!m_queue.empty() && !m_free.empty()) {
            HttpConnection &connection = *m_free.front();
            m_free.pop_front();
            m_intended[static_cast<std::size_t>(connection.index())] = m_queue.front();
            m_queue.pop_front();
            connection.send(m_requests[static_cast<std::size_t>(connection.index())]);
        }
        if (m_queue.size() > longestQueue) {
            m_errors.add("overload", "the target can't keep up with the rate");
            m_over = true;
        }
        return next;
    }

    void sendNow(HttpConnection &connection, std::int64_t now)
    {
        const auto index = static_cast<std::size_t>(connection.index());
        m_intended[index] = now;
        connection.send(m_requests[index]);
    }

    void check(HttpConnection &connection)
    {
        const std::string &body = connection.body();
        if (connection.status() != 200)
            m_errors.add("status " + std::to_string(connection.status()), body);
        else if (body.find("\"completion_tokens\":48") == std::string::npos || !body.ends_with('}'))
            m_errors.add("body", body);
        if (m_errors.count() > 1'000)
            m_over = true;
    }

    std::string json() const
    {
        std::uint64_t reconnects = 0;
        for (const auto &connection : m_connections)
            reconnects += connection->reconnects();
        const double seconds = static_cast<double>(m_measuredNs) / 1e9;
        return "{\"mode\":\"" + std::string(isOpenLoop() ? "open" : "closed") +
               "\",\"connections\":" + std::to_string(m_connections.size()) +
               ",\"seconds\":" + std::to_string(seconds) + ",\"calls\":" + std::to_string(m_calls) +
               ",\"calls_per_second\":" + std::to_string(seconds > 0 ? static_cast<double>(m_calls) / seconds : 0) +
               ",\"latency_us\":" + m_latency.json() + ",\"reconnects\":" + std::to_string(reconnects) +
               ",\"cpu\":" + m_meter.json() + ",\"error_count\":" + std::to_string(m_errors.count()) +
               ",\"errors\":" + m_errors.json() + "}";
    }

    CallLoad m_load;
    Poller m_poller;
    CpuMeter m_meter;
    std::vector<std::string> m_requests;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    std::vector<std::int64_t> m_intended; ///< when the running call of each connection should have been sent
    std::deque<HttpConnection *> m_free;
    std::deque<std::int64_t> m_queue;
    std::int64_t m_startNs = 0, m_fromNs = 0, m_untilNs = 0, m_measuredFromNs = 0, m_measuredNs = 0;
    std::uint64_t m_sent = 0, m_calls = 0;
    bool m_measuring = false, m_over = false;
    Samples m_latency;
    Errors m_errors;
};

} // namespace

std::string runCalls(const Target &target, const CallLoad &load)
{
    return CallLoop(target, load).run();
}

} // namespace bench
