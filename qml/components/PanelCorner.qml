import QtQuick
import Beaver.Console

// One of the panel's lower corners, over whatever page reaches into it: nothing in Qt clips round.
Item {
    id: corner

    property bool atRight: false
    readonly property int side: 4 * width

    Accessible.ignored: true
    LayoutMirroring.enabled: false
    anchors.bottom: parent.bottom
    anchors.left: atRight ? undefined : parent.left
    anchors.right: atRight ? parent.right : undefined
    clip: true
    height: width
    width: Theme.radiusPanel

    Rectangle {
        border.color: Theme.canvas
        border.width: 8
        color: "transparent"
        height: corner.side
        radius: Theme.radiusPanel + 8
        width: corner.side
        x: corner.atRight ? corner.width + 8 - width : -8
        y: corner.height + 8 - height
    }
    Rectangle {
        border.color: Theme.border
        border.width: 1
        color: "transparent"
        height: corner.side
        radius: Theme.radiusPanel
        width: corner.side
        x: corner.atRight ? corner.width - width : 0
        y: corner.height - height
    }
}
