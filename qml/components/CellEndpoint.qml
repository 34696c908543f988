import QtQuick
import Beaver.Console

TableCell {
    id: root

    Rectangle {
        id: box

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        border.color: Theme.border
        border.width: 1
        color: Theme.hover
        height: 30
        radius: 7
        width: 30

        Icon {
            anchors.centerIn: parent
            glyph: Glyphs.cloud
            size: 15
        }
        Rectangle {
            border.color: Theme.card
            border.width: 2
            color: Theme.toneFill(root.cell.tone ?? "neutral")
            height: 10
            radius: 5
            width: 10
            x: Theme.mirrored ? -3 : 23
            y: 22
        }
    }
    CellText {
        anchors.fill: parent
        anchors.leftMargin: 42
        cell: ({ text: root.cell.text, sub: root.cell.sub })
        dimmed: root.dimmed
    }
}
