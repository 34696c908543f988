#pragma once

#include <server/http/front/route_table.h>
#include <server/routing/router.h>
#include <server/storage/database.h>
#include <server/usage/overview.h>
#include <shared/base/clock.h>

#include <mutex>

namespace beaver::http {

/// The last overview that was made, for a second or two: consoles ask often, and all see the same. Any thread.
class OverviewCache
{
public:
    std::shared_ptr<const std::string> fresh(std::int64_t nowUs) const;
    void keep(std::shared_ptr<const std::string> json, std::int64_t nowUs);
    usage::OverviewMemory &memory() { return m_memory; }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const std::string> m_json;
    std::int64_t m_madeUs = 0;
    usage::OverviewMemory m_memory;
};

/// `GET /admin/overview`: the console's first page in one answer.
class OverviewHandlers
{
public:
    OverviewHandlers(storage::Database &database, const routing::Router &router, OverviewCache &cache,
                     const Clock &clock)
        : m_database(database)
        , m_router(router)
        , m_cache(cache)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange);

private:
    storage::Database &m_database;
    const routing::Router &m_router;
    OverviewCache &m_cache;
    const Clock &m_clock;
};

} // namespace beaver::http
