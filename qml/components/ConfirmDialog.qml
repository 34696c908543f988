import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors

// Asks before what can't be undone, says what follows, and where it matters wants a word typed.
FormDialog {
    id: dialog

    required property ActionCenter actions

    busy: actions.busy
    dangerous: actions.dangerous
    glyph: Glyphs.named(actions.questionGlyph)
    text: actions.consequence
    title: actions.question
    onClosed: actions.dismiss()
    onOpened: typed.text = ""
    onSubmitted: if (confirm.enabled) dialog.actions.confirm()

    Connections {
        target: dialog.actions

        function onChanged() {
            if (dialog.actions.question === "")
                dialog.close()
            else if (!dialog.opened)
                dialog.open()
        }
    }
    FormRow {
        Layout.fillWidth: true
        label: qsTr("Type %1 to confirm").arg(dialog.actions.word)
        visible: dialog.actions.word !== ""

        Field {
            id: typed

            Accessible.name: qsTr("Type %1 to confirm").arg(dialog.actions.word)
            Layout.fillWidth: true
            focus: true
            objectName: "confirmWord"
            onAccepted: if (confirm.enabled) dialog.actions.confirm()
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: dialog.actions.error
        visible: text !== ""
    }

    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !dialog.busy
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            id: confirm

            busy: dialog.actions.busy
            enabled: !busy && (dialog.actions.word === "" || typed.text.trim() === dialog.actions.word)
            kind: dialog.dangerous ? "danger" : "primary"
            objectName: "confirm"
            text: dialog.actions.button
            onClicked: dialog.actions.confirm()
        }
    ]
}
