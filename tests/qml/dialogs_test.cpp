#include <tests/qml/looks.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// The sign-in page in the smallest window.
template <typename Base> class Door : public Base
{
protected:
    void begin() override { Base::window->resize(1024, 640); }

    /// Everything can be read, named and come to.
    void expectUsable(const QString &place)
    {
        Base::settle();
        expectNone(Base::unreadable(), place);
        expectNone(untold(Base::window->contentItem()), place);
        expectNone(Base::unreached(), place);
    }

    void tryAllOfIt()
    {
        expectUsable(u"sign-in"_s);
        Base::preferences.rememberServer(u"https://other.example.com"_s);
        Base::preferences.rememberServer(u"https://beaver.example.com"_s);
        ASSERT_TRUE(Base::click("option_key"));
        expectUsable(u"admin key"_s);
        ASSERT_TRUE(Base::click("option_password"));
        Base::fake.failNext({ApiError::Kind::Unreachable, u"Connection refused."_s});
        ASSERT_TRUE(Base::click("password"));
        Base::type("wrong");
        Base::key(Qt::Key_Return);
        ASSERT_TRUE(Base::until([this] { return Base::find("address")->property("failed").toBool(); }));
        expectUsable(u"out of reach"_s);
        Base::picture("door-out-of-reach");
        for (const char *button : {"register", "forgot"}) {
            Base::find(button)->forceActiveFocus(Qt::TabFocusReason);
            Base::key(Qt::Key_Space);
            const char *field = button == QByteArray("register") ? "registerEmail" : "resetEmail";
            ASSERT_TRUE(Base::until([&] { return Base::find(field) && Base::find(field)->hasActiveFocus(); }));
            expectUsable(QString::fromLatin1(button));
            Base::picture(button);
            Base::key(Qt::Key_Escape);
            ASSERT_TRUE(Base::until([&] { return !Base::find(field); }));
        }
        Base::find("password")->forceActiveFocus(Qt::TabFocusReason);
        Base::key(Qt::Key_A, Qt::ControlModifier);
        Base::type("second-factor");
        Base::key(Qt::Key_Return);
        ASSERT_TRUE(Base::until([this] { return Base::find("code") && Base::find("code")->hasActiveFocus(); }));
        expectUsable(u"second factor"_s);
        Base::picture("door-second-factor");
    }
};

using SmallDoor = Door<Looks>;
using GermanDoor = Door<GermanLooks>;
using DoorFromTheRight = Door<LooksFromTheRight>;

} // namespace

TEST_F(SmallDoor, IsUsableInTheSmallestWindow)
{
    tryAllOfIt();
}

TEST_F(GermanDoor, IsUsableInTheSmallestWindow)
{
    tryAllOfIt();
}

TEST_F(DoorFromTheRight, IsUsableInTheSmallestWindow)
{
    tryAllOfIt();
}

TEST_F(Looks, FormsDrawersAndQuestionsTellWhatTheirControlsAre)
{
    forEachDialog([this](const QString &place) { expectNone(untold(front()), place); });
}

TEST_F(Looks, TheTabulatorReachesWhatFormsDrawersAndQuestionsHold)
{
    window->resize(1024, 640);
    forEachDialog([this](const QString &place) { expectNone(unreached(), place); });
}

TEST_F(Looks, TextsOfFormsDrawersAndQuestionsStandOut)
{
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        preferences.setTheme(theme);
        forEachDialog([&](const QString &place) { expectNone(faint(), place + u' ' + theme); });
    }
}

TEST_F(Looks, MenusTellWhatTheirEntriesAre)
{
    for (const char *page : {"accounts", "keys", "pricing", "providers", "billing"}) {
        ASSERT_TRUE(openPage(page));
        ASSERT_TRUE(click("row1", Qt::RightButton)) << page;
        ASSERT_TRUE(appears("action_copy.id")) << page;
        expectNone(untold(window->contentItem()), QString::fromLatin1(page));
        for (const QString &theme : {u"light"_s, u"dark"_s}) {
            preferences.setTheme(theme);
            settle();
            expectNone(faint(), QString::fromLatin1(page) + u' ' + theme);
        }
        key(Qt::Key_Escape);
        ASSERT_TRUE(until([this] { return !find("action_copy.id"); })) << page;
    }
}

} // namespace beaver::admin
