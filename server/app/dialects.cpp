#include <server/app/dialects.h>
#include <server/app/loop_thread.h>
#include <server/http/docs/openapi_document.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

/// Binds handlers of one class.
template <typename Of> auto binder(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

DialectHandlers::DialectHandlers(const Shared &shared)
    : status(shared.metrics, shared.database, shared.router, shared.clock, BEAVER_VERSION)
{}

void addDialectRoutes(std::vector<http::Route> &routes, DialectHandlers &of)
{
    using Docs = http::DocsHandlers;
    using Status = http::StatusHandlers;
    const auto docs = binder(of.docs);
    const auto status = binder(of.status);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name,
                         api::Surface surface = api::Surface::Beaver) {
        routes.push_back(
            {method, std::move(path), access, std::move(handler), std::move(name), {}, surface, 64 * 1024});
    };

    // clang-format off
    add(Method::Get, "/openapi.json",   Access::Open, docs(&Docs::document),    "docs.openapi");
    add(Method::Get, "/docs",           Access::Open, docs(&Docs::swagger),     "docs.swagger");
    add(Method::Get, "/redoc",          Access::Open, docs(&Docs::redoc),       "docs.redoc");
    add(Method::Get, "/docs/{file}",    Access::Open, docs(&Docs::asset),       "docs.asset");
    add(Method::Get, "/status/uptime",  Access::Open, status(&Status::uptime),  "status.uptime");
    add(Method::Get, "/status/latency", Access::Open, status(&Status::latency), "status.latency");
    // clang-format on
}

void describeRoutes(const std::vector<http::Route> &routes, DialectHandlers &of)
{
    // The same for every loop.
    static const auto document = http::openApiDocument(routes, http::openApiFragments(), BEAVER_VERSION);
    of.docs.setDocument(document);
}

} // namespace beaver::app
