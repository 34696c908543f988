#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

#include <random>

namespace beaver::admin {

namespace {

using namespace Qt::StringLiterals;

/// Somebody who presses everything: the same presses for the same BEAVER_MONKEY_SEED, BEAVER_MONKEY_STEPS of them. That
/// nothing crashes and QML says no warning is what it shows; run it with many seeds after larger changes.
class Monkey : public ConsoleWindow
{
protected:
    Monkey()
        : random(static_cast<unsigned>(setting("BEAVER_MONKEY_SEED", 1)))
    {}

    static int setting(const char *name, int otherwise)
    {
        return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : otherwise;
    }

    void SetUp() override
    {
        home = qgetenv("HOME");
        qputenv("HOME", folder.path().toUtf8()); // exports go there
        ConsoleWindow::SetUp();
    }
    void TearDown() override
    {
        ConsoleWindow::TearDown();
        qputenv("HOME", home);
    }

    /// Sizes that depend on each other while a window is resized settle in the next frame.
    bool isForgiven(const QString &warning) const override { return warning.contains(u"loop detected"_s); }

    int upTo(int most) { return std::uniform_int_distribution(0, most)(random); }

    template <typename T, std::size_t n> T oneOf(const T (&choices)[n])
    {
        return choices[static_cast<std::size_t>(upTo(static_cast<int>(n) - 1))];
    }

    /// What can be pressed or typed into, popups too.
    void targetsBelow(QQuickItem *item, QList<QQuickItem *> &found) const
    {
        if (!item->isVisible() || !item->isEnabled())
            return;
        if ((item->inherits("QQuickAbstractButton") || item->activeFocusOnTab()) && item->width() > 0)
            found.append(item);
        for (QQuickItem *child : item->childItems())
            targetsBelow(child, found);
    }

    void press()
    {
        QList<QQuickItem *> targets;
        targetsBelow(window->contentItem(), targets);
        if (targets.isEmpty())
            return;
        const QQuickItem *target = targets.at(upTo(static_cast<int>(targets.size()) - 1));
        const QPoint place = target->mapToScene(QPointF(target->width() / 2, target->height() / 2)).toPoint();
        if (target->objectName() == "startLocal"_L1 || !QRect({}, window->size()).contains(place))
            return;
        std::fprintf(trace(), "  press %s %s\n", target->metaObject()->className(), qPrintable(target->objectName()));
        QTest::mouseClick(window, upTo(9) == 0 ? Qt::RightButton : Qt::LeftButton, {}, place);
    }

    void strike()
    {
        constexpr Qt::Key keys[] = {Qt::Key_Tab,   Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Return,   Qt::Key_Escape,
                                    Qt::Key_Space, Qt::Key_Up,  Qt::Key_Down,    Qt::Key_Left,     Qt::Key_Right,
                                    Qt::Key_Home,  Qt::Key_End, Qt::Key_PageUp,  Qt::Key_PageDown, Qt::Key_Slash,
                                    Qt::Key_C,     Qt::Key_R,   Qt::Key_L,       Qt::Key_X,        Qt::Key_T,
                                    Qt::Key_E,     Qt::Key_F6,  Qt::Key_Delete,  Qt::Key_K,        Qt::Key_Question};
        constexpr Qt::KeyboardModifiers modifiers[] = {{}, {}, {}, Qt::ControlModifier, Qt::ShiftModifier};
        const Qt::Key which = oneOf(keys);
        const Qt::KeyboardModifiers with = oneOf(modifiers);
        std::fprintf(trace(), "  key %x %x\n", which, static_cast<unsigned>(with));
        key(which, with);
    }

    void write()
    {
        constexpr const char *texts[] = {"0",           "-1",  "99999999999999999999", "0.000000001", "echo",
                                         "a@b.example", "1e9", "2027-01-31",           "<b>bold</b>", "%1 %n",
                                         "gpt"};
        const char *text = oneOf(texts);
        std::fprintf(trace(), "  type %s\n", text);
        type(text);
    }

    void goSomewhere()
    {
        constexpr Qt::Key pages[] = {Qt::Key_O, Qt::Key_A, Qt::Key_K, Qt::Key_M, Qt::Key_P, Qt::Key_U, Qt::Key_B,
                                     Qt::Key_L, Qt::Key_G, Qt::Key_S, Qt::Key_J, Qt::Key_T, Qt::Key_Y};
        const Qt::Key page = oneOf(pages);
        std::fprintf(trace(), "  go %c\n", page);
        key(Qt::Key_Escape);
        key(Qt::Key_G);
        key(page);
    }

    void trouble()
    {
        constexpr ApiError::Kind kinds[] = {ApiError::Kind::Unreachable, ApiError::Kind::ServerFailed,
                                            ApiError::Kind::SessionOver, ApiError::Kind::Forbidden};
        const int which = upTo(4);
        std::fprintf(trace(), "  trouble %d\n", which);
        if (which == 0) {
            fake.hang(upTo(1) == 0);
        } else if (which == 1) {
            fake.setEmpty(upTo(1) == 0);
        } else {
            ApiError error;
            error.kind = oneOf(kinds);
            fake.failNext(error, 1 + upTo(3));
        }
    }

    void act()
    {
        switch (upTo(19)) {
        case 0:
            std::fprintf(trace(), "  resize\n");
            window->resize(1024 + upTo(600), 640 + upTo(400));
            break;
        case 1:
        case 2:
            goSomewhere();
            break;
        case 3:
        case 4:
            write();
            break;
        case 5:
        case 6:
        case 7:
        case 8:
            strike();
            break;
        case 9:
            trouble();
            break;
        case 10:
            std::fprintf(trace(), "  wait\n");
            QTest::qWait(upTo(60));
            break;
        default:
            press();
        }
        QTest::qWait(upTo(8));
    }

    void startAnew()
    {
        fake.hang(false);
        fake.setEmpty(false);
        fake.failNext({}, 0);
        console.reset();
        session.signOut();
        preferences.setServerAddress(u"https://beaver.example.com"_s);
        preferences.setEmail(u"admin@beaver.example"_s);
        console = std::make_unique<ConsoleEngine>(session, preferences, false);
        window = console->window();
        window->requestActivate();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window, 60'000));
        ASSERT_TRUE(click("password"));
        signIn();
    }

    /// Where each step is told, with BEAVER_MONKEY_TRACE in the environment.
    static FILE *trace()
    {
        static FILE *const to =
            qEnvironmentVariableIsSet("BEAVER_MONKEY_TRACE") ? stderr : std::fopen("/dev/null", "w");
        return to;
    }

    std::mt19937 random;
    QByteArray home;
};

TEST_F(Monkey, PressesEverything)
{
    // Seeds that follow each other are people with different rights.
    constexpr const char *roles[] = {"", "owner", "viewer", "billing", "admin"};
    fake.setRole(QString::fromLatin1(roles[setting("BEAVER_MONKEY_SEED", 1) % std::size(roles)]));
    ASSERT_TRUE(click("password"));
    signIn();
    const int steps = setting("BEAVER_MONKEY_STEPS", 150);
    for (int step = 0; step < steps; ++step) {
        if (!window->property("navigator").value<Navigator *>())
            startAnew(); // it signed out
        act();
    }
    fake.hang(false);
    EXPECT_TRUE(window->isVisible());
}

} // namespace

} // namespace beaver::admin
