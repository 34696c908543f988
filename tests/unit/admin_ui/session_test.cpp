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
        session.signIn(QUrl(u"https://h"_s), u"a@b.example"_s, u"x"_s, [](const Outcome<SignedIn> &) {});
        ASSERT_TRUE(until([&session] { return session.isSignedIn(); }));
        EXPECT_EQ(session.mayTopUp(), each.mayTopUp) << each.role.toStdString();
        EXPECT_EQ(session.mayCreate(), each.mayCreate) << each.role.toStdString();
    }
}
