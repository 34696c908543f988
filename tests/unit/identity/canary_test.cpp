#include "support.h"

#include <QDirIterator>
#include <QFile>

namespace beaver::identity::test {

class Canary : public IdentityTest
{};

TEST_F(Canary, NoSecretStandsInTheDatabaseFiles)
{
    const std::string password = "canary mauve trombone 77";
    const Account account = makeAccount("ann@example.com", password);
    const CreatedApiKey key = makeKey(account);
    ASSERT_EQ(outcome(useKey(key.secret)), "ok");
    auto signIn = login("ann@example.com", password);
    ASSERT_EQ(outcome(signIn), "ok");
    const auto refreshed = refresh(signIn->refreshToken);
    ASSERT_EQ(outcome(refreshed), "ok");
    const auto administrator = identity->ensureAdministrator({}, {});
    ASSERT_TRUE(administrator && *administrator);
    ASSERT_TRUE(database->flush(60'000));

    const std::vector<std::string> secrets = {password,
                                              key.secret.reveal(),
                                              key.secret.reveal().substr(7, 20),
                                              signIn->accessToken.reveal(),
                                              signIn->refreshToken.reveal().substr(4),
                                              refreshed->refreshToken.reveal().substr(4),
                                              (*administrator)->password->reveal(),
                                              (*administrator)->apiKey->reveal().substr(7, 20),
                                              cheapSettings().masterKey.reveal()};
    int files = 0;
    QDirIterator all(folder.path(), QDir::Files | QDir::Hidden);
    while (all.hasNext()) {
        QFile file(all.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        ++files;
        for (std::size_t at = 0; at < secrets.size(); ++at)
            EXPECT_FALSE(bytes.contains(QByteArray::fromStdString(secrets[at])))
                << at << " in " << file.fileName().toStdString();
    }
    EXPECT_GE(files, 2); // the database and its log
}

TEST_F(Canary, NoSecretStandsInAnError)
{
    const std::string secret = "beaver_canarycanarycanarycanarycanarycanarycan";
    const auto refused = identity->tryKey(secret, {});
    ASSERT_TRUE(refused && !*refused);
    EXPECT_EQ((refused->error().message + refused->error().detail).find("canary"), std::string::npos);
    const auto wrong = login("ann@example.com", "canary password");
    ASSERT_FALSE(wrong);
    EXPECT_EQ((wrong.error().message + wrong.error().detail).find("canary"), std::string::npos);
    NewAccount weak;
    weak.email = "ann@example.com";
    weak.password = Secret("canary");
    const auto weakRefused = await(identity->createAccount(loop, weak));
    ASSERT_FALSE(weakRefused);
    EXPECT_EQ((weakRefused.error().message + weakRefused.error().detail).find("canary"), std::string::npos);
}

} // namespace beaver::identity::test
