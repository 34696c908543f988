#pragma once

#include <server/http/front/route_table.h>
#include <server/limits/limits_service.h>
#include <server/storage/database.h>

namespace beaver::http {

/// `/admin/plans`, `/admin/limits`, `/account/limits`.
class LimitHandlers
{
public:
    LimitHandlers(limits::LimitsService &limits, storage::Database &database)
        : m_limits(limits)
        , m_database(database)
    {}

    QCoro::Task<Result<Answer>> plans(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> plan(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createPlan(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changePlan(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removePlan(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> limitsOf(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setLimits(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removeLimits(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> nearest(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> own(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, limits::Scope scope, std::string id);

    limits::LimitsService &m_limits;
    storage::Database &m_database;
};

} // namespace beaver::http
