import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

AbstractButton {
    id: item

    property string glyph
    property string keys
    property bool compact: false
    property bool current: false

    Accessible.checked: current
    Accessible.name: text
    Accessible.role: Accessible.PageTab
    focusPolicy: Qt.StrongFocus
    implicitHeight: 30
    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()

    contentItem: Item {
        Icon {
            anchors.left: parent.left
            anchors.leftMargin: item.compact ? Math.round((item.width - width) / 2) : Theme.space8
            anchors.verticalCenter: parent.verticalCenter
            color: item.current ? Theme.text : Theme.text2
            glyph: item.glyph
        }
        AppText {
            anchors.left: parent.left
            anchors.leftMargin: Theme.control
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: item.current || item.hovered ? Theme.text : Theme.text2
            text: item.text
            visible: !item.compact
            font.weight: Font.Medium
        }
    }
    background: Rectangle {
        color: item.current ? Theme.active : item.hovered ? Theme.hover : "transparent"
        radius: Theme.radius

        FocusRing {
            anchors.margins: 0
            radius: Theme.radius
            visible: item.visualFocus
        }
    }

    Tip {
        // Beside it: above it stands the next one.
        text: item.text + (item.keys !== "" ? "   " + item.keys : "")
        visible: item.hovered && !item.down
        x: Theme.mirrored ? -width - Theme.space6 : item.width + Theme.space6
        y: (item.height - height) / 2
    }
}
