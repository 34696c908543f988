#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/routing/endpoint_table.h>

namespace beaver::http {

/// `GET /v1/models` and `/v1/models/{model+}`: what the key may use and somebody serves, with sale prices.
class ModelHandlers
{
public:
    ModelHandlers(catalog::CatalogueService &catalogue, const routing::EndpointTable &endpoints, catalog::Policy policy)
        : m_catalogue(catalogue)
        , m_endpoints(endpoints)
        , m_policy(policy)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);

private:
    bool isOffered(const Exchange &exchange, const catalog::Model &model) const;
    catalog::Policy policyFor(const Exchange &exchange) const;

    catalog::CatalogueService &m_catalogue;
    const routing::EndpointTable &m_endpoints;
    catalog::Policy m_policy;
};

} // namespace beaver::http
