import QtQuick
import Beaver.Console

TableCell {
    id: root

    Badge {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        text: root.cell.text ?? ""
        tone: root.dimmed ? "neutral" : root.cell.tone ?? "neutral"
        visible: text !== "" && text !== "–"
    }
}
