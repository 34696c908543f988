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
    readonly property Item focused: contentItem.Window.activeFocusItem
    readonly property real room: (parent ? parent.height : 640) - head.implicitHeight - foot.implicitHeight - 4 * Theme.space20 - Theme.space32

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

    onFocusedChanged: scroll.reveal(focused)

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
            id: head

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
        // Longer than a small window, a form scrolls between its title and its buttons.
        Flickable {
            id: scroll

            function reveal(item: Item) {
                for (let each = item; each; each = each.parent)
                    if (each === body) {
                        const top = item.mapToItem(body, 0, 0).y
                        contentY = Math.max(0, Math.min(top - 28, Math.max(contentY, top + item.height + 28 - height), contentHeight - height))
                        return
                    }
            }

            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(contentHeight, dialog.room)
            ScrollBar.vertical: Scroll {}
            boundsBehavior: Flickable.StopAtBounds
            clip: contentHeight > height
            contentHeight: body.implicitHeight
            interactive: contentHeight > height
            onContentHeightChanged: grown.start()

            // Where things stand now is known a moment later.
            Timer {
                id: grown

                interval: 0
                onTriggered: scroll.reveal(dialog.focused)
            }

            ColumnLayout {
                id: body

                spacing: Theme.space16
                width: scroll.width - 2 * Theme.space20
                x: Theme.space20
            }
        }
        RowLayout {
            id: foot

            Layout.fillWidth: true
            Layout.margins: Theme.space20
            spacing: Theme.space8
        }
    }
}
