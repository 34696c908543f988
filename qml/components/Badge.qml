import QtQuick
import Beaver.Console

// A word on its soft colour. `tone`: neutral, accent, ok, warn, danger or info.
Rectangle {
    id: badge

    property string text
    property string tone: "neutral"
    property string glyph
    property bool dot: false
    readonly property color foreground: Theme.toneText(tone)

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    color: Theme.toneSoft(tone)
    implicitHeight: 20
    implicitWidth: row.implicitWidth + Theme.space12
    radius: Theme.radiusSmall

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.space4

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.toneFill(badge.tone)
            height: 6
            radius: 3
            visible: badge.dot
            width: 6
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: badge.foreground
            glyph: badge.glyph
            size: 13
        }
        AppText {
            anchors.verticalCenter: parent.verticalCenter
            color: badge.foreground
            text: badge.text
            font.pixelSize: Theme.caption
            font.weight: Font.Medium
        }
    }
}
