#pragma once

#include <QCoroTask>

#include <server/http/front/exchange.h>
#include <shared/api/error_body.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// Who may call a route. Closed by default: a row that doesn't say Open needs a credential.
enum class Access : std::uint8_t {
    Open,
    Key,     ///< an API key, or a signed-in person
    Session, ///< a signed-in person
    Viewer,  ///< a role of the gateway, at least viewer, …
    Billing,
    Admin,
    Owner,
};

using Handler = std::function<QCoro::Task<Result<Answer>>(std::shared_ptr<Exchange>)>;

/// One row: method, path, who may call, handler. A path parameter is `{name}`; one that ends in `+` (`{model+}`) takes
/// slashes too, and must be the only one.
struct Route
{
    Method method = Method::Get;
    std::string pattern;
    Access access = Access::Owner;
    Handler handler;
    std::string name;  ///< for metrics and records: `chat.completions`
    std::string scope; ///< a key needs it; empty: none
    api::Surface surface = api::Surface::Beaver;
    std::size_t bodyLimit = 64 * 1024; ///< bytes
    bool takesForms = false;           ///< multipart/form-data besides JSON
    bool webSocket = false;            ///< GET of a WebSocket; `bodyLimit` is that of its messages
};

/// All routes of the service. Immutable once made; any thread.
class RouteTable
{
public:
    explicit RouteTable(std::vector<Route> routes);

    struct Match
    {
        const Route *route = nullptr; ///< null: none for this method
        std::vector<std::pair<std::string_view, std::string>> parameters;
        std::string allowed; ///< methods that the path has, for `Allow`; empty: there is no such path
    };
    /// HEAD finds the route of GET.
    Match find(Method method, std::string_view path) const;

    const std::vector<Route> &routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
    std::unordered_multimap<std::string_view, const Route *> m_exact; ///< patterns without a parameter
    std::vector<const Route *> m_patterns;
};

} // namespace beaver::http
