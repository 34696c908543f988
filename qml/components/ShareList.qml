pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

// `{name, value, exact, share}` with a bar each.
ColumnLayout {
    id: list

    property var rows: []
    property bool mono: false

    spacing: Theme.space4

    Repeater {
        model: list.rows

        ColumnLayout {
            id: line

            required property var modelData

            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: 46
            spacing: Theme.space6

            RowLayout {
                Layout.fillHeight: false

                AppText {
                    Layout.fillWidth: true
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
    Item {
        Layout.fillHeight: true
    }
}
