import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

Switch {
    id: control

    Accessible.name: text
    implicitHeight: 20
    implicitWidth: 34
    padding: 0
    Keys.onEnterPressed: toggle()
    Keys.onReturnPressed: toggle()

    indicator: Rectangle {
        color: control.checked ? Theme.accent : Theme.borderStrong
        implicitHeight: 18
        implicitWidth: 32
        opacity: control.enabled ? 1 : 0.5
        radius: 9
        y: (control.height - height) / 2

        Rectangle {
            color: "#ffffff"
            height: 14
            radius: 7
            width: 14
            x: control.checked !== Theme.mirrored ? 16 : 2
            y: 2

            Behavior on x {
                NumberAnimation { duration: Theme.fast; easing.type: Easing.OutCubic }
            }
        }
        FocusRing {
            radius: 12
            visible: control.visualFocus
        }
    }
    contentItem: Item {}
}
