#include "support.h"

namespace beaver::routing::test {

namespace {

using Kind = AttemptReport::Kind;

/// Calls that wait for a place at one endpoint `a` with one place.
class QueueTest : public RouterTest
{
protected:
    QueueTest()
    {
        add("a", [](auto &settings) {
            settings.maxConcurrency = 1;
            settings.queueLength = 2;
        });
        held = std::move(*router->tryEnter(candidate("a")));
    }

    struct Waiting
    {
        ops::Future<Result<Lease>> future;
        bool done() const { return future.await_ready(); }
    };
    Waiting wait(std::int64_t ms = 1'000) { return {router->enter(loop, candidate("a"), ms)}; }
    std::int64_t waiting() { return router->view(EndpointId("a"))->health.waiting; }

    ManualLoop loop;
    Lease held;
};

TEST_F(QueueTest, FirstComeIsFirstServed)
{
    auto one = wait();
    auto two = wait();
    EXPECT_EQ(waiting(), 2);
    loop.run();
    EXPECT_FALSE(one.done());
    held.report({Kind::Answered, 200, 1, 2, 3, 0, {}});
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_FALSE(two.done());
    auto first = one.future.await_resume();
    ASSERT_TRUE(first);
    EXPECT_FALSE(router->tryEnter(candidate("a"))) << "nobody overtakes the queue";
    first->report({Kind::Answered, 200, 1, 2, 3, 0, {}});
    loop.run();
    ASSERT_TRUE(two.done());
    EXPECT_TRUE(two.future.await_resume());
    EXPECT_EQ(waiting(), 0);
}

TEST_F(QueueTest, AFreePlaceIsTakenAtOnce)
{
    held.report({});
    auto entering = wait();
    loop.run();
    ASSERT_TRUE(entering.done());
    EXPECT_TRUE(entering.future.await_resume());
}

TEST_F(QueueTest, AFullQueueRefuses)
{
    auto one = wait();
    auto two = wait();
    auto three = wait();
    loop.run();
    ASSERT_TRUE(three.done());
    const auto refused = three.future.await_resume();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "endpoint_busy");
    EXPECT_EQ(waiting(), 2);
}

TEST_F(QueueTest, WhoHasWaitedLongEnoughIsSentElsewhere)
{
    auto one = wait(500);
    auto two = wait(2'000);
    clock.advanceMs(600);
    router->expireWaiters();
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_FALSE(one.future.await_resume());
    EXPECT_FALSE(two.done());
    held.report({});
    loop.run();
    ASSERT_TRUE(two.done());
    EXPECT_TRUE(two.future.await_resume());
}

TEST_F(QueueTest, WhoGivesUpWaitsNoLongerAndTakesNoPlace)
{
    const auto gaveUp = std::make_shared<std::atomic<bool>>(false);
    Waiting one{router->enter(loop, candidate("a"), 1'000, gaveUp)};
    auto two = wait();
    router->expireWaiters();
    loop.run();
    EXPECT_EQ(waiting(), 2);
    *gaveUp = true;
    router->expireWaiters();
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_FALSE(one.future.await_resume());
    EXPECT_EQ(waiting(), 1);

    Waiting late{router->enter(loop, candidate("a"), 1'000, gaveUp)}; // gives up before anybody looks
    held.report({});
    loop.run();
    ASSERT_TRUE(two.done());
    auto lease = two.future.await_resume();
    ASSERT_TRUE(lease);
    lease->report({});
    loop.run();
    ASSERT_TRUE(late.done());
    EXPECT_FALSE(late.future.await_resume());
    EXPECT_TRUE(router->tryEnter(candidate("a"))) << "the place is free";
}

TEST_F(QueueTest, AnAbandonedCallerGivesItsPlaceBack)
{
    {
        const auto gone = wait();
    }
    auto next = wait();
    held.report({});
    loop.run();
    ASSERT_TRUE(next.done()) << "the place of the one that is gone went on";
    EXPECT_TRUE(next.future.await_resume());
}

TEST_F(QueueTest, WhoWaitsForAnEndpointThatFailsGoesElsewhere)
{
    auto one = wait();
    router->noteCheck(EndpointId("a"), {CheckResult::Kind::Failed, 0, 1, "gone"});
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_FALSE(one.future.await_resume());
}

TEST_F(QueueTest, APauseSendsThemAwayADrainDoesNot)
{
    auto one = wait();
    change("a", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Draining; });
    loop.run();
    EXPECT_FALSE(one.done());
    held.report({});
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_TRUE(one.future.await_resume()) << "it was in the queue already";

    change("a", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Active; });
    held = std::move(*router->tryEnter(candidate("a")));
    auto two = wait();
    change("a", [](auto &endpoint) { endpoint.settings.status = EndpointStatus::Paused; });
    loop.run();
    ASSERT_TRUE(two.done());
    EXPECT_FALSE(two.future.await_resume());
}

TEST_F(QueueTest, AHigherLimitLetsThemIn)
{
    auto one = wait();
    auto two = wait();
    change("a", [](auto &endpoint) { endpoint.settings.maxConcurrency = 3; });
    loop.run();
    EXPECT_TRUE(one.done());
    EXPECT_TRUE(two.done());
}

TEST_F(QueueTest, ARemovedEndpointSendsThemAway)
{
    auto one = wait();
    remove("a");
    loop.run();
    ASSERT_TRUE(one.done());
    EXPECT_FALSE(one.future.await_resume());
}

} // namespace

} // namespace beaver::routing::test
