#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/usage/usage_service.h>

namespace beaver::http {

/// `GET /v1/receipts/{id}`: a settled call explained, from which its charge can be computed again bit for bit.
class ReceiptHandlers
{
public:
    ReceiptHandlers(storage::Database &database, catalog::CatalogueService &catalogue)
        : m_database(database)
        , m_catalogue(catalogue)
    {}

    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);

private:
    storage::Database &m_database;
    catalog::CatalogueService &m_catalogue;
};

} // namespace beaver::http
