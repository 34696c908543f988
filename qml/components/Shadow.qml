import QtQuick
import Beaver.Console

// A soft shadow below its parent, from one stretched image.
BorderImage {
    id: shadow

    property int radius: Theme.radiusPopup
    property int blur: 20
    readonly property int edge: radius + 2 * blur
    readonly property int drop: Math.round(blur / 4)

    anchors.fill: parent
    anchors.margins: -blur
    anchors.bottomMargin: -blur - drop
    anchors.topMargin: -blur + drop
    border.bottom: edge
    border.left: edge
    border.right: edge
    border.top: edge
    source: "image://shadow/" + radius + "/" + blur + "/" + Theme.shadowAlpha
    z: -1
}
