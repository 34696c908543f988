#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <server/http/edge/refusal.h>
#include <server/http/front/credential.h>
#include <server/http/rest/metrics.h>

#include <algorithm>
#include <map>

namespace beaver::http {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

class Family
{
public:
    Family(std::string name, std::string help, MetricType type)
    {
        m_family.name = std::move(name);
        m_family.help = std::move(help);
        m_family.type = type;
    }

    void add(double value, std::vector<ClientMetric::Label> labels = {})
    {
        ClientMetric metric;
        metric.label = std::move(labels);
        if (m_family.type == MetricType::Counter)
            metric.counter.value = value;
        else
            metric.gauge.value = value;
        m_family.metric.push_back(std::move(metric));
    }

    MetricFamily take() { return std::move(m_family); }

private:
    MetricFamily m_family;
};

double number(std::uint64_t count)
{
    return static_cast<double>(count);
}

void addEndpoints(std::vector<MetricFamily> &families, const routing::Router &router)
{
    Family up("beaver_endpoint_up", "1 while the endpoint takes calls, 0 while it is ejected, paused or drained.",
              MetricType::Gauge);
    Family running("beaver_endpoint_calls_running", "Attempts under way at the endpoint.", MetricType::Gauge);
    Family waiting("beaver_endpoint_calls_waiting", "Calls in the endpoint's queue.", MetricType::Gauge);
    Family firstByte("beaver_endpoint_first_byte_seconds", "Moving average of the time to the first byte.",
                     MetricType::Gauge);
    Family attempts("beaver_endpoint_attempts_total", "Attempts by how they ended for the endpoint.",
                    MetricType::Counter);
    Family ejections("beaver_endpoint_ejections_total", "How often the endpoint was ejected.", MetricType::Counter);
    for (const auto &view : router.snapshot()) {
        const auto &health = view.health;
        const ClientMetric::Label id{"endpoint", view.stored->id.text()};
        const bool takes = view.stored->settings.status == routing::EndpointStatus::Active &&
                           health.breaker != routing::EndpointHealth::Breaker::Open;
        up.add(takes ? 1 : 0, {id});
        running.add(static_cast<double>(health.underWay), {id});
        waiting.add(static_cast<double>(health.waiting), {id});
        firstByte.add(static_cast<double>(health.firstByteMs) / 1000, {id});
        attempts.add(number(health.answered), {id, {"outcome", "answered"}});
        attempts.add(number(health.failed), {id, {"outcome", "failed"}});
        attempts.add(number(health.overloaded), {id, {"outcome", "overloaded"}});
        attempts.add(number(health.refused), {id, {"outcome", "key_refused"}});
        ejections.add(number(health.ejections), {id});
    }
    for (Family *family : {&up, &running, &waiting, &firstByte, &attempts, &ejections})
        families.push_back(family->take());
}

} // namespace

void Metrics::add(Loop loop)
{
    const std::lock_guard lock(m_mutex);
    m_loops.push_back(loop);
}

void Metrics::clear()
{
    const std::lock_guard lock(m_mutex);
    m_loops.clear();
}

Metrics::Served Metrics::served() const
{
    Served sum;
    const std::lock_guard lock(m_mutex);
    for (const Loop &loop : m_loops) {
        sum.requests += loop.front->counters().unrouted;
        for (const auto &count : loop.front->counters().answers)
            sum.requests += count;
        sum.microseconds += loop.front->counters().microseconds;
    }
    return sum;
}

std::string Metrics::text(const storage::Database &database, const ledger::LedgerService &ledger,
                          const routing::Router &router) const
{
    std::map<std::pair<std::string, int>, std::uint64_t> answers;
    std::map<std::string_view, std::uint64_t> refused;
    std::array<std::uint64_t, 9> outcomes{};
    std::uint64_t accepted = 0;
    std::uint64_t unrouted = 0;
    std::uint64_t input = 0;
    std::uint64_t output = 0;
    std::int64_t open = 0;
    std::int64_t webSockets = 0;
    std::int64_t running = 0;
    std::int64_t charged = 0;
    std::uint64_t hedges = 0;
    std::uint64_t hedgesWon = 0;
    {
        const std::lock_guard lock(m_mutex);
        for (const Loop &loop : m_loops) {
            accepted += loop.edge->counters().accepted;
            open += loop.edge->counters().open;
            webSockets += loop.edge->counters().webSockets;
            unrouted += loop.front->counters().unrouted;
            const auto &routes = loop.front->routes().routes();
            for (std::size_t at = 0; at < routes.size() * 5; ++at) {
                if (const std::uint64_t count = loop.front->counters().answers[at])
                    answers[{routes[at / 5].name, static_cast<int>(at % 5) + 1}] += count;
            }
            for (std::size_t at = 0; at < static_cast<std::size_t>(Refusal::Count); ++at) {
                if (const std::uint64_t count = loop.edge->counters().refused[at])
                    refused[textOf(static_cast<Refusal>(at)).code] += count;
            }
            const auto &relay = loop.relay->counters();
            for (std::size_t at = 0; at < outcomes.size(); ++at)
                outcomes[at] += relay.outcomes[at];
            input += relay.inputTokens;
            output += relay.outputTokens;
            charged += relay.chargedNanoUsd;
            running += relay.running;
            hedges += relay.hedges;
            hedgesWon += relay.hedgesWon;
        }
    }

    std::vector<MetricFamily> families;
    const auto one = [&](const char *name, const char *help, MetricType type, double value) {
        Family family(name, help, type);
        family.add(value);
        families.push_back(family.take());
    };
    one("beaver_connections_accepted_total", "Connections accepted.", MetricType::Counter, number(accepted));
    one("beaver_connections_open", "Connections open now.", MetricType::Gauge, static_cast<double>(open));
    one("beaver_websockets_open", "Of these, WebSockets.", MetricType::Gauge, static_cast<double>(webSockets));
    one("beaver_requests_unrouted_total", "Requests for a path or method that doesn't exist.", MetricType::Counter,
        number(unrouted));
    Family requests("beaver_requests_total", "Answered requests by route and status class.", MetricType::Counter);
    for (const auto &[key, count] : answers)
        requests.add(number(count), {{"route", key.first}, {"status", std::to_string(key.second) + "xx"}});
    families.push_back(requests.take());
    Family refusals("beaver_edge_refused_total", "Requests and connections that the edge refused, by reason.",
                    MetricType::Counter);
    for (const auto &[reason, count] : refused)
        refusals.add(number(count), {{"reason", std::string(reason)}});
    families.push_back(refusals.take());
    Family calls("beaver_calls_total", "Model calls by how they ended.", MetricType::Counter);
    for (std::size_t at = 0; at < outcomes.size(); ++at)
        calls.add(number(outcomes[at]),
                  {{"outcome", std::string(ledger::outcomeName(static_cast<ledger::Outcome>(at)))}});
    families.push_back(calls.take());
    one("beaver_calls_running", "Model calls under way.", MetricType::Gauge, static_cast<double>(running));
    one("beaver_hedges_total", "Second attempts beside one without a first byte.", MetricType::Counter, number(hedges));
    one("beaver_hedges_won_total", "Of these, the ones that answered first.", MetricType::Counter, number(hedgesWon));
    Family tokens("beaver_tokens_total", "Tokens of settled calls.", MetricType::Counter);
    tokens.add(number(input), {{"direction", "input"}});
    tokens.add(number(output), {{"direction", "output"}});
    families.push_back(tokens.take());
    one("beaver_charged_usd_total", "Charged to customers since the start.", MetricType::Counter,
        static_cast<double>(charged) / 1e9);
    one("beaver_holds_open", "Holds on balances now.", MetricType::Gauge, static_cast<double>(ledger.openHolds()));
    one("beaver_database_commits_total", "Committed write transactions.", MetricType::Counter,
        number(database.commits()));
    one("beaver_database_stalled", "1 while the database can't be written.", MetricType::Gauge,
        database.stalled() ? 1 : 0);
    addEndpoints(families, router);
    return prometheus::TextSerializer().Serialize(families);
}

QCoro::Task<Result<Answer>> MetricsHandler::show(std::shared_ptr<Exchange> exchange)
{
    // The TCP peer, never a forwarded address: a header can't open this. Behind a proxy the peer is always the proxy,
    // so that what was forwarded needs a credential wherever it comes from.
    const Request &request = *exchange->request;
    const bool forwarded =
        request.hasHeader("x-forwarded-for") || request.hasHeader("forwarded") || request.hasHeader("x-real-ip");
    if (forwarded || std::find(m_allowed.begin(), m_allowed.end(), request.peerAddress) == m_allowed.end()) {
        const auto credential = findCredential(*exchange->request, false);
        if (!credential)
            co_return credential.error();
        auto asking = identity::IdentityService::looksLikeAccessToken(*credential)
                          ? m_identity.authenticateToken(*exchange->loop, std::string(*credential))
                          : m_identity.authenticateKey(*exchange->loop, std::string(*credential), exchange->caller);
        const auto principal = co_await asking;
        if (!principal)
            co_return principal.error();
        if (principal->role < identity::Role::Viewer)
            co_return Error{ErrorCode::Forbidden,
                            "Metrics need a role on the gateway, or an address of BEAVER_METRICS_ALLOW.",
                            {},
                            "role_required",
                            {},
                            0};
    }
    Answer answer;
    answer.contentType = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = m_metrics.text(m_database, m_ledger, m_router);
    co_return answer;
}

} // namespace beaver::http
