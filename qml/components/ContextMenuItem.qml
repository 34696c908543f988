import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

MenuItem {
    id: entry

    property string glyph
    property bool dangerous: false

    Accessible.name: text
    height: visible ? implicitHeight : 0
    implicitHeight: Theme.control
    leftPadding: Theme.space8
    rightPadding: Theme.space8

    contentItem: Item {
        Icon {
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            color: entry.dangerous ? Theme.danger : Theme.text2
            glyph: entry.glyph
        }
        AppText {
            anchors.left: parent.left
            anchors.leftMargin: 26
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: entry.dangerous ? Theme.danger : Theme.text
            text: entry.text
        }
    }
    background: Rectangle {
        color: entry.highlighted ? Theme.hover : "transparent"
        radius: Theme.radiusSmall
    }
}
