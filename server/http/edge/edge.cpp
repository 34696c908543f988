#include <server/http/edge/core.h>
#include <server/http/edge/edge.h>

namespace beaver::http {

Edge::Edge(ops::EventLoop &loop, const EdgeLimits &limits, std::shared_ptr<ConnectionQuota> quota, Hooks hooks)
    : m_core(std::make_shared<Core>(loop, limits, std::move(quota), std::move(hooks)))
{}

Edge::~Edge() = default;

void Edge::listen(int descriptor)
{
    m_core->listen(descriptor);
}

void Edge::drain()
{
    m_core->drain();
}

int Edge::openConnections() const
{
    return m_core->openConnections();
}

const EdgeCounters &Edge::counters() const
{
    return m_core->counters();
}

} // namespace beaver::http
