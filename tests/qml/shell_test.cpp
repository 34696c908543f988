#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// What is around every page.
class ShellWindow : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
    }
    bool asked(const QByteArray &part) const
    {
        return std::ranges::any_of(fake.requests(),
                                   [&](const ApiRequest &each) { return each.path.toUtf8().contains(part); });
    }
};

} // namespace

TEST_F(ShellWindow, AServerThatIsntForCustomersIsMarkedAndStaysSo)
{
    EXPECT_FALSE(find("serverLine"));
    find("server")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Return);
    ASSERT_TRUE(click("environment_staging"));
    ASSERT_TRUE(appears("serverLine"));
    EXPECT_TRUE(shows(u"Staging"_s));
    picture("staging");
    EXPECT_EQ(Preferences(folder.filePath(u"settings.ini"_s)).environments()[session.host()], u"staging"_s);
    ASSERT_TRUE(click("server"));
    ASSERT_TRUE(click("environment_"));
    EXPECT_TRUE(until([this] { return !find("serverLine"); }));
    EXPECT_FALSE(shows(u"Staging"_s));
}

TEST_F(ShellWindow, AnotherKnownServerIsOneMenuAway)
{
    preferences.rememberServer(u"https://other.example.com"_s);
    ASSERT_TRUE(click("server"));
    ASSERT_TRUE(click("otherServer0"));
    ASSERT_TRUE(appears("password"));
    EXPECT_FALSE(session.isSignedIn());
    EXPECT_EQ(textOf("address"), u"https://other.example.com"_s);
}

TEST_F(ShellWindow, TheTimeRangeGoesAlongFromPageToPage)
{
    ASSERT_TRUE(openPage("overview"));
    ASSERT_TRUE(click("option_30d"));
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(appears("breakdown0"));
    EXPECT_EQ(find("period")->property("value").toString(), u"30d"_s);
    EXPECT_FALSE(asked("/admin/usage?period=7d"));
    ASSERT_TRUE(click("option_24h"));
    ASSERT_TRUE(openPage("overview"));
    ASSERT_TRUE(appears("period"));
    EXPECT_EQ(find("period")->property("value").toString(), u"24h"_s);
}

TEST_F(ShellWindow, SpaceShowsAnAccountBesideTheListAndTakesItAway)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row1"));
    find("list")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Down);
    key(Qt::Key_Space);
    ASSERT_TRUE(appears("closeSheet"));
    EXPECT_TRUE(shows(u"platform@lumen-labs.example"_s));
    EXPECT_EQ(window->property("navigator").value<Navigator *>()->subject(), u""_s) << "the page is still the list";
    picture("peek");
    key(Qt::Key_Space);
    EXPECT_TRUE(until([this] { return !find("closeSheet"); }));
}

TEST_F(ShellWindow, FoldedNavigationStillTellsTheConnection)
{
    EXPECT_FALSE(find("connectionDot"));
    key(Qt::Key_B, Qt::ControlModifier);
    EXPECT_TRUE(appears("connectionDot"));
    EXPECT_FALSE(find("connection"));
}

TEST_F(ShellWindow, WhileTheServerIsAwayItIsSaidFromWhenTheDataAre)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    const QString before = session.lastAnswer();
    ASSERT_EQ(before.size(), 5);
    fake.failNext({ApiError::Kind::Unreachable}, 1'000);
    key(Qt::Key_R);
    ASSERT_TRUE(appears("offline"));
    EXPECT_TRUE(textOf("offline").contains(session.lastAnswer())) << textOf("offline").toStdString();
    EXPECT_TRUE(textOf("offline").contains(QString::number(session.retrySeconds())));
    picture("offline");
}

} // namespace beaver::admin
