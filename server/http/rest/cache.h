#pragma once

#include <server/cache/reply_cache.h>
#include <server/http/front/route_table.h>

namespace beaver::http {

/// `/admin/cache`.
class CacheHandlers
{
public:
    explicit CacheHandlers(cache::ReplyCache &cache)
        : m_cache(cache)
    {}

    /// What the cache has, has done, and saved; per account and model the largest.
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange);
    /// Forgets what `?account_id=` and `?model=` name; all without them.
    QCoro::Task<Result<Answer>> clear(std::shared_ptr<Exchange> exchange);

private:
    cache::ReplyCache &m_cache;
};

} // namespace beaver::http
