#pragma once

#include <server/http/edge/counters.h>
#include <server/http/edge/edge.h>
#include <server/http/edge/gate.h>
#include <server/http/edge/limits.h>
#include <server/http/edge/listener.h>
#include <server/http/edge/quota.h>
#include <server/http/edge/response_head.h>

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace beaver::http {

class Call;
class Connection;

/// Microseconds of the monotonic clock, now; EventLoop::nowUs() is the turn's, which is old when a handler was long.
std::int64_t monotonicUs();

/// What all connections of one loop share. It outlives them; its own life ends with its Edge.
class Core : public std::enable_shared_from_this<Core>
{
public:
    Core(ops::EventLoop &loop, const EdgeLimits &limits, std::shared_ptr<ConnectionQuota> quota, Edge::Hooks hooks);
    ~Core();
    Core(const Core &) = delete;
    Core &operator=(const Core &) = delete;

    ops::EventLoop &loop() { return m_loop; }
    const EdgeLimits &limits() const { return m_limits; }
    const Edge::Hooks &hooks() const { return m_hooks; }
    EdgeCounters &counters() { return m_counters; }
    ConnectionQuota &quota() { return *m_quota; }
    Gate &gate() { return m_gate; }
    ResponseHeadWriter &heads() { return m_heads; }
    bool isDraining() const { return m_draining; }
    int openConnections() const { return static_cast<int>(m_connections.size()); }

    /// Where every connection's bytes are read into; used up before the next one reads.
    std::array<char, 16 * 1024> &input() { return m_input; }
    /// An empty text with room, for a response head.
    std::string &headText();

    /// The body of an answer that the edge gives by itself.
    std::string refused(const Request *request, const RefusalText &text, ResponseHead &head) const;

    void listen(int descriptor);
    void adopt(int descriptor, const PeerAddress &peer);
    void drain();

    /// Once the callbacks that run now have returned: calls Connection::resume().
    void soon(Connection &connection);
    /// Likewise: calls Call::tellGone().
    void tellGoneSoon(std::shared_ptr<Call> call);
    /// Likewise: deletes it. Its descriptor is closed already.
    void bury(Connection &connection, std::uint64_t addressKey);

private:
    void schedule();
    void runScheduled();

    ops::EventLoop &m_loop;
    const EdgeLimits m_limits;
    const std::shared_ptr<ConnectionQuota> m_quota;
    const Edge::Hooks m_hooks;
    EdgeCounters m_counters;
    Gate m_gate;
    ResponseHeadWriter m_heads;
    std::string m_headText;
    std::array<char, 16 * 1024> m_input{};
    bool m_draining = false;
    bool m_ending = false;
    bool m_scheduled = false;

    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::unordered_map<Connection *, std::unique_ptr<Connection>> m_connections;
    std::vector<Connection *> m_resuming;
    std::vector<std::shared_ptr<Call>> m_gone;
    std::vector<std::unique_ptr<Connection>> m_buried;
};

} // namespace beaver::http
