import QtQuick
import Beaver.Console

Rectangle {
    id: bone

    color: Theme.active
    implicitHeight: 12
    radius: Theme.radiusSmall

    SequentialAnimation on opacity {
        loops: Animation.Infinite
        running: Theme.animated && bone.visible

        NumberAnimation { from: 1; to: 0.45; duration: 700; easing.type: Easing.InOutSine }
        NumberAnimation { from: 0.45; to: 1; duration: 700; easing.type: Easing.InOutSine }
    }
}
