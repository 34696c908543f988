#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <atomic>
#include <string>
#include <string_view>

namespace beaver::http {

/// What `/` tells everybody.
struct ServerFacts
{
    std::string version;
    std::string_view registration;      ///< who may make an account of their own: `open`, `invite` or `closed`
    std::string_view emailVerification; ///< `required` before there is an account, or `off`
};

/// `/`, `/health`, `/health/live`, `/health/ready`.
class HealthHandlers
{
public:
    HealthHandlers(const storage::Database &database, const std::atomic<bool> &draining, const Clock &clock,
                   ServerFacts facts)
        : m_database(database)
        , m_draining(draining)
        , m_clock(clock)
        , m_facts(std::move(facts))
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
    ServerFacts m_facts;
    std::int64_t m_startedUs;
};

} // namespace beaver::http
