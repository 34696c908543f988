import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

FormDialog {
    id: dialog

    required property Session session

    signal finished(message: string)

    busy: editor.busy
    glyph: Glyphs.user
    text: qsTr("The customer can use it once it has an API key.")
    title: qsTr("New account")
    onOpened: email.forceActiveFocus()

    AccountEditor {
        id: editor

        session: dialog.session
        onDone: {
            dialog.finished(qsTr("%1 created").arg(editor.email.trim()))
            dialog.close()
        }
    }

    FormRow {
        Layout.fillWidth: true
        error: editor.errorField === "email" ? editor.error : ""
        label: qsTr("Email")

        Field {
            id: email

            Accessible.name: qsTr("Email")
            Layout.fillWidth: true
            failed: editor.errorField === "email"
            inputMethodHints: Qt.ImhEmailCharactersOnly
            objectName: "newEmail"
            placeholderText: qsTr("name@example.com")
            readOnly: editor.busy
            text: editor.email
            onAccepted: editor.submit()
            onTextEdited: editor.email = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: editor.errorField === "initialBalance" ? editor.error : ""
        label: qsTr("Initial balance")
        optional: true

        Field {
            Accessible.name: qsTr("Initial balance in US dollars")
            Layout.fillWidth: true
            failed: editor.errorField === "initialBalance"
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            objectName: "newBalance"
            placeholderText: "0.00"
            readOnly: editor.busy
            suffix: "USD"
            text: editor.initialBalance
            onAccepted: editor.submit()
            onTextEdited: editor.initialBalance = text
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: editor.error
        visible: editor.error !== "" && editor.errorField === ""
    }
    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !editor.busy
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            busy: editor.busy
            kind: "primary"
            objectName: "submit"
            text: qsTr("Create account")
            onClicked: editor.submit()
        }
    ]
}
