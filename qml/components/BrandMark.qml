import QtQuick
import Beaver.Console

Rectangle {
    id: mark

    property int size: 28

    implicitHeight: size
    implicitWidth: size
    radius: Math.round(size / 4)
    gradient: Gradient {
        GradientStop { position: 0; color: "#7c86ff" }
        GradientStop { position: 1; color: "#4a52d9" }
    }

    Icon {
        anchors.centerIn: parent
        color: Theme.textOnFill
        glyph: Glyphs.brand
        size: 2 * Math.round(mark.size * 0.28)
    }
}
