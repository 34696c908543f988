#pragma once

#include <server/catalog/catalogue_admin.h>
#include <server/http/front/route_table.h>

namespace beaver::http {

/// `/admin/pricing`, `/admin/pricing-categories`, `/admin/models/{model+}/prices`.
class PricingHandlers
{
public:
    /// `everyMs`: between two recalculations; 0: none by itself.
    PricingHandlers(catalog::CatalogueService &catalogue, std::int64_t everyMs)
        : m_catalogue(catalogue)
        , m_everyMs(everyMs)
    {}

    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> categories(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeCategory(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> recalculate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> prices(std::shared_ptr<Exchange> exchange);

private:
    Answer state() const;

    catalog::CatalogueService &m_catalogue;
    const std::int64_t m_everyMs;
};

/// A number of percent with up to four decimals, as parts per million, from -100 to 1000.
Result<std::int64_t> readPercent(std::string_view field, std::string_view json);

} // namespace beaver::http
