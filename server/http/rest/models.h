#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/projects/project_service.h>
#include <server/routing/router.h>

namespace beaver::http {

/// `GET /v1/models` and `/v1/models/{model+}`: what the key may use and somebody serves, with sale prices. In OpenAI's
/// form; in Anthropic's for a client that names `anthropic-version`; in Gemini's under `/v1beta`.
class ModelHandlers
{
public:
    ModelHandlers(catalog::CatalogueService &catalogue, const routing::Router &router,
                  const projects::ProjectService &projects)
        : m_catalogue(catalogue)
        , m_router(router)
        , m_projects(projects)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> geminiList(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> geminiOne(std::shared_ptr<Exchange> exchange);

private:
    bool isOffered(const Exchange &exchange, const catalog::Model &model) const;
    Answer listOf(const Exchange &exchange, const catalog::Snapshot &snapshot) const;
    Answer anthropicList(const Exchange &exchange, const catalog::Snapshot &snapshot) const;
    const catalog::Model *find(const Exchange &exchange, const catalog::Snapshot &snapshot) const;

    catalog::CatalogueService &m_catalogue;
    const routing::Router &m_router;
    const projects::ProjectService &m_projects;
};

} // namespace beaver::http
