#include <QClipboard>
#include <QGuiApplication>
#include <QJsonObject>

#include <admin-ui/client/fake_server.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class Log : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
        navigator().open(u"usage"_s, u"requests"_s);
        ASSERT_TRUE(appears("row2"));
    }
    Navigator &navigator() const { return *window->property("navigator").value<Navigator *>(); }
    bool openCall(const QString &id)
    {
        navigator().open(u"usage"_s, id);
        return appears("closeSheet") && until([this] { return find("sheet_call.playground") != nullptr; });
    }
    /// Every other call of the fake has its bodies kept.
    QString keptCall() { return fake.data().state.call(0)[u"id"_s].toString(); }
    QString callWithoutBodies() { return fake.data().state.call(1)[u"id"_s].toString(); }
};

} // namespace

TEST_F(Log, ErrorsAreAPartOfTheirOwn)
{
    const auto part = [this] { return find("part")->property("value").toString(); };
    EXPECT_EQ(part(), u"requests"_s);
    QMetaObject::invokeMethod(find("part"), "picked", Q_ARG(QString, u"errors"_s));
    ASSERT_TRUE(until([&] { return part() == u"errors"_s; }));
    EXPECT_EQ(navigator().link(), u"beaver://usage/requests?outcome=failed"_s);
    picture("errors");
    QMetaObject::invokeMethod(find("part"), "picked", Q_ARG(QString, u"requests"_s));
    ASSERT_TRUE(until([&] { return part() == u"requests"_s && navigator().link() == u"beaver://usage/requests"_s; }));
}

TEST_F(Log, TwoCallsAreComparedFromTheKeyboard)
{
    find("list")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_X);
    ASSERT_TRUE(appears("compareCalls"));
    EXPECT_FALSE(find("compareCalls")->isEnabled()) << "one alone";
    key(Qt::Key_Down);
    key(Qt::Key_X);
    ASSERT_TRUE(until([this] { return find("compareCalls")->isEnabled(); }));
    find("compareCalls")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(appears("comparison"));
    ASSERT_TRUE(until([this] { return find("compared2") != nullptr; }));
    picture("compared");
    EXPECT_TRUE(shows(u"Timing"_s));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("comparison"); }));
    EXPECT_FALSE(find("compareCalls")) << "nothing is selected any more";
}

TEST_F(Log, ACallIsAskedAgainInThePlayground)
{
    ASSERT_TRUE(openCall(keptCall()));
    ASSERT_TRUE(click("sheet_call.link"));
    ASSERT_TRUE(until([this] { return QGuiApplication::clipboard()->text() == u"beaver://usage/"_s + keptCall(); }));
    ASSERT_TRUE(click("readBodies"));
    ASSERT_TRUE(appears("copyCurl"));
    find("copyCurl")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([] { return QGuiApplication::clipboard()->text().startsWith(u"curl "_s); }));
    EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(u"How do beavers build?"_s));
    picture("call_curl");
    find("sheet_call.playground")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return textOf("composer") == u"How do beavers build?"_s; }));
    const QString model = fake.data().state.call(0)[u"model"_s].toString();
    EXPECT_TRUE(until([&] { return find("model") && find("model")->property("value").toString() == model; }));
    picture("asked_again");
}

TEST_F(Log, ACallOfWhichNothingIsKeptGivesItsModelAlone)
{
    ASSERT_TRUE(openCall(callWithoutBodies()));
    ASSERT_TRUE(click("sheet_call.playground"));
    ASSERT_TRUE(until([this] { return shows(u"Nothing is kept of what was said"_s); }));
    const QString model = fake.data().state.call(1)[u"model"_s].toString();
    EXPECT_TRUE(until([&] { return find("model") && find("model")->property("value").toString() == model; }));
    EXPECT_EQ(textOf("composer"), QString());
}

} // namespace beaver::admin
