#include <tests/qml/console_window.h>

#include <algorithm>

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

TEST_F(ConnectPage, AForgottenPasswordIsSetAnewWithTheMailedToken)
{
    window->resize(1024, 640);
    find("forgot")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("resetEmail") && find("resetEmail")->hasActiveFocus(); }));
    EXPECT_EQ(textOf("resetEmail"), u"admin@beaver.example"_s);
    picture("reset-email");
    fake.failNext({ApiError::Kind::Unreachable, u"Connection refused."_s});
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetError") != nullptr; }));
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetToken") && find("resetToken")->hasActiveFocus(); }));
    ASSERT_FALSE(fake.requests().empty());
    EXPECT_EQ(fake.requests().back().path, u"/auth/password/forgot"_s);
    EXPECT_TRUE(fake.requests().back().body.contains("admin@beaver.example"));
    type("wrong");
    find("resetPassword")->forceActiveFocus(Qt::TabFocusReason);
    type("Other-battery-4");
    find("resetRepeated")->forceActiveFocus(Qt::TabFocusReason);
    type("Other-battery-5");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetRepeated")->property("failed").toBool(); }));
    EXPECT_EQ(fake.requests().back().path, u"/auth/password/forgot"_s) << "nothing was sent";
    key(Qt::Key_Backspace);
    type("4");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetToken")->property("failed").toBool(); }));
    EXPECT_TRUE(until([this] { return find("resetToken")->hasActiveFocus(); }));
    picture("reset-token");
    key(Qt::Key_A, Qt::ControlModifier);
    type("reset_3q7Xv0mYk2Lr");
    preferences.setTheme(u"dark"_s);
    picture("reset-token-dark");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("resetToken"); }));
    ASSERT_TRUE(until([this] { return find("password")->hasActiveFocus(); }));
    EXPECT_TRUE(find("passwordSet"));
    EXPECT_EQ(textOf("email"), u"admin@beaver.example"_s);
    picture("reset-done");
    EXPECT_FALSE(session.isSignedIn());
}

TEST_F(ConnectPage, WhereToAskForAPasswordIsSaidFirst)
{
    ASSERT_TRUE(click("address"));
    EXPECT_TRUE(find("register"));
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_Delete);
    EXPECT_TRUE(until([this] { return !find("register"); })) << "where, nobody knows yet";
    ASSERT_TRUE(click("forgot"));
    ASSERT_TRUE(until([this] { return find("address")->property("failed").toBool(); }));
    EXPECT_FALSE(find("resetEmail"));
    EXPECT_TRUE(until([this] { return find("address")->hasActiveFocus(); }));
    // With an admin key there is none to forget.
    ASSERT_TRUE(click("option_key"));
    EXPECT_TRUE(until([this] { return !find("forgot"); }));
}

TEST_F(ConnectPage, AnAccountIsMadeConfirmedAndSignedInByKeyboard)
{
    window->resize(1024, 640);
    find("register")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("registerEmail") && find("registerEmail")->hasActiveFocus(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type("new@shop.example");
    fill({"registerPassword", "registerRepeated"}, "short");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registerPassword")->property("failed").toBool(); }));
    EXPECT_TRUE(until([this] { return find("registerPassword")->hasActiveFocus(); }));
    picture("register-refused");
    fill({"registerPassword", "registerRepeated"}, "Other-battery-4");
    preferences.setTheme(u"dark"_s);
    picture("register-form");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registerToken") && find("registerToken")->hasActiveFocus(); }));
    picture("register-token");
    ASSERT_TRUE(click("registerResend"));
    ASSERT_TRUE(until([this] { return find("registerToken")->hasActiveFocus(); }));
    EXPECT_EQ(fake.requests().back().path, u"/auth/email/resend"_s);
    type("https://beaver.example.com/auth/email/verify#token=verify_8Hd2kQw5Zt");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registeredKey") != nullptr; }));
    EXPECT_EQ(textOf("registeredKey"), u"beaver_5fQ2mWx8Lk0ZrT7u"_s);
    key(Qt::Key_Escape);
    EXPECT_TRUE(find("registeredKey")) << "it is shown this once";
    picture("register-key");
    ASSERT_TRUE(until([this] { return find("registerSubmit")->hasActiveFocus(); }));
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return session.isSignedIn() && find("spend"); }));
    EXPECT_EQ(session.email(), u"new@shop.example"_s);
    EXPECT_FALSE(find("unproved"));
}

TEST_F(ConnectPage, WhereNobodyMayRegisterThatIsSaid)
{
    fake.failLooks(ApiError{ApiError::Kind::Unreachable});
    fake.data().state.facts[u"registration"_s] = u"closed"_s;
    ASSERT_TRUE(click("register"));
    ASSERT_TRUE(until([this] { return find("registerSubmit") && find("registerSubmit")->isEnabled(); }));
    EXPECT_FALSE(find("registerEmail"));
    EXPECT_TRUE(shows(u"nobody makes an account"_s));
    picture("register-closed");
    ASSERT_TRUE(until([this] { return find("registerSubmit")->hasActiveFocus(); }));
    key(Qt::Key_Space);
    EXPECT_TRUE(until([this] { return !find("registerSubmit"); }));
}

TEST_F(ConnectPage, AnAddressThatIsntProvedIsToldOfUntilItIs)
{
    fake.setRole({});
    fake.data().state.own[u"email_verified"_s] = false;
    signIn();
    ASSERT_TRUE(appears("unproved"));
    picture("unproved");
    ASSERT_TRUE(click("resendProof"));
    ASSERT_TRUE(until([this] {
        const auto &asked = fake.requests();
        return std::ranges::any_of(asked, [](const ApiRequest &each) { return each.path == u"/auth/email/resend"_s; });
    }));
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(appears("proveAddress"));
    ASSERT_TRUE(click("proveAddress"));
    ASSERT_TRUE(until([this] { return find("field_token") && find("field_token")->hasActiveFocus(); }));
    type("https://beaver.example.com/auth/email/verify#token=verify_8Hd2kQw5Zt");
    key(Qt::Key_Return);
    EXPECT_TRUE(until([this] { return !find("unproved"); }));
}

TEST_F(ConnectPage, WhatAnswersThereIsSaidBeforeAPasswordGoesThere)
{
    const auto retype = [this](const char *address) {
        find("address")->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_A, Qt::ControlModifier);
        type(address);
    };
    const auto says = [this](const QString &part) {
        return until([&] { return find("checked") && textOf("checked").contains(part); });
    };
    ASSERT_TRUE(says(u"certificate is verified"_s));
    EXPECT_TRUE(find("register"));
    picture("check-verified");
    retype("http://gateway.example");
    ASSERT_TRUE(says(u"not encrypted"_s));
    fake.failLooks(ApiError{ApiError::Kind::Unreachable, u"Connection refused."_s});
    retype("nowhere.example");
    ASSERT_TRUE(says(u"Connection refused."_s));
    ASSERT_TRUE(appears("lookAgain"));
    picture("check-gone");
    fake.failLooks({});
    fake.data().state.facts[u"registration"_s] = u"invite"_s;
    find("lookAgain")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(says(u"certificate is verified"_s));
    EXPECT_TRUE(textOf("register").contains(u"invitation"_s));
    fake.data().state.facts[u"registration"_s] = u"closed"_s;
    retype("closed.example");
    ASSERT_TRUE(appears("registrationClosed"));
    EXPECT_FALSE(find("register"));
    picture("check-closed");
    EXPECT_TRUE(fake.requests().empty()) << "nobody was asked as anybody";
}
