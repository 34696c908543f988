#include <server/app/commerce.h>
#include <server/app/loop_thread.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Method;

/// Binds handlers of one class.
template <typename Of> auto handlersOf(Of &handlers)
{
    return [&handlers](QCoro::Task<Result<http::Answer>> (Of::*handler)(std::shared_ptr<http::Exchange>)) {
        return [&handlers, handler](std::shared_ptr<http::Exchange> exchange) {
            return (handlers.*handler)(std::move(exchange));
        };
    };
}

} // namespace

Commerce::Commerce(const ops::Options &options)
    : recalculateMs(options.number("BEAVER_RECALCULATE_S") * 1000)
{}

CommerceWorker::CommerceWorker(ops::EventLoop &loop, Commerce &commerce, catalog::CatalogueService &catalogue,
                               const Clock &clock)
    : m_loop(loop)
    , m_commerce(commerce)
    , m_catalogue(catalogue)
    , m_clock(clock)
{
    if (m_commerce.recalculateMs > 0)
        look();
}

CommerceWorker::~CommerceWorker()
{
    m_loop.cancelTimer(m_timer);
}

void CommerceWorker::look()
{
    m_timer = m_loop.startTimer(std::min<std::int64_t>(m_commerce.recalculateMs, 60'000), [this] { look(); });
    const auto last = m_catalogue.pricing().recalculatedAtMs;
    if (!m_recalculating && (!last || m_clock.wallMs() - *last >= m_commerce.recalculateMs))
        recalculate();
}

QCoro::Task<> CommerceWorker::recalculate()
{
    m_recalculating = true;
    auto running = m_catalogue.recalculateLater(m_loop, false, audit::Actor("gateway"));
    const auto done = co_await running;
    m_recalculating = false;
    if (!done)
        std::fprintf(stderr, "beaverd: the pricing categories could not be recalculated: %s\n",
                     done.error().message.c_str());
}

CommerceHandlers::CommerceHandlers(const Shared &shared)
    : limits(shared.limits, shared.database)
    , pricing(shared.catalogue, shared.commerce.recalculateMs)
{}

void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of)
{
    using Limits = http::LimitHandlers;
    const auto limits = handlersOf(of.limits);
    const auto add = [&](Method method, std::string path, Access access, http::Handler handler, std::string name) {
        routes.push_back({method,
                          std::move(path),
                          access,
                          std::move(handler),
                          std::move(name),
                          {},
                          api::Surface::Beaver,
                          256 * 1024});
    };

    using Pricing = http::PricingHandlers;
    const auto pricing = handlersOf(of.pricing);

    // clang-format off
    add(Method::Get,    "/admin/plans",         Access::Viewer, limits(&Limits::plans),        "admin.plans.list");
    add(Method::Post,   "/admin/plans",         Access::Admin,  limits(&Limits::createPlan),   "admin.plans.create");
    add(Method::Get,    "/admin/plans/{id}",    Access::Viewer, limits(&Limits::plan),         "admin.plans.get");
    add(Method::Patch,  "/admin/plans/{id}",    Access::Admin,  limits(&Limits::changePlan),   "admin.plans.change");
    add(Method::Delete, "/admin/plans/{id}",    Access::Admin,  limits(&Limits::removePlan),   "admin.plans.delete");
    add(Method::Get,    "/admin/limits",        Access::Viewer, limits(&Limits::limitsOf),     "admin.limits.get");
    add(Method::Put,    "/admin/limits",        Access::Admin,  limits(&Limits::setLimits),    "admin.limits.set");
    add(Method::Delete, "/admin/limits",        Access::Admin,  limits(&Limits::removeLimits), "admin.limits.delete");
    add(Method::Get,    "/admin/limits/usage",  Access::Viewer, limits(&Limits::nearest),      "admin.limits.usage");
    add(Method::Get,    "/account/limits",      Access::Key,    limits(&Limits::own),          "account.limits");

    add(Method::Get,    "/admin/pricing",                   Access::Viewer, pricing(&Pricing::show),           "admin.pricing.get");
    add(Method::Patch,  "/admin/pricing",                   Access::Admin,  pricing(&Pricing::change),         "admin.pricing.change");
    add(Method::Post,   "/admin/pricing/recalculate",       Access::Admin,  pricing(&Pricing::recalculate),    "admin.pricing.recalculate");
    add(Method::Get,    "/admin/pricing-categories",        Access::Viewer, pricing(&Pricing::categories),     "admin.pricing_categories.list");
    add(Method::Patch,  "/admin/pricing-categories/{name}", Access::Admin,  pricing(&Pricing::changeCategory), "admin.pricing_categories.change");
    add(Method::Get,    "/admin/models/{model+}/prices",    Access::Viewer, pricing(&Pricing::prices),         "admin.models.prices");
    // clang-format on
}

} // namespace beaver::app
