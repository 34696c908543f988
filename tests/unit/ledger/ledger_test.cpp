#include "book.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

using namespace beaver;
using namespace beaver::tests;

TEST(Ledger, ASettledHoldTakesItsCostAndFreesTheRest)
{
    Book book;
    const auto account = book.account(usd(1000));
    const auto call = book.newCall();
    auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(700));
    ASSERT_TRUE(hold.ok());
    EXPECT_EQ(book.balance(account).available(), usd(300));
    const auto settled = book.settle(std::move(*hold), account, call, usd(250));
    EXPECT_EQ(settled.charged, usd(250));
    EXPECT_EQ(settled.balance.balance, usd(750));
    EXPECT_EQ(settled.balance.held, usd(0));
    EXPECT_TRUE(book.prove().ok);
    EXPECT_EQ(book.number("SELECT balance FROM balances WHERE account_id = '" + account.text() + "'"), 750);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM holds"), 0);
}

TEST(Ledger, AHoldOverWhatIsAvailableIsRefused)
{
    Book book;
    const auto account = book.account(usd(1000));
    auto first = book.ledger().hold(account, book.newCall(), KeyId(), "m", usd(900));
    ASSERT_TRUE(first.ok());
    Money available;
    const auto second = book.ledger().hold(account, book.newCall(), KeyId(), "m", usd(101), &available);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::InsufficientBalance);
    EXPECT_EQ(available, usd(100));
    book.settle(std::move(*first), account, book.newCall(), usd(0));
}

TEST(Ledger, APriceOverTheBalanceIsCollectedAsFarAsItGoes)
{
    Book book;
    const auto account = book.account(usd(100));
    const auto call = book.newCall();
    auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(50));
    ASSERT_TRUE(hold.ok());
    const auto settled = book.settle(std::move(*hold), account, call, usd(400));
    EXPECT_EQ(settled.charged, usd(100));
    EXPECT_EQ(settled.balance.balance, usd(0));
    EXPECT_EQ(book.number("SELECT uncollected FROM usage_records WHERE id = '" + call.text() + "'"), 300);
    EXPECT_TRUE(book.prove().ok);
}

TEST(Ledger, MoneyOthersHoldIsNotTaken)
{
    Book book;
    const auto account = book.account(usd(100));
    const auto greedy = book.newCall();
    const auto other = book.newCall();
    auto first = book.ledger().hold(account, greedy, KeyId(), "m", usd(40));
    auto second = book.ledger().hold(account, other, KeyId(), "m", usd(60));
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(book.settle(std::move(*first), account, greedy, usd(90)).charged, usd(40));
    EXPECT_EQ(book.settle(std::move(*second), account, other, usd(60)).charged, usd(60));
    EXPECT_TRUE(book.prove().ok);
}

TEST(Ledger, AHoldGrowsAsFarAsTheBalance)
{
    Book book;
    const auto account = book.account(usd(100));
    const auto call = book.newCall();
    auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(40));
    ASSERT_TRUE(hold.ok());
    EXPECT_TRUE(book.ledger().extend(*hold, usd(100)));
    EXPECT_FALSE(book.ledger().extend(*hold, usd(101)));
    EXPECT_EQ(hold->amount(), usd(100));
    book.settle(std::move(*hold), account, call, usd(100));
    EXPECT_EQ(book.balance(account).balance, usd(0));
}

TEST(Ledger, ADurableHoldHasARowUntilItsCallIsSettled)
{
    Book book;
    const auto account = book.account(usd(100));
    const auto call = book.newCall();
    auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(40));
    ASSERT_TRUE(hold.ok());
    EXPECT_FALSE(book.ledger().isDurable(*hold));
    std::promise<void> durable;
    book.ledger().makeDurable(*hold, [&] { durable.set_value(); });
    durable.get_future().wait();
    EXPECT_TRUE(book.ledger().isDurable(*hold));
    EXPECT_EQ(book.number("SELECT amount FROM holds WHERE call_id = '" + call.text() + "'"), 40);
    book.settle(std::move(*hold), account, call, usd(5));
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM holds"), 0);
}

TEST(Ledger, AHoldThatAKilledProcessLeftIsVoidedAtTheNextStart)
{
    Book book;
    const auto account = book.account(usd(100));
    ASSERT_TRUE(
        book.execute("INSERT INTO holds VALUES ('req_killed', '" + account.text() + "', 'key_1', 'm', 40, 5)").ok());
    EXPECT_EQ(book.reopen(), 1);
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM holds"), 0);
    EXPECT_EQ(
        book.number(
            "SELECT COUNT(*) FROM usage_records WHERE id = 'req_killed' AND outcome = 'interrupted' AND cost = 0"),
        1);
    EXPECT_EQ(book.balance(account).available(), usd(100));
    const auto proof = book.prove();
    EXPECT_TRUE(proof.ok);
    EXPECT_EQ(proof.interrupted, 1);
}

TEST(Ledger, TheChainGoesOnThoughTheWriterIsAtWorkWhileItStarts)
{
    Book book;
    const auto account = book.account(usd(1));
    std::atomic<bool> over = false;
    std::thread others([&] {
        while (!over)
            book.database().wake();
    });
    for (int start = 0; start < 200; ++start) {
        book.restartLedger();
        book.topUp(account, usd(1));
    }
    over = true;
    others.join();
    const auto proof = book.prove();
    EXPECT_TRUE(proof.ok) << (proof.problems.empty() ? "" : proof.problems.front());
    EXPECT_EQ(proof.entriesChecked, 201);
}

TEST(Ledger, AShortCallLeavesNoTraceOfItsHold)
{
    Book book;
    const auto account = book.account(usd(1'000'000));
    for (int at = 0; at < 50; ++at) {
        const auto call = book.newCall();
        auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(40));
        ASSERT_TRUE(hold.ok());
        EXPECT_FALSE(book.ledger().isDurable(*hold));
        book.settle(std::move(*hold), account, call, usd(7));
    }
    EXPECT_EQ(book.balance(account).balance, usd(1'000'000 - 350));
    EXPECT_EQ(book.number("SELECT SUM(calls) FROM usage_rollups"), 50);
    EXPECT_EQ(book.number("SELECT SUM(cost) FROM usage_rollups"), 350);
}

TEST(Ledger, AnOldHoldIsWrittenByItself)
{
    Book book;
    const auto account = book.account(usd(100));
    auto hold = book.ledger().hold(account, book.newCall(), KeyId(), "m", usd(40));
    ASSERT_TRUE(hold.ok());
    book.ledger().tick();
    book.flush();
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM holds"), 0);
    book.clock.advanceMs(11);
    book.ledger().tick();
    book.flush();
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM holds"), 1);
    book.settle(std::move(*hold), account, book.newCall(), usd(0));
}

TEST(Ledger, BalancesSurviveARestart)
{
    Book book;
    const auto account = book.account(usd(1000));
    const auto call = book.newCall();
    auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(700));
    book.settle(std::move(*hold), account, call, usd(123));
    EXPECT_EQ(book.reopen(), 0);
    EXPECT_EQ(book.balance(account).balance, usd(877));
    book.topUp(account, usd(23));
    EXPECT_EQ(book.balance(account).balance, usd(900));
    EXPECT_TRUE(book.prove().ok);
}

TEST(Ledger, EntriesNeverChange)
{
    Book book;
    book.account(usd(1000));
    EXPECT_FALSE(book.execute("UPDATE ledger_entries SET customer = 2000, cash = -2000").ok());
    EXPECT_FALSE(book.execute("DELETE FROM ledger_entries").ok());
    EXPECT_TRUE(book.prove().ok);
}
