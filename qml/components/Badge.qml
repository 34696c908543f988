import QtQuick
import Beaver.Console

// A word on its soft colour. `tone`: neutral, accent, ok, warn, danger or info. `large`: as it stands in a page's header.
Rectangle {
    id: badge

    property string text
    property string tone: "neutral"
    property string glyph
    property bool dot: false
    property bool large: false
    readonly property color foreground: Theme.toneText(tone)

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    color: Theme.toneSoft(tone)
    implicitHeight: large ? 28 : 20
    implicitWidth: row.implicitWidth + (large ? Theme.space20 : Theme.space12)
    radius: large ? height / 2 : Theme.radiusSmall

    Row {
        id: row

        anchors.centerIn: parent
        spacing: badge.large ? Theme.space6 : Theme.space4

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
            size: badge.large ? 15 : 13
        }
        AppText {
            anchors.verticalCenter: parent.verticalCenter
            color: badge.foreground
            text: badge.text
            font.pixelSize: badge.large ? Theme.small : Theme.caption
            font.weight: Font.Medium
        }
    }
}
