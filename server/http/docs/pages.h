#pragma once

#include <server/http/front/route_table.h>

#include <string>

namespace beaver::http {

/// `/openapi.json`, and the pages that show it: `/docs` (Swagger UI), `/redoc`. Everything comes from inside the
/// program; no page asks another host.
class DocsHandlers
{
public:
    /// The document, once the table is complete; it lives as long as the handlers.
    void setDocument(const Result<std::string> &document) { m_document = &document; }

    QCoro::Task<Result<Answer>> document(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> swagger(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> redoc(std::shared_ptr<Exchange> exchange);
    /// `/docs/{file}`: scripts and styles of the pages.
    QCoro::Task<Result<Answer>> asset(std::shared_ptr<Exchange> exchange);

private:
    const Result<std::string> *m_document = nullptr;
};

} // namespace beaver::http
