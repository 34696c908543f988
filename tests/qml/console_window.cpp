#include <QDeadlineTimer>
#include <QStringList>
#include <QtQuickTest/quicktest.h>

#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

QStringList warnings;
QtMessageHandler previousHandler = nullptr;

void collect(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type != QtDebugMsg && type != QtInfoMsg)
        warnings.append(message);
    previousHandler(type, context, message);
}

QQuickItem *findBelow(QQuickItem *item, const QString &name)
{
    if (!item->isVisible())
        return nullptr;
    if (item->objectName() == name)
        return item;
    for (QQuickItem *child : item->childItems())
        if (QQuickItem *found = findBelow(child, name))
            return found;
    return nullptr;
}

bool showsBelow(const QQuickItem *item, const QString &part)
{
    if (!item->isVisible())
        return false;
    const auto children = item->childItems();
    return item->property("text").toString().contains(part) ||
           std::ranges::any_of(children, [&](const QQuickItem *child) { return showsBelow(child, part); });
}

} // namespace

ConsoleWindow::ConsoleWindow(int accounts, Server server)
    : preferences(folder.filePath(u"settings.ini"_s))
    , fake({}, accounts)
    , session(server == Server::Fake ? static_cast<ApiClient &>(fake) : http)
{}

ConsoleWindow::~ConsoleWindow() = default;

void ConsoleWindow::SetUp()
{
    previousHandler = qInstallMessageHandler(collect);
    preferences.setServerAddress(u"https://beaver.example.com"_s);
    preferences.setEmail(u"admin@beaver.example"_s);
    console = std::make_unique<ConsoleEngine>(session, preferences, false);
    window = console->window();
    ASSERT_TRUE(window);
    window->requestActivate();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window, 60'000));
}

void ConsoleWindow::TearDown()
{
    console.reset();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    // What one engine has compiled is there for the next, and on a loaded machine a file may come from the one and its
    // type from the other: then `item as TableCell` is null. A console has one engine only; each test makes one.
    qmlClearTypeRegistrations();
#endif
    qInstallMessageHandler(previousHandler);
    // Qt's own, when a window goes in the middle of a frame.
    warnings.removeIf(
        [this](const QString &warning) { return isForgiven(warning) || warning.startsWith("QUnifiedTimer"_L1); });
    EXPECT_TRUE(warnings.isEmpty()) << std::exchange(warnings, {}).join(u'\n').toStdString();
}

// Not QTest::qWaitFor(): on a slow machine something is always due as long as anything moves, and it looks only when
// nothing is.
bool ConsoleWindow::until(const std::function<bool()> &condition) const
{
    const QDeadlineTimer deadline(std::chrono::minutes(1));
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QTest::qWait(10);
    }
    return true;
}

QQuickItem *ConsoleWindow::find(const char *objectName) const
{
    return findBelow(window->contentItem(), QString::fromLatin1(objectName));
}

bool ConsoleWindow::appears(const char *objectName)
{
    return until([this, objectName] {
        const QQuickItem *item = find(objectName);
        return item && item->width() > 0;
    });
}

bool ConsoleWindow::click(const char *objectName, Qt::MouseButton button)
{
    if (!appears(objectName))
        return false;
    // Popups and rows of buttons take their place a frame or two after they appear: nothing may wait to be laid out,
    // and the target must stand where it stood before.
    std::optional<QPointF> place;
    const auto settled = [&] {
        QTest::qWait(20);
        const QQuickItem *item = find(objectName);
        if (!item || QQuickTest::qIsPolishScheduled(window)) {
            place.reset();
            return false;
        }
        const QPointF middle = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
        return std::exchange(place, middle) == middle && window->contentItem()->contains(middle);
    };
    if (!until(settled) || !find(objectName) || !find(objectName)->isEnabled())
        return false;
    QTest::mouseClick(window, button, {}, place->toPoint());
    return true;
}

void ConsoleWindow::type(const char *text)
{
    for (; *text; ++text)
        QTest::keyClick(window, *text);
}

void ConsoleWindow::fill(std::initializer_list<const char *> fields, const char *text)
{
    for (const char *field : fields) {
        ASSERT_TRUE(find(field)) << field;
        find(field)->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_A, Qt::ControlModifier);
        type(text);
    }
}

void ConsoleWindow::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(window, key, modifiers);
}

QString ConsoleWindow::textOf(const char *objectName) const
{
    const QQuickItem *item = find(objectName);
    return item ? item->property("text").toString() : QString();
}

bool ConsoleWindow::shows(const QString &part) const
{
    return showsBelow(window->contentItem(), part);
}

void ConsoleWindow::picture(const char *name) const
{
    const QString where = qEnvironmentVariable("BEAVER_PICTURES");
    if (where.isEmpty())
        return;
    QTest::qWait(150);
    EXPECT_TRUE(window->grabWindow().save(where + u'/' + QString::fromLatin1(name) + u".png"_s));
}

void ConsoleWindow::signIn()
{
    ASSERT_TRUE(until([this] { return find("password") && find("password")->hasActiveFocus(); }));
    type("Correct-horse-9");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return window->property("navigator").value<Navigator *>() != nullptr; }));
}

bool ConsoleWindow::openPage(const char *name)
{
    const QByteArray item = QByteArray("nav_") + name;
    if (!click(item.constData()))
        return false;
    const auto *navigator = window->property("navigator").value<Navigator *>();
    return navigator && until([navigator, name] { return navigator->page() == QLatin1StringView(name); });
}

} // namespace beaver::admin
