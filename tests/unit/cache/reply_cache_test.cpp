#include "support.h"

#include <server/audit/audit_log.h>

#include <future>

namespace beaver::cache::test {

namespace {

TEST_F(CacheTest, AnAnswerIsGivenAgainAsItCame)
{
    auto made = replyOf(std::string("data: {\"a\":1}\r\n\r\ndata: [DONE]\n\n\0", 33));
    made.streamed = true;
    made.contentType = "text/event-stream";
    made.dialect = wire::Dialect::Anthropic;
    made.usage.estimated = true;
    made.usage[wire::Bucket::Characters] = 7;
    made.createdAtMs = 123;
    fill(keyOf(1), made);
    for (const bool fromDisk : {false, true}) {
        if (fromDisk) {
            flush();
            restart();
        }
        const auto hit = claim(keyOf(1));
        ASSERT_TRUE(hit.reply) << fromDisk;
        EXPECT_FALSE(hit.ownership);
        EXPECT_EQ(hit.reply->body, made.body);
        EXPECT_EQ(hit.reply->contentType, made.contentType);
        EXPECT_EQ(hit.reply->tenant, "acc_1");
        EXPECT_EQ(hit.reply->model, "gpt-4o");
        EXPECT_EQ(hit.reply->upstreamModel, "gpt-4o-2024-08-06");
        EXPECT_EQ(hit.reply->provider, "openai");
        EXPECT_EQ(hit.reply->dialect, wire::Dialect::Anthropic);
        EXPECT_EQ(hit.reply->status, 200);
        EXPECT_TRUE(hit.reply->streamed);
        EXPECT_EQ(hit.reply->usage.units, made.usage.units);
        EXPECT_TRUE(hit.reply->usage.estimated);
        EXPECT_EQ(hit.reply->createdAtMs, 123);
    }
}

TEST_F(CacheTest, CountsWhatItSaves)
{
    fill(keyOf(1), replyOf("a"));
    (void)claim(keyOf(1));
    (void)claim(keyOf(1));
    auto now = m_cache->statistics();
    EXPECT_EQ(now.hits, 2U);
    EXPECT_EQ(now.misses, 1U);
    EXPECT_EQ(now.stored, 1U);
    EXPECT_EQ(now.tokensSaved, 84U);
    EXPECT_EQ(now.entries, 1U);
    EXPECT_GT(now.bytes, 0U);
    EXPECT_EQ(now.running, 0U);
    flush();
    restart();
    (void)claim(keyOf(1));
    now = m_cache->statistics();
    EXPECT_EQ(now.hits, 1U);
    EXPECT_EQ(now.misses, 0U);
    EXPECT_EQ(now.entries, 1U); // back in memory
}

TEST_F(CacheTest, TenantsNeverShare)
{
    fill(keyOf(1, "acc_1"), replyOf("mine", "acc_1"));
    EXPECT_FALSE(claim(keyOf(1, "acc_2")).reply);
    fill(keyOf(1, "acc_2"), replyOf("yours", "acc_2"));
    EXPECT_EQ(claim(keyOf(1, "acc_1")).reply->body, "mine");
    EXPECT_EQ(claim(keyOf(1, "acc_2")).reply->body, "yours");
}

TEST_F(CacheTest, TheLeastRecentlyUsedGoFirst)
{
    Settings small;
    small.diskBytes = 0;
    small.memoryBytes = 3 * replyOf(std::string(1000, 'x')).bytes() + 100;
    restart(small);
    for (int number = 0; number < 3; ++number)
        fill(keyOf(number), replyOf(std::string(1000, 'x')));
    EXPECT_TRUE(claim(keyOf(0)).reply); // used again
    fill(keyOf(3), replyOf(std::string(1000, 'x')));
    EXPECT_TRUE(claim(keyOf(0)).reply);
    EXPECT_FALSE(claim(keyOf(1)).reply);
    EXPECT_TRUE(claim(keyOf(2)).reply);
    EXPECT_TRUE(claim(keyOf(3)).reply);
    EXPECT_EQ(m_cache->statistics().evicted, 1U);
    EXPECT_LE(m_cache->statistics().bytes, small.memoryBytes);
    fill(keyOf(4), replyOf(std::string(10'000, 'x'))); // larger than all of it
    EXPECT_FALSE(claim(keyOf(4)).reply);
    EXPECT_EQ(m_cache->statistics().entries, 3U);
}

TEST_F(CacheTest, WhatMemoryDropsTheDiskStillHas)
{
    Settings small;
    small.memoryBytes = replyOf("x").bytes() + 10;
    restart(small);
    fill(keyOf(1), replyOf("a"));
    fill(keyOf(2), replyOf("b"));
    flush();
    EXPECT_EQ(m_cache->statistics().entries, 1U);
    EXPECT_EQ(claim(keyOf(1)).reply->body, "a");
    EXPECT_EQ(claim(keyOf(2)).reply->body, "b");
}

TEST_F(CacheTest, AnAnswerLivesAsLongAsItShould)
{
    fill(keyOf(1), replyOf("a"), 90);
    flush();
    m_clock.advanceMs(89'999);
    EXPECT_TRUE(claim(keyOf(1)).reply);
    m_clock.advanceMs(1);
    EXPECT_FALSE(claim(keyOf(1)).reply); // neither in memory nor on the disk
    EXPECT_EQ(m_cache->statistics().expired, 1U);

    fill(keyOf(2), replyOf("a"), 1); // at least a minute
    m_clock.advanceMs(59'999);
    EXPECT_TRUE(claim(keyOf(2)).reply);
    m_clock.advanceMs(1);
    EXPECT_FALSE(claim(keyOf(2)).reply);

    fill(keyOf(3), replyOf("a"), 1'000'000); // at most a day
    m_clock.advanceMs(86'399'999);
    EXPECT_TRUE(claim(keyOf(3)).reply);
    m_clock.advanceMs(1);
    EXPECT_FALSE(claim(keyOf(3)).reply);
}

TEST_F(CacheTest, WhatComesFromTheDiskKeepsItsAge)
{
    fill(keyOf(1), replyOf("a"), 100);
    flush();
    m_clock.advanceMs(60'000);
    restart();
    EXPECT_TRUE(claim(keyOf(1)).reply);
    m_clock.advanceMs(39'999);
    EXPECT_TRUE(claim(keyOf(1)).reply);
    m_clock.advanceMs(1);
    EXPECT_FALSE(claim(keyOf(1)).reply);
}

TEST_F(CacheTest, AClockThatIsSetMakesNothingOlder)
{
    fill(keyOf(1), replyOf("a"), 600);
    m_clock.jumpWallMs(86'400'000);
    EXPECT_TRUE(claim(keyOf(1)).reply);
    m_clock.jumpWallMs(-2 * 86'400'000LL);
    EXPECT_TRUE(claim(keyOf(1)).reply);
    m_clock.advanceMs(600'000);
    m_cache->forgetOld();
    EXPECT_EQ(m_cache->statistics().entries, 0U);
}

TEST_F(CacheTest, OldRowsAreDeletedAndTheTableStaysWithinItsBound)
{
    Settings bounded;
    bounded.diskBytes = 3 * replyOf(std::string(1000, 'x')).bytes() + 100;
    restart(bounded);
    for (int number = 0; number < 6; ++number)
        fill(keyOf(number), replyOf(std::string(1000, 'x')), 100 + number * 100);
    flush();
    EXPECT_EQ(rows(), 6);
    m_clock.advanceMs(100'000);
    m_cache->forgetOld();
    flush();
    EXPECT_EQ(rows(), 3); // one had expired, two were the next
    EXPECT_EQ(rows("expires_at >= " + std::to_string(m_clock.wallMs() + 300'000)), 3);
}

TEST_F(CacheTest, WhatIsTooLargeIsGivenToThoseThatWaitAndNotKept)
{
    Settings small;
    small.largestReply = 10;
    restart(small);
    fill(keyOf(1), replyOf("12345678901"));
    EXPECT_FALSE(claim(keyOf(1)).reply);
    EXPECT_EQ(m_cache->statistics().stored, 0U);
    flush();
    EXPECT_EQ(rows(), 0);
}

TEST_F(CacheTest, ClearsByTenantAndModel)
{
    const auto fillAll = [this] {
        for (int number = 0; number < 4; ++number) {
            const std::string tenant = number < 2 ? "acc_1" : "acc_2";
            auto claimed = claim(keyOf(number));
            if (claimed.ownership)
                claimed.ownership.store(replyOf("x", tenant, number % 2 == 0 ? "m" : "n"), 100);
        }
        flush();
    };
    const auto clear = [this](const Scope &scope) {
        const auto cleared = await(m_cache->clear(m_loop, scope, "acc_admin"));
        EXPECT_TRUE(cleared.ok());
        return std::pair(cleared->memory, cleared->disk);
    };
    fillAll();
    EXPECT_EQ(clear({"acc_1", "m"}), std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_FALSE(claim(keyOf(0)).reply);
    EXPECT_TRUE(claim(keyOf(1)).reply);
    fillAll();
    EXPECT_EQ(clear({"", "n"}), std::pair(std::int64_t{2}, std::int64_t{2}));
    EXPECT_EQ(clear({"acc_2", ""}), std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_EQ(clear({"acc_3", ""}), std::pair(std::int64_t{0}, std::int64_t{0}));
    fillAll();
    EXPECT_EQ(clear({}), std::pair(std::int64_t{4}, std::int64_t{4}));
    EXPECT_EQ(m_cache->statistics().bytes, 0U);
    EXPECT_EQ(rows(), 0);
}

TEST_F(CacheTest, WhatBeganBeforeAClearIsNotKept)
{
    auto claimed = claim(keyOf(1));
    ASSERT_TRUE(claimed.ownership);
    EXPECT_TRUE(await(m_cache->clear(m_loop, {}, "acc_admin")).ok());
    claimed.ownership.store(replyOf("old"), 100);
    flush();
    EXPECT_FALSE(claim(keyOf(1)).reply);
    EXPECT_EQ(rows(), 0);
}

TEST_F(CacheTest, AClearIsInTheAuditLog)
{
    fill(keyOf(1), replyOf("a"));
    flush();
    EXPECT_TRUE(await(m_cache->clear(m_loop, {"acc_1", "gpt-4o"}, "acc_admin")).ok());
    std::promise<Result<std::vector<audit::Line>>> promise;
    m_database->read(
        [&](storage::Connection &connection) { promise.set_value(audit::lines(connection, 10, 0, "cache")); });
    const auto lines = promise.get_future().get();
    ASSERT_TRUE(lines.ok());
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ(lines->front().action.actor.account, "acc_admin");
    EXPECT_EQ(lines->front().action.after, R"({"account_id":"acc_1","model":"gpt-4o"})");
}

TEST_F(CacheTest, ListsWhatTheDiskHas)
{
    fill(keyOf(1), replyOf("a", "acc_1", "m"));
    fill(keyOf(2), replyOf(std::string(5000, 'b'), "acc_2", "m"));
    fill(keyOf(3), replyOf("c", "acc_1", "m"));
    flush();
    std::promise<Result<std::vector<DiskLine>>> promise;
    m_database->read([&](storage::Connection &connection) { promise.set_value(store::lines(connection, 10)); });
    const auto lines = promise.get_future().get();
    ASSERT_TRUE(lines.ok());
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ(lines->at(0).tenant, "acc_2");
    EXPECT_EQ(lines->at(1).replies, 2);
}

TEST_F(CacheTest, WithoutATableItWorksFromMemory)
{
    flush();
    std::promise<Result<void>> dropped;
    m_database->write([](storage::Connection &connection) { return connection.execute("DROP TABLE cached_replies"); },
                      [&](Result<void> result) { dropped.set_value(std::move(result)); });
    ASSERT_TRUE(dropped.get_future().get().ok());
    fill(keyOf(1), replyOf("a"));
    EXPECT_TRUE(claim(keyOf(1)).reply);
    EXPECT_FALSE(claim(keyOf(2)).reply);
}

} // namespace

} // namespace beaver::cache::test
