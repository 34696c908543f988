import QtQuick
import Beaver.Console

TableCell {
    id: root

    Avatar {
        id: avatar

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        faint: root.dimmed
        name: root.cell.text ?? ""
        size: 26
    }
    CellText {
        anchors.fill: parent
        anchors.leftMargin: avatar.width + 10
        cell: root.cell
        dimmed: root.dimmed
    }
}
