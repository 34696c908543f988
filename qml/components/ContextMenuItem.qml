import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

MenuItem {
    id: entry

    property string glyph

    Accessible.name: text
    height: visible ? implicitHeight : 0
    implicitHeight: Theme.control
    leftPadding: Theme.space8
    rightPadding: Theme.space8

    contentItem: Item {
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            glyph: entry.glyph
        }
        AppText {
            anchors.left: parent.left
            anchors.leftMargin: 26
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: entry.text
        }
    }
    background: Rectangle {
        color: entry.highlighted ? Theme.hover : "transparent"
        radius: Theme.radiusSmall
    }
}
