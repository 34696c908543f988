import QtQuick
import Beaver.Console

// On or off, as the server told last; pressing it asks for the other.
TableCell {
    id: root

    property bool changeable: false

    signal wanted(action: string)

    Toggle {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        checkable: false
        checked: root.cell.on ?? false
        enabled: root.changeable
        focusPolicy: Qt.NoFocus
        objectName: "switch"
        text: root.cell.text ?? ""
        onClicked: root.wanted(root.cell.action ?? "")
    }
}
