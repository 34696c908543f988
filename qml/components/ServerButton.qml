pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Session

// The server, what it is for, and the way to others.
AbstractButton {
    id: button

    required property Session session
    required property Preferences preferences
    property bool compact: false
    readonly property string environment: preferences.environments[session.host] ?? ""
    readonly property var titles: ({ staging: qsTr("Staging"), test: qsTr("Test") })
    readonly property var others: Array.from(preferences.servers).filter(address => address !== "" && !session.isAt(address))

    Accessible.name: qsTr("Server %1").arg(session.host)
    Accessible.role: Accessible.ButtonMenu
    focusPolicy: Qt.StrongFocus
    implicitHeight: 40
    objectName: "server"
    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()
    onClicked: menu.popup(button, 0, height + Theme.space4)

    contentItem: Item {
        BrandMark {
            id: mark

            anchors.left: parent.left
            anchors.leftMargin: Theme.space6
            anchors.verticalCenter: parent.verticalCenter
        }
        ColumnLayout {
            anchors.left: mark.right
            anchors.leftMargin: 10
            anchors.right: parent.right
            anchors.rightMargin: 26
            anchors.verticalCenter: parent.verticalCenter
            spacing: 0
            visible: !button.compact

            AppText {
                Layout.fillWidth: true
                text: button.session.host
                font.weight: Font.DemiBold
            }
            AppText {
                Layout.fillWidth: true
                color: button.environment === "" ? Theme.text3 : button.environment === "test" ? Theme.info : Theme.warn
                text: button.titles[button.environment] ?? qsTr("Beaver %1").arg(button.session.serverVersion)
                font.pixelSize: Theme.caption
                font.weight: button.environment === "" ? Font.Normal : Font.Medium
            }
        }
        Icon {
            anchors.right: parent.right
            anchors.rightMargin: Theme.space6
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.text3
            glyph: button.compact ? "" : Glyphs.chevronsUpDown
            size: 14
        }
    }
    background: Rectangle {
        color: button.hovered || menu.visible ? Theme.hover : "transparent"
        radius: Theme.radius

        FocusRing {
            anchors.margins: 0
            radius: Theme.radius
            visible: button.visualFocus
        }
    }

    ContextMenu {
        id: menu

        Instantiator {
            model: [{ value: "", title: qsTr("Customers use this server") }, { value: "staging", title: qsTr("It is for staging") }, { value: "test", title: qsTr("It is for tests") }]

            delegate: ContextMenuItem {
                required property var modelData

                Accessible.checkable: true
                Accessible.checked: button.environment === modelData.value
                glyph: button.environment === modelData.value ? Glyphs.check : ""
                objectName: "environment_" + modelData.value
                text: modelData.title
                onTriggered: button.preferences.setEnvironment(button.session.host, modelData.value)
            }
            onObjectAdded: (index, object) => menu.insertItem(index, object as ContextMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
        }
        MenuSeparator {
            visible: button.others.length > 0
            height: visible ? implicitHeight : 0
            contentItem: Rectangle {
                color: Theme.border
                implicitHeight: 1
            }
        }
        Instantiator {
            model: button.others

            delegate: ContextMenuItem {
                required property string modelData
                required property int index

                glyph: Glyphs.server
                objectName: "otherServer" + index
                text: modelData.replace(/^https?:\/\//, "")
                onTriggered: {
                    button.preferences.serverAddress = modelData
                    button.session.signOut()
                }
            }
            onObjectAdded: (index, object) => menu.addItem(object as ContextMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
        }
    }
    Tip {
        text: button.session.host
        visible: button.compact && button.hovered && !button.down
        x: Theme.mirrored ? -width - Theme.space6 : button.width + Theme.space6
        y: (button.height - height) / 2
    }
}
