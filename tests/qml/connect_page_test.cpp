#include <tests/qml/console_window.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

using ConnectPage = ConsoleWindow;

} // namespace

TEST_F(ConnectPage, StartsInThePasswordWhenTheRestIsRemembered)
{
    EXPECT_EQ(textOf("address"), u"https://beaver.example.com"_s);
    EXPECT_EQ(textOf("email"), u"admin@beaver.example"_s);
    ASSERT_TRUE(find("password"));
    EXPECT_TRUE(find("password")->hasActiveFocus());
}

TEST_F(ConnectPage, SignsInByKeyboardAndBackOut)
{
    signIn();
    EXPECT_TRUE(session.isSignedIn());
    ASSERT_TRUE(click("signOut"));
    ASSERT_TRUE(appears("password"));
    EXPECT_FALSE(session.isSignedIn());
}

TEST_F(ConnectPage, ShowsWhatWentWrongAndGoesToTheField)
{
    fake.failNext({ApiError::Kind::WrongCredentials});
    type("wrong");
    ASSERT_TRUE(click("connect"));
    ASSERT_TRUE(until([this] { return find("password")->property("failed").toBool(); }));
    picture("connect-wrong-password");
    fake.failNext({ApiError::Kind::Tls, u"The certificate is self-signed, and untrusted."_s});
    ASSERT_TRUE(click("connect"));
    ASSERT_TRUE(until([this] { return find("address")->property("failed").toBool(); }));
    EXPECT_TRUE(find("address")->hasActiveFocus());
    picture("connect-untrusted");
}

TEST_F(ConnectPage, IsBusyUntilTheServerAnswers)
{
    fake.hang();
    type("secret");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("connect")->property("busy").toBool(); }));
    EXPECT_FALSE(find("connect")->isEnabled());
    picture("connect-busy");
    key(Qt::Key_Return);
    EXPECT_FALSE(session.isSignedIn());
}

TEST_F(ConnectPage, SaysWhyASessionEnded)
{
    signIn();
    fake.endSession();
    ASSERT_TRUE(appears("password"));
    preferences.setTheme(u"dark"_s);
    picture("connect-session-over");
}
