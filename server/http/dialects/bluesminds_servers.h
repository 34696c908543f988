#pragma once

#include <server/http/front/route_table.h>
#include <server/routing/checker.h>
#include <server/routing/endpoint_service.h>

namespace beaver::http {

/// BluesMinds' `/api/admin/servers` and `/api/admin/health`: its pool of LiteLLM servers is our endpoints of that
/// provider. Names are translated, the functions are those of `/admin/endpoints`.
class BluesMindsServerHandlers
{
public:
    BluesMindsServerHandlers(routing::EndpointService &endpoints, routing::Router &router, routing::Checker &checker,
                             const Clock &clock)
        : m_endpoints(endpoints)
        , m_router(router)
        , m_checker(checker)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> health(std::shared_ptr<Exchange> exchange);
    /// Asks every server what costs nothing, then answers as health() does.
    QCoro::Task<Result<Answer>> checkAll(std::shared_ptr<Exchange> exchange);

private:
    std::vector<routing::EndpointView> servers() const;
    Result<routing::EndpointView> server(const Exchange &exchange) const;
    Answer summary() const;

    routing::EndpointService &m_endpoints;
    routing::Router &m_router;
    routing::Checker &m_checker;
    const Clock &m_clock;
};

} // namespace beaver::http
