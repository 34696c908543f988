import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

ToolTip {
    id: tip

    delay: 400
    padding: Theme.space6
    leftPadding: Theme.space8
    rightPadding: Theme.space8

    contentItem: AppText {
        text: tip.text
        font.pixelSize: Theme.small
    }
    background: Rectangle {
        color: Theme.raised
        radius: Theme.radius
        border.color: Theme.borderStrong
        border.width: 1

        Shadow { radius: Theme.radius; blur: 10 }
    }
}
