#include <server/routing/ordering.h>
#include <server/routing/router.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

namespace beaver::routing {

namespace {

using Out = ModelTrack::Out;

bool sameName(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other,
                              [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

/// Clients name a provider, in OpenRouter's way with a variant too (`deepinfra/fp8`), or an endpoint.
bool isNamed(const Member &member, std::string_view name)
{
    const providers::Profile &profile = *member.endpoint->profile;
    return name == member.stored->id.text() || sameName(name, profile.name) || sameName(name, profile.displayName) ||
           sameName(name, member.stored->settings.name) || sameName(name.substr(0, name.find('/')), profile.name);
}

bool isNamed(const Member &member, const std::vector<std::string> &names)
{
    return std::ranges::any_of(names, [&](const std::string &name) { return isNamed(member, name); });
}

/// A route that is out for now, and when it is back.
struct Absent
{
    const ModelRoute *route = nullptr;
    std::int64_t untilUs = 0;
    bool clear = false; ///< the provider said so itself, or refuses the credential: little hope until then
};

std::string quoted(const catalog::Model &model)
{
    return "'" + model.id.substr(0, 80) + "'";
}

/// Sorts what a model's routes can do now.
class Sieve
{
public:
    Sieve(const Want &want, std::int64_t nowUs)
        : m_want(want)
        , m_nowUs(nowUs)
    {}

    void take(const ModelRoute &route)
    {
        const Member &member = *route.member;
        if (route.isMissing())
            return;
        known = true;
        if (!serves(*member.endpoint->profile))
            return;
        able = true;
        const Preferences *preferences = m_want.preferences;
        std::size_t preferred = 0;
        if (preferences) {
            // Names may mean the providers behind an endpoint that routes by itself; it is told them.
            const bool itself = member.endpoint->profile->routesItself;
            if ((!preferences->only.empty() && !isNamed(member, preferences->only) && !itself) ||
                isNamed(member, preferences->ignore))
                return;
            const auto &names = preferences->order;
            preferred = static_cast<std::size_t>(
                std::ranges::find_if(names, [&](const std::string &name) { return isNamed(member, name); }) -
                names.begin());
            if (!names.empty() && preferred == names.size() && !preferences->allowFallbacks && !itself)
                return;
        }
        preferable = true;
        if (member.stored->settings.status != EndpointStatus::Active)
            return;
        active = true;
        const Out out = route.track->out(m_nowUs);
        if (out != Out::No) {
            absent.push_back({&route, route.track->untilUs(), out != Out::Cooling});
            return;
        }
        bool probe = false;
        if (!member.live->closed()) {
            const auto standing = member.live->standing(m_nowUs);
            // While one call probes it, it is nobody else's first choice; it stays in sight as the last one.
            if (standing.breaker == EndpointHealth::Breaker::Open || standing.probing) {
                absent.push_back({&route, standing.untilUs, standing.refused});
                return;
            }
            probe = standing.breaker == EndpointHealth::Breaker::HalfOpen;
        }
        ranked.push_back({&route, preferred, probe, member.live->busy(), 0});
    }

    std::vector<Ranked> ranked; ///< by priority
    std::vector<Absent> absent;
    bool known = false;
    bool able = false;
    bool preferable = false;
    bool active = false;

private:
    /// Endpoints of one provider stand next to each other more often than not.
    bool serves(const providers::Profile &profile)
    {
        if (m_asked != &profile) {
            m_asked = &profile;
            m_serves = profile.serves(m_want.capability);
        }
        return m_serves;
    }

    const Want &m_want;
    std::int64_t m_nowUs;
    const providers::Profile *m_asked = nullptr;
    bool m_serves = false;
};

/// All that could serve it are out: those that only fail are tried all the same, soonest back first; of those without
/// hope one, so that the client hears it from the provider, and that it is noticed when it is over.
std::vector<const ModelRoute *> lastResort(std::vector<Absent> &absent)
{
    std::ranges::stable_sort(absent, {}, [](const Absent &one) { return std::pair(one.clear, one.untilUs); });
    std::vector<const ModelRoute *> routes;
    for (const Absent &one : absent) {
        if ((one.clear && !routes.empty()) || routes.size() == Router::longestPlan)
            break;
        routes.push_back(one.route);
    }
    return routes;
}

void explain(Plan &plan, const Sieve &sieve, const Want &want)
{
    plan.reason = "no_endpoint";
    if (!sieve.known)
        plan.why = "No endpoint serves the model " + quoted(*want.model) + " at the moment.";
    else if (!sieve.able)
        plan.why = "No endpoint of the model " + quoted(*want.model) + " does " + std::string(want.capability) + ".";
    else if (!sieve.preferable)
        plan.why = "No endpoint of the model " + quoted(*want.model) + " is left by the request's 'provider' object.";
    else {
        plan.reason = "endpoints_paused";
        plan.why = "The endpoints of the model " + quoted(*want.model) + " are paused.";
    }
}

/// Two endpoints that a credential, a network and a profile make the same: calls to them fare alike.
bool sameTarget(const StoredEndpoint &one, const StoredEndpoint &other)
{
    return one.settings.provider == other.settings.provider && one.settings.baseUrl == other.settings.baseUrl &&
           one.credential == other.credential;
}

bool sameRequests(const StoredEndpoint &one, const StoredEndpoint &other)
{
    return sameTarget(one, other) && one.settings.headers == other.settings.headers &&
           one.settings.timeouts == other.settings.timeouts;
}

} // namespace

Router::Router(const Clock &clock, const RouterSettings &settings)
    : m_context(std::make_shared<LiveContext>(clock, settings))
    , m_hedges(settings.hedgePercent)
    , m_pool(std::make_shared<const Pool>(std::vector<Member>()))
{}

Router::~Router()
{
    const auto pool = m_pool.get();
    for (const Member &member : pool->members())
        member.live->retire();
}

Candidate Plan::candidate(std::size_t at) const
{
    const auto &[route, lastResort] = m_choices[at];
    return {route->member->endpoint, route->upstreamModel, route->member->live, route->track, lastResort};
}

Candidate Plan::take(std::size_t at)
{
    Candidate taken = candidate(at);
    m_choices.erase(m_choices.begin() + static_cast<std::ptrdiff_t>(at));
    return taken;
}

Plan Router::unfilled(const Want &want) const
{
    Plan plan;
    plan.m_pool = m_pool.get();
    plan.m_routes = plan.m_pool->routesOf(*want.model);
    return plan;
}

Plan Router::plan(const Want &want) const
{
    Plan plan = unfilled(want);
    fill(plan, want);
    return plan;
}

Plan Router::begin(const Want &want) const
{
    Plan plan = unfilled(want);
    plan.m_drawn = draw(*plan.m_routes, want);
    if (plan.m_drawn)
        plan.m_choices.push_back({plan.m_drawn, false});
    else
        fill(plan, want);
    return plan;
}

bool Router::complete(Plan &plan, const Want &want) const
{
    const ModelRoute *const drawn = std::exchange(plan.m_drawn, nullptr);
    if (!drawn)
        return false;
    Plan rest;
    rest.m_pool = plan.m_pool;
    rest.m_routes = plan.m_routes;
    fill(rest, want);
    const std::size_t before = plan.m_choices.size();
    for (const Plan::Choice &choice : rest.m_choices) {
        if (choice.route != drawn && plan.m_choices.size() < longestPlan)
            plan.m_choices.push_back(choice);
    }
    return plan.m_choices.size() > before;
}

/// The first place of the plan, by weight among those of the first priority. None: more than the weights decides, or
/// what was drawn can't take the call at once; then all are looked at, which leaves each its share.
const ModelRoute *Router::draw(const ModelRoutes &routes, const Want &want) const
{
    if (routes.routes.size() <= longestPlan || m_context->settings.strategy != Strategy::Weighted ||
        !want.stickyKey.empty() || want.preferences || routes.weights.back() == 0 ||
        m_context->unwell.load(std::memory_order_relaxed) > 0)
        return nullptr;
    const auto drawn = std::ranges::upper_bound(routes.weights, m_context->random.next() % routes.weights.back());
    const ModelRoute &route = routes.routes[static_cast<std::size_t>(drawn - routes.weights.begin())];
    Sieve sieve(want, m_context->clock.monotonicUs());
    sieve.take(route);
    return sieve.ranked.empty() || sieve.ranked.front().probe || sieve.ranked.front().busy ? nullptr : &route;
}

void Router::fill(Plan &plan, const Want &want) const
{
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    const ModelRoutes &routes = *plan.m_routes;
    Sieve sieve(want, nowUs);
    sieve.ranked.reserve(routes.routes.size());
    for (const ModelRoute &route : routes.routes)
        sieve.take(route);

    if (sieve.ranked.empty()) {
        for (const ModelRoute *route : lastResort(sieve.absent))
            plan.m_choices.push_back({route, true});
        if (plan.empty())
            explain(plan, sieve, want);
        return;
    }
    Ordering by;
    by.strategy = m_context->settings.strategy;
    by.stickyKey = want.stickyKey;
    by.nowUs = nowUs;
    by.latencyHalfLifeMs = m_context->settings.latencyHalfLifeMs;
    if (want.preferences)
        by.sort = want.preferences->sort;
    if (by.strategy == Strategy::RoundRobin)
        by.turn = routes.turns.fetch_add(1, std::memory_order_relaxed);
    const bool fallbacks = !want.preferences || want.preferences->allowFallbacks || !want.preferences->order.empty();
    const std::size_t count = fallbacks ? std::min(sieve.ranked.size(), longestPlan) : 1;
    order(sieve.ranked, count, by, m_context->random);

    plan.m_choices.reserve(count);
    for (std::size_t at = 0; at < count; ++at)
        plan.m_choices.push_back({sieve.ranked[at].route, false});
}

std::optional<Lease> Router::tryEnter(const Candidate &candidate)
{
    if (!candidate.live)
        return std::nullopt;
    return candidate.live->tryEnter(candidate.track, candidate.lastResort);
}

std::int64_t Router::hedgeMs() const
{
    return m_context->settings.hedgeMs;
}

std::optional<Lease> Router::tryHedge(const Candidate &candidate)
{
    if (!candidate.live || candidate.lastResort || !candidate.live->closed() || candidate.live->busy() ||
        !m_hedges.take())
        return std::nullopt;
    return candidate.live->tryEnter(candidate.track, false);
}

ops::Future<Result<Lease>> Router::enter(ops::Executor &loop, const Candidate &candidate, std::int64_t maxWaitMs,
                                         GaveUp gaveUp)
{
    const ops::Promise<Result<Lease>> promise(loop);
    if (candidate.live)
        candidate.live->enter(promise, candidate.track, m_context->clock.monotonicUs() + maxWaitMs * 1000,
                              candidate.lastResort, std::move(gaveUp));
    else
        promise.set(Error{ErrorCode::Unavailable, "There is no such endpoint.", {}, "endpoint_busy", {}, 0});
    return promise.future();
}

bool Router::serves(const catalog::Model &model, std::string_view capability) const
{
    const auto pool = m_pool.get();
    const auto routes = pool->routesOf(model);
    return std::ranges::any_of(routes->routes, [capability](const ModelRoute &route) {
        if (route.isMissing())
            return false;
        return capability.empty() || route.member->endpoint->profile->serves(capability);
    });
}

void Router::replace(std::vector<std::shared_ptr<const StoredEndpoint>> endpoints,
                     const std::vector<std::shared_ptr<const providers::Profile>> &profiles)
{
    const std::lock_guard replacing(m_replacing);
    const auto before = m_pool.get();
    std::vector<Member> members;
    members.reserve(endpoints.size());
    for (auto &stored : endpoints) {
        const auto profile = std::ranges::find(profiles, stored->settings.provider,
                                               [](const auto &each) { return std::string_view(each->name); });
        if (profile == profiles.end())
            continue;
        const Member *known = before->find(stored->id);
        Member member;
        if (known && sameTarget(*known->stored, *stored))
            member.live = known->live;
        else
            member.live = std::make_shared<Live>(m_context);
        if (known && sameRequests(*known->stored, *stored)) {
            member.endpoint = known->endpoint;
        } else {
            auto endpoint = std::make_shared<providers::Endpoint>();
            endpoint->id = stored->id;
            endpoint->profile = *profile;
            endpoint->baseUrl = stored->settings.baseUrl.empty() ? (*profile)->baseUrl : stored->settings.baseUrl;
            endpoint->credential = stored->credential;
            endpoint->extraHeaders = stored->settings.headers;
            endpoint->timeouts = stored->settings.timeouts;
            endpoint->revision = ++m_revision;
            member.endpoint = std::move(endpoint);
        }
        member.stored = std::move(stored);
        members.push_back(std::move(member));
    }
    const auto fresh = std::make_shared<const Pool>(std::move(members));
    m_pool.set(fresh);
    for (const Member &member : fresh->members()) {
        const EndpointSettings &settings = member.stored->settings;
        member.live->configure(settings.maxConcurrency, settings.queueLength, settings.status);
    }
    for (const Member &member : before->members()) {
        const Member *now = fresh->find(member.stored->id);
        if (!now || now->live != member.live)
            member.live->retire();
    }
}

std::vector<EndpointView> Router::snapshot() const
{
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    const auto pool = m_pool.get();
    std::vector<EndpointView> views;
    views.reserve(pool->members().size());
    for (const Member &member : pool->members())
        views.push_back({member.stored, member.endpoint, member.live->health(nowUs)});
    return views;
}

std::optional<EndpointView> Router::view(const EndpointId &id) const
{
    const auto pool = m_pool.get();
    const Member *member = pool->find(id);
    if (!member)
        return std::nullopt;
    return EndpointView{member->stored, member->endpoint, member->live->health(m_context->clock.monotonicUs())};
}

void Router::noteCheck(const EndpointId &id, const CheckResult &result)
{
    const auto pool = m_pool.get();
    if (const Member *member = pool->find(id))
        member->live->noteCheck(result);
}

void Router::noteModels(const EndpointId &id, std::vector<std::string> models)
{
    const auto pool = m_pool.get();
    if (const Member *member = pool->find(id))
        member->live->noteModels(std::move(models));
}

void Router::expireWaiters()
{
    if (m_context->waiting <= 0)
        return;
    const std::int64_t nowUs = m_context->clock.monotonicUs();
    const auto pool = m_pool.get();
    for (const Member &member : pool->members())
        member.live->expireWaiters(nowUs);
}

} // namespace beaver::routing
