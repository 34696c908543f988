#pragma once

#include "canned.h"

#include <queue>

#include <tests/bench/common/poller.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace bench {

class Server;

/// One connection: answers one request after the other, pipelined ones too.
class ServerConnection final : public Poller::Client
{
public:
    ServerConnection(Server &server, int fd, std::uint64_t id);
    ~ServerConnection() override;

    void ready(std::uint32_t events) override;
    /// Its time has come: the delayed answer or the next chunk.
    void due(std::int64_t now);

    int descriptor() const { return m_fd; }
    std::uint64_t id() const { return m_id; }

private:
    void read();
    void serve();
    bool takeRequest(std::string &path, std::string &body, bool &chat);
    void flush();

    Server &m_server;
    int m_fd;
    std::uint64_t m_id;
    std::string m_in;
    std::string m_out;
    bool m_busy = false;
    bool m_closed = false;
    bool m_begun = false;
    Ask m_ask;
    std::uint64_t m_sequence = 0;
    std::int64_t m_nextNs = 0;
};

/// Accepts, keeps the timers, counts. One thread.
class Server final : public Poller::Client
{
public:
    explicit Server(int listener);

    void run();
    void ready(std::uint32_t events) override;
    void wake(const ServerConnection &connection, std::int64_t ns);
    void left(const ServerConnection &connection);
    std::string statsAnswer() const;

    struct Counts
    {
        std::uint64_t requests = 0, calls = 0, streams = 0, chunks = 0, connections = 0;
    } counts;

private:
    using Timer = std::pair<std::int64_t, std::uint64_t>;

    int m_listener;
    Poller m_poller;
    std::uint64_t m_lastId = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<ServerConnection>> m_connections;
    std::vector<std::uint64_t> m_left;
    std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
};

} // namespace bench
