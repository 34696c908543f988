import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

CheckBox {
    id: control

    Accessible.name: text
    implicitHeight: 18
    implicitWidth: text !== "" ? label.implicitWidth + 24 : 16
    padding: 0

    indicator: Rectangle {
        border.color: control.checked ? Theme.accent : control.hovered ? Theme.text3 : Theme.borderStrong
        border.width: 1
        color: control.checked ? Theme.accent : Theme.input
        height: 16
        radius: Theme.radiusSmall
        width: 16
        x: Theme.mirrored ? control.width - width : 0
        y: (control.height - height) / 2

        Icon {
            anchors.centerIn: parent
            color: Theme.textOnFill
            glyph: control.checked ? Glyphs.check : ""
            size: 12
        }
        FocusRing { visible: control.visualFocus }
    }
    contentItem: AppText {
        id: label

        leftPadding: Theme.mirrored ? 0 : 24
        rightPadding: Theme.mirrored ? 24 : 0
        text: control.text
    }
}
