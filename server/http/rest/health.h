#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <atomic>
#include <string>

namespace beaver::http {

/// `/`, `/health`, `/health/live`, `/health/ready`.
class HealthHandlers
{
public:
    HealthHandlers(const storage::Database &database, const std::atomic<bool> &draining, const Clock &clock,
                   std::string version)
        : m_database(database)
        , m_draining(draining)
        , m_clock(clock)
        , m_version(std::move(version))
        , m_startedUs(clock.monotonicUs())
    {}

    QCoro::Task<Result<Answer>> root(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> live(std::shared_ptr<Exchange> exchange);
    /// 503 while draining or while the database can't be written: a load balancer sends calls elsewhere.
    QCoro::Task<Result<Answer>> ready(std::shared_ptr<Exchange> exchange);

private:
    const storage::Database &m_database;
    const std::atomic<bool> &m_draining;
    const Clock &m_clock;
    std::string m_version;
    std::int64_t m_startedUs;
};

} // namespace beaver::http
