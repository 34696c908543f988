#include "support.h"

#include <server/storage/migrator.h>

#include <future>

namespace beaver::identity::test {

IdentityTest::IdentityTest()
    : clock(1'742'040'000'000)
{
    storage::Settings settings;
    settings.url = "sqlite:///" + folder.filePath(QStringLiteral("beaver.db")).toStdString();
    const storage::Migrator migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock);
    const auto applied = migrator.up();
    EXPECT_TRUE(applied) << applied.error().message << applied.error().detail;
    auto opened = storage::Database::open(settings, clock);
    EXPECT_TRUE(opened) << opened.error().message;
    database = std::move(*opened);
    restart();
}

IdentityTest::~IdentityTest()
{
    identity.reset();
    database.reset();
}

Settings IdentityTest::cheapSettings()
{
    Settings settings;
    settings.masterKey = Secret("a master key that is only for tests, 32+ bytes");
    settings.hashOpsLimit = 1;
    settings.hashMemLimit = 8192;
    return settings;
}

void IdentityTest::restart()
{
    restart(cheapSettings());
}

void IdentityTest::restart(Settings settings)
{
    identity.reset();
    identity = std::make_unique<IdentityService>(std::move(settings), *database, clock);
    const auto started = identity->start();
    ASSERT_TRUE(started) << started.error().message << started.error().detail;
}

void IdentityTest::execute(std::string_view sql)
{
    std::promise<Result<void>> promise;
    database->write([sql](storage::Connection &connection) { return connection.execute(sql); },
                    [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    const auto done = promise.get_future().get();
    ASSERT_TRUE(done) << done.error().detail;
}

std::string IdentityTest::query(std::string_view sql)
{
    std::promise<std::string> promise;
    database->read([&promise, sql](storage::Connection &connection) {
        storage::Statement &statement = connection.prepared(sql);
        const auto row = statement.next();
        std::string text = row && *row ? statement.text(0) : "no row";
        statement.reset();
        promise.set_value(std::move(text));
    });
    return promise.get_future().get();
}

Account IdentityTest::makeAccount(const std::string &email, const std::string &password, Role role)
{
    NewAccount wanted;
    wanted.email = email;
    wanted.role = role;
    if (!password.empty())
        wanted.password = Secret(password);
    const auto made = await(identity->createAccount(loop, wanted));
    EXPECT_EQ(outcome(made), "ok");
    return made ? *made : Account();
}

CreatedApiKey IdentityTest::makeKey(const Account &account)
{
    NewApiKey wanted;
    wanted.account = account.id;
    return makeKey(wanted);
}

CreatedApiKey IdentityTest::makeKey(NewApiKey wanted)
{
    const auto made = await(identity->createKey(loop, std::move(wanted)));
    EXPECT_EQ(outcome(made), "ok");
    return made ? *made : CreatedApiKey();
}

Result<Principal> IdentityTest::useKey(const Secret &secret, const Caller &caller)
{
    return await(identity->authenticateKey(loop, secret.reveal(), caller));
}

Result<Principal> IdentityTest::useToken(const Secret &token)
{
    return await(identity->authenticateToken(loop, token.reveal()));
}

Result<Account> IdentityTest::update(const Account &account, const IdentityService::AccountPatch &patch)
{
    return await(identity->updateAccount(loop, account.id, patch, Operator{"acc_boss", Role::Owner}));
}

Result<SignIn> IdentityTest::login(const std::string &email, const std::string &password, const std::string &address)
{
    return await(identity->login(loop, email, Secret(password), Caller{address, {}, "test"}));
}

Result<SignIn> IdentityTest::refresh(const Secret &token)
{
    return await(identity->refresh(loop, token, Caller{"192.0.2.1", {}, "test"}));
}

} // namespace beaver::identity::test
