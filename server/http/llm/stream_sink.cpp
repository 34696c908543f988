#include <server/http/front/rate_headers.h>
#include <server/http/front/route_table.h>
#include <server/http/llm/stream_sink.h>
#include <shared/base/decimal.h>

namespace beaver::http {

std::string cacheWord(relay::CacheState state)
{
    switch (state) {
    case relay::CacheState::Hit:
        return "hit";
    case relay::CacheState::Miss:
        return "miss";
    case relay::CacheState::Off:
        break;
    }
    return "off";
}

void ResponderSink::begin(const relay::StreamOpening &opening)
{
    ResponseHead head = m_exchange->head(200, opening.contentType);
    head.add("cache-control", "no-cache").add("x-accel-buffering", "no");
    head.add("x-beaver-request-id", m_exchange->callId.text());
    head.add("x-beaver-provider", opening.provider)
        .add("x-beaver-cache", cacheWord(opening.cache))
        .add("x-beaver-attempts", std::to_string(opening.attempts));
    head.add("x-beaver-overhead-ms", formatMs(opening.overheadUs));
    if (m_exchange->route->surface == api::Surface::Anthropic)
        head.add("request-id", m_exchange->requestId);
    if (opening.ticket)
        addRateHeaders(head.headers, *opening.ticket, m_exchange->route->surface);
    m_exchange->responder->begin(head);
}

void ResponderSink::write(std::string_view bytes)
{
    m_exchange->responder->write(bytes);
}

void ResponderSink::finish()
{
    m_exchange->responder->finish();
}

void ResponderSink::abort()
{
    m_exchange->responder->abort();
}

bool ResponderSink::gone() const
{
    return m_exchange->responder->clientGone();
}

bool ResponderSink::congested() const
{
    return m_exchange->responder->unsent() > m_exchange->responder->highWater();
}

void ResponderSink::onGone(std::function<void()> action)
{
    m_exchange->responder->onClientGone(std::move(action));
}

void ResponderSink::onDrained(std::function<void()> action)
{
    m_exchange->responder->onDrained(std::move(action));
}

} // namespace beaver::http
