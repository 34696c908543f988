import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Session

FocusScope {
    id: page

    required property Session session
    required property Preferences preferences

    RowLayout {
        anchors.fill: parent
        spacing: 0

        Sidebar {
            Layout.fillHeight: true
            compact: page.width < 1120
            preferences: page.preferences
            session: page.session
        }
        Rectangle {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.margins: Theme.space8
            Layout.leftMargin: 0
            color: Theme.surface
            radius: Theme.radiusPanel
            border.color: Theme.border
            border.width: 1

            AccountsPage {
                anchors.fill: parent
                anchors.margins: 1
                focus: true
                session: page.session
            }
        }
    }
}
