#include "support.h"

#include <server/limits/calendar.h>

#include <algorithm>

namespace beaver::limits::test {

class Start : public LimitsTest
{
protected:
    void rollup(std::string_view time, int calls, int input, int output, const std::string &outcome = "complete",
                const std::string &key = "key_1")
    {
        execute(
            "INSERT INTO usage_rollups (hour, account_id, key_id, model_id, endpoint_id, outcome, calls, input_tokens, "
            "output_tokens, list_cost, cost, last_at) VALUES (" +
            std::to_string(at(time)) + ", 'acc_test', '" + key + "', 'm', 'e', '" + outcome + "', " +
            std::to_string(calls) + ", " + std::to_string(input) + ", " + std::to_string(output) + ", 0, 0, 0)");
    }
};

TEST_F(Start, WritesThePlansOfEachPresetOnce)
{
    const std::vector<std::pair<std::string, std::vector<std::string>>> presets = {
        {"beaver", {"free", "pro", "enterprise", "unlimited"}},
        {"bluesminds", {"free", "starter", "pro", "enterprise", "unlimited"}},
        {"credit", {"credit", "unlimited"}}};
    for (const auto &[preset, ids] : presets) {
        execute("DELETE FROM limits; DELETE FROM plans");
        restart(preset);
        const auto plans = limits->plans();
        std::vector<std::string> found;
        for (const Plan &plan : plans)
            found.push_back(plan.id);
        EXPECT_EQ(found, ids);
        EXPECT_EQ(limits->firstPlan(), ids.front());
        EXPECT_TRUE(limits->hasPlan("unlimited"));
        EXPECT_FALSE(limits->hasPlan("gold"));
    }
    // The table isn't empty any more: another preset changes nothing.
    restart("beaver");
    EXPECT_EQ(limits->firstPlan(), "credit");
    EXPECT_EQ(limits->plans().front().limits.size(), 6U);
}

TEST_F(Start, RefusesAPresetThatIsNot)
{
    const auto started = LimitsService(*database, clock).start("gold");
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("beaver, bluesminds or credit"), std::string::npos);
}

TEST_F(Start, CountsWhatWasUsedInTheCurrentHourDayAndMonth)
{
    rollup("2025-02-28T23:00:00Z", 1000, 0, 0); // last month
    rollup("2025-03-01T00:00:00Z", 5, 100, 10);
    rollup("2025-03-15T00:00:00Z", 7, 200, 20);
    rollup("2025-03-15T12:00:00Z", 11, 300, 30);
    rollup("2025-03-15T12:00:00Z", 500, 0, 0, "refused_balance");
    rollup("2025-03-15T12:00:00Z", 2, 1, 1, "client_gone");
    startWith({requests(Period::Hour, 1000), requests(Period::Day, 500), requests(Period::Month, 100),
               tokens(Period::Hour, 10'000), tokens(Period::Day, 5'000), tokens(Period::Month, 1'000)});
    const auto ticket = take(1);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->requests->limit, 100);
    EXPECT_EQ(ticket->requests->remaining, 100 - 5 - 7 - 11 - 2 - 1);
    EXPECT_EQ(ticket->tokensWindow->limit, 1'000);
    EXPECT_EQ(ticket->tokensWindow->remaining, 1'000 - 110 - 220 - 330 - 2 - 1);
}

TEST_F(Start, DoesNotOpenAFullWindow)
{
    rollup("2025-03-15T12:00:00Z", 3, 0, 0);
    startWith({requests(Period::Hour, 3)});
    EXPECT_FALSE(take());
    clock.advanceMs(hourMs);
    EXPECT_TRUE(take());
}

TEST_F(Start, FollowsTheTimeZoneOfTheAccount)
{
    execute("UPDATE accounts SET time_zone = 'Asia/Kolkata' WHERE id = 'acc_test'");
    rollup("2025-03-14T17:00:00Z", 50, 0, 0); // March 14 there
    rollup("2025-03-14T18:00:00Z", 2, 0, 0);  // half and half: counts
    rollup("2025-03-14T19:00:00Z", 1, 0, 0);
    startWith({requests(Period::Day, 10)});
    const auto ticket = take(0, "Asia/Kolkata");
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->requests->remaining, 10 - 3 - 1);
}

TEST_F(Start, RebuildsKeysThatHaveLimits)
{
    execute("INSERT INTO api_keys (id, account_id, name, key_hash, pepper_version, preview, created_at) VALUES "
            "('key_1', 'acc_test', '', x'01', 1, '', 0), ('key_2', 'acc_test', '', x'02', 1, '', 0)");
    execute("INSERT INTO limits (scope, scope_id, resource, period, amount, created_at) VALUES "
            "('key', 'key_1', 'requests', 'day', 5, 0), ('key', 'key_1', 'concurrent', 'now', 2, 0), "
            "('key', 'key_1', 'spend', 'day', 1, 0)");
    rollup("2025-03-15T10:00:00Z", 4, 0, 0);
    rollup("2025-03-15T10:00:00Z", 100, 0, 0, "complete", "key_2");
    startWith({});
    const auto ticket = take(0, "UTC", KeyId("key_1"));
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->requests->remaining, 0);
    EXPECT_FALSE(take(0, "UTC", KeyId("key_1")));
    EXPECT_TRUE(take(0, "UTC", KeyId("key_2")));
}

} // namespace beaver::limits::test
