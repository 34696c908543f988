#include <server/http/edge/call.h>
#include <server/http/edge/connection.h>
#include <server/http/edge/core.h>
#include <shared/base/json_writer.h>
#include <unistd.h>

#include <chrono>
#include <utility>

namespace beaver::http {

std::int64_t monotonicUs()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Core::Core(ops::EventLoop &loop, const EdgeLimits &limits, std::shared_ptr<ConnectionQuota> quota, Edge::Hooks hooks)
    : m_loop(loop)
    , m_limits(limits)
    , m_quota(std::move(quota))
    , m_hooks(std::move(hooks))
{}

Core::~Core()
{
    m_ending = true;
    m_listeners.clear();
    while (!m_connections.empty())
        m_connections.begin()->second->close();
    for (const auto &call : m_gone) // told by nobody any more
        call->forgetActions();
}

std::string &Core::headText()
{
    m_headText.clear();
    return m_headText;
}

std::string Core::refused(const Request *request, const RefusalText &text, ResponseHead &head) const
{
    if (m_hooks.refused)
        return m_hooks.refused(request, text.code, text.message, head);
    JsonWriter json;
    json.beginObject().key("error").beginObject();
    json.field("message", text.message).field("type", "invalid_request_error").field("code", text.code);
    json.endObject().endObject();
    return json.take();
}

void Core::listen(int descriptor)
{
    m_listeners.push_back(std::make_unique<Listener>(*this, descriptor));
}

void Core::adopt(int descriptor, const PeerAddress &peer)
{
    if (const Refusal refusal = m_quota->take(peer.key); refusal != Refusal::None) {
        m_counters.countRefusal(refusal);
        ::close(descriptor);
        return;
    }
    auto connection = std::make_unique<Connection>(*this, descriptor, peer);
    Connection *key = connection.get();
    m_connections.emplace(key, std::move(connection));
    EdgeCounters::bump(m_counters.accepted, 1);
    EdgeCounters::bump(m_counters.open, 1);
}

void Core::drain()
{
    m_draining = true;
    m_listeners.clear();
    std::vector<Connection *> open;
    open.reserve(m_connections.size());
    for (const auto &entry : m_connections)
        open.push_back(entry.first);
    for (Connection *connection : open) // none of them is deleted before runScheduled()
        connection->closeIfIdle();
}

void Core::soon(Connection &connection)
{
    m_resuming.push_back(&connection);
    schedule();
}

void Core::tellGoneSoon(std::shared_ptr<Call> call)
{
    if (m_ending) {
        call->forgetActions();
        return;
    }
    m_gone.push_back(std::move(call));
    schedule();
}

void Core::bury(Connection &connection, std::uint64_t addressKey)
{
    auto node = m_connections.extract(&connection);
    m_buried.push_back(std::move(node.mapped()));
    m_quota->giveBack(addressKey);
    EdgeCounters::bump(m_counters.open, -1);
    if (!m_ending)
        schedule();
}

void Core::schedule()
{
    if (std::exchange(m_scheduled, true))
        return;
    m_loop.post([weak = weak_from_this()] {
        if (const auto core = weak.lock())
            core->runScheduled();
    });
}

void Core::runScheduled()
{
    m_scheduled = false;
    // A closed connection is never asked to resume, so whoever is in `resuming` is alive, in `buried` or not yet
    // closed.
    const auto resuming = std::exchange(m_resuming, {});
    const auto gone = std::exchange(m_gone, {});
    const auto buried = std::exchange(m_buried, {});
    for (Connection *connection : resuming)
        connection->resume();
    for (const auto &call : gone)
        call->tellGone();
}

} // namespace beaver::http
