#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/routing/endpoint_service.h>

namespace beaver::http {

/// Most of a price map that is taken: LiteLLM's own has about 2 MB.
constexpr std::size_t importBodyLimit = 8 * 1024 * 1024;

/// `/admin/models` and `/admin/model-aliases`: models of one's own (an Ollama's or vLLM's), prices, what is offered.
class CatalogAdminHandlers
{
public:
    CatalogAdminHandlers(catalog::CatalogueService &catalogue, const routing::EndpointService &endpoints,
                         const Clock &clock)
        : m_catalogue(catalogue)
        , m_endpoints(endpoints)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> models(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createModel(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeModel(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> aliases(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createAlias(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeAlias(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removeAlias(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> withdrawPrice(std::shared_ptr<Exchange> exchange);
    /// The body is LiteLLM's price map.
    QCoro::Task<Result<Answer>> import(std::shared_ptr<Exchange> exchange);

private:
    catalog::CatalogueService &m_catalogue;
    const routing::EndpointService &m_endpoints;
    const Clock &m_clock;
};

/// `list_prices` of one model: `{"input": 0.15, "output": 0.6}` in USD as the catalogue states them, or a list of such
/// with `from_input_tokens`.
Result<catalog::PriceVersion> readListPrices(const std::string &json);
/// A time as parseTime() reads it (query_fields.h), in milliseconds since 1970.
Result<std::int64_t> readMoment(std::string_view field, const std::string &text);

} // namespace beaver::http
