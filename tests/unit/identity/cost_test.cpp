#include "support.h"

#include <server/identity/key_filter.h>
#include <server/identity/key_material.h>

#include <random>
#include <thread>

namespace beaver::identity::test {

class Cost : public IdentityTest
{};

TEST(Filter, HoldsThreeHundredThousandKeysInEightMegabytes)
{
    KeyFilter filter;
    std::mt19937_64 random(1);
    std::vector<std::uint64_t> keys(300'000);
    for (std::uint64_t &key : keys) {
        key = random();
        filter.add(key);
    }
    filter.add(0);
    EXPECT_LE(filter.bytes(), 8U * 1024 * 1024);
    for (const std::uint64_t key : keys)
        ASSERT_TRUE(filter.mayContain(key));
    EXPECT_TRUE(filter.mayContain(0));
    for (int at = 0; at < 300'000; ++at)
        ASSERT_FALSE(filter.mayContain(random()));
}

TEST_F(Cost, KeysAreAskedForAndChangedFromManyThreads)
{
    const Account account = makeAccount();
    std::vector<CreatedApiKey> keys;
    for (int at = 0; at < 20; ++at)
        keys.push_back(makeKey(account));
    for (const CreatedApiKey &key : keys)
        ASSERT_EQ(outcome(useKey(key.secret)), "ok");
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            const Caller caller{"192.0.2.1", {}, {}};
            while (!stop)
                for (const CreatedApiKey &key : keys) {
                    const auto known = identity->tryKey(key.secret.reveal(), caller);
                    const bool fine = known && (known->ok() || known->error().reason == "account_suspended");
                    wrong += fine ? 0 : 1;
                }
        });
    }
    IdentityService::AccountPatch patch;
    for (int at = 0; at < 50; ++at) {
        patch.status = at % 2 == 0 ? "suspended" : "active";
        ASSERT_TRUE(update(account, patch));
        const auto known = identity->tryKey(keys.front().secret.reveal(), {"192.0.2.1", {}, {}});
        ASSERT_TRUE(known);
        ASSERT_EQ(known->ok(), at % 2 == 1) << at;
    }
    stop = true;
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST_F(Cost, ColdKeyReadWhileItsAccountChangesIsNeverStale)
{
    const Account account = makeAccount();
    for (int round = 0; round < 50; ++round) {
        const CreatedApiKey key = makeKey(account);
        IdentityService::AccountPatch patch;
        patch.plan = "plan" + std::to_string(round);
        auto changing = identity->updateAccount(loop, account.id, patch, Operator{"acc_boss", Role::Owner});
        const auto cold = useKey(key.secret);
        ASSERT_EQ(outcome(cold), "ok");
        ASSERT_TRUE(await(std::move(changing)));
        const auto warm = identity->tryKey(key.secret.reveal(), {"192.0.2.1", {}, {}});
        if (warm) {
            ASSERT_TRUE(*warm);
            ASSERT_EQ((*warm)->account->plan, *patch.plan);
        }
    }
}

// Run with --gtest_also_run_disabled_tests in an optimised build.
TEST_F(Cost, DISABLED_OfOneQuestion)
{
    const CreatedApiKey key = makeKey(makeAccount());
    ASSERT_EQ(outcome(useKey(key.secret)), "ok");
    const Caller caller{"192.0.2.1", {}, {}};
    const SystemClock real;
    constexpr int rounds = 300'000;
    const auto measure = [&](const char *name, const std::string &secret) {
        const std::int64_t begin = real.monotonicUs();
        for (int at = 0; at < rounds; ++at)
            static_cast<void>(identity->tryKey(secret, caller));
        std::printf("%s: %.0f ns\n", name, static_cast<double>(real.monotonicUs() - begin) * 1000.0 / rounds);
    };
    measure("warm key", key.secret.reveal());
    measure("unknown key", "beaver_" + std::string(43, 'x'));
}

TEST_F(Cost, DISABLED_OfAStartWithManyKeys)
{
    makeAccount();
    execute("INSERT INTO api_keys (id, account_id, name, key_hash, pepper_version, preview, created_at) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
            "SELECT 'key_' || i, (SELECT id FROM accounts), '', randomblob(32), 1, '', 0 FROM n");
    const SystemClock real;
    const std::int64_t begin = real.monotonicUs();
    restart();
    std::printf("start with 300,000 keys: %.0f ms\n", static_cast<double>(real.monotonicUs() - begin) / 1000.0);
}

} // namespace beaver::identity::test
