import QtQuick
import Beaver.Console

Text {
    id: icon

    property string glyph
    property int size: 16
    /// Points to where reading goes on.
    readonly property bool turned: Theme.mirrored && (glyph === Glyphs.chevronRight || glyph === Glyphs.logOut)

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

    transform: Scale {
        origin.x: icon.width / 2
        xScale: icon.turned ? -1 : 1
    }
}
