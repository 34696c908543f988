#include <QDir>
#include <QEventLoop>
#include <QTextStream>
#include <QTimer>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/app/picture_grab.h>

#include <chrono>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Long enough for the fake server's answers and a few frames.
void settle()
{
    QEventLoop loop;
    QTimer::singleShot(400ms, &loop, &QEventLoop::quit);
    loop.exec();
}

bool savePictures(QQuickWindow &window, Preferences &preferences, const QDir &folder, const QString &page)
{
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        preferences.setTheme(theme);
        settle();
        const QString file = folder.filePath(page + u'-' + theme + u".png"_s);
        if (!window.grabWindow().save(file)) {
            QTextStream(stderr) << "Can't write " << file << Qt::endl;
            return false;
        }
        QTextStream(stdout) << file << Qt::endl;
    }
    return true;
}

} // namespace

int grabPictures(Session &session, Preferences &preferences, const QString &folder)
{
    if (!QDir().mkpath(folder)) {
        QTextStream(stderr) << "Can't make the folder " << folder << Qt::endl;
        return 1;
    }
    ConsoleEngine console(session, preferences, false);
    if (!console.window())
        return 1;
    if (!savePictures(*console.window(), preferences, folder, u"connect"_s))
        return 1;
    session.signIn(QUrl(preferences.serverAddress()), preferences.email(), {}, [](const Outcome<SignedIn> &) {});
    settle();
    return savePictures(*console.window(), preferences, folder, u"accounts"_s) ? 0 : 1;
}

} // namespace beaver::admin
