#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QQuickItem>
#include <QTextStream>
#include <QTimer>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/app/picture_grab.h>
#include <admin-ui/session/navigator.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

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

QQuickItem *find(QQuickItem *root, const QString &name)
{
    if (!root->isVisible())
        return nullptr;
    if (root->objectName() == name)
        return root;
    for (QQuickItem *child : root->childItems())
        if (QQuickItem *found = find(child, name))
            return found;
    return nullptr;
}

void press(QQuickWindow &window, Qt::Key key)
{
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QKeyEvent event(type, key, {});
        QCoreApplication::sendEvent(&window, &event);
    }
}

bool press(QQuickWindow &window, const QString &name)
{
    QQuickItem *item = find(window.contentItem(), name);
    if (!item)
        return false;
    const QPointF at = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
    for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(type, at, at, Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, {});
        QCoreApplication::sendEvent(&window, &event);
    }
    return true;
}

bool savePages(QQuickWindow &window, Navigator &navigator, Preferences &preferences, const QString &folder,
               const QString &suffix)
{
    window.resize(1024, 640);
    for (const QString &page : navigator.pageNames()) {
        navigator.open(page);
        settle();
        if (!savePictures(window, preferences, folder, page + suffix))
            return false;
    }
    return true;
}

/// What each page shows when there is nothing, not yet anything, or something in the way.
bool saveStates(QQuickWindow &window, Navigator &navigator, FakeApiClient &server, Preferences &preferences,
                const QString &folder)
{
    using Kind = ApiError::Kind;
    const std::pair<const char *, std::optional<Kind>> states[]{{"empty", {}},
                                                                {"loading", {}},
                                                                {"error", Kind::ServerFailed},
                                                                {"forbidden", Kind::Forbidden},
                                                                {"offline", Kind::Unreachable}};
    const QStringList pages = navigator.pageNames();
    for (const auto &[state, kind] : states) {
        server.setEmpty(state == "empty"sv);
        server.hang(state == "loading"sv);
        for (const QString &page : pages) {
            server.failNext({kind.value_or(Kind::ServerFailed), {}, {}, u"req_8f2c91d0b7"_s}, kind ? 1'000 : 0);
            // A page is made anew when one comes back to it.
            navigator.open(page == pages.first() ? pages.last() : pages.first());
            settle();
            navigator.open(page);
            settle();
            if (!savePictures(window, preferences, folder, page + u'-' + QString::fromLatin1(state)))
                return false;
        }
        server.failNext({Kind::ServerFailed}, 0);
    }
    return true;
}

} // namespace

int grabPictures(Session &session, FakeApiClient &server, Preferences &preferences, const QString &folder)
{
    if (!QDir().mkpath(folder)) {
        QTextStream(stderr) << "Can't make the folder " << folder << Qt::endl;
        return 1;
    }
    ConsoleEngine console(session, preferences, false);
    QQuickWindow *window = console.window();
    if (!window)
        return 1;
    window->requestActivate();
    settle();
    if (!savePictures(*window, preferences, folder, u"connect"_s))
        return 1;
    session.signIn(QUrl(preferences.serverAddress()), {preferences.email(), u"demo"_s},
                   [](const Outcome<SignedIn> &) {});
    settle();
    auto *navigator = window->property("navigator").value<Navigator *>();
    if (!navigator)
        return 1;
    for (const QString &page : navigator->pageNames()) {
        navigator->open(page);
        settle();
        if (!savePictures(*window, preferences, folder, page))
            return 1;
    }
    // What lies behind the pages: one account, one call, the palette, a form.
    navigator->open(u"accounts"_s, u"acc_00003f9a1eef"_s);
    settle();
    if (!savePictures(*window, preferences, folder, u"account"_s))
        return 1;
    const std::pair<const char *, const char *> others[]{{"paletteButton", "palette"}, {"newKey", "form"}};
    for (const auto &[button, name] : others) {
        if (!press(*window, QString::fromLatin1(button)))
            continue;
        settle();
        if (!savePictures(*window, preferences, folder, QString::fromLatin1(name)))
            return 1;
        press(*window, Qt::Key_Escape);
        settle();
    }
    navigator->open(u"usage"_s, u"requests"_s);
    settle();
    if (!savePictures(*window, preferences, folder, u"requests"_s))
        return 1;
    press(*window, u"row2"_s);
    settle();
    if (!savePictures(*window, preferences, folder, u"call"_s))
        return 1;
    press(*window, u"closeSheet"_s);
    settle();
    navigator->open(u"playground"_s);
    settle();
    if (QQuickItem *composer = find(window->contentItem(), u"composer"_s)) {
        composer->setProperty("text", u"Write a rate limiter per API key, and tell me what to watch for."_s);
        press(*window, u"send"_s);
        settle();
        if (!savePictures(*window, preferences, folder, u"chat"_s))
            return 1;
    }
    return savePages(*window, *navigator, preferences, folder, u"-small"_s) &&
                   saveStates(*window, *navigator, server, preferences, folder)
               ? 0
               : 1;
}

} // namespace beaver::admin
