#pragma once

#include <QCoroTask>
#include <QTemporaryDir>

#include <gtest/gtest.h>
#include <server/cache/cache_key.h>
#include <server/cache/reply_cache.h>

#include <memory>
#include <optional>

namespace beaver::cache::test {

/// Runs the thread's Qt loop until the task has its value.
template <typename T> T await(QCoro::Task<T> task)
{
    std::optional<T> value;
    const auto run = [](QCoro::Task<T> running, std::optional<T> *to) -> QCoro::Task<> {
        auto got = co_await running;
        to->emplace(std::move(got));
    };
    QCoro::waitFor(run(std::move(task), &value));
    return std::move(*value);
}

/// A cache on a database of its own.
class CacheTest : public testing::Test
{
protected:
    CacheTest();
    ~CacheTest() override;

    /// A new cache on what is on the disk, as after a restart.
    void restart(Settings settings = {});
    void flush() { EXPECT_TRUE(m_database->flush(60'000)); }
    std::int64_t rows(const std::string &condition = "1 = 1");

    ReplyCache::Claim claim(const CacheKey &key) { return await(m_cache->claim(m_loop, key)); }
    /// Claims it and stores `body`.
    void fill(const CacheKey &key, CachedReply reply, std::int64_t ttlS = usualTtlS);

    ManualClock m_clock{1'785'000'000'000};
    ops::EventLoop m_loop;
    QTemporaryDir m_folder;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<ReplyCache> m_cache;
};

/// A key of one tenant; the number is the request.
CacheKey keyOf(int number, const std::string &tenant = "acc_1");
CachedReply replyOf(const std::string &body, const std::string &tenant = "acc_1", const std::string &model = "gpt-4o");

} // namespace beaver::cache::test
