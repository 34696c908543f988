#include "support.h"

#include <server/limits/calendar.h>

#include <algorithm>

namespace beaver::limits::test {

class Start : public LimitsTest
{
protected:
    void rollup(std::string_view time, int calls, int input, int output, const std::string &outcome = "complete",
                const std::string &key = "key_1", std::int64_t cost = 0, std::int64_t byokCost = 0)
    {
        execute("INSERT INTO usage_rollups (hour, account_id, project_id, key_id, model_id, outcome, calls, "
                "input_tokens, output_tokens, list_cost, cost, byok_cost, last_at) VALUES (" +
                std::to_string(at(time)) + ", 'acc_test', 'prj_1', '" + key + "', 'm', '" + outcome + "', " +
                std::to_string(calls) + ", " + std::to_string(input) + ", " + std::to_string(output) + ", 0, " +
                std::to_string(cost) + ", " + std::to_string(byokCost) + ", 0)");
    }
    void limit(const std::string &scope, const std::string &id, const std::string &resource, const std::string &period,
               std::int64_t amount)
    {
        execute("INSERT INTO limits (scope, scope_id, resource, period, amount, created_at) VALUES ('" + scope +
                "', '" + id + "', '" + resource + "', '" + period + "', " + std::to_string(amount) + ", 0)");
    }
    Money left(const KeyId &key = {})
    {
        const auto ticket = take(0, "UTC", key);
        EXPECT_TRUE(ticket);
        const auto room = limits->room(*ticket);
        limits->settle(*ticket, 0);
        return room.left.value_or(Money::fromNanoUsd(-1));
    }
};

TEST_F(Start, CountsWhatWasSpentThisDayWeekMonthAndEver)
{
    // Saturday, March 15; the week began on the 10th.
    rollup("2024-01-01T00:00:00Z", 1, 0, 0, "complete", "key_1", 1'000);
    rollup("2025-03-01T00:00:00Z", 1, 0, 0, "complete", "key_1", 200);
    rollup("2025-03-10T00:00:00Z", 1, 0, 0, "complete", "key_1", 30);
    rollup("2025-03-15T11:00:00Z", 1, 0, 0, "complete", "key_1", 4);
    for (const auto &[period, used] : std::vector<std::pair<std::string, std::int64_t>>{
             {"day", 4}, {"week", 34}, {"month", 234}, {"total", 1'234}}) {
        execute("DELETE FROM limits; DELETE FROM plans");
        limit("account", "acc_test", "spend", period, 5'000);
        startWith({});
        EXPECT_EQ(left().nanoUsd(), 5'000 - used) << period;
    }
    execute("DELETE FROM limits; DELETE FROM plans");
    limit("plan", "p", "spend", "total", 5'000);
    startWith({});
    EXPECT_EQ(left().nanoUsd(), 5'000 - 1'234);
}

TEST_F(Start, ProjectsAndKeysCountTheirOwnCredentialsByTheList)
{
    execute("INSERT INTO projects (id, account_id, name, created_at, updated_at) VALUES ('prj_1', 'acc_test', 'P', 0, "
            "0)");
    execute("INSERT INTO api_keys (id, account_id, name, key_hash, pepper_version, preview, created_at) VALUES "
            "('key_1', 'acc_test', '', x'01', 1, '', 0)");
    rollup("2024-03-15T11:00:00Z", 1, 0, 0, "complete", "key_1", 100'000);
    rollup("2025-03-15T11:00:00Z", 1, 0, 0, "complete", "key_1", 10, 500);
    limit("project", "prj_1", "spend", "day", 2'000);
    startWith({});
    project = ProjectId("prj_1");
    EXPECT_EQ(left(KeyId("key_1")).nanoUsd(), 2'000 - 510);
    limit("key", "key_1", "spend", "total", 101'000);
    restart();
    EXPECT_EQ(left(KeyId("key_1")).nanoUsd(), 101'000 - 100'510);
    limit("account", "acc_test", "spend", "day", 40);
    restart();
    EXPECT_EQ(left(KeyId("key_1")).nanoUsd(), 40 - 10);
}

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
