#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>

namespace beaver::http {

/// `/admin/audit`: who did what to which thing, and the proof that nobody changed it since.
class AuditHandlers
{
public:
    explicit AuditHandlers(storage::Database &database)
        : m_database(database)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    /// All that the search finds, newest first, as `format=csv` or `jsonl`, streamed in pieces.
    QCoro::Task<Result<Answer>> exportAll(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> proof(std::shared_ptr<Exchange> exchange);

private:
    storage::Database &m_database;
};

} // namespace beaver::http
