pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// The account that is signed in goes, after its email is typed.
FormDialog {
    id: dialog

    required property Session session

    busy: deletion.busy
    dangerous: true
    glyph: Glyphs.trash2
    text: qsTr("Your keys stop working at once, and what is left of your balance is lost. Your name and email are erased; the ledger keeps its lines. This can't be undone.")
    title: qsTr("Delete your account?")
    onSubmitted: deletion.submit()
    onOpened: {
        deletion.typed = ""
        deletion.password = ""
        typed.forceActiveFocus(Qt.TabFocusReason)
    }

    OwnDeletion {
        id: deletion

        session: dialog.session
    }
    FormRow {
        Layout.fillWidth: true
        error: deletion.errorField === "typed" ? deletion.error : ""
        label: qsTr("Type %1 to confirm").arg(deletion.word)

        Field {
            id: typed

            Accessible.name: qsTr("Type %1 to confirm").arg(deletion.word)
            Layout.fillWidth: true
            failed: deletion.errorField === "typed"
            objectName: "deletionWord"
            text: deletion.typed
            onAccepted: deletion.submit()
            onTextEdited: deletion.typed = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: deletion.errorField === "password" ? deletion.error : ""
        help: qsTr("Empty if the account has none")
        label: qsTr("Password")

        Field {
            Accessible.description: qsTr("Password") // Qt tells no names of these
            Accessible.name: qsTr("Password")
            Accessible.passwordEdit: true
            Layout.fillWidth: true
            echoMode: TextInput.Password
            failed: deletion.errorField === "password"
            objectName: "deletionPassword"
            text: deletion.password
            onAccepted: deletion.submit()
            onTextEdited: deletion.password = text
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: deletion.error
        visible: deletion.error !== "" && deletion.errorField === ""
    }

    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !dialog.busy
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            busy: deletion.busy
            enabled: !busy && deletion.typed.trim() === deletion.word
            kind: "danger"
            objectName: "deleteAccount"
            text: qsTr("Delete the account")
            onClicked: deletion.submit()
        }
    ]
}
