#include "support.h"

#include <QCoreApplication>
#include <QCoroTask>

#include <gtest/gtest.h>
#include <server/ops/event_loop.h>

#include <future>

namespace beaver::limits::test {

namespace {

QCoro::Task<> keep(QCoro::Task<Result<void>> running, int *ended)
{
    const auto done = co_await running;
    EXPECT_TRUE(done);
    ++*ended;
}

} // namespace

class Changes : public LimitsTest
{
protected:
    /// Begins the changes in their order while nothing can be read, lets all be stored, then lets the readers go.
    void atOnce(const std::vector<std::function<QCoro::Task<Result<void>>()>> &changes)
    {
        std::promise<void> go;
        const auto going = go.get_future().share();
        for (int reader = 0; reader < storage::Settings().readers; ++reader)
            database->read([going](storage::Connection &) { going.wait(); });
        int ended = 0;
        for (const auto &change : changes) {
            keep(change(), &ended);
            EXPECT_TRUE(database->flush(60'000));
        }
        // What can go on without reading does so now.
        for (int round = 0; round < 100; ++round)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        go.set_value();
        while (ended < static_cast<int>(changes.size()))
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    ops::EventLoop loop;
};

TEST_F(Changes, OfTwoAtOnceTheLastToBeStoredIsInForce)
{
    startWith({});
    // The first needs to know what was ever spent, the second nothing: it would be through long before.
    atOnce({[&] {
                return limits->setLimits(loop, "acc_boss", Scope::Account, account.text(),
                                         {{Resource::Spend, Period::Total, 1'000, false}});
            },
            [&] {
                return limits->setLimits(loop, "acc_boss", Scope::Account, account.text(), {requests(Period::Day, 1)});
            }});
    EXPECT_TRUE(take());
    EXPECT_FALSE(take()) << "the second one's limit";
}

TEST_F(Changes, OfAPlanTheLastToBeStoredIsInForceToo)
{
    startWith({requests(Period::Day, 5)});
    std::vector<std::function<QCoro::Task<Result<void>>()>> changes;
    for (const std::int64_t amount : {7, 6, 3, 2})
        changes.emplace_back([this, amount] {
            return limits->setLimits(loop, "acc_boss", Scope::Plan, "p", {requests(Period::Day, amount)});
        });
    atOnce(changes);
    EXPECT_TRUE(take());
    EXPECT_TRUE(take());
    EXPECT_FALSE(take());
}

} // namespace beaver::limits::test
