#pragma once

#include <server/http/front/route_table.h>
#include <server/http/websocket/limits.h>
#include <server/relay/relay.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// `GET /v1/chat/ws`: chat over a WebSocket. What is said on it is in docs/websocket.md.
class ChatSocketHandlers
{
public:
    /// `limits.message` isn't asked: the route's body limit is the one of a message.
    ChatSocketHandlers(relay::Relay &relay, const Clock &clock, const WebSocketLimits &limits)
        : m_relay(relay)
        , m_clock(clock)
        , m_limits(limits)
    {}

    QCoro::Task<Result<Answer>> open(std::shared_ptr<Exchange> exchange);

private:
    relay::Relay &m_relay;
    const Clock &m_clock;
    const WebSocketLimits m_limits;
};

} // namespace beaver::http
