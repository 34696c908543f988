#include <server/audit/audit_log.h>
#include <server/routing/endpoint_json.h>
#include <server/routing/endpoint_service.h>
#include <server/routing/endpoint_store.h>

#include <algorithm>
#include <future>
#include <optional>
#include <tuple>

namespace beaver::routing {

namespace {

Error noEndpoint()
{
    return {ErrorCode::NotFound, "There is no such endpoint.", {}, "endpoint_not_found", {}, 0};
}

Result<void> checkName(storage::Connection &connection, const StoredEndpoint &endpoint)
{
    const auto taken = store::nameTaken(connection, endpoint.settings.name, endpoint.id);
    if (!taken)
        return taken.error();
    if (*taken)
        return Error{ErrorCode::Conflict, "There is an endpoint with this name already.", "name", "name_taken", {}, 0};
    return {};
}

std::string_view actionOf(const StoredEndpoint &was, const StoredEndpoint &is)
{
    if (was.settings.status == is.settings.status)
        return "endpoint.change";
    switch (is.settings.status) {
    case EndpointStatus::Paused:
        return "endpoint.pause";
    case EndpointStatus::Draining:
        return "endpoint.drain";
    case EndpointStatus::Active:
        break;
    }
    return "endpoint.resume";
}

} // namespace

EndpointService::EndpointService(storage::Database &database, Router &router, const Secret &masterKey,
                                 Profiles profiles, const Clock &clock)
    : m_database(database)
    , m_router(router)
    , m_box(masterKey)
    , m_profiles(std::move(profiles))
    , m_clock(clock)
{}

Result<void> EndpointService::start(std::vector<StoredEndpoint> fromEnvironment)
{
    for (const StoredEndpoint &endpoint : fromEnvironment)
        m_environment.emplace(endpoint.id, endpoint.credential);
    const std::int64_t nowMs = m_clock.wallMs();
    std::vector<StoredEndpoint> all;
    std::promise<Result<void>> promise;
    m_database.write(
        [&](storage::Connection &connection) -> Result<void> {
            for (const StoredEndpoint &given : fromEnvironment) {
                auto known = store::endpoint(connection, given.id, m_box);
                if (!known)
                    return known.error();
                StoredEndpoint endpoint = known->value_or(given);
                const std::string before = *known ? endpointJson(endpoint) : std::string();
                endpoint.settings.baseUrl = given.settings.baseUrl;
                endpoint.settings.provider = given.settings.provider;
                endpoint.settings.headers = given.settings.headers;
                endpoint.credential = given.credential;
                endpoint.credentialHint = given.credentialHint;
                endpoint.fromEnvironment = true;
                if (!*known)
                    endpoint.createdAtMs = endpoint.updatedAtMs = nowMs;
                else if ((*known)->settings.baseUrl != given.settings.baseUrl ||
                         (*known)->credentialHint != given.credentialHint ||
                         (*known)->settings.headers != given.settings.headers)
                    endpoint.updatedAtMs = nowMs;
                else
                    continue;
                auto written = store::put(connection, endpoint, m_box);
                if (written)
                    written = audit::append(connection,
                                            {"start", before.empty() ? "endpoint.create" : "endpoint.change",
                                             endpoint.id.text(), before, endpointJson(endpoint)},
                                            nowMs);
                if (!written)
                    return written;
            }
            auto stored = store::endpoints(connection, m_box);
            if (!stored)
                return stored.error();
            all = std::move(*stored);
            return {};
        },
        [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    if (auto done = promise.get_future().get(); !done)
        return done;
    for (StoredEndpoint &endpoint : all) {
        if (endpoint.fromEnvironment) {
            const auto credential = m_environment.find(endpoint.id);
            if (credential == m_environment.end())
                continue;
            endpoint.credential = credential->second;
        }
        const EndpointId id = endpoint.id;
        m_endpoints.emplace(id, std::make_shared<const StoredEndpoint>(std::move(endpoint)));
    }
    publish();
    return {};
}

Result<StoredEndpoint> EndpointService::current(storage::Connection &connection, const EndpointId &id) const
{
    auto found = store::endpoint(connection, id, m_box);
    if (!found)
        return found.error();
    if (!*found)
        return noEndpoint();
    if ((*found)->fromEnvironment) {
        const auto credential = m_environment.find(id);
        if (credential == m_environment.end())
            return noEndpoint();
        (*found)->credential = credential->second;
    }
    return std::move(**found);
}

ops::Future<Result<EndpointView>> EndpointService::create(ops::Executor &loop, audit::Actor actor, std::string provider,
                                                          EndpointPatch patch)
{
    StoredEndpoint endpoint;
    endpoint.createdAtMs = endpoint.updatedAtMs = m_clock.wallMs();
    endpoint.id = newId<EndpointId>(endpoint.createdAtMs);
    endpoint.settings.provider = provider;
    const auto profile = std::ranges::find(m_profiles, provider, [](const auto &each) { return each->name; });
    const bool known = profile != m_profiles.end() && provider != "simulated";
    if (known)
        endpoint.settings.baseUrl = (*profile)->baseUrl;
    auto work = [this, endpoint, known, actor = std::move(actor),
                 patch = std::move(patch)](storage::Connection &connection) mutable -> Result<StoredEndpoint> {
        if (!known)
            return invalid("provider", "There is no provider '" + endpoint.settings.provider.substr(0, 60) +
                                           "'; GET /admin/providers lists them.");
        if (!patch.name)
            patch.name = endpoint.settings.provider + " " + endpoint.id.text().substr(endpoint.id.text().size() - 4);
        StoredEndpoint wanted = endpoint;
        if (auto applied = applyPatch(patch, wanted); !applied)
            return applied.error();
        if (wanted.settings.baseUrl.empty())
            return invalid("base_url", "'base_url': This field is required: where the server is.");
        auto written = checkName(connection, wanted);
        if (written)
            written = store::put(connection, wanted, m_box);
        if (written)
            written = audit::append(connection, {actor, "endpoint.create", wanted.id.text(), {}, endpointJson(wanted)},
                                    wanted.createdAtMs);
        return written ? Result<StoredEndpoint>(std::move(wanted)) : Result<StoredEndpoint>(written.error());
    };
    return write(loop, std::move(work), false);
}

ops::Future<Result<EndpointView>> EndpointService::change(ops::Executor &loop, audit::Actor actor, EndpointId id,
                                                          EndpointPatch patch)
{
    auto work = [this, id = std::move(id), actor = std::move(actor), patch = std::move(patch),
                 nowMs = m_clock.wallMs()](storage::Connection &connection) -> Result<StoredEndpoint> {
        auto was = current(connection, id);
        if (!was)
            return was.error();
        StoredEndpoint wanted = *was;
        if (auto applied = applyPatch(patch, wanted); !applied)
            return applied.error();
        wanted.updatedAtMs = nowMs;
        Result<void> written;
        if (patch.name)
            written = checkName(connection, wanted);
        if (written)
            written = store::put(connection, wanted, m_box);
        if (written)
            written = audit::append(
                connection,
                {actor, std::string(actionOf(*was, wanted)), id.text(), endpointJson(*was), endpointJson(wanted)},
                nowMs);
        return written ? Result<StoredEndpoint>(std::move(wanted)) : Result<StoredEndpoint>(written.error());
    };
    return write(loop, std::move(work), false);
}

ops::Future<Result<EndpointView>> EndpointService::remove(ops::Executor &loop, audit::Actor actor, EndpointId id)
{
    auto work = [this, id = std::move(id), actor = std::move(actor),
                 nowMs = m_clock.wallMs()](storage::Connection &connection) -> Result<StoredEndpoint> {
        auto was = current(connection, id);
        if (!was)
            return was.error();
        if (was->fromEnvironment)
            return Error{ErrorCode::Conflict,
                         "This endpoint comes from the environment: take it out there, or pause it.",
                         {},
                         "endpoint_from_environment",
                         {},
                         0};
        auto written = store::remove(connection, id);
        if (written)
            written = audit::append(connection, {actor, "endpoint.delete", id.text(), endpointJson(*was), {}}, nowMs);
        return written ? std::move(was) : Result<StoredEndpoint>(written.error());
    };
    return write(loop, std::move(work), true);
}

ops::Future<Result<EndpointView>> EndpointService::write(ops::Executor &loop, Work work, bool removes)
{
    const ops::Promise<Result<EndpointView>> promise(loop);
    auto answer = std::make_shared<std::optional<StoredEndpoint>>();
    m_database.write(
        [work = std::move(work), answer](storage::Connection &connection) mutable -> Result<void> {
            auto done = work(connection);
            if (!done)
                return done.error();
            *answer = std::move(*done);
            return {};
        },
        [this, answer, promise, removes](Result<void> done) {
            if (!done) {
                promise.set(std::move(done).error());
                return;
            }
            const auto stored = std::make_shared<const StoredEndpoint>(std::move(**answer));
            if (removes)
                m_endpoints.erase(stored->id);
            else
                m_endpoints[stored->id] = stored;
            publish();
            promise.set(viewOf(*stored));
        });
    return promise.future();
}

/// On the writer's thread, so that pools follow one another as the commits did.
void EndpointService::publish()
{
    std::vector<Stored> pool;
    pool.reserve(m_endpoints.size());
    for (const auto &[id, stored] : m_endpoints)
        pool.push_back(stored);
    std::ranges::stable_sort(pool, {}, [](const Stored &stored) {
        return std::tuple(stored->settings.priority, stored->createdAtMs, stored->id);
    });
    m_router.replace(std::move(pool), m_profiles);
}

EndpointView EndpointService::viewOf(const StoredEndpoint &stored) const
{
    if (auto view = m_router.view(stored.id))
        return std::move(*view);
    return {std::make_shared<const StoredEndpoint>(stored), nullptr, {}};
}

Result<EndpointView> EndpointService::find(const EndpointId &id) const
{
    auto view = m_router.view(id);
    return view ? Result<EndpointView>(std::move(*view)) : Result<EndpointView>(noEndpoint());
}

} // namespace beaver::routing
