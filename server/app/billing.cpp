#include <server/app/billing.h>
#include <server/app/loop_thread.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

template <typename Of> auto bindTo(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

BillingHandlers::BillingHandlers(const Shared &shared)
    : calls(shared.database, shared.clock)
    , usage(shared.database, shared.clock)
{}

void addBillingRoutes(std::vector<http::Route> &routes, BillingHandlers &of)
{
    using Calls = http::CallHandlers;
    using Usage = http::UsageHandlers;
    const auto calls = bindTo(of.calls);
    const auto usage = bindTo(of.usage);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name) {
        routes.push_back({method,
                          std::move(path),
                          access,
                          std::move(handler),
                          std::move(name),
                          {},
                          api::Surface::Beaver,
                          64 * 1024});
    };

    // clang-format off
    add(Method::Get,  "/admin/calls",           Access::Viewer, calls(&Calls::list),      "admin.calls.list");
    add(Method::Get,  "/admin/calls/export",    Access::Viewer, calls(&Calls::exportAll), "admin.calls.export");
    add(Method::Get,  "/admin/calls/{id}",      Access::Viewer, calls(&Calls::one),       "admin.calls.get");
    add(Method::Get,  "/account/calls",         Access::Key,    calls(&Calls::listOwn),   "account.calls.list");
    add(Method::Get,  "/account/calls/export",  Access::Key,    calls(&Calls::exportOwn), "account.calls.export");
    add(Method::Get,  "/account/calls/{id}",    Access::Key,    calls(&Calls::oneOwn),    "account.calls.get");
    add(Method::Get,  "/account/usage",         Access::Key,    usage(&Usage::own),       "account.usage");
    add(Method::Get,  "/admin/usage",           Access::Viewer, usage(&Usage::all),       "admin.usage");
    // clang-format on
}

} // namespace beaver::app
