pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

// A model's prices, the newest first; those that are over can be restored.
Rectangle {
    id: table

    property var versions: []
    property bool changeable: false
    readonly property var titles: [qsTr("Since"), qsTr("Input"), qsTr("Output"), qsTr("Cached"), qsTr("Source")]

    signal restoreWanted(version: var)

    border.color: Theme.border
    border.width: 1
    color: "transparent"
    implicitHeight: rows.implicitHeight + 2
    radius: Theme.radiusPopup

    ColumnLayout {
        id: rows

        spacing: 0
        width: parent.width - 2
        x: 1
        y: 1

        Line {
            color: Theme.text2
            texts: table.titles
            weight: Font.Medium
        }
        Repeater {
            model: table.versions

            Line {
                id: line

                required property int index
                required property var modelData

                color: Theme.text
                texts: [modelData.since, modelData.input, modelData.output, modelData.cached, modelData.source]

                Rectangle {
                    anchors.top: parent.top
                    color: Theme.border
                    height: 1
                    width: parent.width
                }
                IconButton {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.space4
                    anchors.verticalCenter: parent.verticalCenter
                    glyph: Glyphs.rotateCcw
                    glyphSize: 14
                    objectName: "restore" + line.index
                    size: 24
                    tip: qsTr("Restore this price…")
                    visible: table.changeable && line.modelData.earlier
                    onClicked: table.restoreWanted(line.modelData)
                }
            }
        }
    }

    component Line: Item {
        id: row

        property var texts: []
        property color color
        property int weight: Font.Normal

        Accessible.name: texts.join(", ")
        Accessible.role: Accessible.Row
        Layout.fillWidth: true
        implicitHeight: 31

        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.space12
            anchors.rightMargin: table.changeable ? 36 : Theme.space12
            spacing: Theme.space12

            Repeater {
                model: row.texts

                AppText {
                    required property int index
                    required property string modelData

                    Layout.fillWidth: index === 0 || index === 4
                    Layout.preferredWidth: index === 0 ? 110 : index === 4 ? 90 : 76
                    color: row.color
                    horizontalAlignment: index > 0 && index < 4 ? Text.AlignRight : Text.AlignLeft
                    text: modelData
                    font.pixelSize: Theme.small
                    font.weight: row.weight
                }
            }
        }
    }
}
