#include <QDir>

#include <admin-ui/session/navigator.h>
#include <tests/qml/real_server.h>

#include <optional>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// A customer's account that is signed in and has money.
class RealCustomer : public RealServer
{
protected:
    void SetUp() override
    {
        RealServer::SetUp();
        if (!console)
            return;
        ASSERT_TRUE(click("password"));
        signIn();
        const QString account = registered("customer@shop.example").at(u"account.id").plain();
        asked(ApiRequest::Verb::Post, u"/admin/top-up"_s,
              u"{\"account_id\":\"%1\",\"amount\":10}"_s.arg(account).toUtf8());
        ASSERT_NO_FATAL_FAILURE(signInAs("customer@shop.example"));
    }

    /// In the playground; without a key with the session itself.
    void chat(const char *question, const QString &apiKey = {})
    {
        ASSERT_TRUE(openPage("playground"));
        ASSERT_TRUE(until([this] { return find("model") && !find("model")->property("options").toList().isEmpty(); }));
        find("model")->setProperty("value", u"beaver/echo"_s);
        QMetaObject::invokeMethod(find("model"), "picked", Q_ARG(QString, u"beaver/echo"_s));
        find("runAs")->setProperty("text", apiKey);
        QMetaObject::invokeMethod(find("runAs"), "textEdited");
        ASSERT_TRUE(click("composer"));
        type(question);
        key(Qt::Key_Return);
        ASSERT_TRUE(until([this] { return find("summary") && !textOf("summary").isEmpty(); }));
    }
};

} // namespace

TEST_F(RealCustomer, ItsOwnCallsAreListedOpenedAndSaved)
{
    ASSERT_NO_FATAL_FAILURE(chat("hello beaver"));
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(click("option_requests"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(until([this] { return find("outcomes") && !find("outcomes")->property("empty").toBool(); }));
    picture("real-own-calls");
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return find("fact_Served by") && textOf("fact_Served by") == u"Simulated"_s; }));
    EXPECT_TRUE(shows(u"Receipt"_s));
    picture("real-own-call");
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    ASSERT_TRUE(click("export"));
    ASSERT_TRUE(click("exportCsv"));
    const QDir downloads(folder.filePath(u"Downloads"_s));
    ASSERT_TRUE(until([&] { return !downloads.entryList({u"beaver-calls-*.csv"_s}).isEmpty(); }));
    for (const QString &by : {u"key"_s, u"project"_s, u"outcome"_s}) {
        console->follow(u"beaver://usage?period=24h&by="_s + by);
        ASSERT_TRUE(appears("breakdown0")) << by.toStdString();
        EXPECT_FALSE(find("state_error")) << by.toStdString();
    }
}

TEST_F(RealCustomer, AKeyAndItsProjectTellWhatTheyWereUsedFor)
{
    const JsonValue made = asked(ApiRequest::Verb::Post, u"/api-keys"_s, R"({"name":"shop"})");
    ASSERT_NO_FATAL_FAILURE(chat("hello beaver", made["key"_L1].plain()));
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("row0"));
    // Sums follow the calls by a moment, and are asked for when the detail opens.
    ASSERT_TRUE(until([this] {
        if (find("spent1") && textOf("spent1") == u"1"_s)
            return true;
        if (find("spentNothing")) {
            key(Qt::Key_Escape);
            if (!until([this] { return !find("closeSheet"); }) || !click("row0"))
                return false;
        }
        return false;
    }));
    ASSERT_TRUE(until([this] { return find("history") != nullptr; }));
    EXPECT_TRUE(shows(u"Made"_s));
    EXPECT_TRUE(shows(u"You"_s));
    picture("real-key-use");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    window->property("navigator").value<Navigator *>()->open(u"projects"_s, made["project_id"_L1].plain());
    ASSERT_TRUE(until([this] { return find("spent1") && textOf("spent1") == u"1"_s; }));
    picture("real-project-use");
}

TEST_F(RealCustomer, ALowBalanceIsToldOfBelowWhatItChose)
{
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(until([this] { return find("editAlerts") && find("editAlerts")->isEnabled(); }));
    EXPECT_TRUE(textOf("lowBalance").endsWith("as usual on this gateway"_L1));
    find("editAlerts")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("field_low_balance") && find("field_low_balance")->hasActiveFocus(); }));
    type("2.5");
    ASSERT_TRUE(click("field_mail"));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return textOf("lowBalance") == u"Below $2.50"_s; }));
    EXPECT_EQ(textOf("alertsByMail"), u"Off"_s);
}

TEST_F(RealCustomer, AForgottenPasswordIsSetAnewAndSignsIn)
{
    session.signOut();
    ASSERT_TRUE(click("forgot"));
    ASSERT_TRUE(until([this] { return find("resetEmail") && find("resetEmail")->hasActiveFocus(); }));
    EXPECT_EQ(textOf("resetEmail"), u"customer@shop.example"_s);
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetToken") && find("resetToken")->hasActiveFocus(); }));
    // Without a mail server the mails of a gateway that is tried out stand in its log.
    typeMailed(u"asked for a new password[\\s\\S]*?program that asks for it:\\s+(\\S+)"_s);
    fill({"resetPassword", "resetRepeated"}, "short");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("resetPassword")->property("failed").toBool(); }));
    fill({"resetPassword", "resetRepeated"}, "Other-battery-4");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("passwordSet"));
    ASSERT_TRUE(until([this] { return find("password")->hasActiveFocus(); }));
    type("Other-battery-4");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
}

TEST_F(RealCustomer, SigningOutEverywhereEndsOtherSessionsToo)
{
    HttpApiClient elsewhere;
    std::optional<bool> in;
    elsewhere.signIn(QUrl(address), {u"customer@shop.example"_s, u"Correct-horse-9"_s, {}, {}, {}},
                     [&in](const Outcome<SignedIn> &told) { in = static_cast<bool>(told); });
    ASSERT_TRUE(until([&in] { return in.has_value(); }));
    ASSERT_TRUE(*in);
    bool over = false;
    elsewhere.onSessionOver([&over] { over = true; });
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_security"));
    ASSERT_TRUE(appears("row1"));
    ASSERT_TRUE(click("signOutEverywhere"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return !session.isSignedIn(); }));
    EXPECT_EQ(session.notice(), u"You are signed out everywhere."_s);
    elsewhere.send({ApiRequest::Verb::Get, u"/auth/me"_s}, [](const Outcome<JsonValue> &) {});
    EXPECT_TRUE(until([&over] { return over; }));
}

TEST_F(RealServer, ACategorysCutIsMovedByWhatTheRecalculationTells)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(appears("editCategory_BUDGET"));
    const auto cut = [this](const char *percentile) {
        find("editCategory_BUDGET")->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Space);
        ASSERT_TRUE(until([this] { return find("action_category.cut") != nullptr; }));
        ASSERT_TRUE(click("action_category.cut"));
        ASSERT_TRUE(until([this] { return find("field_percentile") && find("field_percentile")->hasActiveFocus(); }));
        key(Qt::Key_A, Qt::ControlModifier);
        type(percentile);
        key(Qt::Key_Return);
    };
    ASSERT_NO_FATAL_FAILURE(cut("70"));
    ASSERT_TRUE(until([this] { return find("field_percentile")->property("failed").toBool(); }));
    key(Qt::Key_Escape);
    ASSERT_TRUE(click("leave"));
    ASSERT_TRUE(until([this] { return !find("field_percentile"); }));
    ASSERT_NO_FATAL_FAILURE(cut("50"));
    ASSERT_TRUE(until([this] { return shows(u"would move at the next recalculation"_s); }));
    EXPECT_EQ(asked(ApiRequest::Verb::Get, u"/admin/pricing-categories"_s).at(u"data.1.percentile").plain(), u"40"_s);
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("applyRecalculation") && find("applyRecalculation")->isEnabled(); }));
    picture("real-cut-moves");
    ASSERT_TRUE(click("applyRecalculation"));
    ASSERT_TRUE(until([this] { return !find("applyRecalculation"); }));
    const JsonValue told = asked(ApiRequest::Verb::Get, u"/admin/pricing-categories"_s);
    EXPECT_EQ(told.at(u"data.1.percentile").plain(), u"50"_s);
}

TEST_F(RealServer, AnAccountIsMadeOnTheSignInPageAndProvesItsAddress)
{
    ASSERT_TRUE(click("register"));
    ASSERT_TRUE(until([this] { return find("registerEmail") && find("registerEmail")->hasActiveFocus(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type("new@shop.example");
    fill({"registerPassword", "registerRepeated"}, "password12");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registerPassword")->property("failed").toBool(); }));
    fill({"registerPassword", "registerRepeated"}, "Other-battery-4");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registeredKey") && textOf("registeredKey").startsWith("beaver_"_L1); }));
    picture("real-registered");
    ASSERT_TRUE(click("registerSubmit"));
    ASSERT_TRUE(until([this] { return session.isSignedIn() && find("unproved"); }));
    EXPECT_EQ(session.email(), u"new@shop.example"_s);
    EXPECT_EQ(asked(ApiRequest::Verb::Get, u"/auth/sessions"_s)["data"_L1].items().size(), 1U);
    ASSERT_TRUE(click("proveAddress"));
    ASSERT_TRUE(until([this] { return find("field_token") && find("field_token")->hasActiveFocus(); }));
    typeMailed(u"Confirm that it is yours:\\s+(\\S+)"_s);
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_token"); }));
    EXPECT_TRUE(until([this] { return !find("unproved"); }));
}

namespace {

/// Makes an account once its address is proved, for who was invited.
class CarefulServer : public RealServer
{
protected:
    CarefulServer()
    {
        settings = {{u"BEAVER_REGISTRATION"_s, u"invite"_s}, {u"BEAVER_EMAIL_VERIFICATION"_s, u"required"_s}};
    }
};

} // namespace

TEST_F(CarefulServer, WhoIsInvitedProvesTheirAddressAndIsIn)
{
    ASSERT_TRUE(click("password"));
    signIn();
    const QString invitation =
        asked(ApiRequest::Verb::Post, u"/admin/invitations"_s, R"({"days":1})")["token"_L1].plain();
    ASSERT_FALSE(invitation.isEmpty());
    session.signOut();
    ASSERT_TRUE(click("register"));
    ASSERT_TRUE(until([this] { return find("registerEmail") && find("registerEmail")->hasActiveFocus(); }));
    EXPECT_TRUE(shows(u"by invitation"_s));
    key(Qt::Key_A, Qt::ControlModifier);
    type("new@shop.example");
    fill({"registerPassword", "registerRepeated"}, "Other-battery-4");
    find("registerInvitation")->forceActiveFocus(Qt::TabFocusReason);
    type("nobody");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registerInvitation")->property("failed").toBool(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type(invitation.toLatin1().constData());
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registerToken") && find("registerToken")->hasActiveFocus(); }));
    typeMailed(u"Confirm that it is yours:\\s+(\\S+)"_s);
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("registeredKey") != nullptr; }));
    ASSERT_TRUE(click("registerSubmit"));
    ASSERT_TRUE(until([this] { return session.isSignedIn() && find("spend"); }));
    EXPECT_FALSE(find("unproved"));
}
