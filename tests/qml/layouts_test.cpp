#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QTest>

#include <gtest/gtest.h>

namespace beaver::admin {

namespace {

using namespace Qt::StringLiterals;

/// Two layouts within each other, as a card on a page has them; the inner one's items are replaced with `texts`.
constexpr auto cards = R"(
import QtQuick
import QtQuick.Layouts
Window {
    id: window
    property var texts: ["one", "two", "three", "four"]
    height: 400
    visible: true
    width: 600
    ColumnLayout {
        width: window.width
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: column.implicitHeight + 20
            ColumnLayout {
                id: column
                anchors.fill: parent
                RowLayout {
                    Repeater {
                        model: window.texts
                        Text {
                            required property var modelData
                            Layout.fillWidth: true
                            text: modelData
                        }
                    }
                }
            }
        }
    }
}
)";

TEST(Layouts, AWindowIsResizedWhileItsDataComeAnew)
{
    QQmlEngine engine;
    QQmlComponent component(&engine);
    component.setData(cards, QUrl());
    const std::unique_ptr<QObject> made(component.create());
    auto *window = qobject_cast<QQuickWindow *>(made.get());
    ASSERT_TRUE(window) << component.errorString().toStdString();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window));
    QTest::qWait(0); // SettledLayouts has settled once in this turn, if a test before this one deleted items
    for (int turn = 0; turn < 20; ++turn) {
        // The new items come, the former ones are deleted, and the next frame isn't drawn yet when the window is
        // resized.
        window->setProperty("texts", QStringList{u"five %1"_s.arg(turn), u"six"_s, u"seven"_s});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        window->resize(500 + turn, 400);
        QTest::qWait(0);
        if (turn % 5 == 4)
            window->grabWindow();
    }
    EXPECT_EQ(window->width(), 519);
}

} // namespace

} // namespace beaver::admin
