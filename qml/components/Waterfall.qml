pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

// The course of a call: `{name, start, end, tone, text}` each, in milliseconds of `total`.
ColumnLayout {
    id: root

    property var spans: []
    property real total: 1

    spacing: 7

    Repeater {
        model: root.spans

        RowLayout {
            id: line

            required property var modelData

            Accessible.name: modelData.name + ": " + modelData.text
            Accessible.role: Accessible.StaticText
            Layout.fillWidth: true
            spacing: 10

            AppText {
                Layout.preferredWidth: 112
                color: Theme.text2
                text: line.modelData.name
                font.pixelSize: Theme.small
            }
            Item {
                Layout.fillWidth: true
                implicitHeight: 14

                Rectangle {
                    anchors.fill: parent
                    color: Theme.hover
                    opacity: 0.6
                    radius: 3
                }
                Rectangle {
                    color: line.modelData.tone === "ok" ? Theme.series[1] : Theme.toneFill(line.modelData.tone)
                    height: parent.height
                    radius: 3
                    width: Math.max(3, parent.width * (line.modelData.end - line.modelData.start) / root.total)
                    x: Math.min(parent.width - 3, parent.width * line.modelData.start / root.total)
                }
            }
            AppText {
                Layout.preferredWidth: 60
                horizontalAlignment: Text.AlignRight
                text: line.modelData.text
                font.pixelSize: Theme.small
            }
        }
    }
}
