import QtQuick
import Beaver.Console

TableCell {
    id: root

    Badge {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        opacity: root.dimmed ? 0.6 : 1
        text: root.cell.text ?? ""
        tone: root.cell.tone ?? "neutral"
        visible: text !== "" && text !== "–"
    }
}
