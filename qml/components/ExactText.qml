import QtQuick
import Beaver.Console

// Something rounded; under the pointer, all of it.
AppText {
    id: cell

    property string exact

    Accessible.name: exact
    HoverHandler {
        id: hover
    }
    Tip {
        text: cell.exact
        visible: hover.hovered
    }
}
