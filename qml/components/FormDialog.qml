import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Beaver.Console

// A dialog in the middle of its parent; Escape closes it unless something is under way.
Popup {
    id: dialog

    property string title
    property string text
    property string glyph
    property bool busy: false
    property bool dangerous: false
    property alias footer: foot.data
    default property alias content: body.data

    closePolicy: busy ? Popup.NoAutoClose : Popup.CloseOnEscape
    focus: true
    modal: true
    padding: 0
    width: 440
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.max(0, Math.round((parent.height - height) / 2.6)) : 0
    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast; easing.type: Easing.OutCubic }
    }
    background: Rectangle {
        color: Theme.raised
        radius: Theme.radiusPanel
        border.color: Theme.borderStrong
        border.width: 1

        Shadow { radius: Theme.radiusPanel; blur: 30 }
    }
    contentItem: ColumnLayout {
        Accessible.name: dialog.title
        Accessible.role: Accessible.Dialog
        spacing: 0

        RowLayout {
            Layout.margins: Theme.space20
            Layout.bottomMargin: Theme.space16
            spacing: Theme.space12

            Rectangle {
                Layout.alignment: Qt.AlignTop
                color: dialog.dangerous ? Theme.dangerSoft : Theme.accentSoft
                implicitHeight: 36
                implicitWidth: 36
                radius: Theme.radiusPopup

                Icon {
                    anchors.centerIn: parent
                    color: dialog.dangerous ? Theme.danger : Theme.accentText
                    glyph: dialog.glyph
                    size: 18
                }
            }
            ColumnLayout {
                spacing: Theme.space2

                AppText {
                    Layout.fillWidth: true
                    text: dialog.title
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text2
                    maximumLineCount: 6
                    lineHeight: 1.2
                    objectName: "dialogText"
                    visible: text !== ""
                    text: dialog.text
                    wrapMode: Text.Wrap
                }
            }
        }
        ColumnLayout {
            id: body

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space20
            Layout.rightMargin: Theme.space20
            spacing: Theme.space16
        }
        RowLayout {
            id: foot

            Layout.fillWidth: true
            Layout.margins: Theme.space20
            spacing: Theme.space8
        }
    }
}
