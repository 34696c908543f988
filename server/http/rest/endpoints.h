#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/routing/checker.h>
#include <server/routing/endpoint_service.h>

namespace beaver::http {

/// `/admin/endpoints` and `/admin/providers`: where models are called, and how those places fare. A change holds for
/// the next call on every loop.
class EndpointHandlers
{
public:
    EndpointHandlers(routing::EndpointService &endpoints, routing::Router &router, routing::Checker &checker,
                     catalog::CatalogueService &catalogue)
        : m_endpoints(endpoints)
        , m_router(router)
        , m_checker(checker)
        , m_catalogue(catalogue)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> pause(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> resume(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> drain(std::shared_ptr<Exchange> exchange);
    /// Without a body the free check; with `{"model"}` a real call of one token.
    QCoro::Task<Result<Answer>> check(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> providers(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> setStatus(std::shared_ptr<Exchange> exchange, routing::EndpointStatus status);
    QCoro::Task<Result<Answer>> testCall(routing::EndpointView view, std::string model);

    routing::EndpointService &m_endpoints;
    routing::Router &m_router;
    routing::Checker &m_checker;
    catalog::CatalogueService &m_catalogue;
};

} // namespace beaver::http
