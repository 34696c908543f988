#include "support.h"

#include <server/limits/calendar.h>

namespace beaver::limits::test {

class ClockJumps : public LimitsTest
{};

TEST_F(ClockJumps, BackDoesNotOpenAWindow)
{
    startWith({requests(Period::Day, 1)});
    ASSERT_TRUE(take());
    for (const std::int64_t hours : {1, 12, 24, 240}) {
        clock.jumpWallMs(-hours * hourMs);
        EXPECT_FALSE(take()) << hours;
    }
    // Nor does the way forward again, to the same day.
    clock.jumpWallMs(277 * hourMs);
    EXPECT_FALSE(take());
}

TEST_F(ClockJumps, ForwardAndBackOpensAWindowOnceNotTwice)
{
    startWith({requests(Period::Day, 1)});
    ASSERT_TRUE(take());
    clock.jumpWallMs(24 * hourMs);
    EXPECT_TRUE(take());
    EXPECT_FALSE(take());
    clock.jumpWallMs(-24 * hourMs);
    EXPECT_FALSE(take());
    // Midnight comes for real: that day has been opened already.
    clock.advanceMs(13 * hourMs);
    EXPECT_FALSE(take());
    clock.advanceMs(24 * hourMs);
    EXPECT_TRUE(take());
}

TEST_F(ClockJumps, BackDoesNotHoldAMinuteForTheWholeJump)
{
    startWith({requests(Period::Minute, 1)});
    ASSERT_TRUE(take());
    clock.jumpWallMs(-24 * hourMs);
    clock.advanceMs(59'999);
    const auto refused = take();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().retryAfterMs, 1);
    clock.advanceMs(1);
    EXPECT_TRUE(take());
    EXPECT_FALSE(take());
}

TEST_F(ClockJumps, RandomJumpsNeverLetThroughMoreThanTheMonotonicClockAllows)
{
    startWith({requests(Period::Minute, 10)});
    std::uint64_t random = 42;
    const auto next = [&random](std::uint64_t below) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((random >> 33) % below);
    };
    // Only backward jumps and real time: at most ten in each minute that really passes, and ten that stood at its
    // beginning.
    std::int64_t realMs = 0;
    std::int64_t through = 0;
    for (int step = 0; step < 20'000; ++step) {
        if (next(10) == 0)
            clock.jumpWallMs(-next(3'600'000));
        const std::int64_t ms = next(2'000);
        clock.advanceMs(ms);
        realMs += ms;
        through += take() ? 1 : 0;
        // A calendar minute may be cut short by at most one real minute's worth of both its neighbours.
        ASSERT_LE(through, 10 * (2 * (realMs / 60'000) + 2)) << step;
    }
    EXPECT_GT(through, 10 * (realMs / 60'000) / 4);
}

TEST_F(ClockJumps, SettleAfterAJumpCorrectsTheWindowItWasTakenFrom)
{
    startWith({tokens(Period::Day, 100)});
    const auto before = take(100);
    ASSERT_TRUE(before);
    clock.jumpWallMs(-hourMs);
    EXPECT_FALSE(take(1));
    limits->settle(*before, 0);
    const auto after = take(100);
    ASSERT_TRUE(after);
    clock.jumpWallMs(24 * hourMs);
    ASSERT_TRUE(take(50));
    limits->settle(*after, 0); // of the day before: gives this one nothing
    EXPECT_FALSE(take(51));
    EXPECT_TRUE(take(50));
}

TEST_F(ClockJumps, ChangingTheTimeZoneEveryHourDoesNotOpenADayEveryHour)
{
    startWith({requests(Period::Day, 1)});
    clock.jumpWallMs(at("2025-03-15T00:30:00Z") - clock.wallMs());
    static constexpr std::array zones = {"Etc/GMT",   "Etc/GMT+1", "Etc/GMT+2",  "Etc/GMT+3",
                                         "Etc/GMT+4", "Etc/GMT+5", "Etc/GMT+6",  "Etc/GMT+7",
                                         "Etc/GMT+8", "Etc/GMT+9", "Etc/GMT+10", "Etc/GMT+11"};
    int through = 0;
    for (int hour = 0; hour < 96; ++hour) {
        through += take(0, zones[static_cast<std::size_t>(hour) % zones.size()]) ? 1 : 0;
        clock.advanceMs(hourMs);
    }
    EXPECT_LE(through, 8);
    EXPECT_GE(through, 3);
}

TEST_F(ClockJumps, MovingToAnotherTimeZoneCutsOrDoublesNoMonth)
{
    startWith({requests(Period::Month, 1)});
    clock.jumpWallMs(at("2025-01-20T00:00:00Z") - clock.wallMs());
    ASSERT_TRUE(take(0, "UTC"));
    // Berlin's February began an hour before.
    clock.advanceMs(at("2025-01-31T23:30:00Z") - clock.wallMs());
    EXPECT_FALSE(take(0, "Europe/Berlin"));
    clock.advanceMs(at("2025-02-01T00:00:00Z") - clock.wallMs());
    EXPECT_TRUE(take(0, "Europe/Berlin"));
    clock.advanceMs(at("2025-02-28T22:59:59Z") - clock.wallMs());
    EXPECT_FALSE(take(0, "Europe/Berlin"));
    clock.advanceMs(1'000);
    EXPECT_TRUE(take(0, "Europe/Berlin"));
    // Back to UTC: its February has an hour left, which isn't a month of its own.
    EXPECT_FALSE(take(0, "UTC"));
    clock.advanceMs(at("2025-03-31T21:59:59Z") - clock.wallMs());
    EXPECT_FALSE(take(0, "UTC"));
    clock.advanceMs(1'000); // where it stood, in Berlin's summer time
    EXPECT_TRUE(take(0, "UTC"));
    clock.advanceMs(at("2025-04-30T23:59:59Z") - clock.wallMs());
    EXPECT_FALSE(take(0, "UTC"));
    clock.advanceMs(1'000);
    EXPECT_TRUE(take(0, "UTC"));
}

} // namespace beaver::limits::test
