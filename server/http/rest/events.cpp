#include <server/http/rest/events.h>
#include <server/ops/async.h>

#include <optional>

namespace beaver::http {

namespace {

constexpr std::int64_t lookMs = 1'000; // counters come this often; the gateway going down is noticed, too
constexpr std::int64_t longestUs = 15 * 60 * 1'000'000LL; // then the client shows its credential again, and goes on
constexpr int heartbeats = 15;                            // turns without an event until a comment is sent
constexpr std::size_t batchEvents = 256;

/// Wakes the stream: news, a turn of the clock, a client that has read or left. Loop's thread.
struct Waker
{
    std::optional<ops::Promise<bool>> waiting;

    void wake()
    {
        if (waiting) {
            const auto promise = std::move(*waiting);
            waiting.reset();
            promise.set(true);
        }
    }
};

std::string frame(const events::EventBus &bus, const events::Event &event)
{
    return "id: " + bus.idOf(event.number) + "\nevent: " + event.type + "\ndata: " + event.json + "\n\n";
}

} // namespace

QCoro::Task<Result<Answer>> EventHandlers::stream(std::shared_ptr<Exchange> exchange)
{
    auto responder = exchange->responder;
    auto waker = std::make_shared<Waker>();
    const auto subscription = m_bus.subscribe(*exchange->loop, [waker] { waker->wake(); });
    responder->onDrained([waker] { waker->wake(); });
    responder->onClientGone([waker] { waker->wake(); });

    std::string_view last = exchange->request->header("last-event-id");
    const auto asked = exchange->query("last_event_id");
    if (last.empty() && asked)
        last = *asked;
    const auto resumed = m_bus.numberOf(last);
    std::uint64_t place = resumed.value_or(m_bus.newest());

    ResponseHead head = exchange->head(200, "text/event-stream; charset=utf-8");
    head.add("cache-control", "no-store").add("x-accel-buffering", "no");
    responder->begin(head);
    responder->write("retry: 2000\n\n");
    if (!last.empty() && (!resumed || m_bus.read(subscription, place, 0).lost)) {
        place = m_bus.newest();
        responder->write("id: " + m_bus.idOf(place) + "\nevent: reset\ndata: {}\n\n");
    }

    Answer answer;
    answer.streamed = true;
    int quiet = 0;
    const std::int64_t untilUs = exchange->loop->nowUs() + longestUs;
    while (!responder->clientGone() && !m_draining && exchange->loop->nowUs() < untilUs) {
        if (responder->unsent() <= responder->highWater()) {
            const auto batch = m_bus.read(subscription, place, batchEvents);
            if (batch.lost)
                break; // it read too slowly; it comes back and is told
            std::string text;
            for (const auto &event : batch.events)
                text += frame(m_bus, event);
            if (!batch.events.empty()) {
                place = batch.events.back().number;
                quiet = 0;
                responder->write(text);
                continue;
            }
        }
        if (++quiet >= heartbeats) {
            quiet = 0;
            if (responder->unsent() <= responder->highWater())
                responder->write(": still here\n\n");
        }
        ops::Promise<bool> promise(*exchange->loop);
        waker->waiting = promise;
        auto waking = promise.future();
        const auto timer = exchange->loop->startTimer(lookMs, [waker] { waker->wake(); });
        co_await waking;
        exchange->loop->cancelTimer(timer);
    }
    responder->finish();
    co_return answer;
}

} // namespace beaver::http
