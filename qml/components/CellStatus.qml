import QtQuick
import Beaver.Console

// A dot and its word: colour alone tells nothing.
TableCell {
    id: root

    Rectangle {
        id: dot

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.toneFill(root.cell.tone ?? "neutral")
        height: 7
        radius: 4
        width: 7
    }
    AppText {
        anchors.left: dot.right
        anchors.leftMargin: Theme.space8
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: root.dimmed ? Theme.text3 : Theme.text2
        text: root.cell.text ?? ""
    }
}
