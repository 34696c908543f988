#include <server/app/commerce.h>
#include <server/app/loop_thread.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

/// Binds handlers of one class.
template <typename Of> auto handlersOf(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

CommerceHandlers::CommerceHandlers(const Shared &shared)
    : limits(shared.limits, shared.database)
{}

void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of)
{
    using Limits = http::LimitHandlers;
    const auto limits = handlersOf(of.limits);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name) {
        routes.push_back({method,
                          std::move(path),
                          access,
                          std::move(handler),
                          std::move(name),
                          {},
                          api::Surface::Beaver,
                          256 * 1024});
    };

    // clang-format off
    add(Method::Get,    "/admin/plans",         Access::Viewer, limits(&Limits::plans),        "admin.plans.list");
    add(Method::Post,   "/admin/plans",         Access::Admin,  limits(&Limits::createPlan),   "admin.plans.create");
    add(Method::Get,    "/admin/plans/{id}",    Access::Viewer, limits(&Limits::plan),         "admin.plans.get");
    add(Method::Patch,  "/admin/plans/{id}",    Access::Admin,  limits(&Limits::changePlan),   "admin.plans.change");
    add(Method::Delete, "/admin/plans/{id}",    Access::Admin,  limits(&Limits::removePlan),   "admin.plans.delete");
    add(Method::Get,    "/admin/limits",        Access::Viewer, limits(&Limits::limitsOf),     "admin.limits.get");
    add(Method::Put,    "/admin/limits",        Access::Admin,  limits(&Limits::setLimits),    "admin.limits.set");
    add(Method::Delete, "/admin/limits",        Access::Admin,  limits(&Limits::removeLimits), "admin.limits.delete");
    add(Method::Get,    "/admin/limits/usage",  Access::Viewer, limits(&Limits::nearest),      "admin.limits.usage");
    add(Method::Get,    "/account/limits",      Access::Key,    limits(&Limits::own),          "account.limits");
    // clang-format on
}

} // namespace beaver::app
