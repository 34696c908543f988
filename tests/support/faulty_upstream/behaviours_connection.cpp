// The connection itself misbehaves: silence, resets, early ends, slowness.
#include "behaviours.h"

#include <algorithm>

namespace faulty {

namespace {

// The first N parts of the ordinary answer, its head too; returns false if the client left before.
bool begin(Exchange &exchange, Plan &plan, std::int64_t events)
{
    plan = ordinaryPlan(exchange);
    if (!exchange.lead(plan))
        return false;
    const std::string whole = plan.body();
    if (plan.parts.size() == 1)
        return events == 0 || exchange.piece(plan, std::string_view(whole).substr(0, whole.size() / 2));
    for (std::size_t i = 0; i < plan.parts.size() && static_cast<std::int64_t>(i) < events; ++i)
        if (!exchange.wire.pause(i == 0 ? 0 : exchange.selection.number("chunk_ms", 0)) ||
            !exchange.piece(plan, plan.parts[i]))
            return false;
    return true;
}

void hang(Exchange &exchange)
{
    exchange.cut();
    exchange.wire.hang();
}

void hangAfterHeaders(Exchange &exchange)
{
    Plan plan;
    begin(exchange, plan, 0);
    hang(exchange);
}

void stall(Exchange &exchange)
{
    Plan plan;
    begin(exchange, plan, exchange.selection.number("events", 2));
    hang(exchange);
}

void resetBeforeHeaders(Exchange &exchange)
{
    if (exchange.delay())
        exchange.wire.reset();
    exchange.cut();
}

void cutMidHeaders(Exchange &exchange)
{
    const std::string head = exchange.headOf(ordinaryPlan(exchange));
    if (exchange.delay())
        exchange.wire.send(head.substr(0, head.size() / 2));
    exchange.cut();
}

void resetMidHeaders(Exchange &exchange)
{
    cutMidHeaders(exchange);
    exchange.wire.reset();
}

void resetAfterHeaders(Exchange &exchange)
{
    Plan plan;
    if (begin(exchange, plan, 0))
        exchange.wire.reset();
    exchange.cut();
}

void resetMidBody(Exchange &exchange)
{
    Plan plan;
    if (begin(exchange, plan, exchange.selection.number("events", 2)))
        exchange.wire.reset();
    exchange.cut();
}

void finBeforeHeaders(Exchange &exchange)
{
    exchange.delay();
    exchange.cut();
}

void finMidBody(Exchange &exchange)
{
    Plan plan;
    begin(exchange, plan, exchange.selection.number("events", 2));
    exchange.cut();
}

void finMidChunk(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.framing = Framing::Chunked;
    const std::string body = plan.body();
    if (exchange.lead(plan))
        exchange.wire.send("fff\r\n" + body.substr(0, std::min<std::size_t>(body.size() / 2, 200)));
    exchange.cut();
}

void slow(Exchange &exchange)
{
    const std::int64_t ms = exchange.selection.number("ms", 20);
    Plan plan = ordinaryPlan(exchange);
    if (!exchange.lead(plan))
        return;
    for (const char byte : plan.body())
        if (!exchange.piece(plan, {&byte, 1}) || !exchange.wire.pause(ms))
            return;
    exchange.tail(plan);
}

void slowHeaders(Exchange &exchange)
{
    const std::int64_t ms = exchange.selection.number("ms", 20);
    const Plan plan = ordinaryPlan(exchange);
    for (const char byte : exchange.headOf(plan))
        if (!exchange.wire.send({&byte, 1}) || !exchange.wire.pause(ms))
            return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.tail(plan);
}

// The answer promises keep-alive. Closed at once, a client that reuses the connection quickly loses the race; with
// when=next it always loses: its next request is read and dropped.
void closeRace(Exchange &exchange)
{
    exchange.keepAlive = true;
    if (!exchange.deliver(ordinaryPlan(exchange)))
        return;
    if (exchange.selection.text("when", "now") == "next" && exchange.wire.waitFor(exchange.wire.descriptor()))
        exchange.wire.reset();
    exchange.keepAlive = false;
}

constexpr Behaviour connectionList[] = {
    {"hang", "", "takes the request and never answers", hang},
    {"hang-after-headers", "", "200 and headers, then silence", hangAfterHeaders},
    {"stall", "events=2", "N events (or half of the JSON), then silence", stall},
    {"rst-before-headers", "", "RST instead of an answer", resetBeforeHeaders},
    {"rst-mid-headers", "", "RST in the middle of the header block", resetMidHeaders},
    {"rst-after-headers", "", "RST after the header block", resetAfterHeaders},
    {"rst-mid-body", "events=2", "RST after N events (or half of the JSON)", resetMidBody},
    {"fin-before-headers", "", "closes instead of answering", finBeforeHeaders},
    {"fin-mid-headers", "", "closes in the middle of the header block", cutMidHeaders},
    {"fin-mid-body", "events=2", "closes after N events without the last chunk (or in the middle of the JSON)",
     finMidBody},
    {"fin-mid-chunk", "", "closes inside a chunk", finMidChunk},
    {"slow", "ms=20", "one body byte every N ms", slow},
    {"slow-headers", "ms=20", "one header byte every N ms", slowHeaders},
    {"close-race", "when=now", "answers with keep-alive and closes; when=next: only once the next request has come",
     closeRace},
};

} // namespace

std::span<const Behaviour> connectionBehaviours()
{
    return connectionList;
}

} // namespace faulty
