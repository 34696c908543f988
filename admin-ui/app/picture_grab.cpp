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
#include <admin-ui/editors/action_center.h>
#include <admin-ui/editors/form_spec.h>
#include <admin-ui/models/record_table.h>
#include <admin-ui/models/table_spec.h>
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
    QTimer::singleShot(80ms, &loop, &QEventLoop::quit);
    loop.exec();
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

/// One round through the console in one theme. Every step says whether its pictures could be written.
class Round
{
public:
    Round(QQuickWindow &window, Session &session, FakeApiClient &server, const QDir &folder, QString theme)
        : m_window(window)
        , m_session(session)
        , m_server(server)
        , m_folder(folder)
        , m_theme(std::move(theme))
    {}

    bool signIn(const Preferences &preferences);
    bool pages();
    bool details();
    bool dialogs();
    bool menus();
    bool small();
    bool states();

private:
    bool take(const QString &name)
    {
        settle();
        const QString file = m_folder.filePath(name + u'-' + m_theme + u".png"_s);
        if (!m_window.grabWindow().save(file)) {
            QTextStream(stderr) << "Can't write " << file << Qt::endl;
            return false;
        }
        QTextStream(stdout) << file << Qt::endl;
        return true;
    }
    Navigator &navigator() const { return *m_window.property("navigator").value<Navigator *>(); }
    ActionCenter &actions() const { return *navigator().parent()->findChild<ActionCenter *>(); }
    void open(const QString &page, const QString &subject = {})
    {
        navigator().open(page, subject);
        settle();
    }
    void press(Qt::Key key)
    {
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, {});
            QCoreApplication::sendEvent(&m_window, &event);
        }
    }
    bool press(const QString &name, Qt::MouseButton button = Qt::LeftButton)
    {
        const QQuickItem *item = find(m_window.contentItem(), name);
        if (!item)
            return false;
        const QPointF at = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
        for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
            QMouseEvent event(type, at, at, button, type == QEvent::MouseButtonPress ? button : Qt::NoButton, {});
            QCoreApplication::sendEvent(&m_window, &event);
        }
        settle();
        return true;
    }
    void leave()
    {
        press(Qt::Key_Escape);
        settle();
    }

    QQuickWindow &m_window;
    Session &m_session;
    FakeApiClient &m_server;
    QDir m_folder;
    QString m_theme;
};

bool Round::signIn(const Preferences &preferences)
{
    bool written = take(u"connect"_s) && press(u"register"_s) && take(u"connect-register"_s);
    leave();
    written = written && press(u"forgot"_s) && take(u"connect-forgot"_s);
    leave();
    if (QQuickItem *password = find(m_window.contentItem(), u"password"_s)) {
        QMetaObject::invokeMethod(password, "clear");
        password->forceActiveFocus();
        for (const QChar letter : u"second-factor"_s) {
            QKeyEvent event(QEvent::KeyPress, 0, {}, letter);
            QCoreApplication::sendEvent(&m_window, &event);
        }
        press(Qt::Key_Return);
        written = written && take(u"connect-second-factor"_s);
    }
    m_session.signIn(QUrl(preferences.serverAddress()), {preferences.email(), u"demo"_s},
                     [](const Outcome<SignedIn> &) {});
    settle();
    return written && m_window.property("navigator").value<Navigator *>();
}

bool Round::pages()
{
    for (const QString &page : navigator().pageNames()) {
        open(page);
        if (!take(page))
            return false;
    }
    return true;
}

bool Round::details()
{
    open(u"accounts"_s, u"acc_00003f9a1eef"_s);
    if (m_session.operates() && !take(u"account"_s))
        return false;
    if (!press(u"paletteButton"_s) || !take(u"palette"_s))
        return false;
    leave();
    open(u"usage"_s, u"requests"_s);
    if (!take(u"requests"_s) || !press(u"row2"_s) || !take(u"call"_s))
        return false;
    press(u"closeSheet"_s);
    open(u"playground"_s);
    QQuickItem *composer = find(m_window.contentItem(), u"composer"_s);
    if (!composer)
        return true;
    composer->setProperty("text", u"Write a rate limiter per API key, and tell me what to watch for."_s);
    const QQuickItem *send = find(m_window.contentItem(), u"send"_s);
    for (int tries = 0; tries < 50 && send && !send->isEnabled(); ++tries)
        settle(); // until the models are known
    press(u"send"_s);
    for (int tries = 0; tries < 6; ++tries)
        settle();
    return take(u"chat"_s);
}

bool Round::dialogs()
{
    open(navigator().pageNames().first());
    for (const QString &kind : formKinds()) {
        const QVariantMap record = sampleRecord(m_session, kind.section(u'.', 0, 0));
        Q_EMIT actions().formWanted(kind, record);
        if (!take(u"form-"_s + kind))
            return false;
        leave();
    }
    for (const QString &kind : {u"key"_s, u"model"_s, u"endpoint"_s, u"transaction"_s, u"invoice"_s}) {
        Q_EMIT actions().detailWanted(kind, sampleRecord(m_session, kind));
        if (!take(u"drawer-"_s + kind))
            return false;
        leave();
    }
    for (const QString &action : {u"account.delete"_s, u"key.revoke"_s}) {
        actions().start(action, sampleRecord(m_session, action.section(u'.', 0, 0)));
        if (!take(u"question-"_s + action))
            return false;
        actions().dismiss();
        settle();
    }
    actions().start(u"account.suspend"_s, sampleRecord(m_session, u"account"_s));
    const bool written = take(u"toast"_s);
    actions().undo();
    settle();
    return written;
}

bool Round::menus()
{
    const std::pair<const char *, const char *> menus[]{
        {"accounts", "row3"}, {"keys", "row3"}, {"pricing", "row3"}, {"providers", "row3"}, {"billing", "row3"}};
    for (const auto &[page, row] : menus) {
        open(QString::fromLatin1(page));
        if (!press(QString::fromLatin1(row), Qt::RightButton))
            continue;
        if (!take(u"menu-"_s + QString::fromLatin1(page)))
            return false;
        leave();
    }
    press(Qt::Key_Question);
    const bool written = take(u"shortcuts"_s);
    leave();
    return written;
}

bool Round::small()
{
    m_window.resize(1024, 640);
    return pages();
}

/// What each page shows when there is nothing, not yet anything, nothing that fits, or something in the way.
bool Round::states()
{
    using Kind = ApiError::Kind;
    const std::pair<const char *, std::optional<Kind>> states[]{{"empty", {}},
                                                                {"loading", {}},
                                                                {"no-match", {}},
                                                                {"error", Kind::ServerFailed},
                                                                {"forbidden", Kind::Forbidden},
                                                                {"offline", Kind::Unreachable}};
    const QStringList pages = navigator().pageNames();
    for (const auto &[state, kind] : states) {
        m_server.setEmpty(state == "empty"sv);
        m_server.hang(state == "loading"sv);
        for (const QString &page : pages) {
            m_server.failNext({kind.value_or(Kind::ServerFailed), {}, {}, u"req_8f2c91d0b7"_s}, kind ? 1'000 : 0);
            // A page is made anew when one comes back to it.
            open(page == pages.first() ? pages.last() : pages.first());
            open(page);
            if (state == "no-match"sv) {
                QQuickItem *search = find(m_window.contentItem(), u"search"_s);
                if (!search)
                    continue;
                search->setProperty("text", u"zzz-nothing"_s);
                QMetaObject::invokeMethod(search, "textEdited");
            }
            if (!take(page + u'-' + QString::fromLatin1(state)))
                return false;
        }
        m_server.failNext({Kind::ServerFailed}, 0);
    }
    return true;
}

} // namespace

QVariantMap sampleRecord(Session &session, const QString &of)
{
    if (!tableSpec(of + u's'))
        return {};
    RecordTable table;
    table.setSession(&session);
    table.setKind(of + u's');
    settle();
    return table.record(0);
}

int grabPictures(Session &session, FakeApiClient &server, Preferences &preferences, const QString &folder)
{
    const QDir all(folder);
    for (const char *part : {".", "dialogs", "small", "states"})
        if (!all.mkpath(QString::fromLatin1(part))) {
            QTextStream(stderr) << "Can't make the folder " << folder << Qt::endl;
            return 1;
        }
    ConsoleEngine console(session, preferences, false);
    QQuickWindow *window = console.window();
    if (!window)
        return 1;
    window->requestActivate();
    const QSize size = window->size();
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        preferences.setTheme(theme);
        window->resize(size);
        const auto round = [&](const char *part) {
            return Round(*window, session, server, QDir(all.filePath(QString::fromLatin1(part))), theme);
        };
        if (!round(".").signIn(preferences) || !round(".").pages() || !round(".").details() ||
            !round("dialogs").dialogs() || !round("dialogs").menus() || !round("small").small() ||
            !round("states").states())
            return 1;
        server.setEmpty(false);
        server.hang(false);
        session.signOut();
        settle();
    }
    return 0;
}

} // namespace beaver::admin
