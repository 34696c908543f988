import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Session

Item {
    id: sidebar

    required property Session session
    required property Preferences preferences
    property bool compact: false

    implicitWidth: compact ? 60 : 232

    ColumnLayout {
        anchors.fill: parent
        anchors.bottomMargin: Theme.space12
        anchors.leftMargin: Theme.space12
        anchors.rightMargin: Theme.space12
        anchors.topMargin: Theme.space16
        spacing: Theme.space2

        RowLayout {
            Layout.bottomMargin: Theme.space16
            Layout.leftMargin: sidebar.compact ? 4 : 2
            spacing: Theme.space8

            BrandMark {}
            ColumnLayout {
                spacing: 0
                visible: !sidebar.compact

                AppText {
                    Layout.fillWidth: true
                    text: sidebar.session.host
                    font.weight: Font.DemiBold
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: qsTr("Beaver %1").arg(sidebar.session.serverVersion)
                    font.pixelSize: Theme.caption
                }
            }
        }
        AppText {
            Layout.bottomMargin: Theme.space4
            Layout.leftMargin: Theme.space8
            color: Theme.text3
            text: qsTr("Customers")
            visible: !sidebar.compact
            font.pixelSize: Theme.caption
            font.weight: Font.Medium
        }
        NavItem {
            Layout.fillWidth: true
            compact: sidebar.compact
            glyph: Glyphs.users
            text: qsTr("Accounts")
        }
        Item {
            Layout.fillHeight: true
        }
        Rectangle {
            Layout.bottomMargin: Theme.space8
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        GridLayout {
            columnSpacing: Theme.space4
            columns: sidebar.compact ? 1 : 4
            rowSpacing: Theme.space6

            Avatar {
                Layout.alignment: Qt.AlignHCenter
                Layout.rightMargin: sidebar.compact ? 0 : Theme.space4
                name: sidebar.session.email
                size: 28
            }
            ColumnLayout {
                spacing: 0
                visible: !sidebar.compact

                AppText {
                    Layout.fillWidth: true
                    text: sidebar.session.email
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: sidebar.session.role
                    font.capitalization: Font.Capitalize
                    font.pixelSize: Theme.caption
                }
            }
            ThemeButton {
                Layout.alignment: Qt.AlignHCenter
                preferences: sidebar.preferences
            }
            IconButton {
                Layout.alignment: Qt.AlignHCenter
                glyph: Glyphs.logOut
                objectName: "signOut"
                tip: qsTr("Sign out")
                onClicked: sidebar.session.signOut()
            }
        }
    }
}
