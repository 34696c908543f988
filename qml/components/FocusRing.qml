import QtQuick
import Beaver.Console

Rectangle {
    anchors.fill: parent
    anchors.margins: -3
    color: "transparent"
    radius: Theme.radius + 3
    border.color: Theme.accent
    border.width: 2
}
