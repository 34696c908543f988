pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// A forgotten password: a mail with a token, then a new password.
FormDialog {
    id: dialog

    required property Session session

    signal passwordSet(email: string)

    function begin(address: string, known: string) {
        reset.startOver(address, known)
        open()
    }
    function focusField() {
        const field = reset.errorField === "password" ? password : reset.errorField === "repeated" ? repeated : reset.wantsToken ? token : email
        field.forceActiveFocus(Qt.TabFocusReason)
    }

    busy: reset.busy
    glyph: Glyphs.keyRound
    text: reset.wantsToken ? qsTr("If %1 is the address of an account, a mail with a token is on its way. It is good for an hour. Setting a password ends all sign-ins of the account.").arg(reset.email)
                           : qsTr("%1 sends a mail with a token to set a new one.").arg(reset.address)
    title: reset.wantsToken ? qsTr("Set a new password") : qsTr("Forgot your password?")
    onOpened: focusField()
    onSubmitted: reset.submit()

    PasswordReset {
        id: reset

        session: dialog.session
        onDone: {
            if (!reset.set)
                return dialog.focusField()
            dialog.passwordSet(reset.email)
            dialog.close()
        }
        onChanged: if (reset.error !== "" && !reset.busy) dialog.focusField()
    }
    FormRow {
        Layout.fillWidth: true
        error: reset.errorField === "email" ? reset.error : ""
        label: qsTr("Email")
        visible: !reset.wantsToken

        Field {
            id: email

            Accessible.name: qsTr("Email")
            Layout.fillWidth: true
            failed: reset.errorField === "email"
            inputMethodHints: Qt.ImhEmailCharactersOnly
            objectName: "resetEmail"
            readOnly: reset.busy
            text: reset.email
            onAccepted: reset.submit()
            onTextEdited: reset.email = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: reset.errorField === "token" ? reset.error : ""
        help: qsTr("Both stand in the mail")
        label: qsTr("Link or token")
        visible: reset.wantsToken

        Field {
            id: token

            Accessible.name: qsTr("Link or token")
            Layout.fillWidth: true
            failed: reset.errorField === "token"
            mono: true
            objectName: "resetToken"
            readOnly: reset.busy
            text: reset.token
            onAccepted: reset.submit()
            onTextEdited: reset.token = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: reset.errorField === "password" ? reset.error : ""
        help: qsTr("10 characters at least")
        label: qsTr("New password")
        visible: reset.wantsToken

        Field {
            id: password

            Accessible.description: qsTr("New password") // Qt tells no names of these
            Accessible.name: qsTr("New password")
            Accessible.passwordEdit: true
            Layout.fillWidth: true
            echoMode: TextInput.Password
            failed: reset.errorField === "password"
            objectName: "resetPassword"
            readOnly: reset.busy
            text: reset.password
            onAccepted: reset.submit()
            onTextEdited: reset.password = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: reset.errorField === "repeated" ? reset.error : ""
        label: qsTr("New password again")
        visible: reset.wantsToken

        Field {
            id: repeated

            Accessible.description: qsTr("New password again") // Qt tells no names of these
            Accessible.name: qsTr("New password again")
            Accessible.passwordEdit: true
            Layout.fillWidth: true
            echoMode: TextInput.Password
            failed: reset.errorField === "repeated"
            objectName: "resetRepeated"
            readOnly: reset.busy
            text: reset.repeated
            onAccepted: reset.submit()
            onTextEdited: reset.repeated = text
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        objectName: "resetError"
        text: reset.error
        visible: reset.error !== "" && reset.errorField === ""
    }

    footer: [
        PushButton {
            enabled: !dialog.busy
            kind: "ghost"
            objectName: "haveToken"
            text: reset.wantsToken ? qsTr("Ask for another mail") : qsTr("I have a token")
            onClicked: {
                reset.wantsToken = !reset.wantsToken
                dialog.focusField()
            }
        },
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !dialog.busy
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            busy: reset.busy
            enabled: !busy
            kind: "primary"
            objectName: "resetSubmit"
            text: reset.wantsToken ? qsTr("Set the password") : qsTr("Send the mail")
            onClicked: reset.submit()
        }
    ]
}
