import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

AbstractButton {
    id: button

    property string glyph
    property string tip
    property int size: 28
    property int glyphSize: 16
    property int rounding: Theme.radius

    Accessible.name: tip
    focusPolicy: Qt.StrongFocus
    implicitHeight: size
    implicitWidth: size
    Keys.onEnterPressed: button.clicked()
    Keys.onReturnPressed: button.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            color: !button.enabled ? Theme.borderStrong : button.hovered || button.visualFocus ? Theme.text : Theme.text2
            glyph: button.glyph
            size: button.glyphSize
        }
    }
    background: Rectangle {
        color: button.down ? Theme.active : button.hovered ? Theme.hover : "transparent"
        radius: button.rounding

        FocusRing { visible: button.visualFocus }
    }

    Tip {
        text: button.tip
        visible: button.hovered && !button.down
    }
}
