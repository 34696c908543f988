import QtQuick
import Beaver.Console

// A word on its soft colour. `tone`: neutral, accent, ok, warn or danger.
Rectangle {
    id: badge

    property string text
    property string tone: "neutral"
    property string glyph
    readonly property color foreground: tone === "ok" ? Theme.ok : tone === "warn" ? Theme.warn : tone === "danger" ? Theme.danger
                                      : tone === "accent" ? Theme.accentText : Theme.text2

    color: tone === "ok" ? Theme.okSoft : tone === "warn" ? Theme.warnSoft : tone === "danger" ? Theme.dangerSoft
         : tone === "accent" ? Theme.accentSoft : Theme.hover
    implicitHeight: 20
    implicitWidth: row.implicitWidth + Theme.space12
    radius: Theme.radiusSmall

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.space4

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
