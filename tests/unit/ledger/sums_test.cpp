#include "book.h"

#include <gtest/gtest.h>

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
        book.usage().tick();
        book.flush();
        return written();
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

} // namespace beaver::tests
