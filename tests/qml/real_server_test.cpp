#include <QClipboard>
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
            20000))
            << output.toStdString();
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
        server.terminate();
        EXPECT_TRUE(server.waitForFinished(20000));
    }

    QProcess server;
    QString output;
};

} // namespace

TEST_F(RealServer, TakesAnAccountFromItsCreationToItsKey)
{
    ASSERT_TRUE(click("password"));
    type("wrong-horse-9");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("password")->property("failed").toBool(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    signIn();
    const auto rows = [this] { return find("list")->property("count").toInt(); };
    ASSERT_TRUE(until([&rows] { return rows() == 1; })) << "the administrator's own account";

    key(Qt::Key_C);
    ASSERT_TRUE(until([this] { return find("newEmail") && find("newEmail")->hasActiveFocus(); }));
    type("customer@shop.example");
    key(Qt::Key_Tab);
    type("12.000000001");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([&rows] { return rows() == 2; }));
    ASSERT_TRUE(until([this] { return !find("newEmail"); }));
    EXPECT_EQ(textOf("balance0"), u"$12.00"_s);

    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("topUp"));
    ASSERT_TRUE(until([this] { return find("amount") && find("amount")->hasActiveFocus(); }));
    type("0.5");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("amount"); }));
    EXPECT_EQ(textOf("balance0"), u"$12.50"_s);
    EXPECT_EQ(find("balance0")->property("exact").toString(), u"12.500000001 USD"_s);

    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("newKey"));
    ASSERT_TRUE(until([this] { return find("keyName") && find("keyName")->hasActiveFocus(); }));
    type("web shop");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    picture("real-key");
    ASSERT_TRUE(click("copyKey"));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), textOf("secret"));
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));

    ASSERT_TRUE(click("ledger"));
    ASSERT_TRUE(click("checkLedger"));
    ASSERT_TRUE(until([this] { return textOf("ledger") == u"Ledger proved"_s; }));
    picture("real-accounts");
    key(Qt::Key_Escape);
    ASSERT_TRUE(click("signOut"));
    ASSERT_TRUE(appears("password"));
}
