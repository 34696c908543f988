#include <server/http/rest/actor.h>
#include <server/http/rest/cache.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> CacheHandlers::show(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    auto reading = m_cache.diskLines(*exchange->loop, *limit);
    const auto lines = co_await reading;
    if (!lines)
        co_return lines.error();
    const auto now = m_cache.statistics();
    const auto &settings = m_cache.settings();
    JsonWriter json;
    json.beginObject()
        .field("hits", now.hits)
        .field("shared", now.shared)
        .field("misses", now.misses)
        .field("stored", now.stored)
        .field("evicted", now.evicted)
        .field("expired", now.expired)
        .field("tokens_saved", now.tokensSaved)
        .field("running", now.running);
    json.key("memory").beginObject();
    json.field("entries", now.entries).field("bytes", now.bytes).field("limit_bytes", settings.memoryBytes).endObject();
    json.key("disk").beginObject().field("limit_bytes", settings.diskBytes).endObject();
    json.key("data").beginArray();
    for (const auto &line : *lines)
        json.beginObject()
            .field("account_id", line.tenant)
            .field("model", line.model)
            .field("replies", line.replies)
            .field("bytes", line.bytes)
            .endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CacheHandlers::clear(std::shared_ptr<Exchange> exchange)
{
    const cache::Scope scope{exchange->query("account_id").value_or(""), exchange->query("model").value_or("")};
    auto clearing = m_cache.clear(*exchange->loop, scope, actorOf(*exchange));
    const auto cleared = co_await clearing;
    if (!cleared)
        co_return cleared.error();
    JsonWriter json;
    json.beginObject().field("cleared", true).field("memory", cleared->memory).field("disk", cleared->disk);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
