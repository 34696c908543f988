import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Beaver.Console

// A drawer at the end of the lines.
Drawer {
    id: sheet

    property string title
    property string subtitle
    property alias header: head.data
    property alias footer: foot.data
    default property alias content: body.data

    bottomInset: 8
    closePolicy: Drawer.CloseOnEscape | Drawer.CloseOnPressOutside
    bottomPadding: 8
    edge: Theme.mirrored ? Qt.LeftEdge : Qt.RightEdge
    focus: true
    height: parent ? parent.height : 600
    interactive: false
    modal: true
    padding: 0
    leftInset: Theme.mirrored ? 8 : 0
    leftPadding: leftInset
    rightInset: Theme.mirrored ? 0 : 8
    rightPadding: rightInset
    topInset: 8
    topPadding: 8
    width: Math.min(580, parent ? parent.width - 40 : 580)
    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    background: Rectangle {
        border.color: Theme.borderStrong
        border.width: 1
        color: Theme.raised
        radius: Theme.radiusPanel

        Shadow { radius: Theme.radiusPanel; blur: 30 }
    }
    contentItem: ColumnLayout {
        Accessible.name: sheet.title
        Accessible.role: Accessible.Dialog
        focus: true
        spacing: 0
        Keys.onEscapePressed: sheet.close()
        Keys.onSpacePressed: sheet.close()

        RowLayout {
            Layout.bottomMargin: Theme.space14
            Layout.fillWidth: true
            Layout.margins: 18
            spacing: Theme.space12

            RowLayout {
                id: head

                Layout.fillWidth: false
                spacing: Theme.space12
                visible: children.length > 0
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 1

                AppText {
                    Layout.fillWidth: true
                    text: sheet.title
                    font.pixelSize: Theme.title + 1
                    font.weight: Font.DemiBold
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    mono: true
                    text: sheet.subtitle
                    visible: text !== ""
                    font.pixelSize: Theme.small
                }
            }
            IconButton {
                glyph: Glyphs.close
                objectName: "closeSheet"
                tip: qsTr("Close (Esc)")
                onClicked: sheet.close()
            }
        }
        Flickable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            contentHeight: body.implicitHeight + 20
            ScrollBar.vertical: Scroll {}

            ColumnLayout {
                id: body

                spacing: 18
                width: parent.width - 36
                x: 18
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
            visible: foot.children.length > 0
        }
        RowLayout {
            id: foot

            Layout.fillWidth: true
            Layout.leftMargin: 18
            Layout.margins: Theme.space14
            Layout.rightMargin: 18
            spacing: Theme.space8
            visible: children.length > 0
        }
    }
}
