#include "support.h"

#include <server/storage/migrator.h>

#include <future>

namespace beaver::cache::test {

CacheTest::CacheTest()
{
    restart();
}

CacheTest::~CacheTest()
{
    m_database.reset();
    m_cache.reset();
}

void CacheTest::restart(Settings settings)
{
    storage::Settings files;
    files.url = "sqlite:///" + m_folder.filePath(QStringLiteral("cache.db")).toStdString();
    m_database.reset();
    m_cache.reset();
    const auto migrated = storage::Migrator(files, storage::Migrator::builtIn(storage::Engine::Sqlite), m_clock).up();
    EXPECT_TRUE(migrated.ok()) << (migrated ? "" : migrated.error().message);
    auto opened = storage::Database::open(files, m_clock);
    EXPECT_TRUE(opened.ok());
    m_database = std::move(*opened);
    m_cache = std::make_unique<ReplyCache>(*m_database, m_clock, settings);
}

std::int64_t CacheTest::rows(const std::string &condition)
{
    std::promise<std::int64_t> answer;
    m_database->read([&](storage::Connection &connection) {
        auto &count = connection.prepared("SELECT COUNT(*) FROM cached_replies WHERE " + condition);
        const auto row = count.next();
        answer.set_value(row && *row ? count.integer(0) : -1);
        count.reset();
    });
    return answer.get_future().get();
}

void CacheTest::fill(const CacheKey &key, CachedReply reply, std::int64_t ttlS)
{
    auto claimed = claim(key);
    ASSERT_TRUE(claimed.ownership);
    claimed.ownership.store(std::move(reply), ttlS);
}

CacheKey keyOf(int number, const std::string &tenant)
{
    const auto key = cacheKey(tenant, "chat.completions", "gpt-4o",
                              R"({"messages":[{"role":"user","content":")" + std::to_string(number) + R"("}]})");
    EXPECT_TRUE(key);
    return *key;
}

CachedReply replyOf(const std::string &body, const std::string &tenant, const std::string &model)
{
    CachedReply reply;
    reply.tenant = tenant;
    reply.model = model;
    reply.upstreamModel = "gpt-4o-2024-08-06";
    reply.provider = "openai";
    reply.contentType = "application/json";
    reply.body = body;
    reply.usage[wire::Bucket::Input] = 30;
    reply.usage[wire::Bucket::Output] = 12;
    return reply;
}

} // namespace beaver::cache::test
