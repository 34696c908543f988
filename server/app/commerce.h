#pragma once

#include <server/http/rest/limits.h>
#include <server/http/rest/pricing.h>
#include <server/ops/options.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// Prices and what is told of money and limits. Shared by all loops.
struct Commerce
{
    explicit Commerce(const ops::Options &options);

    const std::int64_t recalculateMs; ///< between two recalculations of the pricing categories; 0: none by itself
};

/// What goes on by itself: the daily recalculation. On one loop.
class CommerceWorker
{
public:
    CommerceWorker(ops::EventLoop &loop, Commerce &commerce, catalog::CatalogueService &catalogue, const Clock &clock);
    ~CommerceWorker();
    CommerceWorker(const CommerceWorker &) = delete;
    CommerceWorker &operator=(const CommerceWorker &) = delete;

private:
    void look();
    QCoro::Task<> recalculate();

    ops::EventLoop &m_loop;
    Commerce &m_commerce;
    catalog::CatalogueService &m_catalogue;
    const Clock &m_clock;
    ops::TimerId m_timer = 0;
    bool m_recalculating = false;
};

/// Plans, limits, prices and what is told of them: the handlers of one loop.
struct CommerceHandlers
{
    explicit CommerceHandlers(const Shared &shared);

    http::LimitHandlers limits;
    http::PricingHandlers pricing;
};

/// Their rows of the route table.
void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of);

} // namespace beaver::app
