#pragma once

#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <tests/qml/console_window.h>

#include <utility>
#include <vector>

namespace beaver::admin {

/// beaverd of this build, or of BEAVER_DAEMON in the environment, on an empty database.
class RealServer : public ConsoleWindow
{
protected:
    RealServer()
        : ConsoleWindow(0, Server::Real)
    {}

    void SetUp() override
    {
        if (!QFileInfo(program()).isExecutable())
            GTEST_SKIP() << program().toStdString() << " isn't built";
        ASSERT_NO_FATAL_FAILURE(start());
        ASSERT_NO_FATAL_FAILURE(prepare());
        home = qgetenv("HOME");
        qputenv("HOME", folder.path().toUtf8());
        ConsoleWindow::SetUp();
        click("address");
        key(Qt::Key_A, Qt::ControlModifier);
        type(address.toLatin1().constData());
    }

    /// Before the console sees the server.
    virtual void prepare() {}

    static QString program() { return qEnvironmentVariable("BEAVER_DAEMON", QStringLiteral(BEAVER_DAEMON)); }

    void start()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DATABASE_URL"),
                           QStringLiteral("sqlite:///") + folder.filePath(QStringLiteral("beaver.db")));
        environment.insert(QStringLiteral("BEAVER_LISTEN"), QStringLiteral("127.0.0.1:0"));
        environment.insert(QStringLiteral("BEAVER_ADMIN_EMAIL"), QStringLiteral("admin@beaver.example"));
        environment.insert(QStringLiteral("BEAVER_ADMIN_PASSWORD"), QStringLiteral("Correct-horse-9"));
        for (const auto &[name, value] : settings)
            environment.insert(name, value);
        server.setProcessEnvironment(environment);
        server.setWorkingDirectory(folder.path());
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(program(), {QStringLiteral("serve")});
        static const QRegularExpression told(QStringLiteral("listens on (http://[0-9.:]+)"));
        output.clear();
        ASSERT_TRUE(QTest::qWaitFor(
            [this] {
                output += QString::fromUtf8(server.readAll());
                return output.contains(told);
            },
            60000))
            << output.toStdString();
        address = told.match(output).captured(1);
    }

    void stop()
    {
        server.terminate();
        ASSERT_TRUE(server.waitForFinished(60000));
    }

    void TearDown() override
    {
        if (!console)
            return;
        ConsoleWindow::TearDown();
        qputenv("HOME", home);
        stop();
    }

    /// By the REST API, as whoever is signed in; an empty answer where it was refused, which fails the test.
    JsonValue asked(ApiRequest::Verb verb, const QString &path, const QByteArray &body = {})
    {
        JsonValue told;
        bool answered = false;
        session.send({verb, path, body}, window, [&](const Outcome<JsonValue> &answer) {
            EXPECT_TRUE(answer) << path.toStdString() << ": " << answer.error().text().toStdString();
            if (answer)
                told = *answer;
            answered = true;
        });
        EXPECT_TRUE(until([&answered] { return answered; })) << path.toStdString();
        return told;
    }

    /// Registers an account with this email and the administrator's password.
    JsonValue registered(const char *email)
    {
        return asked(ApiRequest::Verb::Post, QStringLiteral("/auth/register"),
                     QByteArray(R"({"password":"Correct-horse-9","email":")") + email + R"("})");
    }

    /// Instead of whoever is signed in.
    void signInAs(const char *email)
    {
        session.signOut();
        ASSERT_TRUE(click("email"));
        key(Qt::Key_A, Qt::ControlModifier);
        type(email);
        ASSERT_TRUE(click("password"));
        signIn();
    }

    /// The token that the server's log, in place of a mail, tells behind this; into the field that has the focus.
    void typeMailed(const QString &behind)
    {
        const QRegularExpression mailed(behind);
        ASSERT_TRUE(until([&] {
            output += QString::fromUtf8(server.readAll());
            return output.contains(mailed);
        })) << output.toStdString();
        type(mailed.match(output).captured(1).toLatin1().constData());
    }

    std::vector<std::pair<QString, QString>> settings; ///< of the server's environment, for the next start()
    QProcess server;
    QString output;
    QString address;
    QByteArray home; ///< exports go to the Downloads folder below it
};

} // namespace beaver::admin
