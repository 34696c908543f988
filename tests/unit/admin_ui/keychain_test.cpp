#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <admin-ui/editors/sign_in_editor.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// Runs the cases of this program that `filter` names, with a home of their own; what they printed, empty for success.
std::string runAgain(const QString &filter, const QString &keyring, const QString &bus = {})
{
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
    environment.insert(u"BEAVER_IN_KEYRING"_s, u"1"_s);
    environment.remove(u"XDG_DATA_HOME"_s);
    if (!bus.isEmpty())
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, bus);
    QProcess child;
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    const QString self = QCoreApplication::applicationFilePath();
    if (keyring.isEmpty())
        child.start(self, {u"--gtest_filter="_s + filter});
    else
        child.start(
            u"dbus-run-session"_s,
            {u"--"_s, u"sh"_s, u"-c"_s,
             u"printf ci | '%1' --unlock --components=secrets --daemonize >/dev/null && exec '%2' --gtest_filter='%3'"_s
                 .arg(keyring, self, filter)});
    const bool sound =
        child.waitForFinished(120'000) && child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0;
    const QByteArray output = child.readAll();
    return sound && output.contains("[  PASSED  ]") && !output.contains("SKIPPED") ? std::string()
                                                                                   : output.toStdString();
}

/// The console, once started: what is remembered of the last time is in the folder and in the keychain.
struct Start
{
    explicit Start(const QTemporaryDir &folder)
        : preferences(folder.filePath(u"settings.ini"_s))
    {
        preferences.setServerAddress(u"https://beaver.example.com"_s);
        editor.setSession(&session);
        editor.setPreferences(&preferences);
    }
    void signIn(const QString &key, bool keep)
    {
        editor.setByKey(true);
        editor.setApiKey(key);
        editor.setKeep(keep);
        editor.submit();
        ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
    }

    Preferences preferences;
    FakeApiClient fake;
    Session session{fake};
    SignInEditor editor;
};

/// What the keychain has for the server by now; waits until it is `wanted`.
bool holds(const QString &wanted)
{
    CredentialStore store;
    bool asked = false;
    bool right = false;
    return until([&] {
        if (!asked) {
            asked = true;
            store.read(u"https://beaver.example.com"_s, [&](const QString &key) {
                right = key == wanted;
                asked = right;
            });
        }
        return right;
    });
}

class InKeyring : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!qEnvironmentVariableIsSet("BEAVER_IN_KEYRING"))
            GTEST_SKIP() << "runs inside Keychain's cases";
    }

    QTemporaryDir folder;
};

using WithKeyring = InKeyring;
using WithoutKeyring = InKeyring;

} // namespace

TEST(Keychain, WorksWithGnomeKeyring)
{
    const QString keyring = QStandardPaths::findExecutable(u"gnome-keyring-daemon"_s);
    if (keyring.isEmpty() || QStandardPaths::findExecutable(u"dbus-run-session"_s).isEmpty())
        GTEST_SKIP() << "gnome-keyring or dbus-run-session isn't installed";
    const Start any{QTemporaryDir()};
    if (any.editor.keepProblem().contains(u"This build"_s))
        GTEST_SKIP() << "built without QtKeychain";
    EXPECT_EQ(runAgain(u"WithKeyring.*"_s, keyring), "");
}

TEST(Keychain, SaysWhatHappensWhereThereIsNone)
{
    EXPECT_EQ(runAgain(u"WithoutKeyring.*"_s, {}, u"unix:path=/nowhere"_s), "");
}

TEST_F(WithKeyring, AKeyIsKeptOverARestartUntilItsOwnerSignsOut)
{
    {
        Start first(folder);
        EXPECT_TRUE(first.editor.keepProblem().isEmpty());
        first.signIn(u"beaver_first"_s, true);
        ASSERT_TRUE(holds(u"beaver_first"_s));
    }
    Start second(folder);
    ASSERT_TRUE(until([&] { return second.editor.apiKey() == u"beaver_first"_s; }));
    EXPECT_TRUE(second.editor.isByKey());
    EXPECT_TRUE(second.editor.keeps());
    second.editor.submit();
    ASSERT_TRUE(until([&] { return second.session.isSignedIn(); }));
    second.session.signOut();
    ASSERT_TRUE(holds({}));
    const Start third(folder);
    EXPECT_TRUE(third.editor.apiKey().isEmpty());
}

TEST_F(WithKeyring, AKeyThatIsNotToBeKeptTakesTheOldOneAway)
{
    Start first(folder);
    first.signIn(u"beaver_first"_s, true);
    ASSERT_TRUE(holds(u"beaver_first"_s));
    Start second(folder);
    second.signIn(u"beaver_second"_s, false);
    ASSERT_TRUE(holds({}));
}

TEST_F(WithoutKeyring, TheSignInHoldsAndTheReasonIsTold)
{
    Start start(folder);
    QString reason;
    QObject::connect(&start.session, &Session::keyNotKept, &start.session, [&](const QString &text) { reason = text; });
    start.signIn(u"beaver_first"_s, true);
    ASSERT_TRUE(until([&] { return !reason.isEmpty(); }));
    EXPECT_TRUE(reason.contains(u"until you quit"_s));
    EXPECT_TRUE(start.session.isSignedIn());
}
