#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QProcess>
#include <QRegularExpression>

#include <tests/qml/console_window.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// beaverd of this build, or of BEAVER_DAEMON in the environment, on an empty database.
class RealServer : public ConsoleWindow
{
protected:
    RealServer()
        : ConsoleWindow(0, Server::Real)
    {}

    void SetUp() override
    {
        const QString program = qEnvironmentVariable("BEAVER_DAEMON", QStringLiteral(BEAVER_DAEMON));
        if (!QFileInfo(program).isExecutable())
            GTEST_SKIP() << program.toStdString() << " isn't built";
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DATABASE_URL"_s, u"sqlite:///"_s + folder.filePath(u"beaver.db"_s));
        environment.insert(u"BEAVER_LISTEN"_s, u"127.0.0.1:0"_s);
        environment.insert(u"BEAVER_ADMIN_EMAIL"_s, u"admin@beaver.example"_s);
        environment.insert(u"BEAVER_ADMIN_PASSWORD"_s, u"Correct-horse-9"_s);
        server.setProcessEnvironment(environment);
        server.setWorkingDirectory(folder.path());
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(program, {u"serve"_s});
        static const QRegularExpression told(u"listens on (http://[0-9.:]+)"_s);
        ASSERT_TRUE(QTest::qWaitFor(
            [this] {
                output += QString::fromUtf8(server.readAll());
                return output.contains(told);
            },
            60000))
            << output.toStdString();
        home = qgetenv("HOME");
        qputenv("HOME", folder.path().toUtf8());
        ConsoleWindow::SetUp();
        click("address");
        key(Qt::Key_A, Qt::ControlModifier);
        type(told.match(output).captured(1).toLatin1().constData());
    }

    void TearDown() override
    {
        if (!console)
            return;
        ConsoleWindow::TearDown();
        qputenv("HOME", home);
        server.terminate();
        EXPECT_TRUE(server.waitForFinished(60000));
    }

    QProcess server;
    QString output;
    QByteArray home; ///< exports go to the Downloads folder below it
};

} // namespace

TEST_F(RealServer, FromTheAccountToTheChargedCall)
{
    ASSERT_TRUE(click("password"));
    type("wrong-horse-9");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("password")->property("failed").toBool(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    signIn();

    // Accounts: one is made and topped up, to the last digit.
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("newAccount"));
    ASSERT_TRUE(until([this] { return find("field_email") && find("field_email")->hasActiveFocus(); }));
    type("customer@shop.example");
    ASSERT_TRUE(click("field_initial_balance"));
    type("12.000000001");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_email"); }));
    ASSERT_TRUE(appears("row1"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("topUp"));
    ASSERT_TRUE(click("topUp"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("0.5");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_amount"); }));
    ASSERT_TRUE(
        until([this] { return find("balance") && find("balance")->property("exact") == u"12.500000001 USD"_s; }));
    picture("real-account");

    // A key of it, told once.
    ASSERT_TRUE(click("newKey"));
    ASSERT_TRUE(until([this] { return find("field_name") && find("field_name")->hasActiveFocus(); }));
    type("web shop");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    const QString secret = textOf("secret");
    ASSERT_TRUE(click("copySecret"));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), secret);
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));

    // The playground calls with it.
    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(until([this] { return find("model") && !find("model")->property("options").toList().isEmpty(); }));
    find("model")->setProperty("value", u"beaver/echo"_s);
    QMetaObject::invokeMethod(find("model"), "picked", Q_ARG(QString, u"beaver/echo"_s));
    find("runAs")->setProperty("text", secret);
    QMetaObject::invokeMethod(find("runAs"), "textEdited");
    ASSERT_TRUE(click("composer"));
    type("hello beaver");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("summary") && !textOf("summary").isEmpty(); }));
    picture("real-chat");

    // The call stands in the log, in the histogram above it and on the first page; the log can be saved.
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(click("option_requests"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(until([this] { return find("outcomes") && !find("outcomes")->property("empty").toBool(); }));
    picture("real-calls");
    ASSERT_TRUE(click("export"));
    ASSERT_TRUE(click("exportCsv"));
    const QDir downloads(folder.filePath(u"Downloads"_s));
    ASSERT_TRUE(until([&] { return !downloads.entryList({u"beaver-calls-*.csv"_s}).isEmpty(); }));
    QFile saved(downloads.filePath(downloads.entryList({u"beaver-calls-*.csv"_s})[0]));
    ASSERT_TRUE(until([&] {
        saved.close();
        return saved.open(QIODevice::ReadOnly) && saved.readAll().contains("beaver/echo");
    }));
    ASSERT_TRUE(openPage("overview"));
    ASSERT_TRUE(until([this] { return find("figure2") && find("figure2")->property("value") == u"1"_s; }));
    picture("real-overview");

    // The key is rotated, the provider paused and resumed, categories are recalculated without effect.
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.rotate"));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("secret"));
    EXPECT_NE(textOf("secret"), secret);
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));
    ASSERT_TRUE(openPage("providers"));
    const auto provider = [this] {
        const QQuickItem *row = find("row0");
        return row ? row->property("cells").toList().value(2).toMap()[u"text"_s].toString() : QString();
    };
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_endpoint.pause"));
    ASSERT_TRUE(until([&] { return provider() == u"Paused"_s; }));
    ASSERT_TRUE(click("undo"));
    ASSERT_TRUE(until([&] { return provider() == u"Healthy"_s; }));
    picture("real-providers");
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("recalculate"));
    ASSERT_TRUE(until([this] { return textOf("dialogText").startsWith(u"Nothing would change"); }));
    picture("real-recalculation");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("dialogText"); }));

    // What the call cost stands in the books, by the name of who paid.
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
        return cells.value(1).toMap()[u"text"_s] == u"Usage"_s &&
               cells.value(2).toMap()[u"text"_s] == u"customer@shop.example"_s;
    }));
    picture("real-billing");
    for (const char *page : {"limits", "audit", "settings"}) {
        ASSERT_TRUE(openPage(page));
        ASSERT_TRUE(until([this] { return !find("state_loading"); }));
        EXPECT_FALSE(find("state_error")) << page;
        picture(QByteArray("real-").append(page).constData());
    }
    ASSERT_TRUE(click("signOut"));
    ASSERT_TRUE(appears("password"));
}
