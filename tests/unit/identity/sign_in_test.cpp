#include "support.h"

namespace beaver::identity::test {

class SignIns : public IdentityTest
{};

TEST_F(SignIns, GiveTokensThatLetIn)
{
    const Account account = makeAccount("ann@example.com", goodPassword, Role::Billing);
    const auto signIn = login(" ANN@example.com", goodPassword);
    ASSERT_EQ(outcome(signIn), "ok");
    EXPECT_EQ(signIn->expiresInS, 900);
    EXPECT_EQ(signIn->account.id, account.id);
    EXPECT_TRUE(IdentityService::looksLikeAccessToken(signIn->accessToken.reveal()));
    EXPECT_FALSE(IdentityService::looksLikeAccessToken(signIn->refreshToken.reveal()));
    EXPECT_FALSE(identity->tryAccessToken(signIn->accessToken.reveal())); // the account isn't in memory yet
    const auto principal = useToken(signIn->accessToken);
    ASSERT_EQ(outcome(principal), "ok");
    EXPECT_EQ(principal->account->id, account.id);
    EXPECT_EQ(principal->role, Role::Billing);
    EXPECT_FALSE(principal->key);
    EXPECT_FALSE(principal->session.isEmpty());
    const auto known = identity->tryAccessToken(signIn->accessToken.reveal());
    ASSERT_TRUE(known);
    EXPECT_EQ(outcome(*known), "ok");
    // An access token is no key and a refresh token is neither.
    EXPECT_EQ(outcome(useKey(signIn->accessToken)), "invalid_api_key");
    EXPECT_EQ(outcome(useKey(signIn->refreshToken)), "invalid_api_key");
    EXPECT_EQ(outcome(useToken(signIn->refreshToken)), "invalid_token");
    EXPECT_EQ(outcome(refresh(signIn->accessToken)), "invalid_token");
}

TEST_F(SignIns, FailTheSameForUnknownWrongAndPasswordless)
{
    makeAccount("ann@example.com", goodPassword);
    makeAccount("bob@example.com");
    const auto wrong = login("ann@example.com", "wrong wrong wrong", "192.0.2.1");
    const auto unknown = login("nobody@example.com", goodPassword, "192.0.2.2");
    const auto passwordless = login("bob@example.com", "", "192.0.2.3");
    const auto noEmail = login("' OR 1=1--", goodPassword, "192.0.2.4");
    const auto endless = login("ann@example.com", std::string(10'240, 'x'), "192.0.2.5");
    for (const auto *refused : {&wrong, &unknown, &passwordless, &noEmail, &endless}) {
        ASSERT_FALSE(*refused);
        EXPECT_EQ(refused->error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(refused->error().message, wrong.error().message);
        EXPECT_EQ(refused->error().reason, wrong.error().reason);
    }
}

TEST_F(SignIns, EndWithTheirTime)
{
    makeAccount("ann@example.com", goodPassword);
    const auto signIn = login("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(signIn), "ok");
    clock.advanceMs(899'999);
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "ok");
    clock.advanceMs(1);
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "invalid_token");
    EXPECT_EQ(outcome(refresh(signIn->refreshToken)), "ok");
    clock.advanceMs(30LL * 86'400'000);
    EXPECT_EQ(outcome(refresh(signIn->refreshToken)), "invalid_token");
}

TEST_F(SignIns, EndWithLogoutAlsoAfterARestart)
{
    makeAccount("ann@example.com", goodPassword);
    const auto signIn = login("ann@example.com", goodPassword);
    const auto other = login("ann@example.com", goodPassword);
    ASSERT_TRUE(signIn && other);
    const auto principal = useToken(signIn->accessToken);
    ASSERT_EQ(outcome(principal), "ok");
    ASSERT_TRUE(await(identity->logout(loop, *principal)));
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "invalid_token");
    EXPECT_EQ(outcome(refresh(signIn->refreshToken)), "invalid_token");
    EXPECT_EQ(outcome(useToken(other->accessToken)), "ok");
    restart();
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "invalid_token");
    EXPECT_EQ(outcome(useToken(other->accessToken)), "ok");
    // A clock set back makes the token's time good again, not its session.
    clock.advanceMs(1'000'000);
    clock.jumpWallMs(-1'000'000);
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "invalid_token");
}

TEST_F(SignIns, RotateAndAReusedTokenEndsTheSession)
{
    makeAccount("ann@example.com", goodPassword);
    const auto first = login("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(first), "ok");
    const auto second = refresh(first->refreshToken);
    ASSERT_EQ(outcome(second), "ok");
    EXPECT_FALSE(second->refreshToken == first->refreshToken);
    EXPECT_EQ(outcome(useToken(second->accessToken)), "ok");
    const auto third = refresh(second->refreshToken);
    ASSERT_EQ(outcome(third), "ok");

    EXPECT_EQ(outcome(refresh(second->refreshToken)), "invalid_token"); // somebody has a copy
    EXPECT_EQ(outcome(refresh(third->refreshToken)), "invalid_token");
    EXPECT_EQ(outcome(useToken(third->accessToken)), "invalid_token");
    EXPECT_EQ(outcome(useToken(first->accessToken)), "invalid_token");
    EXPECT_EQ(query("SELECT revoked_why FROM sessions"), "reuse");
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword)), "ok");
}

TEST_F(SignIns, OneRefreshTokenTakenTwiceAtOnceGivesOneSignInAtMost)
{
    makeAccount("ann@example.com", goodPassword);
    const auto first = login("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(first), "ok");
    auto one = identity->refresh(loop, first->refreshToken, {});
    auto two = identity->refresh(loop, first->refreshToken, {});
    const auto oneDone = await(std::move(one));
    const auto twoDone = await(std::move(two));
    EXPECT_NE(oneDone.ok(), twoDone.ok());
    const auto &winner = oneDone ? oneDone : twoDone;
    EXPECT_EQ(outcome(useToken(winner->accessToken)), "invalid_token"); // the session has ended
}

TEST_F(SignIns, OfSuspendedAccountsAreWorthNothing)
{
    const Account account = makeAccount("ann@example.com", goodPassword);
    const auto signIn = login("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(useToken(signIn->accessToken)), "ok");
    IdentityService::AccountPatch patch;
    patch.status = "suspended";
    ASSERT_TRUE(update(account, patch));
    EXPECT_EQ(outcome(useToken(signIn->accessToken)), "invalid_token"); // the session has ended
    EXPECT_EQ(outcome(refresh(signIn->refreshToken)), "invalid_token");
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword)), "account_suspended");
    EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong")), "invalid_credentials");
    patch.status = "active";
    ASSERT_TRUE(update(account, patch));
    EXPECT_EQ(outcome(refresh(signIn->refreshToken)), "invalid_token");
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword)), "ok");
}

TEST_F(SignIns, RoleFollowsTheAccountNotTheToken)
{
    const Account account = makeAccount("ann@example.com", goodPassword, Role::Admin);
    const auto signIn = login("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(useToken(signIn->accessToken)), "ok");
    IdentityService::AccountPatch patch;
    patch.role = Role::None;
    ASSERT_TRUE(update(account, patch));
    const auto principal = useToken(signIn->accessToken);
    ASSERT_EQ(outcome(principal), "ok");
    EXPECT_EQ(principal->role, Role::None);
}

TEST_F(SignIns, FailuresAreSlowed)
{
    makeAccount("ann@example.com", goodPassword);
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong", "192.0.2." + std::to_string(at))),
                  "invalid_credentials");
    const auto slowed = login("ann@example.com", goodPassword, "192.0.2.99");
    ASSERT_FALSE(slowed);
    EXPECT_EQ(slowed.error().code, ErrorCode::RateLimited);
    EXPECT_EQ(slowed.error().retryAfterMs, 1000);
    clock.advanceMs(1000);
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword, "192.0.2.99")), "ok");
    EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong", "192.0.2.98")), "invalid_credentials");
}

TEST_F(SignIns, NobodyElsesFailuresKeepAPersonOutWhereTheyGotInBefore)
{
    makeAccount("ann@example.com", goodPassword);
    ASSERT_EQ(outcome(login("ann@example.com", goodPassword, "2001:db8::1")), "ok");
    std::int64_t wait = 0;
    for (int at = 0; at < 20; ++at) {
        clock.advanceMs(wait);
        EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong", "192.0.2." + std::to_string(at))),
                  "invalid_credentials");
        if (at < 4)
            continue;
        const auto slowed = login("ann@example.com", goodPassword, "198.51.100.1");
        ASSERT_EQ(outcome(slowed), "too_many_sign_ins");
        wait = slowed.error().retryAfterMs;
        EXPECT_LE(wait, 8'000) << "nor for long where they didn't";
    }
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword, "2001:db8::2")), "ok") << "an address of the same network";
    // Knowing such an address doesn't help to guess.
    for (int at = 0; at < 5; ++at)
        EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong", "2001:db8::3")), "invalid_credentials");
    EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong", "2001:db8::3")), "too_many_sign_ins");
}

TEST_F(SignIns, ThousandGuessesAtOnceAreFive)
{
    makeAccount("ann@example.com", goodPassword);
    std::vector<QCoro::Task<Result<SignIn>>> guesses;
    for (int at = 0; at < 1000; ++at)
        guesses.push_back(identity->login(loop, "ann@example.com", Secret("guess " + std::to_string(at)),
                                          Caller{"192.0.2.1", {}, {}}));
    int tried = 0;
    for (auto &guess : guesses) {
        const auto result = await(std::move(guess));
        ASSERT_FALSE(result);
        tried += result.error().code == ErrorCode::Unauthenticated ? 1 : 0;
    }
    EXPECT_EQ(tried, 5);
}

TEST_F(SignIns, OfAnApiKeyCannotEnd)
{
    const auto principal = useKey(makeKey(makeAccount()).secret);
    ASSERT_EQ(outcome(principal), "ok");
    EXPECT_EQ(await(identity->logout(loop, *principal)).error().code, ErrorCode::InvalidRequest);
}

} // namespace beaver::identity::test
