#include <QClipboard>
#include <QGuiApplication>

#include <admin-ui/editors/mailed_token.h>
#include <admin-ui/editors/registration.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// At the sign-in page of a server, whose facts the test says.
class Registering : public AtTheDoor<Registration>
{
protected:
    QJsonObject &facts() { return fake.data().state.facts; }

    void begin(const QString &registration = u"open"_s)
    {
        facts()[u"registration"_s] = registration;
        editor.startOver(u"beaver.example.com"_s, u"new@shop.example"_s);
        ASSERT_TRUE(until([this] { return !editor.isBusy(); }));
    }
    void fill()
    {
        editor.setName(u"Corner shop"_s);
        editor.setPassword(u"Other-battery-4"_s);
        editor.setRepeated(u"Other-battery-4"_s);
    }
};

} // namespace

TEST(MailedToken, IsTakenFromItsLinkToo)
{
    EXPECT_EQ(mailedToken(u" verify_1 \n"_s), u"verify_1"_s);
    EXPECT_EQ(mailedToken(u"https://gateway.example.com/auth/email/verify#token=verify_1"_s), u"verify_1"_s);
    EXPECT_EQ(mailedToken(u"https://gateway.example.com/#token= "_s), QString());
    EXPECT_EQ(mailedToken({}), QString());
}

TEST_F(Registering, AnOpenServerMakesTheAccountAtOnceAndSignsItIn)
{
    facts()[u"email_verification"_s] = u"off"_s;
    begin();
    EXPECT_EQ(editor.step(), u"form"_s);
    EXPECT_FALSE(editor.isInvited());
    fill();
    submit();
    ASSERT_EQ(editor.step(), u"made"_s);
    const QByteArray body = fake.requests().back().body;
    EXPECT_EQ(fake.requests().back().path, u"/auth/register"_s);
    EXPECT_TRUE(body.contains(R"("full_name":"Corner shop")"));
    EXPECT_FALSE(body.contains("invitation"));
    EXPECT_EQ(editor.key(), u"beaver_5fQ2mWx8Lk0ZrT7u"_s);
    editor.copyKey();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), editor.key());
    EXPECT_FALSE(session.isSignedIn()) << "before the key was seen";
    editor.enter();
    EXPECT_TRUE(session.isSignedIn());
    EXPECT_EQ(session.email(), u"new@shop.example"_s);
    EXPECT_FALSE(session.operates());
    EXPECT_TRUE(editor.password().isEmpty());
    EXPECT_TRUE(editor.key().isEmpty());
    EXPECT_EQ(preferences.serverAddress(), u"https://beaver.example.com"_s);
    EXPECT_EQ(preferences.email(), u"new@shop.example"_s);
}

TEST_F(Registering, WhereTheAddressIsProvedFirstTheMailsTokenMakesTheAccount)
{
    begin();
    fill();
    submit();
    ASSERT_EQ(editor.step(), u"token"_s);
    EXPECT_TRUE(editor.key().isEmpty());
    editor.setToken(u"wrong"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"token"_s);
    editor.resend();
    ASSERT_TRUE(until([this] { return editor.isResent(); }));
    EXPECT_EQ(fake.requests().back().path, u"/auth/email/resend"_s);
    editor.setToken(u"https://beaver.example.com/auth/email/verify#token=verify_8Hd2kQw5Zt"_s);
    submit();
    ASSERT_EQ(editor.step(), u"made"_s);
    editor.enter();
    EXPECT_TRUE(session.isSignedIn());
}

TEST_F(Registering, AClosedServerIsToldOfBeforeAnythingIsTyped)
{
    begin(u"closed"_s);
    EXPECT_EQ(editor.step(), u"closed"_s);
    const int asked = fake.calls();
    submit();
    EXPECT_EQ(fake.calls(), asked);
}

TEST_F(Registering, ByInvitationAloneOneIsNeededAndGoesAlong)
{
    begin(u"invite"_s);
    EXPECT_TRUE(editor.isInvited());
    fill();
    submit();
    EXPECT_EQ(editor.errorField(), u"invitation"_s);
    EXPECT_EQ(fake.requests().back().path, u"/"_s) << "nothing was sent";
    editor.setInvitation(u"invite_old"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"invitation"_s);
    EXPECT_TRUE(editor.error().contains("withdrawn"_L1));
    editor.setInvitation(u" invite_5fQ2 "_s);
    submit();
    EXPECT_EQ(editor.step(), u"token"_s);
}

TEST_F(Registering, WhatIsWrongStandsAtItsField)
{
    begin();
    editor.setEmail(u"nobody"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"email"_s);
    editor.setEmail(fake.data().state.accounts.first().toObject()[u"email"_s].toString());
    submit();
    EXPECT_EQ(editor.errorField(), u"password"_s);
    fill();
    editor.setRepeated(u"Other-battery-5"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"repeated"_s);
    EXPECT_EQ(fake.requests().back().path, u"/"_s) << "nothing was sent";
    fill();
    submit();
    EXPECT_EQ(editor.errorField(), u"email"_s);
    EXPECT_TRUE(editor.error().contains("already"_L1));
    editor.setEmail(u"new@shop.example"_s);
    editor.setPassword(u"short"_s);
    editor.setRepeated(u"short"_s);
    submit();
    EXPECT_EQ(editor.errorField(), u"password"_s);
    EXPECT_EQ(editor.step(), u"form"_s);
}

TEST_F(Registering, AServerThatIsGoneIsAskedAgain)
{
    fake.failNext({ApiError::Kind::Unreachable});
    begin();
    EXPECT_EQ(editor.step(), u"unknown"_s);
    EXPECT_FALSE(editor.error().isEmpty());
    submit();
    EXPECT_EQ(editor.step(), u"form"_s);
}

TEST_F(Registering, OneThatDoesntTellWhoMayIsAskedForTheAccount)
{
    facts().remove(u"registration"_s);
    editor.startOver(u"beaver.example.com"_s, u"new@shop.example"_s);
    ASSERT_TRUE(until([this] { return !editor.isBusy(); }));
    EXPECT_EQ(editor.step(), u"form"_s);
}

TEST_F(Registering, TheTokenOfAnAccountThatIsThereProvesItsAddress)
{
    begin();
    editor.turn();
    editor.setToken(u"verify_8Hd2kQw5Zt"_s);
    submit();
    EXPECT_EQ(editor.step(), u"proved"_s);
    EXPECT_EQ(editor.email(), u"admin@beaver.example"_s);
    EXPECT_FALSE(session.isSignedIn());
}
