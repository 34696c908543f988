pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// The parts of a page or drawer. `tabs` are `{value, title}`.
Item {
    id: control

    property var tabs: []
    property string value
    property bool line: true

    signal picked(value: string)

    implicitHeight: 40
    implicitWidth: row.implicitWidth

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.border
        height: 1
        visible: control.line
        width: parent.width
    }
    Row {
        id: row

        anchors.left: parent.left
        height: parent.height
        spacing: 18

        Repeater {
            model: control.tabs

            AbstractButton {
                id: tab

                required property var modelData
                readonly property bool current: control.value === modelData.value

                Accessible.checked: current
                Accessible.name: text
                Accessible.role: Accessible.PageTab
                focusPolicy: Qt.StrongFocus
                height: row.height
                objectName: "tab_" + modelData.value
                text: modelData.title
                Keys.onEnterPressed: clicked()
                Keys.onReturnPressed: clicked()
                onClicked: control.picked(modelData.value)

                contentItem: AppText {
                    color: tab.current || tab.hovered ? Theme.text : Theme.text2
                    text: tab.text
                    font.weight: Font.Medium
                }
                background: Item {
                    Rectangle {
                        anchors.bottom: parent.bottom
                        color: Theme.accent
                        height: 2
                        visible: tab.current
                        width: parent.width
                    }
                    FocusRing {
                        anchors.margins: 2
                        visible: tab.visualFocus
                    }
                }
            }
        }
    }
}
