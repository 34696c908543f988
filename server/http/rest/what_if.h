#pragma once

#include <server/catalog/catalogue_admin.h>
#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// `/admin/pricing/what-if`: what the last weeks would have brought at other prices.
class WhatIfHandlers
{
public:
    WhatIfHandlers(catalog::CatalogueService &catalogue, storage::Database &database, const Clock &clock)
        : m_catalogue(catalogue)
        , m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> whatIf(std::shared_ptr<Exchange> exchange);

private:
    catalog::CatalogueService &m_catalogue;
    storage::Database &m_database;
    const Clock &m_clock;
};

} // namespace beaver::http
