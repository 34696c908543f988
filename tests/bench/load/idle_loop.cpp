// Connections that have asked once and then only are there.
#include "http_connection.h"
#include "modes.h"
#include "report.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace bench {

namespace {

class IdleLoop final : public HttpConnection::Owner, public Poller::Client
{
public:
    IdleLoop(const Target &target, int connections)
        : m_target(target)
    {
        for (int i = 0; i < connections; ++i)
            m_connections.push_back(std::make_unique<HttpConnection>(m_poller, *this, target.port, i));
    }

    std::string run()
    {
        m_poller.add(STDIN_FILENO, this);
        std::size_t next = 0;
        bool announced = false;
        while (!m_over) {
            // A few at a time: this is about having them, not about a storm of connects.
            for (; next < m_connections.size() && next - m_settled < 64; ++next)
                m_connections[next]->send(m_target.getRequest(static_cast<int>(next)));
            if (m_settled == m_connections.size() && !announced) {
                std::printf("holding %zu\n", open());
                std::fflush(stdout);
                announced = true;
            }
            m_poller.turn();
        }
        return "{\"mode\":\"idle\",\"connections\":" + std::to_string(m_connections.size()) +
               ",\"still_open\":" + std::to_string(open()) + ",\"error_count\":" + std::to_string(m_errors.count()) +
               ",\"errors\":" + m_errors.json() + "}";
    }

    void ready(std::uint32_t) override
    {
        char ignored = 0;
        m_over = read(STDIN_FILENO, &ignored, 1) <= 0;
    }

    void received(HttpConnection &connection) override { connection.body().clear(); }

    void answered(HttpConnection &connection) override
    {
        if (connection.status() != 200)
            m_errors.add("status " + std::to_string(connection.status()), "");
        ++m_settled;
    }

    void failed(HttpConnection &, const std::string &why) override
    {
        m_errors.add("connection", why);
        ++m_settled;
    }

private:
    std::size_t open() const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_connections, [](const auto &it) { return it->isOpen(); }));
    }

    Target m_target;
    Poller m_poller;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    std::size_t m_settled = 0;
    bool m_over = false;
    Errors m_errors;
};

} // namespace

std::string runIdle(const Target &target, int connections)
{
    return IdleLoop(target, connections).run();
}

} // namespace bench
