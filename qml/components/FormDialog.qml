import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Beaver.Console

// A dialog in the middle of its parent; Escape closes it unless something is under way, and asks first where that would
// lose what was typed. Ctrl with Return is submitted().
Popup {
    id: dialog

    property string title
    property string text
    property string glyph
    property bool busy: false
    property bool dangerous: false
    property bool dirty: false // something would be lost
    property bool leaving: false // and whether it may be is asked
    property Item left: null // where the focus was then
    property alias footer: foot.data
    default property alias content: body.data
    readonly property Item focused: contentItem.Window.activeFocusItem
    readonly property real room: (parent ? parent.height : 640) - head.implicitHeight - foot.implicitHeight - 4 * Theme.space20 - Theme.space32

    signal submitted()

    function ask(whether: bool) {
        if (whether)
            left = focused
        leaving = whether
        const next = whether ? stay : left
        next?.forceActiveFocus(Qt.TabFocusReason)
    }

    closePolicy: busy || dirty ? Popup.NoAutoClose : Popup.CloseOnEscape
    focus: true
    modal: true
    padding: 0
    width: 440
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.max(0, Math.round((parent.height - height) / 2.6)) : 0
    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    onClosed: leaving = false
    onFocusedChanged: scroll.reveal(focused)
    onDirtyChanged: if (!dirty) leaving = false

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
        Keys.onEscapePressed: (event) => {
            event.accepted = dialog.dirty && !dialog.busy
            if (event.accepted)
                dialog.ask(!dialog.leaving)
        }

        Shortcut {
            enabled: dialog.opened && !dialog.busy && !dialog.leaving
            sequences: ["Ctrl+Return", "Ctrl+Enter"]
            onActivated: dialog.submitted()
        }

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
            visible: !dialog.leaving
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: Theme.space20
            objectName: "leaveQuestion"
            spacing: Theme.space8
            visible: dialog.leaving

            AppText {
                Accessible.role: Accessible.AlertMessage
                Layout.fillWidth: true
                text: qsTr("What you typed isn't saved.")
                wrapMode: Text.Wrap
            }
            PushButton {
                id: stay

                objectName: "stay"
                text: qsTr("Go on editing")
                onClicked: dialog.ask(false)
            }
            PushButton {
                kind: "danger"
                objectName: "leave"
                text: qsTr("Throw it away")
                onClicked: dialog.close()
            }
        }
    }
}
