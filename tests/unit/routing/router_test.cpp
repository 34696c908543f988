#include "support.h"

#include <atomic>
#include <thread>

namespace beaver::routing::test {

namespace {

using Kind = AttemptReport::Kind;

TEST_F(RouterTest, ItSaysWhyThereIsNobody)
{
    EXPECT_EQ(plan().reason, "no_endpoint");
    EXPECT_FALSE(router->serves(model, "chat"));
    add("a");
    EXPECT_TRUE(router->serves(model, "chat"));
    EXPECT_TRUE(router->serves(model, {}));
    EXPECT_FALSE(router->serves(model, "teleportation"));
    const auto incapable = plan(nullptr, {}, "teleportation");
    EXPECT_EQ(incapable.reason, "no_endpoint");
    EXPECT_NE(incapable.why.find("teleportation"), std::string::npos) << incapable.why;
}

TEST_F(RouterTest, PausedAndDrainingEndpointsTakeNoNewCalls)
{
    add("a");
    add("b");
    const auto stale = candidate("a");
    change("a", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Paused; });
    EXPECT_EQ(order(), "b");
    EXPECT_FALSE(router->tryEnter(stale)) << "a plan made before the pause";
    change("b", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Draining; });
    const auto none = plan();
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.reason, "endpoints_paused");
    EXPECT_TRUE(router->serves(model, "chat")) << "the list of models stays";
    change("b", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Active; });
    EXPECT_EQ(order(), "b");
}

TEST_F(RouterTest, AFailingEndpointIsLeftOutAndComesBackByOneCall)
{
    add("a", [](auto &settings) { settings.priority = 1; });
    add("b");
    fail("a", 4);
    EXPECT_EQ(order(), "a b");
    fail("a", 1);
    EXPECT_EQ(order(), "b");
    EXPECT_EQ(router->view(EndpointId("a"))->health.word(), "down");
    clock.advanceMs(6'100);
    EXPECT_EQ(order(), "a b");
    auto probe = router->tryEnter(candidate("a"));
    ASSERT_TRUE(probe);
    EXPECT_EQ(order(), "b") << "one probe at a time";
    probe->report({Kind::Answered, 200, 10, 20, 5, 0, {}});
    EXPECT_EQ(order(), "a b");
    EXPECT_EQ(router->view(EndpointId("a"))->health.word(), "healthy");
}

TEST_F(RouterTest, TheBeginningOfAProbesAnswerIsEnough)
{
    add("a", [](auto &one) { one.priority = 1; });
    add("b");
    fail("a");
    clock.advanceMs(6'100);
    auto probe = router->tryEnter(candidate("a"));
    ASSERT_TRUE(probe);
    EXPECT_EQ(order(), "b");
    probe->begun();
    EXPECT_EQ(order(), "a b") << "while its stream goes on";
    probe->report({Kind::Failed, 200, 10, 60'000, 5, 0, "upstream_cut"});
    EXPECT_EQ(order(), "a b") << "one failure of a closed breaker";
}

TEST_F(RouterTest, AHalfOpenEndpointIsProbedFirst)
{
    add("a", [](auto &settings) { settings.weight = 1; });
    add("b", [](auto &settings) { settings.weight = 1000; });
    fail("a");
    clock.advanceMs(6'100);
    EXPECT_EQ(order(), "a b");
}

TEST_F(RouterTest, WhereAllFailTheyAreOfferedSoonestBackFirst)
{
    add("a");
    add("b");
    fail("a");
    clock.advanceMs(3'000);
    fail("b");
    EXPECT_EQ(order(), "a* b*");
    const auto planned = plan();
    auto lease = router->tryEnter(planned.candidate(0));
    ASSERT_TRUE(lease);
    lease->report({Kind::Answered, 200, 10, 20, 5, 0, {}});
    EXPECT_EQ(order(), "a");
}

TEST_F(RouterTest, AnOverloadCoolsDownThatModelAlone)
{
    add("a");
    add("b");
    report("a", Kind::Overloaded, {{}, 429, 0, 0, 0, 20'000, "rate_limit_exceeded"});
    EXPECT_EQ(order(), "b");
    catalog::Model other = model;
    other.id = other.upstreamModel = "gpt-4o-mini";
    EXPECT_EQ(router->plan({&other, "chat", {}, nullptr}).size(), 2U);
    clock.advanceMs(19'900);
    EXPECT_EQ(order(), "b");
    clock.advanceMs(200);
    EXPECT_EQ(plan().size(), 2U);
    EXPECT_EQ(router->view(EndpointId("a"))->health.breaker, EndpointHealth::Breaker::Closed);
}

TEST_F(RouterTest, AnOverloadWithoutATimeCoolsDownLongerEachTime)
{
    add("a");
    add("b");
    for (const std::int64_t ms : {1'000, 2'000, 4'000}) {
        report("a", Kind::Overloaded, {{}, 429, 0, 0, 0, 0, {}});
        clock.advanceMs(ms - 100);
        EXPECT_EQ(order(), "b") << ms;
        clock.advanceMs(200);
        EXPECT_EQ(plan().size(), 2U) << ms;
    }
}

TEST_F(RouterTest, OfThoseThatAskForPatienceOnlyTheFirstIsAskedAllTheSame)
{
    add("a");
    add("b");
    report("a", Kind::Overloaded, {{}, 429, 0, 0, 0, 60'000, {}});
    report("b", Kind::Overloaded, {{}, 429, 0, 0, 0, 20'000, {}});
    EXPECT_EQ(order(), "b*");
    EXPECT_TRUE(router->tryEnter(plan().candidate(0)));
}

TEST_F(RouterTest, ARefusedKeyEjectsForLongButOnlyForWhatItIsRefused)
{
    add("a");
    add("b");
    report("a", Kind::KeyRefused, {{}, 401, 0, 0, 0, 0, "upstream_authentication"});
    clock.advanceMs(200'000);
    EXPECT_EQ(order(), "b");
    EXPECT_EQ(router->view(EndpointId("a"))->health.reason, "upstream_authentication");

    report("b", Kind::KeyRefused, {{}, 403, 0, 0, 0, 0, "upstream_authentication"});
    catalog::Model other = model;
    other.id = other.upstreamModel = "gpt-4o-mini";
    const auto planned = router->plan({&other, "chat", {}, nullptr});
    ASSERT_EQ(planned.size(), 1U);
    EXPECT_EQ(planned.candidate(0).endpoint->id.text(), "b") << "403 is about one model";
}

TEST_F(RouterTest, AFreeCheckLetsAnEjectedEndpointTryAtOnceUnlessMoneyIsOut)
{
    add("a");
    add("b");
    fail("a");
    router->noteCheck(EndpointId("a"), {CheckResult::Kind::Ok, 200, 12, {}});
    EXPECT_EQ(plan().size(), 2U);
    report("b", Kind::KeyRefused, {{}, 429, 0, 0, 0, 0, "upstream_quota"});
    router->noteCheck(EndpointId("b"), {CheckResult::Kind::Ok, 200, 12, {}});
    EXPECT_EQ(order(), "a");
    router->noteCheck(EndpointId("a"), {CheckResult::Kind::Failed, 0, 12, "no route"});
    EXPECT_EQ(order(), "a*") << "what only fails goes before what is refused";
    EXPECT_EQ(router->view(EndpointId("a"))->health.check.detail, "no route");
}

TEST_F(RouterTest, APatternStandsForNoModelThatTheServerItselfDoesNotList)
{
    add("a", [](auto &one) {
        one.provider = "litellm";
        one.models = {{"*", {}}};
    });
    EXPECT_EQ(order(), "a") << "it hasn't said";
    router->noteModels(EndpointId("a"), {"claude-3-opus"});
    EXPECT_EQ(plan().reason, "no_endpoint");
    EXPECT_FALSE(router->serves(model, "chat"));
    router->noteModels(EndpointId("a"), {"claude-3-opus", "gpt-*"});
    EXPECT_EQ(order(), "a");
    router->noteModels(EndpointId("a"), {});
    change("a", [](auto &endpoint) { endpoint.settings.models = {{"gpt-4o", {}}}; });
    EXPECT_EQ(order(), "a") << "an administrator named it";
}

TEST_F(RouterTest, AnAttemptThatDoesNotCountChangesNothing)
{
    add("a");
    for (int times = 0; times < 10; ++times)
        report("a", Kind::NotCounted);
    EXPECT_EQ(order(), "a");
    EXPECT_EQ(router->view(EndpointId("a"))->health.word(), "unknown");
    EXPECT_EQ(router->view(EndpointId("a"))->health.underWay, 0);
}

TEST_F(RouterTest, ALeaseIsGivenBackOnceHoweverItEnds)
{
    add("a", [](auto &settings) { settings.maxConcurrency = 1; });
    {
        auto lease = router->tryEnter(candidate("a"));
        ASSERT_TRUE(lease);
        EXPECT_FALSE(router->tryEnter(candidate("a")));
        const Lease moved = std::move(*lease);
        EXPECT_FALSE(router->tryEnter(candidate("a")));
    }
    auto lease = router->tryEnter(candidate("a"));
    ASSERT_TRUE(lease);
    lease->report({Kind::Answered, 200, 1, 2, 3, 0, {}});
    lease->report({Kind::Failed, 500, 1, 2, 3, 0, {}});
    EXPECT_EQ(router->view(EndpointId("a"))->health.underWay, 0);
    EXPECT_EQ(router->view(EndpointId("a"))->health.failed, 0U);
}

TEST_F(RouterTest, ChangesTakeOverAtOnceAndCallsUnderWayKeepTheirs)
{
    add("a");
    const auto before = plan().candidate(0);
    auto lease = router->tryEnter(before);
    change("a", [](auto &endpoint) { endpoint.credential = Secret("sk-new"); });
    const auto after = plan().candidate(0);
    EXPECT_EQ(before.endpoint->credential.reveal(), "sk-a");
    EXPECT_EQ(after.endpoint->credential.reveal(), "sk-new");
    EXPECT_GT(after.endpoint->revision, before.endpoint->revision);
    remove("a");
    lease->report({Kind::Answered, 200, 1, 2, 3, 0, {}});
    EXPECT_TRUE(plan().empty());
}

TEST_F(RouterTest, HealthGoesOnThroughAChangeAndBeginsAnewWithANewKey)
{
    add("a");
    add("b");
    fail("a");
    change("a", [](auto &endpoint) { endpoint.settings.weight = 7; });
    EXPECT_EQ(order(), "b");
    change("a", [](auto &endpoint) { endpoint.credential = Secret("sk-mended"); });
    EXPECT_EQ(plan().size(), 2U);
}

TEST_F(RouterTest, AClockThatIsSetChangesNothing)
{
    add("a");
    add("b");
    fail("a");
    clock.jumpWallMs(86'400'000);
    EXPECT_EQ(order(), "b");
    clock.jumpWallMs(-2 * 86'400'000LL);
    clock.advanceMs(6'100);
    EXPECT_EQ(plan().size(), 2U);
}

TEST_F(RouterTest, ManyThreadsNeverGoOverTheLimit)
{
    add("a", [](auto &settings) { settings.maxConcurrency = 3; });
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::atomic<int> entered = 0;
    const auto planned = candidate("a");
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int times = 0; times < 5'000; ++times) {
                auto lease = router->tryEnter(planned);
                if (!lease)
                    continue;
                const int now = ++inside;
                int seen = most;
                while (now > seen && !most.compare_exchange_weak(seen, now)) {
                }
                ++entered;
                --inside;
                lease->report({Kind::Answered, 200, 1, 2, 3, 0, {}});
                if (times % 100 == 0)
                    router->plan({&model, "chat", {}, nullptr});
            }
        });
    }
    for (int times = 0; times < 50; ++times)
        publish();
    for (auto &thread : threads)
        thread.join();
    EXPECT_LE(most, 3);
    EXPECT_GT(entered, 0);
    EXPECT_EQ(router->view(EndpointId("a"))->health.underWay, 0);
}

} // namespace

} // namespace beaver::routing::test
