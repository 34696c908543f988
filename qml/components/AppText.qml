import QtQuick
import Beaver.Console

// Plain text always: what customers type is data, never markup.
Text {
    property bool mono: false

    color: Theme.text
    elide: Text.ElideRight
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    font.family: mono ? Theme.mono : Theme.sans
    font.pixelSize: Theme.body
}
