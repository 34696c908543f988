import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

Slider {
    id: control

    property string name

    Accessible.name: name
    implicitHeight: 20
    padding: 0

    background: Rectangle {
        color: Theme.track
        height: 4
        radius: 2
        width: control.width
        y: (control.height - height) / 2

        Rectangle {
            anchors.left: parent.left
            color: Theme.accent
            height: 4
            radius: 2
            width: control.position * parent.width
        }
    }
    handle: Rectangle {
        border.color: Theme.dark ? "transparent" : Theme.borderStrong
        border.width: 1
        color: Theme.dark ? "#f4f4f6" : "#ffffff"
        height: 14
        radius: 7
        width: 14
        x: control.visualPosition * (control.width - width)
        y: (control.height - height) / 2

        FocusRing {
            radius: 10
            visible: control.visualFocus
        }
    }
}
