import QtQuick
import Beaver.Console

Rectangle {
    id: kbd

    property string text
    property bool overFill: false

    Accessible.ignored: true
    color: overFill ? "#26000000" : Theme.hover
    implicitHeight: 18
    implicitWidth: Math.max(18, label.implicitWidth + Theme.space8)
    radius: Theme.radiusSmall
    visible: text !== ""
    border.color: Theme.border
    border.width: overFill ? 0 : 1

    AppText {
        id: label

        anchors.centerIn: parent
        color: kbd.overFill ? Theme.textOnFill : Theme.text3
        text: kbd.text
        font.pixelSize: Theme.caption
        font.weight: Font.Medium
    }
}
