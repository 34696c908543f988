#include <server/routing/types.h>

#include <array>
#include <utility>

namespace beaver::routing {

namespace {

constexpr std::array<std::pair<Strategy, std::string_view>, 5> strategies{{
    {Strategy::Weighted, "weighted"},
    {Strategy::RoundRobin, "round_robin"},
    {Strategy::LeastBusy, "least_busy"},
    {Strategy::LowestLatency, "lowest_latency"},
    {Strategy::Cheapest, "cheapest"},
}};

constexpr std::array<std::pair<EndpointStatus, std::string_view>, 3> statuses{{
    {EndpointStatus::Active, "active"},
    {EndpointStatus::Paused, "paused"},
    {EndpointStatus::Draining, "draining"},
}};

template <typename Names> auto valueOf(const Names &names, std::string_view name)
{
    std::optional<typename Names::value_type::first_type> found;
    for (const auto &[value, text] : names) {
        if (text == name)
            found = value;
    }
    return found;
}

template <typename Names, typename Value> std::string_view nameOf(const Names &names, Value value)
{
    for (const auto &[each, text] : names) {
        if (each == value)
            return text;
    }
    return {};
}

} // namespace

std::optional<Strategy> strategyByName(std::string_view name)
{
    return valueOf(strategies, name);
}

std::string_view strategyName(Strategy strategy)
{
    return nameOf(strategies, strategy);
}

std::optional<EndpointStatus> endpointStatusByName(std::string_view name)
{
    return valueOf(statuses, name);
}

std::string_view endpointStatusName(EndpointStatus status)
{
    return nameOf(statuses, status);
}

} // namespace beaver::routing
