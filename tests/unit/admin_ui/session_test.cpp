#include <admin-ui/session/navigator.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

TEST_F(OnFake, SessionKnowsWhoIsSignedInWhere)
{
    EXPECT_EQ(session.email(), u"admin@beaver.example"_s);
    EXPECT_EQ(session.host(), u"beaver.example.com"_s);
    EXPECT_EQ(session.role(), u"owner"_s);
    session.signOut();
    EXPECT_FALSE(session.isSignedIn());
    EXPECT_TRUE(session.email().isEmpty());
    EXPECT_TRUE(session.notice().isEmpty());
}

TEST_F(OnFake, SessionSaysWhyItEndedByItself)
{
    fake.endSession();
    EXPECT_FALSE(session.isSignedIn());
    EXPECT_EQ(session.notice(), u"Your session is over. Sign in again."_s);
}

TEST(Session, EachRoleMayWhatTheServerLetsIt)
{
    struct Case
    {
        QString role;
        bool mayTopUp;
        bool mayCreate;
    };
    for (const Case &each : {Case{u"viewer"_s, false, false}, Case{u"billing"_s, true, false},
                             Case{u"admin"_s, true, true}, Case{u"owner"_s, true, true}}) {
        FakeApiClient fake;
        fake.setRole(each.role);
        Session session(fake);
        session.signIn(QUrl(u"https://h"_s), {u"a@b.example"_s, u"x"_s}, [](const Outcome<SignedIn> &) {});
        ASSERT_TRUE(until([&session] { return session.isSignedIn(); }));
        EXPECT_EQ(session.mayTopUp(), each.mayTopUp) << each.role.toStdString();
        EXPECT_EQ(session.mayCreate(), each.mayCreate) << each.role.toStdString();
    }
}

TEST_F(OnFake, SessionCountsDownWhileTheServerIsAwayAndSaysWhenItIsBack)
{
    int back = 0;
    QObject::connect(&session, &Session::reconnected, &session, [&back] { ++back; });
    fake.failNext({ApiError::Kind::Unreachable});
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, &session, [](const Outcome<JsonValue> &) {});
    ASSERT_TRUE(until([this] { return session.isOffline(); }));
    EXPECT_GT(session.retrySeconds(), 0);
    session.retryNow();
    ASSERT_TRUE(until([&back] { return back > 0; }));
    EXPECT_FALSE(session.isOffline());
}

TEST_F(OnFake, NavigatorOffersWhatTheRoleMaySeeAndFollowsLinks)
{
    Navigator navigator;
    navigator.setSession(&session);
    EXPECT_EQ(navigator.page(), u"overview"_s);
    navigator.openLink(u"beaver://accounts/acc_1"_s);
    EXPECT_EQ(navigator.page(), u"accounts"_s);
    EXPECT_EQ(navigator.subject(), u"acc_1"_s);
    EXPECT_EQ(navigator.link(), u"beaver://accounts/acc_1"_s);
    navigator.openLink(u"https://elsewhere.example/accounts"_s);
    EXPECT_EQ(navigator.page(), u"accounts"_s);
    navigator.back();
    EXPECT_EQ(navigator.page(), u"overview"_s);
}

TEST(Navigator, GivesAnOrdinaryAccountItsOwnPagesOnly)
{
    FakeApiClient fake;
    fake.setRole({});
    Session session(fake);
    session.signIn(QUrl(u"https://h"_s), {u"a@b.example"_s, u"x"_s}, [](const Outcome<SignedIn> &) {});
    ASSERT_TRUE(until([&session] { return session.isSignedIn(); }));
    Navigator navigator;
    navigator.setSession(&session);
    EXPECT_EQ(navigator.pageNames(), (QStringList{u"home"_s, u"keys"_s, u"billing"_s, u"playground"_s, u"settings"_s}));
    navigator.open(u"audit"_s);
    EXPECT_FALSE(navigator.isAllowed());
}
