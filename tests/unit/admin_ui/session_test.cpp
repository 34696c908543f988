#include <admin-ui/client/server_version.h>
#include <admin-ui/session/local_gateway.h>
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

TEST_F(OnFake, AGatewayThatTheConsoleStartedIsThisComputer)
{
    session.signOut();
    const auto titled = [this](const QString &server, const QString &email) {
        session.signIn(QUrl(server), {email, u"x"_s}, [](const Outcome<SignedIn> &) {});
        EXPECT_TRUE(until([this] { return session.isSignedIn(); }));
        const QString host = session.host();
        session.signOut();
        return host;
    };
    EXPECT_EQ(titled(u"http://127.0.0.1:40123"_s, LocalGateway::email()), u"This computer"_s);
    EXPECT_EQ(titled(u"http://127.0.0.1:40123"_s, u"me@beaver.example"_s), u"127.0.0.1:40123"_s) << "somebody else's";
    EXPECT_EQ(titled(u"https://beaver.example.com"_s, LocalGateway::email()), u"beaver.example.com"_s);
}

TEST_F(OnFake, SessionSaysWhyItEndedByItself)
{
    fake.endSession();
    EXPECT_FALSE(session.isSignedIn());
    EXPECT_EQ(session.notice(), u"Your session is over. Sign in again."_s);
}

TEST_F(OnFake, DraftsWaitForTheSamePersonOnTheSameServer)
{
    const auto signIn = [this](const QString &server) {
        session.signIn(QUrl(server), {u"admin@beaver.example"_s, u"x"_s}, [](const Outcome<SignedIn> &) {});
        ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
    };
    const auto keep = QObject::connect(&session, &Session::ending, &session,
                                       [this] { session.keepDraft(u"form"_s, {{u"kind"_s, 1}}); });
    fake.endSession();
    signIn(u"https://beaver.example.com"_s);
    EXPECT_FALSE(session.takeDraft(u"form"_s).isEmpty());
    EXPECT_TRUE(session.takeDraft(u"form"_s).isEmpty()) << "taken once";
    fake.endSession();
    signIn(u"https://other.example.com"_s);
    EXPECT_TRUE(session.takeDraft(u"form"_s).isEmpty()) << "another server's";
    session.end(u"Stopped."_s);
    EXPECT_EQ(session.notice(), u"Stopped."_s);
    signIn(u"https://other.example.com"_s);
    EXPECT_FALSE(session.takeDraft(u"form"_s).isEmpty());
    fake.endSession();
    session.signOut();
    signIn(u"https://other.example.com"_s);
    EXPECT_TRUE(session.takeDraft(u"form"_s).isEmpty()) << "who signs out leaves nothing behind";
    QObject::disconnect(keep);
}

TEST(ServerVersion, IsOfOneMakeOrToldToBeOlderOrNewer)
{
    EXPECT_TRUE(isTooOld(u"0.0.9"_s));
    EXPECT_FALSE(isTooOld(u"0.1.0"_s));
    EXPECT_FALSE(isTooOld(u"2.0"_s));
    EXPECT_FALSE(isTooOld(u""_s)) << "not told";
    const std::tuple<QString, QString, ServerAge> cases[]{
        {u"0.1.0"_s, u"0.1.7"_s, ServerAge::Fits},  {u"0.1.0"_s, u"0.2.0"_s, ServerAge::Older},
        {u"0.3.0"_s, u"0.2.9"_s, ServerAge::Newer}, {u"1.2.0"_s, u"1.9.0"_s, ServerAge::Fits},
        {u"1.9.0"_s, u"2.0.0"_s, ServerAge::Older}, {u""_s, u"2.0.0"_s, ServerAge::Fits}};
    for (const auto &[server, console, age] : cases)
        EXPECT_EQ(serverAge(server, console), age) << server.toStdString() << ' ' << console.toStdString();
}

TEST_F(OnFake, ALongWaitIsToldUntilItIsOver)
{
    session.setPatience(std::chrono::milliseconds(1));
    fake.hang();
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, &session, [](const Outcome<JsonValue> &) {});
    ASSERT_TRUE(until([this] { return session.isSlow(); }));
    EXPECT_FALSE(session.isOffline());
    fake.endSession();
    EXPECT_FALSE(session.isSlow());
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

TEST_F(OnFake, ALinkCarriesWhatThePageIsNarrowedBy)
{
    Navigator navigator;
    navigator.setSession(&session);
    const QVariantMap filters{{u"model"_s, u"meta/llama & co?"_s}, {u"from"_s, u"2026-11-21T10:00:00Z"_s}};
    navigator.open(u"usage"_s, u"requests"_s, filters);
    const QString link = navigator.link();
    EXPECT_EQ(link, u"beaver://usage/requests?from=2026-11-21T10%3A00%3A00Z&model=meta%2Fllama%20%26%20co%3F"_s);
    navigator.open(u"audit"_s);
    navigator.note({{u"search"_s, u"maya"_s}});
    EXPECT_EQ(navigator.link(), u"beaver://audit?search=maya"_s);
    navigator.openLink(link);
    EXPECT_EQ(navigator.subject(), u"requests"_s);
    EXPECT_EQ(navigator.filters(), filters);
    navigator.back();
    EXPECT_EQ(navigator.filters(), (QVariantMap{{u"search"_s, u"maya"_s}})) << "as it was left";
    navigator.openLink(u"beaver://usage/requests?limit=100000&after=x&Model=y&status=429"_s);
    EXPECT_EQ(navigator.filters(), (QVariantMap{{u"status"_s, u"429"_s}})) << "only filters";
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
    EXPECT_EQ(navigator.pageNames(), (QStringList{u"home"_s, u"usage"_s, u"projects"_s, u"keys"_s, u"limits"_s,
                                                  u"billing"_s, u"playground"_s, u"settings"_s}));
    navigator.open(u"audit"_s);
    EXPECT_FALSE(navigator.isAllowed());
}
