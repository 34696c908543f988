import QtQuick
import Beaver.Console

Rectangle {
    id: avatar

    property string name
    property int size: 26
    property bool faint: false
    readonly property color tint: faint ? Theme.series[7] : Theme.series[hash(name) % (Theme.series.length - 1)]

    function hash(text: string): int {
        let sum = 0
        for (let i = 0; i < text.length; ++i)
            sum = (sum * 31 + text.charCodeAt(i)) % 997
        return sum
    }

    function initials(text: string): string {
        const words = text.replace(/@.*/, "").split(/[\s._<>/+-]+/).filter(word => word !== "")
        return words.slice(0, 2).map(word => word[0]).join("").toUpperCase()
    }

    Accessible.ignored: true
    color: Qt.tint(Theme.card, Qt.rgba(tint.r, tint.g, tint.b, Theme.dark ? 0.22 : 0.14))
    implicitHeight: size
    implicitWidth: size
    radius: Theme.radius

    AppText {
        anchors.centerIn: parent
        color: Theme.dark ? Qt.lighter(avatar.tint, 1.2) : Qt.darker(avatar.tint, 1.45)
        text: avatar.initials(avatar.name)
        font.pixelSize: Math.round(avatar.size * 0.4)
        font.weight: Font.DemiBold
    }
}
