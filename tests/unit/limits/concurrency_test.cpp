#include "support.h"

#include <server/limits/calendar.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <thread>

namespace beaver::limits::test {

class Burst : public LimitsTest
{
protected:
    /// 1,000 calls from `threadCount` threads that begin together. Returns how many got through.
    template <typename Call> static int burst(int threadCount, Call call)
    {
        std::atomic<int> through = 0;
        std::barrier begin(threadCount);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < threadCount; ++thread) {
            threads.emplace_back([&, thread] {
                begin.arrive_and_wait();
                for (int at = thread; at < 1000; at += threadCount)
                    through += call(at) ? 1 : 0;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        return through;
    }
};

TEST_F(Burst, OfThousandCallsExactlyTheLimitGetsThrough)
{
    for (const int limit : {0, 1, 7, 500, 999}) {
        execute("DELETE FROM limits; DELETE FROM plans");
        startWith({requests(Period::Hour, limit), tokens(Period::Day, 1'000'000)});
        const int through = burst(32, [&](int) { return take(10).ok(); });
        EXPECT_EQ(through, limit);
    }
}

TEST_F(Burst, TokensAreBorrowedExactly)
{
    startWith({tokens(Period::Hour, 100 * 37)});
    EXPECT_EQ(burst(32, [&](int) { return take(37).ok(); }), 100);
}

TEST_F(Burst, CallsAtOnceNeverExceedTheLimitAndAllComeBack)
{
    startWith({Limit{Resource::Concurrent, Period::Now, 5, false}});
    const KeyId key("key_busy");
    limits->setKeyLimits(key, {Limit{Resource::Concurrent, Period::Now, 3, false}});
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    burst(16, [&](int at) {
        const auto ticket = take(1, "UTC", at % 2 == 0 ? key : KeyId());
        if (!ticket)
            return false;
        const int now = ++running;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::yield();
        --running;
        limits->settle(*ticket, 1);
        return true;
    });
    EXPECT_LE(most, 5);
    for (int at = 0; at < 5; ++at)
        EXPECT_TRUE(take()) << at;
    EXPECT_FALSE(take());
}

TEST_F(Burst, ManyAccountsComeAndGo)
{
    startWith({requests(Period::Month, 1)});
    // Idle ones are swept while others take; each still has exactly its one.
    for (int month = 0; month < 3; ++month) {
        const int through = burst(8, [&](int at) {
            const AccountId id("acc_" + std::to_string(at % 500));
            const auto ticket = limits->take({id, "p", "UTC", project, noKey}, 0);
            if (ticket)
                limits->settle(*ticket, 0);
            return ticket.ok();
        });
        EXPECT_EQ(through, 500);
        clock.advanceMs(31 * dayMs);
    }
}

TEST_F(Burst, DISABLED_TakeAndSettleCost)
{
    startWith({requests(Period::Minute, 1'000'000'000), requests(Period::Hour, 1'000'000'000),
               requests(Period::Day, 1'000'000'000), tokens(Period::Minute, 1'000'000'000),
               tokens(Period::Hour, 1'000'000'000), tokens(Period::Day, 1'000'000'000)});
    const KeyId key("key_01J8Z0QK3V5T7W9YBD2F4H6M8P");
    const SystemClock real;
    const std::int64_t begin = real.monotonicUs();
    constexpr int rounds = 1'000'000;
    for (int at = 0; at < rounds; ++at) {
        const auto ticket = take(100, "Europe/Berlin", key);
        limits->settle(*ticket, 50);
    }
    std::printf("take + settle: %.0f ns\n", static_cast<double>(real.monotonicUs() - begin) * 1000.0 / rounds);
}

} // namespace beaver::limits::test
