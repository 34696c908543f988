#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/pricing/corrections.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// `/admin/pricing/corrections`: past prices as they should have been.
class CorrectionHandlers
{
public:
    CorrectionHandlers(catalog::CatalogueService &catalogue, pricing::Corrections &corrections, const Clock &clock)
        : m_catalogue(catalogue)
        , m_corrections(corrections)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> correct(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> corrections(std::shared_ptr<Exchange> exchange);

private:
    catalog::CatalogueService &m_catalogue;
    pricing::Corrections &m_corrections;
    const Clock &m_clock;
};

} // namespace beaver::http
