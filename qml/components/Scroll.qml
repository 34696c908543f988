import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

ScrollBar {
    id: bar

    minimumSize: 0.04
    padding: Theme.space2

    contentItem: Rectangle {
        color: Theme.dark ? "#ffffff" : "#000000"
        implicitHeight: 6
        implicitWidth: 6
        opacity: bar.pressed ? 0.42 : bar.hovered ? 0.32 : bar.size < 1 ? 0.14 : 0
        radius: 3
    }
    background: null
}
