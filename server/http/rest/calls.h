#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <server/usage/call_log.h>
#include <shared/base/clock.h>

#include <string>
#include <vector>

namespace beaver::http {

/// The request log: `/admin/calls` of all accounts, `/account/calls` of the caller's own. Pages run from the newest to
/// the oldest; `after` goes on to older calls, `before` back to newer ones.
class CallHandlers
{
public:
    CallHandlers(storage::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> listOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> oneOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> exportAll(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> exportOwn(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> page(std::shared_ptr<Exchange> exchange, AccountId only);
    QCoro::Task<Result<Answer>> detail(std::shared_ptr<Exchange> exchange, AccountId only);
    QCoro::Task<Result<Answer>> download(std::shared_ptr<Exchange> exchange, AccountId only);

    storage::Database &m_database;
    const Clock &m_clock;
};

/// Filters as the query names them. `only`: the account whose calls are asked for; empty: any, by `account`.
Result<usage::CallFilter> callFilter(const Exchange &exchange, const AccountId &only);

/// One page of the request log.
struct CallPage
{
    std::vector<usage::Record> records; ///< newest first
    bool hasMore = false;
    std::string next, previous; ///< cursors; empty: there is nothing there
};
/// At most `limit` calls of the filter, from `after` or `before` of the query on. One that finds too little within a
/// second or two is given as far as it came; its `next` goes on.
QCoro::Task<Result<CallPage>> callPage(storage::Database &database, const Clock &clock,
                                       std::shared_ptr<Exchange> exchange, usage::CallFilter filter, int limit);

} // namespace beaver::http
