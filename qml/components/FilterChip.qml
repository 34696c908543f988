import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// A filter that is on; pressed, it goes.
AbstractButton {
    id: chip

    property string title

    Accessible.name: qsTr("Take away the filter %1: %2").arg(title).arg(text)
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.controlSmall
    implicitWidth: row.implicitWidth + Theme.space20
    Keys.onDeletePressed: chip.clicked()
    Keys.onEnterPressed: chip.clicked()
    Keys.onReturnPressed: chip.clicked()

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.space6

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.text3
                text: chip.title
                font.pixelSize: Theme.small
            }
            AppText {
                anchors.verticalCenter: parent.verticalCenter
                text: chip.text
                width: Math.min(implicitWidth, 280)
                font.pixelSize: Theme.small
                font.weight: Font.Medium
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                color: chip.hovered ? Theme.text : Theme.text3
                glyph: Glyphs.close
                size: 12
            }
        }
    }
    background: Rectangle {
        border.color: Theme.borderStrong
        border.width: 1
        color: chip.down ? Theme.active : chip.hovered ? Theme.hover : Theme.card
        radius: Theme.radius

        FocusRing { visible: chip.visualFocus }
    }
}
