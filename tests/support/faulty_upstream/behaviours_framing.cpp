// Message framing that lies or contradicts itself.
#include "behaviours.h"

#include <algorithm>
#include <cstdio>

namespace faulty {

namespace {

// The ordinary answer under a framing of our own; `framing` are whole header lines. Always closes.
void sendFramed(Exchange &exchange, const std::string &framing, const std::string &body)
{
    Plan plan = ordinaryPlan(exchange);
    plan.framing = Framing::UntilClose; // keeps lead() from adding a length
    std::string head = exchange.headOf(plan);
    head.insert(head.size() - 2, framing);
    const std::size_t close = head.find("connection: close\r\n");
    head.erase(close, 19);
    if (exchange.delay())
        exchange.wire.send(head + body);
    exchange.cut();
}

std::string ordinaryBody(const Exchange &exchange)
{
    return ordinaryPlan(exchange).body();
}

std::string chunk(const std::string &size, const std::string &bytes)
{
    return size + "\r\n" + bytes + "\r\n";
}

std::string inOneChunk(const std::string &body)
{
    char size[32];
    std::snprintf(size, sizeof size, "%zx", body.size());
    return chunk(size, body) + "0\r\n\r\n";
}

void lengthShort(Exchange &exchange)
{
    const std::string body = ordinaryBody(exchange);
    const auto by = static_cast<std::size_t>(exchange.selection.number("by", 10));
    sendFramed(exchange, "content-length: " + std::to_string(body.size() - std::min(by, body.size())) + "\r\n", body);
}

void lengthLong(Exchange &exchange)
{
    const std::string body = ordinaryBody(exchange);
    const auto by = static_cast<std::size_t>(exchange.selection.number("by", 10));
    sendFramed(exchange, "content-length: " + std::to_string(body.size() + by) + "\r\n", body);
    if (exchange.selection.has("open"))
        exchange.wire.hang();
}

void lengthTwice(Exchange &exchange)
{
    const std::string body = ordinaryBody(exchange);
    sendFramed(exchange,
               "content-length: " + std::to_string(body.size()) +
                   "\r\ncontent-length: " + std::to_string(body.size() / 2) + "\r\n",
               body);
}

void lengthNegative(Exchange &exchange)
{
    sendFramed(exchange, "content-length: -1\r\n", ordinaryBody(exchange));
}

void lengthGarbage(Exchange &exchange)
{
    sendFramed(exchange, "content-length: 0x1F, twelve\r\n", ordinaryBody(exchange));
}

void lengthOverflow(Exchange &exchange)
{
    sendFramed(exchange, "content-length: 99999999999999999999999\r\n", ordinaryBody(exchange));
}

void lengthAndChunked(Exchange &exchange)
{
    sendFramed(exchange, "content-length: 5\r\ntransfer-encoding: chunked\r\n", inOneChunk(ordinaryBody(exchange)));
}

void codingUnknown(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: beaver, chunked\r\n", inOneChunk(ordinaryBody(exchange)));
}

void chunkOverflow(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: chunked\r\n",
               chunk("FFFFFFFFFFFFFFFFF", ordinaryBody(exchange)) + "0\r\n\r\n");
}

void chunkHuge(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: chunked\r\n",
               chunk("7FFFFFFFFFFFFFFF", ordinaryBody(exchange)) + "0\r\n\r\n");
}

void chunkNegative(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: chunked\r\n", chunk("-5", ordinaryBody(exchange)) + "0\r\n\r\n");
}

void chunkGarbage(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: chunked\r\n", chunk("zz", ordinaryBody(exchange)) + "0\r\n\r\n");
}

void chunkTooLong(Exchange &exchange)
{
    sendFramed(exchange, "transfer-encoding: chunked\r\n", chunk("5", ordinaryBody(exchange)) + "0\r\n\r\n");
}

void chunkExtension(Exchange &exchange)
{
    const std::string body = ordinaryBody(exchange);
    char size[32];
    std::snprintf(size, sizeof size, "%zx", body.size());
    const auto kb = static_cast<std::size_t>(std::min<std::int64_t>(exchange.selection.number("kb", 1), 64 * 1024));
    sendFramed(exchange, "transfer-encoding: chunked\r\n",
               chunk(size + (";x=" + std::string(kb * 1024, 'x')), body) + "0\r\n\r\n");
}

void trailers(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.framing = Framing::Chunked;
    plan.headers.emplace_back("trailer", "x-late, authorization");
    if (!exchange.lead(plan))
        return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.wire.send("0\r\nx-late: 1\r\nauthorization: Bearer from-the-trailer\r\ncontent-length: 3\r\n\r\n");
}

void http10(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.framing = Framing::UntilClose;
    std::string head = exchange.headOf(plan);
    head.replace(0, 8, "HTTP/1.0");
    if (exchange.delay())
        exchange.wire.send(head + plan.body());
    exchange.cut();
}

void bodyWith204(Exchange &exchange)
{
    const std::string body = ordinaryBody(exchange);
    if (exchange.delay())
        exchange.wire.send("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\ncontent-length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body);
}

constexpr Behaviour framingList[] = {
    {"cl-short", "by=10", "Content-Length N smaller than the body", lengthShort},
    {"cl-long", "by=10 open=0", "Content-Length N larger than the body, then FIN (open=1: stays open)", lengthLong},
    {"cl-twice", "", "two different Content-Length", lengthTwice},
    {"cl-negative", "", "Content-Length: -1", lengthNegative},
    {"cl-garbage", "", "Content-Length that isn't a number", lengthGarbage},
    {"cl-overflow", "", "Content-Length beyond 64 bits", lengthOverflow},
    {"cl-te", "", "Content-Length and Transfer-Encoding: chunked", lengthAndChunked},
    {"te-unknown", "", "a transfer coding nobody knows before chunked", codingUnknown},
    {"chunk-overflow", "", "a chunk size beyond 64 bits", chunkOverflow},
    {"chunk-huge", "", "a chunk size of 2^63-1", chunkHuge},
    {"chunk-negative", "", "a negative chunk size", chunkNegative},
    {"chunk-garbage", "", "a chunk size that isn't hexadecimal", chunkGarbage},
    {"chunk-too-long", "", "a chunk with more bytes than its size says", chunkTooLong},
    {"chunk-extension", "kb=1", "a correct answer with a chunk extension of N KB", chunkExtension},
    {"trailers", "", "a correct answer with trailers that look like headers", trailers},
    {"http10", "", "HTTP/1.0, the body ends with the connection", http10},
    {"body-204", "", "204 with a Content-Length and a body", bodyWith204},
};

} // namespace

std::span<const Behaviour> framingBehaviours()
{
    return framingList;
}

} // namespace faulty
