#pragma once

#include <QCoroTask>

#include <server/providers/transport/transport.h>
#include <server/routing/router.h>
#include <shared/base/clock.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace beaver::routing {

/// What a real call of one token to an endpoint found out.
struct TestCall
{
    bool ok = false;
    bool keyRefused = false;
    int status = 0;
    std::int64_t firstByteMs = 0;
    std::int64_t wholeMs = 0;
    std::string detail; ///< what was wrong, for the operator
};

/// Questions to endpoints on one loop: its thread only. A coroutine that still waits when this dies is never resumed,
/// so end them before (endAll), or let the loop's calls run out.
class Checker
{
public:
    Checker(providers::Transport &transport, const Clock &clock)
        : m_transport(transport)
        , m_clock(clock)
    {}
    Checker(const Checker &) = delete;
    Checker &operator=(const Checker &) = delete;

    /// A GET that costs nothing: a LiteLLM server's /health/readiness (its /health would make a paid call for each
    /// model), the list of models elsewhere. An answer that only says that there is no such list is good too.
    QCoro::Task<CheckResult> check(std::shared_ptr<const providers::Endpoint> endpoint);
    /// check(), and what it found told to the router; of a LiteLLM server whose endpoint has patterns the list of its
    /// models too.
    QCoro::Task<CheckResult> checkAndNote(Router &router, EndpointView view);
    /// A chat of one token. It costs what the provider takes for it.
    QCoro::Task<TestCall> call(std::shared_ptr<const providers::Endpoint> endpoint, std::string upstreamModel);

    /// Ends what runs, as a failure.
    void endAll();

private:
    struct Outcome
    {
        providers::TransportEnd end = providers::TransportEnd::Broken;
        int status = 0;
        std::string body;
        std::string detail;
        std::int64_t retryAfterMs = 0;
        std::int64_t firstByteMs = 0;
        std::int64_t wholeMs = 0;
    };
    QCoro::Task<Outcome> ask(std::shared_ptr<const providers::UpstreamTarget> target, std::string body,
                             std::size_t keptBody);

    providers::Transport &m_transport;
    const Clock &m_clock;
    std::unordered_map<std::uint64_t, std::unique_ptr<providers::Attempt>> m_running;
    std::uint64_t m_last = 0;
    bool m_ending = false;
};

} // namespace beaver::routing
