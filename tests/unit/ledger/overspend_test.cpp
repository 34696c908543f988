#include "book.h"

#include <gtest/gtest.h>

#include <barrier>
#include <thread>

using namespace beaver;
using namespace beaver::tests;

/// Promise P1 in the ledger alone; the whole gateway is raced in tests/e2e/money.
class Overspend : public testing::TestWithParam<int>
{};

TEST_P(Overspend, AThousandAtOnceGetExactlyWhatIsPaidFor)
{
    constexpr int threads = 8;
    constexpr int each = 125;
    const int affordable = GetParam();
    Book book;
    const auto account = book.account(usd(1000LL * affordable + 999));
    std::atomic<int> served = 0;
    std::atomic<bool> negative = false;
    std::barrier start(threads);
    std::vector<std::thread> clients;
    for (int client = 0; client < threads; ++client) {
        clients.emplace_back([&] {
            start.arrive_and_wait();
            for (int at = 0; at < each; ++at) {
                const auto call = newId<CallId>(0);
                auto hold = book.ledger().hold(account, call, KeyId(), "m", usd(1000));
                const auto balance = *book.ledger().balance(account);
                if (balance.available().isNegative() || balance.held.isNegative())
                    negative = true;
                if (!hold)
                    continue;
                ++served;
                auto settlement = std::make_unique<ledger::Settlement>();
                settlement->call = call;
                settlement->account = account;
                settlement->cost = usd(1000);
                settlement->listCost = usd(900);
                book.ledger().settle(std::move(*hold), std::move(settlement), nullptr);
            }
        });
    }
    for (auto &client : clients)
        client.join();
    EXPECT_EQ(served, affordable);
    EXPECT_FALSE(negative);
    const auto proof = book.prove();
    EXPECT_TRUE(proof.ok) << (proof.problems.empty() ? "" : proof.problems.front());
    EXPECT_EQ(book.balance(account).balance, usd(999));
    EXPECT_EQ(book.number("SELECT COUNT(*) FROM usage_records"), affordable);
    EXPECT_EQ(book.number("SELECT SUM(revenue) FROM ledger_entries WHERE type = 'usage'"),
              affordable == 0 ? 0 : 100LL * affordable);
}

INSTANTIATE_TEST_SUITE_P(Balances, Overspend, testing::Values(0, 1, 7, 500, 999));
