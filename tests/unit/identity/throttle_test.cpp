#include <gtest/gtest.h>
#include <server/identity/login_throttle.h>

namespace beaver::identity::test {

namespace {

struct Throttle : testing::Test
{
    ManualClock clock{1'742'040'000'000};
    LoginThrottle throttle{clock};
};

} // namespace

TEST_F(Throttle, DoublesFromTheFifthFailureUpToAQuarterOfAnHour)
{
    for (int at = 0; at < 4; ++at)
        EXPECT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
    std::vector<std::int64_t> waits;
    for (int at = 0; at < 13; ++at) {
        EXPECT_EQ(throttle.begin("192.0.2.1", "ann"), 0) << at;
        waits.push_back(throttle.begin("192.0.2.1", "ann"));
        clock.advanceMs(waits.back());
    }
    const std::vector<std::int64_t> expected = {1'000,   2'000,   4'000,   8'000,   16'000,  32'000, 64'000,
                                                128'000, 256'000, 512'000, 900'000, 900'000, 900'000};
    EXPECT_EQ(waits, expected);
}

TEST_F(Throttle, AnAccountWaitsNoLongerThanItIsAskedToAndAKnownAddressNotForIt)
{
    std::int64_t wait = 0;
    for (int at = 0; at < 40; ++at) {
        clock.advanceMs(wait);
        const std::string address = "198.51.100." + std::to_string(at);
        ASSERT_EQ(throttle.begin(address, "ann", LoginThrottle::passwordMs), 0) << at;
        if (at < 4)
            continue;
        wait = throttle.begin("192.0.2.1", "ann", LoginThrottle::passwordMs);
        ASSERT_LE(wait, LoginThrottle::passwordMs);
    }
    EXPECT_EQ(wait, LoginThrottle::passwordMs);
    EXPECT_FALSE(throttle.slows("192.0.2.1"));
    // Its own failures slow a known address, as any other.
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(throttle.beginKnown("192.0.2.1", "ann", LoginThrottle::passwordMs), 0);
    EXPECT_TRUE(throttle.slows("192.0.2.1"));
    EXPECT_EQ(throttle.beginKnown("192.0.2.1", "ann", LoginThrottle::passwordMs), 1000);
}

TEST_F(Throttle, CountsAddressesAndAccountsApart)
{
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(throttle.begin("192.0.2.1", "ann" + std::to_string(at)), 0);
    EXPECT_GT(throttle.begin("192.0.2.1", "new"), 0);
    EXPECT_GT(throttle.begin("::ffff:192.0.2.1", "new"), 0);
    EXPECT_EQ(throttle.begin("192.0.2.2", "new"), 0);
    for (int at = 0; at < 4; ++at)
        EXPECT_EQ(throttle.begin("198.51.100." + std::to_string(at), "new"), 0);
    EXPECT_GT(throttle.begin("203.0.113.1", "new"), 0);
}

TEST_F(Throttle, TakesANetworkOfSixForOneAddress)
{
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(throttle.begin("2001:db8::" + std::to_string(at), "ann" + std::to_string(at)), 0);
    EXPECT_GT(throttle.begin("2001:db8::ffff:1", "bob"), 0);
    EXPECT_EQ(throttle.begin("2001:db8:0:1::1", "bob"), 0);
}

TEST_F(Throttle, SuccessClearsTheAccountAndNotTheAddress)
{
    for (int at = 0; at < 4; ++at)
        ASSERT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
    ASSERT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
    throttle.succeeded("192.0.2.1", "ann");
    EXPECT_EQ(throttle.begin("192.0.2.1", "ann"), 0); // the fifth failure of the address
    EXPECT_GT(throttle.begin("192.0.2.1", "own"), 0);
    EXPECT_EQ(throttle.begin("192.0.2.2", "ann"), 0);
}

TEST_F(Throttle, SuccessesAloneNeverSlow)
{
    for (int at = 0; at < 1000; ++at) {
        ASSERT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
        throttle.succeeded("192.0.2.1", "ann");
    }
    EXPECT_EQ(throttle.size(), 0U);
}

TEST_F(Throttle, ForgetsAnHourAfterTheLastFailureWhateverTheWallClockSays)
{
    for (int at = 0; at < 5; ++at)
        ASSERT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
    clock.jumpWallMs(86'400'000);
    EXPECT_GT(throttle.begin("192.0.2.1", "ann"), 0);
    clock.advanceMs(3'600'001);
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(throttle.begin("192.0.2.1", "ann"), 0);
    EXPECT_GT(throttle.begin("192.0.2.1", "ann"), 0);
}

TEST_F(Throttle, MemoryIsBoundedAndTheBusyOnesStay)
{
    LoginThrottle small(clock, 1000);
    for (int at = 0; at < 5; ++at)
        ASSERT_EQ(small.begin("192.0.2.1", "victim"), 0);
    for (int at = 0; at < 20'000; ++at) {
        clock.advanceMs(1);
        static_cast<void>(small.begin("10." + std::to_string(at % 200) + "." + std::to_string(at / 200 % 250) + ".1",
                                      "made up " + std::to_string(at)));
    }
    EXPECT_LE(small.size(), 2000U);
    EXPECT_EQ(small.begin("192.0.2.77", "victim"), 0); // its second is over
    EXPECT_EQ(small.begin("192.0.2.78", "victim"), 2000);
}

} // namespace beaver::identity::test
