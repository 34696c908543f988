#include "support.h"

namespace beaver::routing::test {

namespace {

class OrderTest : public RouterTest
{
protected:
    void addThree()
    {
        add("a");
        add("b");
        add("c");
    }
};

TEST_F(OrderTest, LowerPriorityIsTriedFirstWhateverItsWeight)
{
    add("late", [](auto &settings) {
        settings.priority = 300;
        settings.weight = 1000;
    });
    add("first", [](auto &settings) {
        settings.priority = 1;
        settings.weight = 1;
    });
    add("second", [](auto &settings) { settings.priority = 100; });
    for (int times = 0; times < 20; ++times)
        EXPECT_EQ(order(), "first second late");
}

TEST_F(OrderTest, WeightedSharesCallsInProportion)
{
    add("three", [](auto &settings) { settings.weight = 300; });
    add("one", [](auto &settings) { settings.weight = 100; });
    const auto counts = firsts(8000);
    EXPECT_NEAR(counts.at("three"), 6000, 150);
    EXPECT_NEAR(counts.at("one"), 2000, 150);
}

/// A pool longer than a plan is drawn from, not sorted.
class LongPoolTest : public OrderTest
{
protected:
    LongPoolTest()
    {
        for (int number = 0; number < 20; ++number) {
            add("e" + std::to_string(number), [number](auto &settings) {
                settings.weight = number == 7 ? 300 : number == 8 ? 0 : 100;
                settings.priority = number < 15 ? 100 : 200;
            });
        }
        want.model = &model;
    }

    std::string idAt(const Plan &plan, std::size_t at) { return plan.candidate(at).endpoint->id.text(); }
    std::map<std::string, int> drawn(int plans)
    {
        std::map<std::string, int> counts;
        for (int times = 0; times < plans; ++times)
            ++counts[idAt(router->begin(want), 0)];
        return counts;
    }

    /// Whether plans begin with a place alone; not each does where some can't take a call.
    bool draws()
    {
        for (int times = 0; times < 100; ++times) {
            if (router->begin(want).size() == 1)
                return true;
        }
        return false;
    }

    Want want;
};

TEST_F(LongPoolTest, TheFirstPlaceIsDrawnByWeight)
{
    EXPECT_EQ(router->begin(want).size(), 1U);
    const auto counts = drawn(16'000);
    EXPECT_NEAR(counts.at("e7"), 3000, 200);
    EXPECT_NEAR(counts.at("e0"), 1000, 150);
    EXPECT_NEAR(counts.at("e14"), 1000, 150);
    EXPECT_FALSE(counts.contains("e8"));
    EXPECT_FALSE(counts.contains("e15"));
}

TEST_F(LongPoolTest, TheOtherPlacesComeWhenTheyAreAskedFor)
{
    Plan begun = router->begin(want);
    const std::string first = idAt(begun, 0);
    EXPECT_TRUE(router->complete(begun, want));
    EXPECT_FALSE(router->complete(begun, want));
    ASSERT_EQ(begun.size(), Router::longestPlan);
    std::map<std::string, int> seen;
    for (std::size_t at = 0; at < begun.size(); ++at)
        EXPECT_EQ(++seen[idAt(begun, at)], 1);
    EXPECT_EQ(idAt(begun, 0), first);

    Plan whole = plan();
    EXPECT_EQ(whole.size(), Router::longestPlan);
    EXPECT_FALSE(router->complete(whole, want));
}

TEST_F(LongPoolTest, WhatIsOutIsNotDrawnAndTheOthersKeepTheirShares)
{
    change("e0", [](auto &stored) { stored.settings.status = EndpointStatus::Paused; });
    change("e1", [](auto &stored) { stored.settings.maxConcurrency = 1; });
    publish();
    const auto busy = router->tryEnter(candidate("e1"));
    auto counts = drawn(14'000);
    EXPECT_FALSE(counts.contains("e0"));
    EXPECT_FALSE(counts.contains("e1"));
    EXPECT_NEAR(counts.at("e7"), 3000, 200);
    EXPECT_NEAR(counts.at("e2"), 1000, 150);

    fail("e2");
    EXPECT_FALSE(draws()); // somebody is unwell: all are looked at
    EXPECT_FALSE(drawn(500).contains("e2"));
    clock.advanceMs(numbers.openMs * 2);
    EXPECT_EQ(idAt(router->begin(want), 0), "e2"); // half open: found out first
    report("e2", AttemptReport::Kind::Answered);
    EXPECT_TRUE(draws());
    fail("e2");
    remove("e2");
    publish();
    EXPECT_TRUE(draws()); // who has gone is no longer unwell
}

TEST_F(OrderTest, WeightZeroIsOnlyAFallback)
{
    add("never", [](auto &settings) { settings.weight = 0; });
    add("always");
    for (int times = 0; times < 50; ++times)
        EXPECT_EQ(order(), "always never");
    fail("always");
    EXPECT_EQ(order(), "never");
}

TEST_F(OrderTest, TheSameSeedGivesTheSameOrder)
{
    addThree();
    std::string once;
    for (int times = 0; times < 30; ++times)
        once += order() + "\n";
    use(numbers);
    std::string again;
    for (int times = 0; times < 30; ++times)
        again += order() + "\n";
    EXPECT_EQ(once, again);
}

TEST_F(OrderTest, RoundRobinTakesTurns)
{
    addThree();
    useStrategy(Strategy::RoundRobin);
    EXPECT_EQ(order(), "a b c");
    EXPECT_EQ(order(), "b c a");
    EXPECT_EQ(order(), "c a b");
    EXPECT_EQ(order(), "a b c");
}

TEST_F(OrderTest, LeastBusyTakesTheOneWithFewestCallsForItsWeight)
{
    addThree();
    useStrategy(Strategy::LeastBusy);
    std::vector<Lease> leases;
    std::map<std::string, int> taken;
    for (int calls = 0; calls < 9; ++calls) {
        const auto planned = plan();
        ++taken[planned.candidate(0).endpoint->id.text()];
        leases.push_back(std::move(*router->tryEnter(planned.candidate(0))));
    }
    EXPECT_EQ(taken, (std::map<std::string, int>{{"a", 3}, {"b", 3}, {"c", 3}}));
    change("c", [](auto &endpoint) { endpoint.settings.weight = 300; });
    EXPECT_EQ(first(), "c");
}

TEST_F(OrderTest, LowestLatencyPrefersTheFasterOfTwo)
{
    add("fast");
    add("slow");
    useStrategy(Strategy::LowestLatency);
    report("fast", AttemptReport::Kind::Answered, {{}, 200, 100, 200, 10, 0, {}});
    report("slow", AttemptReport::Kind::Answered, {{}, 200, 900, 1000, 10, 0, {}});
    for (int times = 0; times < 20; ++times)
        EXPECT_EQ(order(), "fast slow");
}

TEST_F(OrderTest, LowestLatencyChoosesAmongTwoSoTheSlowestIsSpared)
{
    addThree();
    useStrategy(Strategy::LowestLatency);
    report("a", AttemptReport::Kind::Answered, {{}, 200, 100, 200, 10, 0, {}});
    report("b", AttemptReport::Kind::Answered, {{}, 200, 200, 300, 10, 0, {}});
    report("c", AttemptReport::Kind::Answered, {{}, 200, 900, 1000, 10, 0, {}});
    auto counts = firsts(3000);
    EXPECT_NEAR(counts["a"], 2000, 120); // in two of three pairs
    EXPECT_NEAR(counts["b"], 1000, 120);
    EXPECT_EQ(counts["c"], 0);
}

TEST_F(OrderTest, AnOldLatencyFadesUntilTheSlowOneIsTriedAgain)
{
    add("fast");
    add("slow");
    useStrategy(Strategy::LowestLatency);
    report("slow", AttemptReport::Kind::Answered, {{}, 200, 800, 900, 10, 0, {}});
    clock.advanceMs(120'000); // four half-lives: 50 ms are left of it
    report("fast", AttemptReport::Kind::Answered, {{}, 200, 100, 200, 10, 0, {}});
    EXPECT_EQ(first(), "slow");
}

TEST_F(OrderTest, CheapestGoesFirst)
{
    add("dear", [](auto &settings) { settings.costPercent = 120; });
    add("own", [](auto &settings) { settings.costPercent = 0; });
    add("list");
    useStrategy(Strategy::Cheapest);
    for (int times = 0; times < 20; ++times)
        EXPECT_EQ(order(), "own list dear");
}

TEST_F(OrderTest, AStickyKeyStaysAndOnlyTheKeysOfOneThatLeavesMove)
{
    for (const char *id : {"a", "b", "c", "d", "e"})
        add(id);
    std::map<int, std::string> before;
    std::map<std::string, int> shares;
    for (int key = 0; key < 2000; ++key) {
        before[key] = plan(nullptr, "session-" + std::to_string(key)).candidate(0).endpoint->id.text();
        ++shares[before[key]];
    }
    for (const auto &[id, share] : shares)
        EXPECT_NEAR(share, 400, 80) << id;
    remove("c");
    int moved = 0;
    for (const auto &[key, id] : before) {
        const auto now = plan(nullptr, "session-" + std::to_string(key)).candidate(0).endpoint->id.text();
        if (id != "c") {
            EXPECT_EQ(now, id);
        }
        moved += now != id ? 1 : 0;
    }
    EXPECT_EQ(moved, shares["c"]);
}

TEST_F(OrderTest, AStickyKeyLeavesAnEndpointThatIsOut)
{
    addThree();
    const std::string home = plan(nullptr, "k").candidate(0).endpoint->id.text();
    fail(home);
    EXPECT_NE(plan(nullptr, "k").candidate(0).endpoint->id.text(), home);
}

TEST_F(OrderTest, ThePreferredOrderGoesBeforePriority)
{
    add("a", [](auto &settings) { settings.priority = 1; });
    add("b", [](auto &settings) { settings.priority = 2; });
    add("c", [](auto &settings) { settings.priority = 3; });
    Preferences preferences;
    preferences.order = {"c", "b"};
    EXPECT_EQ(order(&preferences), "c b a");
    preferences.allowFallbacks = false;
    EXPECT_EQ(order(&preferences), "c b");
    preferences.order.clear();
    EXPECT_EQ(order(&preferences), "a");
}

TEST_F(OrderTest, OnlyAndIgnoreNameProvidersOrEndpoints)
{
    add("a");
    add("proxy", [](auto &settings) {
        settings.provider = "litellm";
        settings.models = {{"*", {}}};
    });
    Preferences preferences;
    preferences.only = {"LiteLLM"};
    EXPECT_EQ(order(&preferences), "proxy");
    preferences.only = {"a"};
    EXPECT_EQ(order(&preferences), "a");
    preferences.only.clear();
    preferences.ignore = {"openai/fp8"};
    EXPECT_EQ(order(&preferences), "proxy");
    preferences.ignore = {"openai", "litellm"};
    const auto none = plan(&preferences);
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.reason, "no_endpoint");
    EXPECT_NE(none.why.find("'provider'"), std::string::npos) << none.why;
}

TEST_F(OrderTest, WhoRoutesByItselfStaysBecauseItIsToldTheNames)
{
    add("a");
    add("router", [](auto &settings) {
        settings.provider = "openrouter";
        settings.models = {{"*", "openai/*"}};
    });
    Preferences preferences;
    preferences.only = {"azure"};
    EXPECT_EQ(order(&preferences), "router");
    preferences.ignore = {"openrouter"};
    EXPECT_TRUE(plan(&preferences).empty());
}

TEST_F(OrderTest, SortByPriceLatencyAndThroughput)
{
    add("cheap", [](auto &settings) { settings.costPercent = 10; });
    add("quick");
    add("wide");
    report("cheap", AttemptReport::Kind::Answered, {{}, 200, 900, 10'900, 100, 0, {}});
    report("quick", AttemptReport::Kind::Answered, {{}, 200, 50, 10'050, 200, 0, {}});
    report("wide", AttemptReport::Kind::Answered, {{}, 200, 500, 10'500, 900, 0, {}});
    Preferences preferences;
    preferences.sort = "price";
    EXPECT_TRUE(order(&preferences).starts_with("cheap"));
    preferences.sort = "latency";
    EXPECT_EQ(order(&preferences), "quick wide cheap");
    preferences.sort = "throughput";
    EXPECT_EQ(order(&preferences), "wide quick cheap");
}

TEST_F(OrderTest, AFullEndpointComesAfterFreeOnes)
{
    add("a", [](auto &settings) {
        settings.maxConcurrency = 1;
        settings.weight = 1000;
    });
    add("b", [](auto &settings) { settings.weight = 1; });
    const auto lease = router->tryEnter(candidate("a"));
    ASSERT_TRUE(lease);
    for (int times = 0; times < 20; ++times)
        EXPECT_EQ(order(), "b a");
}

TEST_F(OrderTest, APlanIsBounded)
{
    for (int number = 0; number < 40; ++number)
        add("e" + std::to_string(number));
    EXPECT_EQ(plan().size(), Router::longestPlan);
}

} // namespace

} // namespace beaver::routing::test
