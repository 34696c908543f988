#pragma once

#include <server/catalog/types.h>
#include <server/providers/profile.h>
#include <shared/base/ids.h>
#include <shared/base/secret.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::routing {

class Live;
class ModelTrack;

/// How the endpoints of one priority are ordered.
enum class Strategy : std::uint8_t {
    Weighted,      ///< at random, in proportion to weight
    RoundRobin,    ///< one after another
    LeastBusy,     ///< fewest calls under way for its weight
    LowestLatency, ///< two at random, the faster first byte of them (power of two choices over a moving average)
    Cheapest,      ///< what the operator pays there, in percent of the list price
};

std::optional<Strategy> strategyByName(std::string_view name); ///< weighted, round_robin, least_busy, …
std::string_view strategyName(Strategy strategy);

/// OpenRouter's `provider` object, as far as it decides about endpoints.
struct Preferences
{
    std::vector<std::string> order; ///< names of providers or ids of endpoints, tried first in this order
    std::vector<std::string> only;  ///< empty: any
    std::vector<std::string> ignore;
    bool allowFallbacks = true; ///< false: those of `order` alone; without an order the first one or none
    std::string sort;           ///< price, throughput, latency, or empty
};

/// What a call asks for.
struct Want
{
    const catalog::Model *model = nullptr;
    std::string_view capability = "chat"; ///< chat, embeddings, moderations, rerank, images, speech, transcriptions, …
    std::string_view stickyKey;           ///< of a session or of a prompt's prefix; empty: none
    const Preferences *preferences = nullptr;
};

/// One endpoint that may serve the call, and what it calls the model.
struct Candidate
{
    std::shared_ptr<const providers::Endpoint> endpoint;
    std::string upstreamModel;

    // The router's own.
    std::shared_ptr<Live> live;
    std::shared_ptr<ModelTrack> track;
    bool lastResort = false; ///< it is ejected, and everything else is too
};

class Pool;
struct ModelRoute;
struct ModelRoutes;

/// Most plans are used up to their first place only: what the others mean is made when they are asked for, and where
/// Router::begin() made it, which they are, too.
class Plan
{
public:
    /// How many there are to be tried, in their order; at most Router::longestPlan.
    std::size_t size() const { return m_choices.size(); }
    bool empty() const { return m_choices.empty(); }
    /// False: Router::complete() has not been asked whether there are more.
    bool isWhole() const { return !m_drawn; }
    Candidate candidate(std::size_t at) const;
    /// Takes it out; those behind it move up.
    Candidate take(std::size_t at);

    /// Where there is none: what the client is told.
    std::string why;
    std::string reason;            ///< the code for it: no_endpoint, endpoints_paused
    std::int64_t retryAfterMs = 0; ///< 0: not known

private:
    friend class Router;
    struct Choice
    {
        const ModelRoute *route = nullptr;
        bool lastResort = false;
    };
    // What the choices point into.
    std::shared_ptr<const Pool> m_pool;
    std::shared_ptr<const ModelRoutes> m_routes;
    std::vector<Choice> m_choices;
    const ModelRoute *m_drawn = nullptr; ///< the first place of a plan that has no others yet
};

/// How one attempt ended, for the health of its endpoint.
struct AttemptReport
{
    enum class Kind : std::uint8_t {
        Answered,   ///< a sound answer, or a refusal that is the client's fault
        Overloaded, ///< 429: cools down, isn't broken
        Failed,     ///< 5xx, reset, garbage, time-out: counts toward the breaker
        KeyRefused, ///< the credential is refused or out of money: ejected for long
        NotCounted, ///< the client left, the gateway stops
        Outrun,     ///< another endpoint had its first byte sooner: says nothing of its health, but that it was slower
    } kind = Kind::Answered;
    int status = 0;
    std::int64_t firstByteMs = 0; ///< 0: none came
    std::int64_t wholeMs = 0;
    std::int64_t outputTokens = 0;
    std::int64_t retryAfterMs = 0;
    std::string reason; ///< e.g. `upstream_timeout`
};

enum class EndpointStatus : std::uint8_t {
    Active,
    Paused,   ///< takes no calls; who waits there goes elsewhere
    Draining, ///< takes no new calls; who waits there is still served
};

std::optional<EndpointStatus> endpointStatusByName(std::string_view name);
std::string_view endpointStatusName(EndpointStatus status);

/// What a question that costs nothing found out about an endpoint.
struct CheckResult
{
    enum class Kind : std::uint8_t { Ok, Failed, KeyRefused } kind = Kind::Ok;
    int status = 0; ///< HTTP; 0: no answer
    std::int64_t tookMs = 0;
    std::string detail; ///< for the operator
};

/// Which models an endpoint serves: an exact id, or a pattern with `*`. `upstream` is what the endpoint calls it; each
/// `*` of it takes what the pattern's `*` stood for. Empty: the catalogue's name at the model's own provider.
struct ModelRule
{
    std::string pattern;
    std::string upstream;

    bool operator==(const ModelRule &) const = default;
};

/// What the operator decides about an endpoint.
struct EndpointSettings
{
    std::string name;
    std::string provider;             ///< of the profile
    std::string baseUrl;              ///< without a slash at its end; empty for the built-in simulated one
    std::vector<ModelRule> models;    ///< empty: the catalogue's models of this provider
    int priority = 100;               ///< 0 to 1000; lower ones are tried first
    int weight = 100;                 ///< 0 to 1000; 0: only where nothing else of its priority can
    int maxConcurrency = 0;           ///< calls at once; 0: no limit
    int queueLength = 0;              ///< calls that may wait for a place
    int costPercent = 100;            ///< what a call costs the operator there, of the list price; 0 to 1000
    std::string region;               ///< a note
    std::vector<std::string> headers; ///< whole lines that each call carries
    providers::EndpointTimeouts timeouts;
    EndpointStatus status = EndpointStatus::Active;
};

/// A row of the table `endpoints`.
struct StoredEndpoint
{
    EndpointId id;
    EndpointSettings settings;
    Secret credential;          ///< opened; from the environment where `fromEnvironment`
    std::string credentialHint; ///< its last four characters, or empty
    bool fromEnvironment = false;
    std::int64_t createdAtMs = 0;
    std::int64_t updatedAtMs = 0;
};

} // namespace beaver::routing
