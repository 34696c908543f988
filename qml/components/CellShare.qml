import QtQuick
import Beaver.Console

// How much of a limit is used, as a bar and in numbers.
TableCell {
    id: root

    AppText {
        id: text

        anchors.right: parent.right
        anchors.rightMargin: root.trail
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text2
        horizontalAlignment: Text.AlignRight
        text: root.cell.text ?? ""
        width: 130
        font.pixelSize: Theme.small
    }
    Rectangle {
        anchors.left: parent.left
        anchors.right: text.left
        anchors.rightMargin: Theme.space8
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.track
        height: 6
        radius: 3

        Rectangle {
            anchors.left: parent.left
            color: Theme.toneFill(root.cell.tone ?? "accent")
            height: 6
            radius: 3
            width: parent.width * Math.min(1, root.cell.share ?? 0)
        }
    }
}
