import QtQuick
import Beaver.Charts
import Beaver.Console

TableCell {
    id: root

    property real gap: Theme.space16
    readonly property bool empty: (root.cell.strip ?? []).length === 0

    HealthStrip {
        Accessible.name: root.cell.text ?? ""
        Accessible.role: Accessible.Graphic
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.rightMargin: root.gap
        anchors.verticalCenter: parent.verticalCenter
        degraded: Theme.warnFill
        down: Theme.dangerFill
        healthy: Theme.dark ? "#237a53" : "#58bd8d"
        height: 22
        opacity: root.dimmed ? 0.5 : 1
        states: root.cell.strip ?? []
        unknown: Theme.track
    }
    AppText {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text3
        text: qsTr("No history yet")
        visible: root.empty
        font.pixelSize: Theme.small
    }
}
