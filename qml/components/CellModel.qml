import QtQuick
import Beaver.Console

// A model's id above its provider.
TableCell {
    id: root

    AppText {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.compact ? 0 : -8
        color: root.dimmed ? Theme.text3 : Theme.text
        elide: Text.ElideMiddle // ids differ at their ends
        mono: true
        text: root.cell.text ?? ""
        font.pixelSize: Theme.small
    }
    AppText {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 9
        color: Theme.text3
        text: root.cell.sub ?? ""
        visible: !Theme.compact
        font.pixelSize: Theme.caption
    }
}
