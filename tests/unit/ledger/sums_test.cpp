#include "book.h"

#include <gtest/gtest.h>
#include <server/usage/log_partitions.h>

#include <future>
#include <optional>

namespace beaver::tests {

namespace {

/// The sums of the whole gateway, which are written beside the settlements.
class Sums : public testing::Test
{
protected:
    void call(const std::string &endpoint)
    {
        const auto id = book.newCall();
        auto hold = book.ledger().hold(account, id, KeyId(), "m", usd(1));
        ASSERT_TRUE(hold.ok());
        book.settle(std::move(*hold), account, id, usd(1), ledger::Outcome::Complete, endpoint);
    }
    std::int64_t written() { return book.number("SELECT SUM(calls) FROM usage_totals WHERE span = 'hour'"); }
    std::int64_t afterTick()
    {
        book.flush(); // who is told that its call is settled may be faster than the sums
        book.usage().tick();
        book.flush();
        return written();
    }

    std::int64_t callersCalls() { return book.number("SELECT COALESCE(SUM(calls), 0) FROM usage_rollups"); }
    std::int64_t monthsCost() { return book.number("SELECT COALESCE(SUM(cost), 0) FROM usage_account_months"); }
    /// Calls that share a transaction, as the journal hands them over.
    void batch(int calls, bool followed, bool fails = false)
    {
        std::vector<ledger::Settlement> settled(static_cast<std::size_t>(calls));
        for (auto &each : settled) {
            each.call = book.newCall();
            each.account = account;
            each.model = "m";
            each.cost = usd(3);
            each.endedAtMs = book.clock.wallMs();
        }
        std::promise<void> over;
        book.database().write(
            [&](storage::Connection &connection) -> Result<void> {
                book.usage().batchStarted();
                for (const auto &each : settled) {
                    if (auto written = book.usage().write(connection, each, std::nullopt); !written)
                        return written;
                }
                if (auto finished = book.usage().batchFinished(connection, followed); !finished)
                    return finished;
                return fails ? internalError("as asked") : Result<void>();
            },
            [&](const Result<void> &written) {
                if (written)
                    book.usage().batchCommitted();
                over.set_value();
            });
        over.get_future().wait();
    }

    Book book;
    AccountId account = book.account(usd(1'000'000));
};

} // namespace

TEST_F(Sums, AreWrittenAtEachTick)
{
    for (int calls = 1; calls < 4; ++calls) {
        call("ep_1");
        EXPECT_EQ(afterTick(), calls);
    }
}

TEST_F(Sums, OfManyEndpointsAreWrittenMoreSeldomAndNoneIsLost)
{
    constexpr int endpoints = 200; // two lines for each of their calls and durations
    const auto round = [this] {
        for (int at = 0; at < endpoints; ++at)
            call("ep_" + std::to_string(at));
    };
    round();
    EXPECT_EQ(afterTick(), endpoints);
    round();
    EXPECT_EQ(afterTick(), 2 * endpoints);
    round();
    for (int rest = 0; rest < 4; ++rest)
        EXPECT_EQ(afterTick(), 2 * endpoints) << rest;
    call("ep_1");
    EXPECT_EQ(afterTick(), 3 * endpoints + 1);
    call("ep_1");
    book.usage().finish();
    book.flush();
    EXPECT_EQ(written(), 3 * endpoints + 2);
    EXPECT_EQ(book.number("SELECT SUM(calls) FROM usage_latencies WHERE span = 'day' AND metric = 'whole'"),
              3 * endpoints + 2);
}

TEST_F(Sums, OfCallersAreLeftToABatchThatFollows)
{
    batch(2, true);
    EXPECT_EQ(callersCalls(), 0);
    batch(3, true);
    EXPECT_EQ(callersCalls(), 0);
    batch(4, false);
    EXPECT_EQ(callersCalls(), 9);
    EXPECT_EQ(monthsCost(), 27);
    batch(1, false);
    EXPECT_EQ(callersCalls(), 10);
    EXPECT_EQ(monthsCost(), 30);
}

TEST_F(Sums, OfCallersAreWrittenByATickOrAfterManyBatches)
{
    batch(2, true);
    book.usage().tick();
    book.flush();
    EXPECT_EQ(callersCalls(), 2);
    for (int at = 0; at < 100; ++at)
        batch(1, true);
    EXPECT_GE(callersCalls(), 2 + 60);
    EXPECT_EQ(monthsCost(), 3 * callersCalls());
}

TEST_F(Sums, OfABatchThatIsRolledBackNeverWere)
{
    batch(2, true);
    batch(5, true, true);
    batch(5, false, true);
    batch(1, false);
    EXPECT_EQ(callersCalls(), 3);
    EXPECT_EQ(monthsCost(), 9);
}

TEST_F(Sums, ThatAKillTookAreMadeOfTheLog)
{
    batch(2, false);
    batch(3, true);
    EXPECT_EQ(callersCalls(), 2);
    usage::UsageService anew(book.database());
    ASSERT_TRUE(anew.start().ok());
    EXPECT_EQ(callersCalls(), 5);
    EXPECT_EQ(monthsCost(), 15);
    EXPECT_EQ(written(), 5);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_marks"), 0);
}

TEST_F(Sums, CountACallWhoseNumberInTheLogWasTaken)
{
    batch(1, false);
    const auto last = book.number("SELECT MAX(seq) FROM usage_records");
    // As a process before would have left it that used the same millisecond.
    std::promise<bool> taken;
    book.database().write(
        [&](storage::Connection &connection) -> Result<void> {
            const auto month = usage::partitions::tableFor(connection, book.clock.wallMs());
            return month ? connection.execute("INSERT INTO " + *month +
                                              " (seq, id, account_id, key_id, surface, model_id, outcome, status, "
                                              "streamed, estimated, started_at, ended_at) VALUES (" +
                                              std::to_string(last + 2) +
                                              ", 'before', 'a', 'k', 's', 'm', 'complete', 200, 0, 0, 0, 0)")
                         : Result<void>(month.error());
        },
        [&](const Result<void> &written) { taken.set_value(written.ok()); });
    ASSERT_TRUE(taken.get_future().get());
    batch(3, false);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records"), 5);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records WHERE id <> 'before'"), 4);
    EXPECT_EQ(callersCalls(), 4);
}

TEST_F(Sums, OfABatchOfMoreRowsThanWaitTogetherAreWhole)
{
    constexpr int calls = 2 * static_cast<int>(ledger::mostRowsWaiting) + 7;
    batch(calls, false);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records"), calls);
    EXPECT_EQ(book.number("SELECT COUNT(DISTINCT id) FROM usage_records"), calls);
    EXPECT_EQ(callersCalls(), calls);
    batch(calls, false, true);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records"), calls) << "a batch that was rolled back";
    batch(1, false);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records"), calls + 1);
}

TEST_F(Sums, AndTheChainAreWholeWhereATopUpComesAmongManyCalls)
{
    constexpr int calls = static_cast<int>(ledger::mostRowsWaiting) + 50;
    std::promise<void> released;
    book.database().write(
        [&](storage::Connection &) {
            released.get_future().wait();
            return Result<void>();
        },
        [](const Result<void> &) {});
    std::optional<decltype(book.ledger().topUp(book.loop, account, usd(5), "Top-up", AccountId(), nullptr))> topUp;
    for (int at = 0; at < calls; ++at) {
        auto settlement = std::make_unique<ledger::Settlement>();
        settlement->call = book.newCall();
        settlement->account = account;
        settlement->model = "m";
        settlement->cost = settlement->listCost = usd(1);
        settlement->endedAtMs = book.clock.wallMs();
        auto hold = book.ledger().hold(account, settlement->call, KeyId(), "m", usd(1));
        ASSERT_TRUE(hold.ok());
        book.ledger().settle(std::move(*hold), std::move(settlement), nullptr);
        if (at == 20)
            topUp = book.ledger().topUp(book.loop, account, usd(5), "Top-up", AccountId(), nullptr);
    }
    released.set_value();
    EXPECT_TRUE(await(std::move(*topUp)).ok());
    book.flush();
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM ledger_entries WHERE type = 'usage'"), calls);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records r JOIN ledger_entries e ON e.seq = r.entry_seq AND "
                          "e.reference = r.id"),
              calls);
    EXPECT_TRUE(book.prove().ok);
}

TEST_F(Sums, AreAllWrittenByACleanEndAndNothingIsLeftToMakeUp)
{
    for (int round = 0; round < 20; ++round) {
        call("ep_1");
        book.flush();
        batch(2, true);
        book.usage().finish();
        book.flush();
        EXPECT_EQ(written(), 3 * (round + 1));
        EXPECT_EQ(callersCalls(), 3 * (round + 1));
        EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_marks"), 0) << round;
    }
}

} // namespace beaver::tests
