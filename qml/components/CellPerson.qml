import QtQuick
import Beaver.Console

TableCell {
    id: root

    Avatar {
        id: avatar

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        name: root.cell.text ?? ""
        opacity: root.dimmed ? 0.6 : 1
        size: 26
    }
    CellText {
        anchors.fill: parent
        anchors.leftMargin: avatar.width + 10
        cell: root.cell
        dimmed: root.dimmed
    }
}
