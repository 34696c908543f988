#include "support.h"

namespace beaver::identity::test {

class Administrator : public IdentityTest
{};

TEST_F(Administrator, IsMadeUpOnceAndBothSecretsWork)
{
    auto first = identity->ensureAdministrator({}, {});
    ASSERT_TRUE(first) << first.error().message;
    ASSERT_TRUE(*first);
    ASSERT_TRUE((*first)->password);
    ASSERT_TRUE((*first)->apiKey);
    EXPECT_EQ((*first)->account.email, "admin@beaver.local");
    EXPECT_EQ((*first)->account.role, Role::Owner);
    EXPECT_EQ((*first)->password->reveal().size(), 20U);
    const auto principal = useKey(*(*first)->apiKey);
    ASSERT_EQ(outcome(principal), "ok");
    EXPECT_EQ(principal->role, Role::Owner);
    EXPECT_EQ(outcome(login("admin@beaver.local", (*first)->password->reveal())), "ok");

    const auto second = identity->ensureAdministrator({}, {});
    ASSERT_TRUE(second);
    EXPECT_FALSE(*second);
    restart();
    EXPECT_FALSE(*identity->ensureAdministrator({}, {}));
    EXPECT_EQ(outcome(useKey(*(*first)->apiKey)), "ok");
}

TEST_F(Administrator, TakesWhatIsGivenAndShowsNothing)
{
    auto first = identity->ensureAdministrator("Boss@Example.com", Secret(goodPassword));
    ASSERT_TRUE(first);
    ASSERT_TRUE(*first);
    EXPECT_FALSE((*first)->password);
    EXPECT_FALSE((*first)->apiKey);
    EXPECT_EQ(outcome(login("boss@example.com", goodPassword)), "ok");
}

TEST_F(Administrator, WeakPasswordStopsTheStart)
{
    const auto refused = identity->ensureAdministrator("boss@example.com", Secret("password123"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().param, "BEAVER_ADMIN_PASSWORD");
    EXPECT_EQ(refused.error().message.find("password123"), std::string::npos);
    EXPECT_EQ(query("SELECT count(*) FROM accounts"), "0");
}

TEST_F(Administrator, ShortMasterKeyStopsTheStart)
{
    Settings settings = cheapSettings();
    settings.masterKey = Secret("too short");
    IdentityService service(settings, *database, clock);
    const auto started = service.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().param, "BEAVER_SECRET_KEY");
}

} // namespace beaver::identity::test
