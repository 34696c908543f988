#include "book.h"

#include <gtest/gtest.h>

using namespace beaver;
using namespace beaver::tests;

namespace {

/// A book with some history, then broken behind the ledger's back.
class Broken : public testing::Test
{
protected:
    Broken()
    {
        account = book.account(usd(1000));
        for (int at = 0; at < 5; ++at) {
            const auto call = book.newCall();
            auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(10));
            book.settle(std::move(*hold), account, call, usd(7));
        }
        EXPECT_TRUE(book.prove().ok);
        EXPECT_TRUE(book.execute("DROP TRIGGER ledger_entries_no_update; DROP TRIGGER ledger_entries_no_delete").ok());
    }

    void expectProblem(const std::string &sql, const std::string &says)
    {
        ASSERT_TRUE(book.execute(sql).ok());
        const auto proof = book.prove();
        EXPECT_FALSE(proof.ok);
        std::string all;
        for (const auto &problem : proof.problems)
            all += problem + '\n';
        EXPECT_NE(all.find(says), std::string::npos) << all;
    }

    Book book;
    AccountId account;
};

} // namespace

TEST_F(Broken, AChangedAmountBreaksTheChain)
{
    expectProblem("UPDATE ledger_entries SET customer = customer + 1, revenue = revenue - 1 WHERE seq = 3",
                  "entry 3: its hash");
}

TEST_F(Broken, AChangedDescriptionBreaksTheChain)
{
    expectProblem("UPDATE ledger_entries SET description = 'else' WHERE seq = 2", "entry 2: its hash");
}

TEST_F(Broken, ARemovedEntryIsMissed)
{
    expectProblem("DELETE FROM ledger_entries WHERE seq = 4", "expected entry 4");
}

TEST_F(Broken, ARemovedLastEntryShowsInTheBalance)
{
    expectProblem("DELETE FROM ledger_entries WHERE seq = 6", "its balance isn't the sum");
}

TEST_F(Broken, ABalanceChangedByHandShows)
{
    expectProblem("UPDATE balances SET balance = balance + 5", "its balance isn't the sum");
}

TEST_F(Broken, AnEntryOfNoKnownTypeCantBeWritten)
{
    EXPECT_FALSE(book.execute("INSERT INTO ledger_entries SELECT 99, id, 'gift', account_id, customer, provider_cost, "
                              "revenue, cash, corrections, balance_after, reference, description, actor, created_at, "
                              "hash FROM ledger_entries WHERE seq = 3")
                     .ok());
    EXPECT_TRUE(book.prove().ok);
}

TEST_F(Broken, LegsThatDontBalanceCantBeWritten)
{
    EXPECT_FALSE(book.execute("UPDATE ledger_entries SET customer = customer + 1 WHERE seq = 3").ok());
    EXPECT_TRUE(book.prove().ok);
}
