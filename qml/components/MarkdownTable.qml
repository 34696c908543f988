pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

Item {
    id: table

    property var rows: []
    property var alignRight: []
    property bool small: false
    readonly property int across: rows.length > 0 ? rows[0].length : 0

    implicitHeight: box.height

    Rectangle {
        id: box

        anchors.left: parent.left
        border.color: Theme.border
        border.width: 1
        color: "transparent"
        height: grid.implicitHeight + 2
        radius: Theme.radiusPopup
        width: Math.min(table.width, grid.implicitWidth + 2)

        GridLayout {
            id: grid

            columnSpacing: 0
            columns: Math.max(1, table.across)
            rowSpacing: 0
            width: parent.width - 2
            x: 1
            y: 1

            Repeater {
                model: table.rows.length * table.across

                Item {
                    id: cell

                    required property int index
                    readonly property int across: index % table.across
                    readonly property int down: Math.floor(index / table.across)

                    Layout.fillWidth: true
                    Layout.minimumWidth: table.alignRight[across] === true ? implicitWidth : 0 // figures are never cut
                    implicitHeight: text.implicitHeight + Theme.space14
                    implicitWidth: Math.min(320, text.implicitWidth + 22)

                    AppText {
                        id: text

                        anchors.fill: parent
                        anchors.leftMargin: Theme.space12
                        anchors.rightMargin: Theme.space8
                        color: cell.down === 0 ? Theme.text2 : Theme.text
                        horizontalAlignment: table.alignRight[cell.across] === true ? Text.AlignRight : Text.AlignLeft
                        text: table.rows[cell.down][cell.across] ?? ""
                        font.pixelSize: table.small ? Theme.small : Theme.body
                        font.weight: cell.down === 0 ? Font.Medium : Font.Normal
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        color: Theme.border
                        height: 1
                        visible: cell.down < table.rows.length - 1
                        width: parent.width
                    }
                }
            }
        }
    }
}
