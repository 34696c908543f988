// Content-Encoding: honest, broken, unknown, explosive.
#include "behaviours.h"
#include "gzip.h"

#include <algorithm>

namespace faulty {

namespace {

// The ordinary answer with its whole body replaced by `bytes`.
void encoded(Exchange &exchange, std::string_view encoding, std::string bytes)
{
    Plan plan = ordinaryPlan(exchange);
    plan.headers.emplace_back("content-encoding", encoding);
    plan.parts.assign(1, std::move(bytes));
    exchange.deliver(std::move(plan));
}

void gzip(Exchange &exchange)
{
    encoded(exchange, "gzip", gzipped(ordinaryPlan(exchange).body()));
}

void gzipBombed(Exchange &exchange)
{
    const std::string body = ordinaryPlan(exchange).body();
    const std::int64_t mb = std::min<std::int64_t>(exchange.selection.number("mb", 1024), 100 * 1024);
    // Spaces may stand before JSON; in SSE a comment takes them.
    const bool stream = body.starts_with("data:");
    encoded(exchange, "gzip", gzipBomb(stream ? ":" : "", mb, stream ? "\n\n" + body : body));
}

void gzipTruncated(Exchange &exchange)
{
    const std::string packed = gzipped(ordinaryPlan(exchange).body());
    encoded(exchange, "gzip", packed.substr(0, packed.size() / 2));
}

void gzipBadSum(Exchange &exchange)
{
    std::string packed = gzipped(ordinaryPlan(exchange).body());
    packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 0x55);
    encoded(exchange, "gzip", packed);
}

void gzipTail(Exchange &exchange)
{
    encoded(exchange, "gzip", gzipped(ordinaryPlan(exchange).body()) + "bytes after the end");
}

void gzipNot(Exchange &exchange)
{
    encoded(exchange, "gzip", ordinaryPlan(exchange).body());
}

void unknown(Exchange &exchange)
{
    encoded(exchange, "x-beaver", ordinaryPlan(exchange).body());
}

constexpr Behaviour encodingList[] = {
    {"gzip", "", "a correct answer, Content-Encoding: gzip whether asked for or not", gzip},
    {"gzip-bomb", "mb=1024", "a correct answer with N MB of white space, about 1 KB on the wire for each MB",
     gzipBombed},
    {"gzip-truncated", "", "the first half of a gzip body", gzipTruncated},
    {"gzip-bad-sum", "", "a gzip body with a wrong check sum", gzipBadSum},
    {"gzip-tail", "", "bytes after the end of the gzip body", gzipTail},
    {"gzip-not", "", "says gzip, is plain", gzipNot},
    {"encoding-unknown", "", "Content-Encoding: x-beaver", unknown},
};

} // namespace

std::span<const Behaviour> encodingBehaviours()
{
    return encodingList;
}

} // namespace faulty
