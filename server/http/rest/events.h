#pragma once

#include <server/events/event_bus.h>
#include <server/http/front/route_table.h>

#include <atomic>

namespace beaver::http {

/// `GET /admin/events`: what happens, as server-sent events. Goes on behind `Last-Event-ID` where the ring still holds
/// that, else begins with an event `reset`. A client that doesn't read is let go of; it may come back with its last id.
class EventHandlers
{
public:
    EventHandlers(events::EventBus &bus, const std::atomic<bool> &draining)
        : m_bus(bus)
        , m_draining(draining)
    {}

    QCoro::Task<Result<Answer>> stream(std::shared_ptr<Exchange> exchange);

private:
    events::EventBus &m_bus;
    const std::atomic<bool> &m_draining;
};

} // namespace beaver::http
