#include "control.h"

#include "behaviours.h"
#include "text.h"

#include <algorithm>
#include <array>

namespace faulty {

namespace {

constexpr std::int64_t longestWaitMs = 600'000;

std::string portsJson(const Services &services)
{
    return "{\"main\":" + std::to_string(services.port) + ",\"trap\":" + std::to_string(services.trapPort) +
           ",\"refusing\":" + std::to_string(services.refusingPort) +
           ",\"black_hole\":" + std::to_string(services.blackHolePort) + "}";
}

Plan stats(const Request &request, const Services &services)
{
    const auto last = wholeNumber(request.parameter("last"), 0, 100).value_or(100);
    std::string json = services.observer.statsJson(static_cast<std::size_t>(last));
    json.insert(1, "\"ports\":" + portsJson(services) + ",");
    return jsonPlan(200, std::move(json));
}

Plan waitFor(const Request &request, const Services &services)
{
    static constexpr std::array<std::string_view, 6> names{"requests",  "ended",   "cancelled",
                                                           "trap_hits", "running", "open_connections"};
    const auto timeoutMs = wholeNumber(request.parameter("timeout_ms"), 0, longestWaitMs).value_or(5'000);
    for (const std::string_view name : names) {
        const auto value = wholeNumber(request.parameter(name), 0, INT64_MAX);
        if (!value)
            continue;
        const bool reached = services.observer.waitFor(name, *value, timeoutMs);
        Plan plan = stats(request, services);
        plan.status = reached ? 200 : 408;
        return plan;
    }
    return jsonPlan(400,
                    errorJson(400, "/_wait needs one of requests, ended, cancelled, trap_hits (at least that many) or "
                                   "running, open_connections (at most that many)"));
}

Plan bytes(const Request &request, const Services &services, std::string_view which, bool ofRequest)
{
    std::optional<std::int64_t> number =
        which == "last" ? std::optional<std::int64_t>(0) : wholeNumber(which, 1, INT64_MAX);
    if (which.starts_with("tag="))
        number = static_cast<std::int64_t>(services.observer.numberByTag(which.substr(4)));
    if (number == 0 && which != "last")
        number.reset();
    std::string body;
    const bool found = number && (ofRequest ? services.observer.requestBody(static_cast<std::uint64_t>(*number), body)
                                            : services.observer.body(static_cast<std::uint64_t>(*number), body));
    if (!found)
        return jsonPlan(404,
                        errorJson(404, request.path + ": not kept (the last 4,096 answers within 64 MB, the last 100 "
                                                      "requests)"));
    return textPlan(200, "application/octet-stream", std::move(body));
}

} // namespace

std::optional<Plan> controlPlan(const Request &request, Services &services)
{
    const std::string_view path = request.path;
    if (!path.starts_with("/_"))
        return std::nullopt;
    if (path == "/_stats")
        return stats(request, services);
    if (path == "/_wait")
        return waitFor(request, services);
    if (path == "/_list")
        return textPlan(200, "text/plain", behaviourList());
    if (path.starts_with("/_bodies/"))
        return bytes(request, services, path.substr(9), false);
    if (path.starts_with("/_requests/"))
        return bytes(request, services, path.substr(11), true);
    if (path == "/_release" || path == "/_reset") {
        if (request.method != "POST")
            return jsonPlan(405, errorJson(405, request.path + " takes POST"));
        if (path == "/_reset") {
            services.observer.reset();
            services.gates.reset();
        } else {
            services.gates.release(std::string(request.parameter("gate")));
        }
        return jsonPlan(200, "{\"ok\":true}");
    }
    return jsonPlan(404, errorJson(404, "no such path: " + request.path + "; see --help"));
}

std::string_view controlHelp()
{
    return "Observing and steering:\n"
           "  GET  /_stats[?last=N]      counters and the last N (100) requests with headers, body and times\n"
           "  GET  /_wait?NAME=N[&timeout_ms=5000]\n"
           "                             answers when requests, ended, cancelled or trap_hits is at least N, or "
           "running or\n"
           "                             open_connections at most N; 408 when the time is over\n"
           "  GET  /_bodies/last         the bytes of the last answer's body; /_bodies/N: of request N, the number in "
           "the\n"
           "                             answer's id chatcmpl-faulty-N\n"
           "  GET  /_requests/last       the bytes of the last request's body; /_requests/N; /_requests/tag=NAME: of "
           "the "
           "last\n"
           "                             one whose behaviour has ;tag=NAME\n"
           "  POST /_release?gate=NAME   opens a gate\n"
           "  POST /_reset               forgets all counts, logs and gates\n"
           "  GET  /_list                what --list prints\n"
           "Times are microseconds of CLOCK_MONOTONIC. Gone clients are noticed at once and counted as cancelled.\n";
}

} // namespace faulty
