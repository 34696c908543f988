#include "support.h"

#include <QCoreApplication>
#include <QThread>

#include <random>

namespace beaver::cache::test {

namespace {

/// Claims that run side by side on one loop.
class Claims
{
public:
    Claims(ReplyCache &cache, ops::EventLoop &loop, const CacheKey &key, int count)
    {
        m_claims.resize(static_cast<std::size_t>(count));
        for (auto &to : m_claims)
            m_tasks.push_back(run(cache, loop, key, &to));
    }

    int answered() const
    {
        return count([](const ReplyCache::Claim &claim) { return claim.reply != nullptr; });
    }
    int owners() const
    {
        return count([](const ReplyCache::Claim &claim) { return bool(claim.ownership); });
    }
    int waiting() const
    {
        return static_cast<int>(m_claims.size()) - count([](const ReplyCache::Claim &) { return true; });
    }
    Ownership takeOwnership()
    {
        for (auto &claim : m_claims) {
            if (claim && claim->ownership)
                return std::move(claim->ownership);
        }
        return {};
    }

private:
    static QCoro::Task<> run(ReplyCache &cache, ops::EventLoop &loop, CacheKey key,
                             std::optional<ReplyCache::Claim> *to)
    {
        auto claiming = cache.claim(loop, key);
        auto claim = co_await claiming;
        to->emplace(std::move(claim));
    }
    int count(auto condition) const
    {
        return static_cast<int>(
            std::ranges::count_if(m_claims, [&](const auto &claim) { return claim && condition(*claim); }));
    }

    std::vector<std::optional<ReplyCache::Claim>> m_claims;
    std::vector<QCoro::Task<>> m_tasks;
};

/// Runs the loop until `condition` holds; false after a minute.
bool until(const std::function<bool()> &condition)
{
    const auto begun = std::chrono::steady_clock::now();
    while (!condition()) {
        if (std::chrono::steady_clock::now() - begun > std::chrono::minutes(1))
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    }
    return true;
}

TEST_F(CacheTest, OneCallFeedsAllThatWait)
{
    auto first = claim(keyOf(1));
    ASSERT_TRUE(first.ownership);
    Claims others(*m_cache, m_loop, keyOf(1), 1000);
    EXPECT_EQ(others.waiting(), 1000);
    EXPECT_EQ(m_cache->statistics().running, 1U);
    first.ownership.store(replyOf("a"), 100);
    ASSERT_TRUE(until([&] { return others.waiting() == 0; }));
    EXPECT_EQ(others.answered(), 1000);
    EXPECT_EQ(others.owners(), 0);
    const auto now = m_cache->statistics();
    EXPECT_EQ(now.hits, 1000U);
    EXPECT_EQ(now.shared, 1000U);
    EXPECT_EQ(now.misses, 1U);
    EXPECT_EQ(now.running, 0U);
}

TEST_F(CacheTest, ThoseThatComeDuringTheDisksAnswerWaitForIt)
{
    fill(keyOf(1), replyOf("a"));
    flush();
    restart();
    Claims all(*m_cache, m_loop, keyOf(1), 50);
    ASSERT_TRUE(until([&] { return all.waiting() == 0; }));
    EXPECT_EQ(all.answered(), 50);
    EXPECT_EQ(m_cache->statistics().hits, 50U);
    EXPECT_EQ(m_cache->statistics().running, 0U);
}

TEST_F(CacheTest, AnOwnerThatFailsHandsOnToOneOther)
{
    auto first = claim(keyOf(1));
    Claims others(*m_cache, m_loop, keyOf(1), 5);
    for (int failing = 0; failing < 3; ++failing) {
        first.ownership = {};
        ASSERT_TRUE(until([&] { return others.owners() == 1; }));
        EXPECT_EQ(others.answered(), 0);
        EXPECT_EQ(others.waiting(), 4 - failing);
        first.ownership = others.takeOwnership();
    }
    first.ownership.store(replyOf("a"), 100);
    ASSERT_TRUE(until([&] { return others.waiting() == 0; }));
    EXPECT_EQ(others.answered(), 2);
    EXPECT_EQ(m_cache->statistics().misses, 4U);
}

TEST_F(CacheTest, WhenAllFailNothingIsLeft)
{
    {
        auto first = claim(keyOf(1));
        ASSERT_TRUE(first.ownership);
    }
    EXPECT_EQ(m_cache->statistics().running, 0U);
    EXPECT_TRUE(claim(keyOf(1)).ownership); // anew
}

TEST_F(CacheTest, WhoWaitsTooLongAsksForItself)
{
    Settings impatient;
    impatient.longestWaitMs = 1;
    restart(impatient);
    auto first = claim(keyOf(1));
    const auto second = claim(keyOf(1));
    EXPECT_FALSE(second.reply || second.ownership);
    first.ownership.store(replyOf("a"), 100);
    EXPECT_TRUE(claim(keyOf(1)).reply);
}

TEST_F(CacheTest, OtherKeysDoNotWait)
{
    auto first = claim(keyOf(1));
    EXPECT_TRUE(claim(keyOf(2)).ownership);
    EXPECT_TRUE(claim(keyOf(1, "acc_2")).ownership);
}

TEST_F(CacheTest, OnManyLoopsThereIsNeverASecondOwner)
{
    constexpr int keys = 5;
    constexpr int rounds = 300;
    std::array<std::atomic<int>, keys> owners{};
    std::atomic<int> most = 0;
    std::atomic<int> answered = 0;
    const auto work = [&](unsigned seed) {
        ops::EventLoop loop;
        std::mt19937 random(seed);
        for (int round = 0; round < rounds; ++round) {
            const int key = static_cast<int>(random() % keys);
            auto claimed = await(m_cache->claim(loop, keyOf(key)));
            if (claimed.reply)
                ++answered;
            if (!claimed.ownership)
                continue;
            const int now = ++owners[static_cast<std::size_t>(key)];
            most = std::max(most.load(), now);
            QThread::yieldCurrentThread();
            --owners[static_cast<std::size_t>(key)];
            if (random() % 3 == 0)
                claimed.ownership.store(replyOf("x"), 60);
            else
                claimed.ownership = {};
            if (random() % 10 == 0)
                (void)await(m_cache->clear(loop, {}, "acc_admin"));
        }
    };
    std::vector<std::unique_ptr<QThread>> threads;
    for (unsigned seed = 0; seed < 4; ++seed) {
        threads.emplace_back(QThread::create([&work, seed] { work(seed); }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    EXPECT_EQ(most, 1);
    EXPECT_GT(answered, 0);
    EXPECT_EQ(m_cache->statistics().running, 0U);
}

} // namespace

} // namespace beaver::cache::test
