import QtQuick
import Beaver.Console

Text {
    id: icon

    property string glyph
    property int size: 16

    Accessible.ignored: true
    color: Theme.text2
    horizontalAlignment: Text.AlignHCenter
    text: glyph
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    visible: glyph !== ""
    width: size
    height: size
    font.family: Theme.icons
    font.pixelSize: size
}
