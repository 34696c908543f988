#include <admin-ui/editors/sign_in_editor.h>
#include <admin-ui/session/local_gateway.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class SignIn : public AtTheDoor<SignInEditor>
{
protected:
    void SetUp() override
    {
        AtTheDoor::SetUp();
        editor.setAddress(u"beaver.example.com"_s);
        editor.setEmail(u"admin@beaver.example"_s);
        editor.setPassword(u"Correct-horse-9"_s);
    }
};

} // namespace

TEST_F(SignIn, RemembersWhereAndWhoAfterASuccess)
{
    submit();
    EXPECT_TRUE(session.isSignedIn());
    EXPECT_TRUE(editor.password().isEmpty());
    const Preferences again(folder.filePath(u"settings.ini"_s));
    EXPECT_EQ(again.serverAddress(), u"https://beaver.example.com"_s);
    EXPECT_EQ(again.email(), u"admin@beaver.example"_s);
}

TEST_F(SignIn, AGatewayAtAnotherAddressEachTimeIsNotRemembered)
{
    preferences.setServerAddress(u"https://beaver.example.com"_s);
    editor.signInTo(u"http://127.0.0.1:40123"_s, u"local@localhost"_s, u"x"_s);
    ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
    EXPECT_EQ(preferences.serverAddress(), u"https://beaver.example.com"_s);
    EXPECT_TRUE(preferences.email().isEmpty());
    EXPECT_TRUE(preferences.servers().isEmpty());
}

TEST_F(SignIn, ALocalGatewaysAddressThatWasRememberedIsForgotten)
{
    preferences.setServerAddress(u"http://127.0.0.1:40123"_s);
    preferences.rememberServer(u"http://127.0.0.1:40123"_s);
    preferences.setEmail(LocalGateway::email());
    SignInEditor later;
    later.setSession(&session);
    later.setPreferences(&preferences);
    EXPECT_TRUE(later.address().isEmpty());
    EXPECT_TRUE(later.email().isEmpty());
    EXPECT_TRUE(preferences.servers().isEmpty());
}

TEST_F(SignIn, ShowsEachFailureAtTheFieldThatMendsIt)
{
    using Kind = ApiError::Kind;
    const std::pair<Kind, QString> cases[] = {
        {Kind::Unreachable, u"address"_s}, {Kind::Timeout, u"address"_s}, {Kind::Tls, u"address"_s},
        {Kind::NotBeaver, u"address"_s},   {Kind::TooOld, u"address"_s},  {Kind::WrongCredentials, u"password"_s},
        {Kind::RateLimited, {}},           {Kind::ServerFailed, {}}};
    for (const auto &[kind, field] : cases) {
        fake.failNext({kind});
        submit();
        EXPECT_EQ(editor.errorField(), field);
        EXPECT_EQ(editor.error(), ApiError{kind}.text());
        EXPECT_FALSE(editor.error().isEmpty());
        EXPECT_FALSE(session.isSignedIn());
        EXPECT_FALSE(editor.password().isEmpty());
    }
    EXPECT_TRUE(preferences.serverAddress().isEmpty());
}

TEST_F(SignIn, LetsAnOrdinaryAccountInToItsOwnPages)
{
    fake.setRole({});
    submit();
    EXPECT_TRUE(session.isSignedIn());
    EXPECT_FALSE(session.operates());
    EXPECT_FALSE(session.mayCreate());
}

TEST_F(SignIn, AsksForTheSecondFactorAndGoesOnWithIt)
{
    editor.setPassword(u"second-factor"_s);
    submit();
    EXPECT_TRUE(editor.wantsCode());
    EXPECT_TRUE(editor.error().isEmpty());
    EXPECT_FALSE(session.isSignedIn());
    editor.setCode(u"000000"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"code"_s);
    EXPECT_TRUE(editor.wantsCode());
    editor.setCode(u"123456"_s);
    submit();
    EXPECT_TRUE(session.isSignedIn());
}

TEST_F(SignIn, TakesAnAdminKey)
{
    editor.setByKey(true);
    submit();
    EXPECT_EQ(editor.errorField(), u"apiKey"_s);
    editor.setApiKey(u" beaver_abc "_s);
    submit();
    EXPECT_TRUE(session.isSignedIn());
    EXPECT_TRUE(editor.apiKey().isEmpty());
}

TEST_F(SignIn, TrustsACertificateOnlyAfterItsFingerprintWasShown)
{
    ApiError untrusted{ApiError::Kind::Tls, u"The server made its certificate itself."_s};
    untrusted.fingerprint = u"AA:BB"_s;
    fake.failNext(untrusted);
    submit();
    EXPECT_EQ(editor.fingerprint(), u"AA:BB"_s);
    EXPECT_TRUE(fake.trusted().isEmpty());
    editor.trust();
    ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
    EXPECT_EQ(fake.trusted(), u"AA:BB"_s);
}

TEST_F(SignIn, AsksForWhatIsMissingBeforeItSends)
{
    editor.setPassword({});
    submit();
    EXPECT_EQ(editor.errorField(), u"password"_s);
    editor.setEmail(u"  "_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"email"_s);
    editor.setAddress(u"ftp://beaver.example.com"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"address"_s);
    EXPECT_FALSE(session.isSignedIn());
}

TEST_F(SignIn, WarnsBeforeAPasswordCrossesANetworkInTheClear)
{
    EXPECT_TRUE(editor.isEncrypted());
    editor.setAddress(u"http://beaver.example.com"_s);
    EXPECT_TRUE(editor.isInsecure());
    editor.setAddress(u"http://127.0.0.1:8080"_s);
    EXPECT_FALSE(editor.isInsecure());
    EXPECT_FALSE(editor.isEncrypted());
}

TEST(ServerAddress, TakesWhatPeopleType)
{
    const std::pair<const char *, const char *> cases[] = {
        {"beaver.example.com", "https://beaver.example.com"},
        {" https://beaver.example.com/ ", "https://beaver.example.com/"},
        {"beaver.example.com:8443/gateway", "https://beaver.example.com:8443/gateway"},
        {"localhost:8080", "http://localhost:8080"},
        {"127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"[::1]:8080", "http://[::1]:8080"},
        {"http://10.0.0.7", "http://10.0.0.7"}};
    for (const auto &[typed, meant] : cases) {
        const auto url = SignInEditor::parseAddress(QString::fromLatin1(typed));
        ASSERT_TRUE(url) << typed;
        EXPECT_EQ(url->toString(), QString::fromLatin1(meant));
    }
    for (const char *typed : {"", "   ", "https://", "ftp://h", "https://user:secret@h", "https://h?x=1", "https://h#x",
                              "two words", "h:port"})
        EXPECT_FALSE(SignInEditor::parseAddress(QString::fromLatin1(typed))) << typed;
}
