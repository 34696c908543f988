#include "support.h"

#include <server/identity/account_rules.h>

namespace beaver::identity::test {

class Accounts : public IdentityTest
{};

TEST(Email, OneMailboxIsOneText)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"ann@example.com", "ann@example.com"},
        {"  Ann@Example.COM \t", "ann@example.com"},
        {"ＡＮＮ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ann@example.com"}, // full width
        {"ann+tag@sub.example.co.uk", "ann+tag@sub.example.co.uk"},
        {"ann@bücher.example", "ann@xn--bcher-kva.example"},
        {"\u212Aann@example.com", "kann@example.com"}, // the Kelvin sign
    };
    for (const auto &[given, expected] : table) {
        const auto normalised = normaliseEmail(given);
        ASSERT_TRUE(normalised) << given;
        EXPECT_EQ(*normalised, expected);
    }
}

TEST(Email, WhatIsNoneIsRefused)
{
    const std::string withNul("ann\0@example.com", 16);
    std::string longLocal(65, 'a');
    longLocal.append("@example.com");
    const std::string endless(100'000, 'a');
    const std::vector<std::string_view> none = {
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@example",
        "ann@@example.com",
        "ann@ex ample.com",
        "a nn@example.com",
        "ann@example..com",
        ".ann@example.com",
        "ann@example.com\nbcc: x@y.z",
        "\u0430nn@example.com", // a Cyrillic a
        "ann@-example.com",
        "ann@example.com.",
        "\xff\xfe@example.com",
        "' OR 1=1--@example.com",
        withNul,
        longLocal,
        endless,
    };
    for (const std::string_view given : none) {
        const auto refused = normaliseEmail(given);
        ASSERT_FALSE(refused) << given.substr(0, 50);
        EXPECT_EQ(refused.error().code, ErrorCode::Unprocessable);
        EXPECT_EQ(refused.error().param, "email");
        EXPECT_LT(refused.error().message.size(), 300U);
    }
}

TEST_F(Accounts, AreMadeWithABalanceOfZero)
{
    const Account account = makeAccount(" Ann@Example.com");
    EXPECT_EQ(account.email, "ann@example.com");
    EXPECT_EQ(account.plan, "free");
    EXPECT_EQ(account.status, "active");
    EXPECT_EQ(account.createdAtMs, clock.wallMs());
    EXPECT_EQ(query("SELECT balance || ',' || entries FROM balances WHERE account_id = '" + account.id.text() + "'"),
              "0,0");
    const auto read = await(identity->account(loop, account.id));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->email, "ann@example.com");
}

TEST_F(Accounts, ExistOncePerEmail)
{
    makeAccount("ann@example.com");
    NewAccount again;
    again.email = "ANN@example.com";
    const auto refused = await(identity->createAccount(loop, again));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_EQ(refused.error().param, "email");
    EXPECT_EQ(query("SELECT count(*) FROM accounts"), "1");
    EXPECT_EQ(query("SELECT count(*) FROM balances"), "1");
}

TEST_F(Accounts, AreListedNewestFirstInPages)
{
    for (int at = 0; at < 5; ++at) {
        makeAccount("user" + std::to_string(at) + "@example.com");
        clock.advanceMs(1);
    }
    std::vector<std::string> seen;
    std::string after;
    for (bool more = true; more;) {
        const auto page = await(identity->accounts(loop, 2, after));
        ASSERT_TRUE(page);
        ASSERT_FALSE(page->accounts.empty());
        ASSERT_LE(page->accounts.size(), 2U);
        for (const Account &account : page->accounts)
            seen.push_back(account.email);
        after = page->accounts.back().id.text();
        more = page->hasMore;
    }
    const std::vector<std::string> expected = {"user4@example.com", "user3@example.com", "user2@example.com",
                                               "user1@example.com", "user0@example.com"};
    EXPECT_EQ(seen, expected);
}

TEST_F(Accounts, ChangeOnlyWhatIsNamed)
{
    const Account account = makeAccount();
    IdentityService::AccountPatch patch;
    patch.plan = "pro";
    patch.timeZone = "Europe/Berlin";
    const auto changed = update(account, patch);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->plan, "pro");
    EXPECT_EQ(changed->timeZone, "Europe/Berlin");
    EXPECT_EQ(changed->email, account.email);
    EXPECT_EQ(changed->status, "active");
    patch = {};
    patch.timeZone = "Mars/Olympus";
    EXPECT_EQ(update(account, patch).error().param, "time_zone");
    patch = {};
    patch.status = "asleep";
    EXPECT_EQ(update(account, patch).error().param, "status");
    Account nobody;
    nobody.id = AccountId("acc_none");
    EXPECT_EQ(update(nobody, {}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(await(identity->account(loop, nobody.id)).error().code, ErrorCode::NotFound);
}

TEST_F(Accounts, LastOwnerStays)
{
    const Account owner = makeAccount("owner@example.com", {}, Role::Owner);
    IdentityService::AccountPatch demote;
    demote.role = Role::None;
    IdentityService::AccountPatch suspend;
    suspend.status = "suspended";
    EXPECT_EQ(outcome(update(owner, demote)), "last_owner");
    EXPECT_EQ(outcome(update(owner, suspend)), "last_owner");
    makeAccount("second@example.com", {}, Role::Owner);
    EXPECT_EQ(outcome(update(owner, demote)), "ok");
}

} // namespace beaver::identity::test
