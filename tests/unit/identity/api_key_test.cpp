#include "support.h"

namespace beaver::identity::test {

class ApiKeys : public IdentityTest
{
protected:
    const Caller caller{"192.0.2.1", {}, {}};

    /// From memory alone: `ok`, a reason, or `not in memory`.
    std::string tryKey(std::string_view secret)
    {
        const auto known = identity->tryKey(secret, caller);
        return known ? outcome(*known) : "not in memory";
    }
};

TEST_F(ApiKeys, AreShownOnceAndLetIn)
{
    const Account account = makeAccount();
    const CreatedApiKey created = makeKey(account);
    const std::string &secret = created.secret.reveal();
    EXPECT_TRUE(secret.starts_with("beaver_"));
    EXPECT_EQ(secret.size(), 7U + 43U);
    EXPECT_EQ(created.key.preview, secret.substr(0, 11) + "…" + secret.substr(secret.size() - 4));
    EXPECT_EQ(tryKey(secret), "not in memory");
    const auto principal = useKey(created.secret);
    ASSERT_EQ(outcome(principal), "ok");
    EXPECT_EQ(principal->account->id, account.id);
    EXPECT_EQ(principal->key->id, created.key.id);
    EXPECT_TRUE(principal->session.isEmpty());
    EXPECT_EQ(tryKey(secret), "ok");
    restart();
    EXPECT_EQ(tryKey(secret), "not in memory");
    EXPECT_EQ(outcome(useKey(created.secret)), "ok");
}

TEST(RecentHashes, AreTheHashesThemselves)
{
    const KeyMaterial material{Secret("a master key that is only for tests, 32+ bytes")};
    const KeyMaterial other{Secret("another master key that is only for tests, 32+ bytes")};
    RecentHashes recent;
    for (int round = 0; round < 3; ++round) {
        for (int at = 0; at < 3000; ++at) { // more than it remembers
            const std::string secret = "beaver_" + std::to_string(at);
            for (const Mac *mac : {&material.apiKeys(), &material.accessTokens(), &other.apiKeys()}) {
                ASSERT_EQ(recent.of(*mac, secret), mac->of(secret)) << secret;
                recent.remember();
                ASSERT_EQ(recent.of(*mac, secret), mac->of(secret)) << secret;
            }
        }
    }
}

TEST_F(ApiKeys, ThatCannotExistAreAnsweredWithoutTheDatabase)
{
    const CreatedApiKey created = makeKey(makeAccount());
    const std::string secret = created.secret.reveal();
    std::string other = secret;
    other.back() = other.back() == 'A' ? 'B' : 'A';
    std::vector<std::string> wrong = {"",
                                      "beaver_",
                                      other,
                                      secret + "A",
                                      secret.substr(0, 20),
                                      " " + secret,
                                      secret + "\n",
                                      std::string(257, 'a'),
                                      std::string(100'000, 'a'),
                                      "beaver_\xc3\xa4",
                                      std::string("beaver_\0x", 9),
                                      "' OR 1=1--",
                                      "%",
                                      "BEAVER_" + secret.substr(7)};
    std::string text;
    for (const std::string &key : wrong) {
        const auto refused = identity->tryKey(key, caller);
        ASSERT_TRUE(refused) << key.substr(0, 60);
        ASSERT_FALSE(*refused);
        EXPECT_EQ(refused->error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(refused->error().reason, "invalid_api_key");
        if (text.empty())
            text = refused->error().message;
        EXPECT_EQ(refused->error().message, text);
        EXPECT_TRUE(refused->error().detail.empty());
    }
}

TEST_F(ApiKeys, ExpireByTheClockWhileInMemory)
{
    NewApiKey wanted;
    wanted.account = makeAccount().id;
    wanted.expiresAtMs = clock.wallMs() + 1000;
    const CreatedApiKey created = makeKey(wanted);
    EXPECT_EQ(outcome(useKey(created.secret)), "ok");
    clock.advanceMs(999);
    EXPECT_EQ(tryKey(created.secret.reveal()), "ok");
    clock.advanceMs(1);
    EXPECT_EQ(tryKey(created.secret.reveal()), "invalid_api_key");
}

TEST_F(ApiKeys, RevokedOnesAreOutAtOnceAndStayOut)
{
    const Account account = makeAccount();
    const CreatedApiKey created = makeKey(account);
    const CreatedApiKey other = makeKey(account);
    EXPECT_EQ(outcome(useKey(created.secret)), "ok");
    const auto revoked = await(identity->revokeKey(loop, account.id, created.key.id));
    ASSERT_TRUE(revoked);
    EXPECT_FALSE(revoked->active);
    EXPECT_EQ(tryKey(created.secret.reveal()), "invalid_api_key");
    EXPECT_EQ(outcome(useKey(other.secret)), "ok");
    restart();
    EXPECT_EQ(outcome(useKey(created.secret)), "invalid_api_key");
    EXPECT_EQ(tryKey(created.secret.reveal()), "invalid_api_key"); // in memory now: no question to the database
    const auto keys = await(identity->keys(loop, account.id));
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->size(), 2U);
}

TEST_F(ApiKeys, OfOthersCannotBeRevoked)
{
    const CreatedApiKey created = makeKey(makeAccount("ann@example.com"));
    const Account other = makeAccount("bob@example.com");
    const auto refused = await(identity->revokeKey(loop, other.id, created.key.id));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotFound);
    EXPECT_EQ(outcome(useKey(created.secret)), "ok");
}

TEST_F(ApiKeys, ChangesOfTheAccountReachItsWarmKeysAtOnce)
{
    const Account account = makeAccount("ann@example.com", {}, Role::Admin);
    NewApiKey wanted;
    wanted.account = account.id;
    wanted.role = Role::Admin;
    const CreatedApiKey created = makeKey(wanted);
    const auto before = useKey(created.secret);
    ASSERT_EQ(outcome(before), "ok");
    EXPECT_EQ(before->role, Role::Admin);

    IdentityService::AccountPatch patch;
    patch.plan = "pro";
    patch.role = Role::Viewer;
    ASSERT_TRUE(update(account, patch));
    const auto known = identity->tryKey(created.secret.reveal(), caller);
    ASSERT_TRUE(known && *known);
    EXPECT_EQ((*known)->account->plan, "pro");
    EXPECT_EQ((*known)->role, Role::Viewer);
    EXPECT_EQ(before->account->plan, "free"); // a call under way keeps what it began with

    patch = {};
    patch.status = "suspended";
    ASSERT_TRUE(update(account, patch));
    EXPECT_EQ(tryKey(created.secret.reveal()), "account_suspended");
    patch.status = "deleted"; // has a path of its own
    EXPECT_EQ(update(account, patch).error().code, ErrorCode::Unprocessable);
    patch.status = "active";
    ASSERT_TRUE(update(account, patch));
    EXPECT_EQ(tryKey(created.secret.reveal()), "ok");
}

TEST_F(ApiKeys, AreNotMadeForNobodyNorAboveTheirAccount)
{
    NewApiKey wanted;
    wanted.account = AccountId("acc_none");
    EXPECT_EQ(await(identity->createKey(loop, wanted)).error().code, ErrorCode::NotFound);
    wanted.account = makeAccount().id;
    wanted.role = Role::Admin;
    EXPECT_EQ(await(identity->createKey(loop, wanted)).error().param, "role");
}

TEST_F(ApiKeys, BadListsAreNamed)
{
    const Account account = makeAccount();
    const auto field = [&](auto change) {
        NewApiKey wanted;
        wanted.account = account.id;
        change(wanted);
        const auto made = await(identity->createKey(loop, wanted));
        return made ? std::string("ok") : made.error().param;
    };
    EXPECT_EQ(field([](NewApiKey &key) { key.allowedIps = {"10.0.0.0/8", "2001:db8::/32", "192.0.2.7"}; }), "ok");
    for (const char *ip : {"10.0.0.0/33", "10.0.0.5/8", "host", "10.0.0", "::1/129", "10.0.0.0/", "10.0.0.0/8x", "",
                           "::ffff:10.0.0.0/8"})
        EXPECT_EQ(field([ip](NewApiKey &key) { key.allowedIps = {ip}; }), "allowed_ips") << ip;
    EXPECT_EQ(field([](NewApiKey &key) { key.allowedModels = {"gpt-4o", "openai/*"}; }), "ok");
    for (const char *model : {"gpt-*-mini", "a b", "", "*x"})
        EXPECT_EQ(field([model](NewApiKey &key) { key.allowedModels = {model}; }), "allowed_models") << model;
    for (const char *scope : {"Chat", "a b", "", "x\ny"})
        EXPECT_EQ(field([scope](NewApiKey &key) { key.scopes = {scope}; }), "scopes") << scope;
    EXPECT_EQ(field([](NewApiKey &key) { key.permissions = {"root"}; }), "permissions");
    for (const char *referrer : {"*.", "https://", "*", "https://a.example/path", "ftp://a.example", "a b"})
        EXPECT_EQ(field([referrer](NewApiKey &key) { key.allowedReferrers = {referrer}; }), "allowed_referrers")
            << referrer;
    EXPECT_EQ(field([](NewApiKey &key) { key.requestCap = 0; }), "request_cap");
    EXPECT_EQ(field([this](NewApiKey &key) { key.expiresAtMs = clock.wallMs(); }), "expires_at");
    EXPECT_EQ(field([](NewApiKey &key) { key.name = std::string(101, 'x'); }), "name");
    EXPECT_EQ(field([](NewApiKey &key) { key.scopes.resize(300, "chat"); }), "scopes");
}

TEST_F(ApiKeys, ListsSurviveTheDatabase)
{
    NewApiKey wanted;
    wanted.account = makeAccount().id;
    wanted.name = "the name";
    wanted.scopes = {"chat.completions", "models"};
    wanted.permissions = {"read"};
    wanted.allowedModels = {"openai/*", "beaver/echo"};
    wanted.allowedIps = {"192.0.2.0/24"};
    wanted.requestCap = 10;
    const CreatedApiKey created = makeKey(wanted);
    const auto principal = useKey(created.secret);
    ASSERT_EQ(outcome(principal), "ok");
    const ApiKey &key = *principal->key;
    EXPECT_EQ(key.name, wanted.name);
    EXPECT_EQ(key.scopes, wanted.scopes);
    EXPECT_EQ(key.permissions, wanted.permissions);
    EXPECT_EQ(key.allowedModels, wanted.allowedModels);
    EXPECT_EQ(key.allowedIps, wanted.allowedIps);
    EXPECT_EQ(key.requestCap, wanted.requestCap);
    EXPECT_FALSE(key.expiresAtMs);
    EXPECT_TRUE(key.mayUseModel("openai/gpt-4o"));
    EXPECT_TRUE(key.mayUseModel("beaver/echo"));
    EXPECT_FALSE(key.mayUseModel("beaver/echo2"));
    EXPECT_FALSE(key.mayUseModel("openai"));
    EXPECT_TRUE(key.mayUseScope("models"));
    EXPECT_FALSE(key.mayUseScope("embeddings"));
}

} // namespace beaver::identity::test
