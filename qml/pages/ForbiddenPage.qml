import QtQuick
import Beaver.Console

Page {
    PageState {
        anchors.fill: parent
        state: "forbidden"
    }
}
