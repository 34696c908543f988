// Status lines and header blocks: too many, too large, malformed, interim answers without end.
#include "behaviours.h"

#include <algorithm>

namespace faulty {

namespace {

// Status line and the ordinary headers without the blank line; the caller adds lines and the rest.
std::string openHead(const Exchange &exchange, const Plan &plan)
{
    std::string head = exchange.headOf(plan);
    head.resize(head.size() - 2);
    return head;
}

void finishAnswer(Exchange &exchange, const Plan &plan, std::string_view last)
{
    if (!exchange.wire.send(last))
        return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.tail(plan);
}

void hugeHeaders(Exchange &exchange)
{
    const Plan plan = ordinaryPlan(exchange);
    const std::int64_t lines = exchange.selection.number("kb", 1024);
    if (!exchange.delay() || !exchange.wire.send(openHead(exchange, plan)))
        return;
    const std::string value(1024 - 16, 'h');
    for (std::int64_t i = 0; i < lines; ++i)
        if (!exchange.wire.send("x-huge-" + std::to_string(1'000'000 + i % 1'000'000).substr(1) + ": " + value +
                                "\r\n"))
            return;
    finishAnswer(exchange, plan, "\r\n");
}

void hugeHeaderLine(Exchange &exchange)
{
    const Plan plan = ordinaryPlan(exchange);
    if (!exchange.delay() || !exchange.wire.send(openHead(exchange, plan) + "x-huge: "))
        return;
    const std::string block(1024, 'h');
    for (std::int64_t i = 0; i < exchange.selection.number("kb", 1024); ++i)
        if (!exchange.wire.send(block))
            return;
    finishAnswer(exchange, plan, "\r\n\r\n");
}

void manyHeaders(Exchange &exchange)
{
    const Plan plan = ordinaryPlan(exchange);
    std::string head = openHead(exchange, plan);
    for (std::int64_t i = 0; i < std::min<std::int64_t>(exchange.selection.number("n", 10'000), 1'000'000); ++i)
        head += "x: y\r\n";
    if (exchange.delay())
        finishAnswer(exchange, plan, head + "\r\n");
}

void interimStorm(Exchange &exchange)
{
    if (!exchange.delay())
        return;
    const std::string interim = "HTTP/1.1 " + std::to_string(exchange.selection.number("code", 103)) +
                                " Interim\r\nlink: </a>; rel=preload\r\n\r\n";
    for (std::int64_t i = 0; i < exchange.selection.number("n", 1'000); ++i)
        if (!exchange.wire.send(interim))
            return;
    exchange.deliver(ordinaryPlan(exchange));
}

void switchProtocols(Exchange &exchange)
{
    if (exchange.delay())
        exchange.wire.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: beaver\r\nconnection: upgrade\r\n\r\n"
                           "these bytes are no HTTP");
    exchange.wire.hang();
    exchange.cut();
}

// Runs the ordinary answer with its head replaced by what `bend` makes of it.
void bent(Exchange &exchange, std::string (*bend)(const std::string &head))
{
    const Plan plan = ordinaryPlan(exchange);
    if (exchange.delay())
        finishAnswer(exchange, plan, bend(exchange.headOf(plan)));
}

void notHttp(Exchange &exchange)
{
    static constexpr char bytes[] = "\x16\x03\x01\x02\x00\x01\x00 SSH-2.0-nothing \xff\xfe\r\n\r\n";
    if (exchange.delay())
        exchange.wire.send({bytes, sizeof bytes - 1});
    exchange.cut();
}

void badStatusLine(Exchange &exchange)
{
    bent(exchange, [](const std::string &head) { return "HTTP/1.1 2OO Fine" + head.substr(head.find('\r')); });
}

void strangeStatus(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.status = static_cast<int>(std::clamp<std::int64_t>(exchange.selection.number("code", 299), 100, 999));
    exchange.deliver(std::move(plan));
}

void headerNul(Exchange &exchange)
{
    bent(exchange, [](const std::string &head) {
        return head.substr(0, head.size() - 2) + std::string("x-nul: a\0b\r\n\r\n", 14);
    });
}

void headerFold(Exchange &exchange)
{
    bent(exchange, [](const std::string &head) {
        return head.substr(0, head.size() - 2) + "x-folded: a\r\n content-length: 3\r\n\r\n";
    });
}

void headerNoColon(Exchange &exchange)
{
    bent(exchange,
         [](const std::string &head) { return head.substr(0, head.size() - 2) + "this is no header\r\n\r\n"; });
}

void headerBareLf(Exchange &exchange)
{
    bent(exchange, [](const std::string &head) {
        std::string bare = head;
        std::erase(bare, '\r');
        return bare;
    });
}

constexpr Behaviour headersList[] = {
    {"huge-headers", "kb=1024", "a header block of N KB in lines of 1 KB (kb=102400 for 100 MB)", hugeHeaders},
    {"huge-header-line", "kb=1024", "one header line of N KB", hugeHeaderLine},
    {"many-headers", "n=10000", "N tiny headers", manyHeaders},
    {"1xx-storm", "n=1000 code=103", "N interim answers before the real one", interimStorm},
    {"switch", "", "101 Switching Protocols that nobody asked for, then silence", switchProtocols},
    {"not-http", "", "bytes that are no HTTP", notHttp},
    {"bad-status-line", "", "a status that isn't a number", badStatusLine},
    {"strange-status", "code=299", "a correct body under any status 100 to 999", strangeStatus},
    {"header-nul", "", "a NUL in a header", headerNul},
    {"header-fold", "", "a folded header that hides a Content-Length", headerFold},
    {"header-no-colon", "", "a header line without a colon", headerNoColon},
    {"header-bare-lf", "", "header lines that end with LF only", headerBareLf},
};

} // namespace

std::span<const Behaviour> headerBehaviours()
{
    return headersList;
}

} // namespace faulty
