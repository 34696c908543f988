import QtQuick
import Beaver.Console

// Plain text always: what customers type is data, never markup.
Text {
    property bool mono: false

    color: Theme.text
    elide: Text.ElideRight
    // From where reading begins, whatever language the text itself is in: columns stay columns.
    horizontalAlignment: Text.AlignLeft
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    font.family: mono ? Theme.mono : Theme.sans
    font.pixelSize: Theme.body
}
