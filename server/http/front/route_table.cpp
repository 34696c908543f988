#include <server/http/front/route_table.h>

namespace beaver::http {

namespace {

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

bool matches(std::string_view pattern, std::string_view path, Parameters &parameters)
{
    const std::size_t open = pattern.find('{');
    if (open == std::string_view::npos)
        return pattern == path;
    if (path.size() < open || path.substr(0, open) != pattern.substr(0, open))
        return false;
    const std::size_t close = pattern.find('}', open);
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    const std::string_view rest = pattern.substr(close + 1);
    path.remove_prefix(open);

    if (name.ends_with('+')) {
        name.remove_suffix(1);
        if (path.size() <= rest.size() || !path.ends_with(rest))
            return false;
        parameters.emplace_back(name, std::string(path.substr(0, path.size() - rest.size())));
        return true;
    }
    const std::string_view value = path.substr(0, path.find('/'));
    if (value.empty())
        return false;
    parameters.emplace_back(name, std::string(value));
    return matches(rest, path.substr(value.size()), parameters);
}

} // namespace

RouteTable::RouteTable(std::vector<Route> routes)
    : m_routes(std::move(routes))
{
    for (const Route &route : m_routes) {
        if (route.pattern.find('{') == std::string::npos)
            m_exact.emplace(route.pattern, &route);
        else
            m_patterns.push_back(&route);
    }
}

RouteTable::Match RouteTable::find(Method method, std::string_view path) const
{
    if (method == Method::Head)
        method = Method::Get;
    Match match;
    const auto consider = [&](const Route &route, Parameters parameters) {
        if (route.method == method) {
            match.route = &route;
            match.parameters = std::move(parameters);
        }
        if (match.allowed.find(methodName(route.method)) == std::string::npos)
            match.allowed.append(match.allowed.empty() ? "" : ", ").append(methodName(route.method));
    };
    const auto [from, to] = m_exact.equal_range(path);
    for (auto at = from; at != to; ++at)
        consider(*at->second, {});
    if (!match.allowed.empty())
        return match;
    for (const Route *route : m_patterns) {
        if (match.route)
            break;
        Parameters parameters;
        if (matches(route->pattern, path, parameters))
            consider(*route, std::move(parameters));
    }
    return match;
}

} // namespace beaver::http
