import QtQuick
import Beaver.Console

// Where one is. The console has one page so far, so this leads nowhere else and takes no press.
Rectangle {
    id: item

    property string text
    property string glyph
    property bool compact: false

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    color: Theme.active
    implicitHeight: 30
    radius: Theme.radius

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text
        glyph: item.glyph
        x: item.compact ? Math.round((item.width - width) / 2) : Theme.space8
    }
    AppText {
        anchors.left: parent.left
        anchors.leftMargin: Theme.control
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: item.text
        visible: !item.compact
        font.weight: Font.Medium
    }
}
