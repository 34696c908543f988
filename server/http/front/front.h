#pragma once

#include <server/http/edge/edge.h>
#include <server/http/front/access_log.h>
#include <server/http/front/cors.h>
#include <server/http/front/route_table.h>
#include <server/identity/cidr.h>
#include <server/identity/identity_service.h>
#include <shared/base/clock.h>

#include <atomic>
#include <memory>
#include <vector>

namespace beaver::http {

/// Requests by route and status class, readable from any thread.
struct RouteCounters
{
    explicit RouteCounters(std::size_t routes)
        : answers(routes * 5)
    {}
    /// Index: route × 5 + (status / 100 − 1).
    std::vector<std::atomic<std::uint64_t>> answers;
    std::atomic<std::uint64_t> unrouted = 0;
    std::atomic<std::uint64_t> microseconds = 0; ///< from the first byte to the answer, summed
};

/// The pipeline of one loop, in this order, each step with its reason:
///   1. ids — everything later, errors too, is told by them
///   2. CORS — a browser shows an error's text only with its headers
///   3. route — what isn't in the table doesn't exist; a credential isn't even looked at
///   4. credential (a key or token, else a browser's cookie and that the request is its page's own), role, scope —
///   before the body is read as anything
///   5. media type — only bodies that a handler can read
///   6. handler
///   7. answer, counters, log
class Front
{
public:
    struct Settings
    {
        std::vector<std::string> corsOrigins;
        std::vector<std::string> trustedProxies; ///< addresses or blocks whose `X-Forwarded-For` counts
        std::string publicUrl;                   ///< where browsers find us, if it is configured
    };

    Front(ops::EventLoop &loop, Settings settings, RouteTable routes, identity::IdentityService &identity,
          AccessLog &log, const Clock &clock);

    void handle(std::shared_ptr<Request> request, std::shared_ptr<Responder> responder);
    HeadVerdict checkHead(const Request &request);
    /// For what the edge refuses by itself; see Edge::Hooks.
    std::string edgeRefused(const Request *request, std::string_view reason, std::string_view message,
                            ResponseHead &head) const;

    const RouteTable &routes() const { return m_routes; }
    const RouteCounters &counters() const { return m_counters; }

private:
    QCoro::Task<> run(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<identity::Principal>> authenticate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<identity::Principal>> authenticateCookie(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<identity::Principal>> authenticateAgain(std::shared_ptr<Exchange> exchange);
    std::optional<Result<identity::Principal>> tryAuthenticate(const Exchange &exchange,
                                                               std::string_view credential) const;
    Result<void> authorise(const Exchange &exchange) const;
    void answer(Exchange &exchange, Answer answer);
    void identify(Exchange &exchange, const Request *request) const;
    void fail(Exchange &exchange, const Error &error, std::vector<std::pair<std::string, std::string>> headers = {});
    void finish(const Exchange &exchange, const Request &request, int status);
    bool isTrustedProxy(std::string_view address) const;
    bool takeHops(std::string_view line, std::string &address) const;
    identity::Caller callerOf(const Request &request) const;

    ops::EventLoop &m_loop;
    Settings m_settings;
    std::vector<identity::Cidr> m_trustedProxies; ///< of the settings
    RouteTable m_routes;
    identity::IdentityService &m_identity;
    AccessLog &m_log;
    const Clock &m_clock;
    Cors m_cors;
    RouteCounters m_counters;
};

} // namespace beaver::http
