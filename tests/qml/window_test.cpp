#include <admin-ui/app/window_place.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class Window : public ConsoleWindow
{};

} // namespace

TEST(WindowPlace, IsWhereItWasAndNeverOffTheScreens)
{
    const QSize least(1024, 640);
    const QList<QRect> two{QRect(0, 0, 1920, 1040), QRect(1920, 0, 2560, 1400)};
    EXPECT_EQ(placeOnScreens({}, least, two), QRect());
    EXPECT_EQ(placeOnScreens(QRect(2000, 50, 1440, 900), least, two), QRect(2000, 50, 1440, 900));
    EXPECT_EQ(placeOnScreens(QRect(2000, 50, 1440, 900), least, {two[0]}), QRect(480, 50, 1440, 900))
        << "its screen is gone";
    EXPECT_EQ(placeOnScreens(QRect(-9000, -9000, 1440, 900), least, two), QRect(0, 0, 1440, 900));
    EXPECT_EQ(placeOnScreens(QRect(1800, 900, 1440, 900), least, two), QRect(1920, 500, 1440, 900));
    EXPECT_EQ(placeOnScreens(QRect(10, 10, 5000, 5000), least, {two[0]}), QRect(0, 0, 1920, 1040));
    EXPECT_EQ(placeOnScreens(QRect(10, 10, 1440, 900), least, {QRect(0, 0, 800, 600)}), QRect(0, 0, 1024, 640));
}

TEST_F(Window, KeepsItsPlaceWhenItIsClosed)
{
    window->setGeometry(13, 17, 1100, 700);
    ASSERT_TRUE(until([this] { return window->width() == 1100; }));
    window->close();
    EXPECT_EQ(preferences.windowGeometry(), QRect(13, 17, 1100, 700));
    EXPECT_FALSE(preferences.isMaximized());
}

TEST_F(Window, RowsAreSelectedAsASpanAndEditedByKeyboard)
{
    signIn();
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(appears("row3"));
    ASSERT_TRUE(until([this] { return find("list") && find("list")->property("count").toInt() > 4; }));
    find("list")->forceActiveFocus();
    const auto chosen = [this](const char *row) { return find(row)->property("selected").toBool(); };
    key(Qt::Key_Down);
    key(Qt::Key_Down, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_FALSE(chosen("row0"));
    EXPECT_TRUE(chosen("row1") && chosen("row2") && chosen("row3"));
    key(Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_FALSE(chosen("row3"));
    key(Qt::Key_E);
    ASSERT_TRUE(appears("submit"));
}

TEST_F(Window, KeysExportTurnTheTimeAndGoBetweenThePanes)
{
    signIn();
    ASSERT_TRUE(appears("period"));
    EXPECT_EQ(find("period")->property("value").toString(), u"24h"_s);
    for (const char *next : {"7d", "30d", "24h"}) {
        key(Qt::Key_T);
        EXPECT_EQ(find("period")->property("value").toString(), QLatin1StringView(next));
    }
    ASSERT_TRUE(openPage("audit"));
    ASSERT_TRUE(appears("row0"));
    key(Qt::Key_F6);
    EXPECT_FALSE(find("nav_audit")->hasActiveFocus()) << "the press on the navigation left the focus there";
    key(Qt::Key_F6);
    EXPECT_TRUE(find("nav_audit")->hasActiveFocus());
    key(Qt::Key_F6);
    EXPECT_FALSE(find("nav_audit")->hasActiveFocus());
    key(Qt::Key_E, Qt::ControlModifier);
    EXPECT_TRUE(appears("exportCsv"));
}

} // namespace beaver::admin
