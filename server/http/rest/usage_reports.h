#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// `GET /account/usage` and `GET /admin/usage`: sums out of the rollups.
class UsageHandlers
{
public:
    UsageHandlers(storage::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> own(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> all(std::shared_ptr<Exchange> exchange);

private:
    storage::Database &m_database;
    const Clock &m_clock;
};

} // namespace beaver::http
