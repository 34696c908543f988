#include "support.h"

#include <server/identity/password_hasher.h>
#include <server/identity/password_policy.h>
#include <sodium.h>

namespace beaver::identity::test {

class Passwords : public IdentityTest
{};

TEST(Policy, RefusesTheWeakAndTakesTheRest)
{
    for (const char *weak : {"short",        "123456789",     "1234567890",   "0123456789",     "9876543210",
                             "password123",  "Password2024!", "P@ssw0rd123",  "!!Welcome123!!", "qwertyuiop",
                             "qwerty123456", "1q2w3e4r5t",    "aaaaaaaaaaaa", "abcabcabcabc",   "abcdefghijkl",
                             "iloveyou2023", "administrator", "letmein12345", "ann.smith1",     "ANN.SMITH@example.com",
                             "1212121212",   "changeme1234"})
        EXPECT_FALSE(checkNewPassword(Secret(weak), "ann.smith@example.com")) << weak;
    for (const char *fine : {"violet anvil teapot", "ünïcödé wörds", "x7Kq9-mZt2", "dragon teapot window",
                             "no0dles4breakfast", "correct horse battery staple maybe"})
        EXPECT_TRUE(checkNewPassword(Secret(fine), "ann.smith@example.com")) << fine;
    EXPECT_TRUE(checkNewPassword(Secret(std::string("x9").append(126, 'k')), ""));
    const auto longOne = checkNewPassword(Secret(std::string(10'240, 'k')), "");
    ASSERT_FALSE(longOne);
    EXPECT_EQ(longOne.error().code, ErrorCode::Unprocessable);
    EXPECT_EQ(longOne.error().param, "password");
}

TEST(Hasher, QueueIsBounded)
{
    ops::EventLoop loop;
    std::vector<ops::Future<Result<PasswordHasher::Check>>> waiting;
    int refused = 0;
    int answered = 0;
    {
        // No thread works on it, so the queue fills.
        PasswordHasher hasher({1, 8192}, 0, 64);
        const auto ask = [](ops::Future<Result<PasswordHasher::Check>> future, int *refusals,
                            int *answers) -> QCoro::Task<void> {
            const auto check = co_await future;
            ++*answers;
            *refusals += check ? 0 : 1;
        };
        std::vector<QCoro::Task<void>> tasks;
        for (int at = 0; at < 100; ++at)
            tasks.push_back(ask(hasher.verify(loop, {}, Secret("whatever")), &refused, &answered));
        QCoreApplication::processEvents();
        EXPECT_EQ(refused, 36);
        EXPECT_EQ(answered, 36);
        waiting.clear();
    }
    QCoreApplication::processEvents();
    EXPECT_EQ(answered, 100); // those that waited when it ended are told, too
}

TEST(Hasher, UnknownAccountCostsAVerification)
{
    ops::EventLoop loop;
    PasswordHasher hasher({1, 8192}, 1);
    const auto ask = [&](const std::string &stored) {
        const auto verify = [](ops::Future<Result<PasswordHasher::Check>> future) -> QCoro::Task<bool> {
            const auto check = co_await future;
            co_return check && check->matches;
        };
        return await(verify(hasher.verify(loop, stored, Secret(goodPassword))));
    };
    EXPECT_FALSE(ask({}));
    EXPECT_EQ(hasher.verifications(), 1U);
    const auto hash = hasher.hashNow(Secret(goodPassword));
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_TRUE(ask(*hash));
    EXPECT_FALSE(ask("not a hash"));
    EXPECT_EQ(hasher.verifications(), 3U);
}

TEST_F(Passwords, AreRehashedWhenTheCostHasChanged)
{
    makeAccount("ann@example.com", goodPassword);
    const std::string before = query("SELECT password_hash FROM accounts");
    EXPECT_NE(before.find("m=8,t=1,"), std::string::npos) << before;
    Settings settings = cheapSettings();
    settings.hashOpsLimit = 2;
    settings.hashMemLimit = 16'384;
    restart(settings);
    EXPECT_EQ(outcome(login("ann@example.com", "wrong wrong wrong")), "invalid_credentials");
    EXPECT_EQ(query("SELECT password_hash FROM accounts"), before);
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword)), "ok");
    const std::string after = query("SELECT password_hash FROM accounts");
    EXPECT_NE(after.find("m=16,t=2,"), std::string::npos) << after;
    EXPECT_EQ(outcome(login("ann@example.com", goodPassword)), "ok");
    EXPECT_EQ(query("SELECT password_hash FROM accounts"), after);
}

TEST_F(Passwords, WeakOnesMakeNoAccount)
{
    NewAccount wanted;
    wanted.email = "ann@example.com";
    wanted.password = Secret("password123");
    const auto refused = await(identity->createAccount(loop, wanted));
    EXPECT_EQ(outcome(refused), "weak_password");
    EXPECT_EQ(query("SELECT count(*) FROM accounts"), "0");
}

} // namespace beaver::identity::test
