#pragma once

#include <server/http/rest/metrics.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <string>

namespace beaver::http {

/// `/status/uptime` and `/status/latency`, open to everybody: how long it serves, how fast it and its providers are.
class StatusHandlers
{
public:
    StatusHandlers(const Metrics &metrics, storage::Database &database, const routing::Router &router,
                   const Clock &clock, std::string version)
        : m_metrics(metrics)
        , m_database(database)
        , m_router(router)
        , m_clock(clock)
        , m_version(std::move(version))
        , m_startedMs(clock.wallMs())
        , m_startedUs(clock.monotonicUs())
    {}

    QCoro::Task<Result<Answer>> uptime(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> latency(std::shared_ptr<Exchange> exchange);

private:
    const Metrics &m_metrics;
    storage::Database &m_database;
    const routing::Router &m_router;
    const Clock &m_clock;
    std::string m_version;
    std::int64_t m_startedMs;
    std::int64_t m_startedUs;
};

} // namespace beaver::http
