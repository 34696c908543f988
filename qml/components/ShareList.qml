pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

// `{name, value, exact, share}` with a bar each.
ColumnLayout {
    id: list

    property var rows: []
    property bool mono: false
    property bool pressable: false

    signal picked(row: var)

    spacing: Theme.space4

    Repeater {
        model: list.rows

        Item {
            id: line

            required property int index
            required property var modelData

            Accessible.name: modelData.name + ": " + modelData.value
            Accessible.role: list.pressable ? Accessible.Button : Accessible.StaticText
            Accessible.onPressAction: if (list.pressable) list.picked(modelData)
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: 46
            activeFocusOnTab: list.pressable
            implicitHeight: lines.implicitHeight
            objectName: "share" + index
            Keys.onEnterPressed: if (list.pressable) list.picked(modelData)
            Keys.onReturnPressed: if (list.pressable) list.picked(modelData)
            Keys.onSpacePressed: if (list.pressable) list.picked(modelData)

            HoverHandler {
                id: hover

                enabled: list.pressable
            }
            TapHandler {
                enabled: list.pressable
                onTapped: list.picked(line.modelData)
            }
            FocusRing {
                visible: line.activeFocus
            }
            ColumnLayout {
                id: lines

                anchors.fill: parent
                spacing: Theme.space6

                RowLayout {
                    Layout.fillHeight: false

                    AppText {
                        Layout.fillWidth: true
                        color: hover.hovered ? Theme.accentText : Theme.text
                        elide: list.mono ? Text.ElideMiddle : Text.ElideRight
                        mono: list.mono
                        text: line.modelData.name
                        font.pixelSize: list.mono ? Theme.small : Theme.body
                    }
                    ExactText {
                        color: Theme.text2
                        exact: line.modelData.exact ?? ""
                        text: line.modelData.value
                        font.weight: Font.Medium
                    }
                }
                Rectangle {
                    Layout.fillWidth: true
                    color: Theme.track
                    implicitHeight: 4
                    radius: 2

                    Rectangle {
                        anchors.left: parent.left
                        color: Theme.series[0]
                        height: 4
                        radius: 2
                        width: parent.width * line.modelData.share
                    }
                }
            }
        }
    }
    Item {
        Layout.fillHeight: true
    }
}
