#include <server/routing/model_rule.h>
#include <server/routing/pool.h>

#include <algorithm>
#include <mutex>

namespace beaver::routing {

namespace {

constexpr std::size_t mostRemembered = 8192; ///< models; the catalogue holds fewer

} // namespace

Pool::Pool(std::vector<Member> members)
    : m_members(std::move(members))
{
    for (Member &member : m_members) {
        member.idHash = mixed(std::hash<EndpointId>()(member.stored->id));
        m_byId.emplace(member.stored->id, &member);
    }
}

const Member *Pool::find(const EndpointId &id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second;
}

std::shared_ptr<const ModelRoutes> Pool::routesOf(const catalog::Model &model) const
{
    const auto fits = [&model](const ModelRoutes &routes) {
        return routes.provider == model.provider && routes.upstreamModel == model.upstreamModel;
    };
    {
        const std::shared_lock lock(m_mutex);
        const auto known = m_routes.find(model.id);
        if (known != m_routes.end() && fits(*known->second))
            return known->second;
    }
    auto made = std::make_shared<ModelRoutes>();
    made->provider = model.provider;
    made->upstreamModel = model.upstreamModel;
    for (const Member &member : m_members) {
        if (auto name = upstreamName(member.stored->settings, model)) {
            auto track = member.live->track(name->name);
            made->routes.push_back({&member, std::move(name->name), std::move(track), name->byPattern});
        }
    }
    std::ranges::stable_sort(made->routes, {},
                             [](const ModelRoute &route) { return route.member->stored->settings.priority; });
    std::uint64_t sum = 0;
    for (const ModelRoute &route : made->routes) {
        const EndpointSettings &settings = route.member->stored->settings;
        if (settings.priority != made->routes.front().member->stored->settings.priority)
            break;
        made->weights.push_back(sum += static_cast<std::uint64_t>(settings.weight));
    }
    const std::unique_lock lock(m_mutex);
    if (m_routes.size() >= mostRemembered)
        m_routes.clear();
    return m_routes[model.id] = std::move(made);
}

} // namespace beaver::routing
