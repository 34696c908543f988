#include <server/cache/reply_store.h>

#include <charconv>

namespace beaver::cache::store {

namespace {

constexpr std::array<std::string_view, 4> dialects{"openai_chat", "responses", "anthropic", "gemini"};

wire::Dialect dialectByName(std::string_view name)
{
    for (std::size_t at = 0; at < dialects.size(); ++at) {
        if (dialects[at] == name)
            return static_cast<wire::Dialect>(at);
    }
    return wire::Dialect::OpenAiChat;
}

std::string unitsText(const wire::Usage &usage)
{
    std::string text;
    for (const std::int64_t units : usage.units)
        text.append(text.empty() ? "" : " ").append(std::to_string(units));
    return text;
}

/// Of a table that knew fewer buckets the others are 0.
void readUnits(std::string_view text, wire::Usage &usage)
{
    const char *at = text.data();
    const char *end = at + text.size();
    for (std::int64_t &units : usage.units) {
        const auto read = std::from_chars(at, end, units);
        if (read.ec != std::errc())
            return;
        at = read.ptr == end ? end : read.ptr + 1;
    }
}

std::string condition(const Scope &scope)
{
    if (scope.tenant.empty())
        return scope.model.empty() ? "" : " WHERE model_id = ?";
    return scope.model.empty() ? " WHERE tenant = ?" : " WHERE tenant = ? AND model_id = ?";
}

} // namespace

Result<std::optional<StoredReply>> find(storage::Connection &connection, const CacheKey &key, std::int64_t nowMs)
{
    auto &find =
        connection.prepared("SELECT tenant, model_id, upstream_model, provider, dialect, status, content_type, "
                            "streamed, body, units, estimated, created_at, expires_at "
                            "FROM cached_replies WHERE key = ? AND expires_at > ?");
    const auto row = find.bindBlob(key.bytes()).bind(nowMs).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<StoredReply>();
    StoredReply found;
    CachedReply &reply = found.reply;
    reply.tenant = find.text(0);
    reply.model = find.text(1);
    reply.upstreamModel = find.text(2);
    reply.provider = find.text(3);
    reply.dialect = dialectByName(find.text(4));
    reply.status = static_cast<int>(find.integer(5));
    reply.contentType = find.text(6);
    reply.streamed = find.integer(7) != 0;
    reply.body = find.text(8);
    readUnits(find.text(9), reply.usage);
    reply.usage.estimated = find.integer(10) != 0;
    reply.createdAtMs = find.integer(11);
    found.expiresAtMs = find.integer(12);
    find.reset();
    return std::optional(std::move(found));
}

Result<void> put(storage::Connection &connection, const CacheKey &key, const CachedReply &reply,
                 std::int64_t expiresAtMs)
{
    const std::string units = unitsText(reply.usage);
    auto &put = connection.prepared(
        "INSERT INTO cached_replies (key, tenant, model_id, upstream_model, provider, dialect, status, content_type, "
        "streamed, body, units, estimated, bytes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET upstream_model = excluded.upstream_model, provider = excluded.provider, "
        "dialect = excluded.dialect, status = excluded.status, content_type = excluded.content_type, "
        "streamed = excluded.streamed, body = excluded.body, units = excluded.units, estimated = excluded.estimated, "
        "bytes = excluded.bytes, created_at = excluded.created_at, expires_at = excluded.expires_at");
    const auto done = put.bindBlob(key.bytes())
                          .bind(reply.tenant)
                          .bind(reply.model)
                          .bind(reply.upstreamModel)
                          .bind(reply.provider)
                          .bind(dialects[static_cast<std::size_t>(reply.dialect)])
                          .bind(reply.status)
                          .bind(reply.contentType)
                          .bind(reply.streamed)
                          .bindBlob(reply.body)
                          .bind(units)
                          .bind(reply.usage.estimated)
                          .bind(static_cast<std::int64_t>(reply.bytes()))
                          .bind(reply.createdAtMs)
                          .bind(expiresAtMs)
                          .run();
    return done ? Result<void>() : Result<void>(done.error());
}

Result<std::int64_t> erase(storage::Connection &connection, const Scope &scope)
{
    auto &erase = connection.prepared("DELETE FROM cached_replies" + condition(scope));
    if (!scope.tenant.empty())
        erase.bind(scope.tenant);
    if (!scope.model.empty())
        erase.bind(scope.model);
    return erase.run();
}

Result<std::int64_t> eraseOld(storage::Connection &connection, std::int64_t nowMs, std::int64_t mostBytes,
                              std::int64_t mostRows)
{
    auto expired = connection
                       .prepared("DELETE FROM cached_replies WHERE key IN (SELECT key FROM cached_replies "
                                 "WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)")
                       .bind(nowMs)
                       .bind(mostRows)
                       .run();
    if (!expired)
        return expired;
    auto &sum = connection.prepared("SELECT COALESCE(SUM(bytes), 0) FROM cached_replies");
    const auto row = sum.next();
    if (!row)
        return row.error();
    std::int64_t beyond = sum.integer(0) - mostBytes;
    sum.reset();
    std::int64_t erased = *expired;
    std::vector<std::string> keys;
    auto &first = connection.prepared("SELECT key, bytes FROM cached_replies ORDER BY expires_at LIMIT ?");
    if (beyond > 0)
        first.bind(std::max<std::int64_t>(mostRows - erased, 0));
    while (beyond > 0) {
        const auto next = first.next();
        if (!next)
            return next.error();
        if (!*next)
            break;
        keys.push_back(first.text(0));
        beyond -= first.integer(1);
    }
    first.reset();
    for (const auto &key : keys) {
        const auto done = connection.prepared("DELETE FROM cached_replies WHERE key = ?").bindBlob(key).run();
        if (!done)
            return done;
        erased += *done;
    }
    return erased;
}

Result<std::vector<DiskLine>> lines(storage::Connection &connection, int limit)
{
    auto &rows = connection.prepared("SELECT tenant, model_id, COUNT(*), SUM(bytes) FROM cached_replies "
                                     "GROUP BY tenant, model_id ORDER BY 4 DESC, 1, 2 LIMIT ?");
    rows.bind(limit);
    std::vector<DiskLine> read;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return read;
        read.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(3)});
    }
}

} // namespace beaver::cache::store
