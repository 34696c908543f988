pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Controls.Basic
import Beaver.Console
import Beaver.Session

Item {
    id: sidebar

    required property Session session
    required property Preferences preferences
    required property Navigator navigator
    property bool compact: false
    property Item current: null
    readonly property color connection: session.offline ? Theme.dangerFill : session.slow ? Theme.warnFill : Theme.okFill
    readonly property string connected: session.offline ? qsTr("Not reachable") : session.slow ? qsTr("The server is slow") : qsTr("Connected")
    readonly property string trip: session.offline || session.roundTripMs < 0 ? "" : qsTr("%1 ms").arg(session.roundTripMs)

    function focusCurrent() {
        if (current)
            current.forceActiveFocus(Qt.TabFocusReason)
        else
            search.forceActiveFocus(Qt.TabFocusReason)
    }

    signal searchWanted()

    implicitWidth: compact ? 60 : 232

    ColumnLayout {
        anchors.bottomMargin: Theme.space12
        anchors.fill: parent
        anchors.leftMargin: 10
        anchors.rightMargin: 10
        anchors.topMargin: Theme.space12
        spacing: Theme.space2

        ServerButton {
            Layout.bottomMargin: Theme.space8
            Layout.fillWidth: true
            compact: sidebar.compact
            preferences: sidebar.preferences
            session: sidebar.session
        }
        AbstractButton {
            id: search

            Accessible.name: text
            Layout.bottomMargin: Theme.space8
            Layout.fillWidth: true
            focusPolicy: Qt.StrongFocus
            implicitHeight: Theme.control
            objectName: "paletteButton"
            text: qsTr("Search or jump to")
            Keys.onEnterPressed: clicked()
            Keys.onReturnPressed: clicked()
            onClicked: sidebar.searchWanted()

            contentItem: Item {
                Icon {
                    anchors.left: parent.left
                    anchors.leftMargin: sidebar.compact ? Math.round((parent.width - width) / 2) : 9
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.text3
                    glyph: Glyphs.search
                    size: 15
                }
                AppText {
                    anchors.left: parent.left
                    anchors.leftMargin: 32
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.text3
                    text: search.text
                    visible: !sidebar.compact
                    width: parent.width - 86
                }
                Kbd {
                    anchors.right: parent.right
                    anchors.rightMargin: 7
                    anchors.verticalCenter: parent.verticalCenter
                    text: sidebar.compact ? "" : "Ctrl K"
                }
            }
            background: Rectangle {
                border.color: Theme.border
                border.width: 1
                color: search.hovered ? Theme.hover : Theme.dark ? Theme.surface : Theme.card
                radius: Theme.radius

                FocusRing { visible: search.visualFocus }
            }
        }
        Repeater {
            model: sidebar.navigator.groups

            ColumnLayout {
                id: group

                required property var modelData
                required property int index

                Layout.fillWidth: true
                Layout.topMargin: index > 0 ? Theme.space14 : 0
                spacing: 1

                AppText {
                    Layout.bottomMargin: Theme.space4
                    Layout.leftMargin: Theme.space8
                    color: Theme.text3
                    text: group.modelData.title
                    visible: text !== "" && !sidebar.compact
                    font.pixelSize: Theme.caption
                    font.weight: Font.Medium
                }
                Repeater {
                    model: group.modelData.pages

                    NavItem {
                        required property var modelData

                        Layout.fillWidth: true
                        compact: sidebar.compact
                        current: sidebar.navigator.page === modelData.name
                        glyph: Glyphs.named(modelData.glyph)
                        keys: "G " + modelData.shortcut
                        objectName: "nav_" + modelData.name
                        text: modelData.title
                        Component.onCompleted: if (current) sidebar.current = this
                        onClicked: sidebar.navigator.open(modelData.name)
                        onCurrentChanged: if (current) sidebar.current = this
                    }
                }
            }
        }
        Item {
            Layout.fillHeight: true
        }
        RowLayout {
            Layout.bottomMargin: Theme.space4
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space8
            spacing: Theme.space8
            visible: !sidebar.compact

            Rectangle {
                color: sidebar.connection
                implicitHeight: 7
                implicitWidth: 7
                radius: 4
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text2
                objectName: "connection"
                text: sidebar.connected
                font.pixelSize: Theme.small
            }
            AppText {
                color: Theme.text3
                text: sidebar.trip
                font.pixelSize: Theme.small
            }
        }
        Rectangle {
            Layout.bottomMargin: Theme.space6
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
                Layout.leftMargin: sidebar.compact ? 6 : Theme.space6
                Layout.rightMargin: Theme.space4
                name: sidebar.session.name !== "" ? sidebar.session.name : sidebar.session.email
                size: 28

                Rectangle {
                    Accessible.name: sidebar.connected + " " + sidebar.trip
                    Accessible.role: Accessible.StaticText
                    anchors.bottom: parent.bottom
                    anchors.margins: -3
                    anchors.right: parent.right
                    border.color: Theme.canvas
                    border.width: 2
                    color: sidebar.connection
                    height: 11
                    objectName: "connectionDot"
                    radius: 6
                    visible: sidebar.compact
                    width: 11
                }
                HoverHandler {
                    id: over
                }
                Tip {
                    text: sidebar.connected + " " + sidebar.trip
                    visible: over.hovered && sidebar.compact
                    x: Theme.mirrored ? -width - Theme.space6 : parent.width + Theme.space6
                    y: (parent.height - height) / 2
                }
            }
            ColumnLayout {
                spacing: 0
                visible: !sidebar.compact

                AppText {
                    Layout.fillWidth: true
                    text: sidebar.session.name !== "" ? sidebar.session.name : sidebar.session.email
                    font.pixelSize: Theme.small
                    font.weight: Font.Medium
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: ({ owner: qsTr("Owner"), admin: qsTr("Administrator"), billing: qsTr("Billing clerk"), viewer: qsTr("Viewer") })[sidebar.session.role] ?? qsTr("Account")
                    font.pixelSize: Theme.caption
                }
            }
            ThemeButton {
                Layout.alignment: Qt.AlignHCenter
                Layout.leftMargin: sidebar.compact ? 6 : 0
                preferences: sidebar.preferences
            }
            IconButton {
                Layout.alignment: Qt.AlignHCenter
                Layout.leftMargin: sidebar.compact ? 6 : 0
                glyph: Glyphs.logOut
                objectName: "signOut"
                tip: qsTr("Sign out")
                onClicked: sidebar.session.signOut()
            }
        }
    }
}
