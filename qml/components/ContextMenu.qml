import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

Menu {
    id: menu

    implicitWidth: 208
    margins: Theme.space8
    padding: Theme.space4

    background: Rectangle {
        color: Theme.raised
        implicitWidth: 208
        radius: Theme.radiusPopup
        border.color: Theme.borderStrong
        border.width: 1

        Shadow { blur: 18 }
    }
}
