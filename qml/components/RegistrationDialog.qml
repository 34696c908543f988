pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// An account for somebody who has none.
FormDialog {
    id: dialog

    required property Session session
    required property Preferences preferences

    signal proved(email: string)

    function begin(address: string, known: string) {
        open()
        form.startOver(address, known)
    }
    function fieldOf(name: string): Item {
        return name === "password" ? password : name === "repeated" ? repeated : name === "invitation" ? invitation : name === "token" ? token : name === "name" ? name_ : email
    }
    function focusField() {
        const field = form.errorField !== "" ? fieldOf(form.errorField) : form.step === "token" ? token : email
        if (form.step === "form" || form.step === "token")
            field.forceActiveFocus(Qt.TabFocusReason)
        else
            main.forceActiveFocus(Qt.TabFocusReason)
    }

    busy: form.busy
    closePolicy: busy || form.step === "made" ? FormDialog.NoAutoClose : FormDialog.CloseOnEscape
    glyph: form.step === "made" ? Glyphs.keyRound : form.step === "token" ? Glyphs.mail : Glyphs.user
    text: form.step === "asking" ? qsTr("Asking %1 who may register…").arg(form.address)
        : form.step === "closed" ? qsTr("At %1 nobody makes an account of their own. Ask who runs it for one.").arg(form.address)
        : form.step === "token" ? qsTr("A mail is on its way to %1. Open its link and sign in, or paste the link here.").arg(form.email)
        : form.step === "made" ? qsTr("The account is there. This is its first API key, for programs that call models. It is shown once.")
        : form.step === "form" && form.invited ? qsTr("At %1 accounts are made by invitation.").arg(form.address)
        : form.step === "form" ? qsTr("At %1. It gets an API key and a balance of its own.").arg(form.address) : ""
    title: form.step === "token" ? qsTr("Confirm your address") : form.step === "made" ? qsTr("Store your API key") : qsTr("Create an account")
    onClosed: form.forget()

    Registration {
        id: form

        preferences: dialog.preferences
        session: dialog.session
        onChanged: if (form.error !== "" && !form.busy && dialog.opened) dialog.focusField()
        onDone: {
            if (form.step !== "proved")
                return dialog.focusField()
            dialog.proved(form.email)
            dialog.close()
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "email" ? form.error : ""
        label: qsTr("Email")
        visible: form.step === "form"

        Field {
            id: email

            Accessible.name: qsTr("Email")
            Layout.fillWidth: true
            failed: form.errorField === "email"
            inputMethodHints: Qt.ImhEmailCharactersOnly
            objectName: "registerEmail"
            readOnly: form.busy
            text: form.email
            onAccepted: form.submit()
            onTextEdited: form.email = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "name" ? form.error : ""
        label: qsTr("Name")
        optional: true
        visible: form.step === "form"

        Field {
            id: name_

            Accessible.name: qsTr("Name")
            Layout.fillWidth: true
            failed: form.errorField === "name"
            objectName: "registerName"
            readOnly: form.busy
            text: form.name
            onAccepted: form.submit()
            onTextEdited: form.name = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "password" ? form.error : ""
        help: qsTr("10 characters at least. Common passwords, rows of keys and your address are refused.")
        label: qsTr("Password")
        visible: form.step === "form"

        Field {
            id: password

            Accessible.description: qsTr("Password") // Qt tells no names of these
            Accessible.name: qsTr("Password")
            Accessible.passwordEdit: true
            Layout.fillWidth: true
            echoMode: TextInput.Password
            failed: form.errorField === "password"
            objectName: "registerPassword"
            passwordCharacter: "•"
            readOnly: form.busy
            text: form.password
            onAccepted: form.submit()
            onTextEdited: form.password = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "repeated" ? form.error : ""
        label: qsTr("Password again")
        visible: form.step === "form"

        Field {
            id: repeated

            Accessible.description: qsTr("Password again") // Qt tells no names of these
            Accessible.name: qsTr("Password again")
            Accessible.passwordEdit: true
            Layout.fillWidth: true
            echoMode: TextInput.Password
            failed: form.errorField === "repeated"
            objectName: "registerRepeated"
            passwordCharacter: "•"
            readOnly: form.busy
            text: form.repeated
            onAccepted: form.submit()
            onTextEdited: form.repeated = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "invitation" ? form.error : ""
        help: form.invited ? qsTr("From the mail, or from whoever invited you") : qsTr("If somebody gave you one")
        label: qsTr("Invitation")
        optional: !form.invited
        visible: form.step === "form"

        Field {
            id: invitation

            Accessible.name: qsTr("Invitation")
            Layout.fillWidth: true
            failed: form.errorField === "invitation"
            mono: true
            objectName: "registerInvitation"
            readOnly: form.busy
            text: form.invitation
            onAccepted: form.submit()
            onTextEdited: form.invitation = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: form.errorField === "token" ? form.error : ""
        help: form.resent ? qsTr("Asked for another mail. It comes if the address waits to be confirmed.") : qsTr("Both stand in the mail")
        label: qsTr("Link or token")
        visible: form.step === "token"

        Field {
            id: token

            Accessible.name: qsTr("Link or token")
            Layout.fillWidth: true
            failed: form.errorField === "token"
            mono: true
            objectName: "registerToken"
            readOnly: form.busy
            text: form.token
            onAccepted: form.submit()
            onTextEdited: form.token = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        help: form.copied ? qsTr("It is on the clipboard.") : qsTr("Others are made on the page of your keys.")
        label: qsTr("API key")
        visible: form.step === "made"

        Field {
            Accessible.name: qsTr("API key")
            Layout.fillWidth: true
            mono: true
            objectName: "registeredKey"
            readOnly: true
            text: form.key
        }
        IconButton {
            glyph: Glyphs.copy
            objectName: "copyRegisteredKey"
            tip: qsTr("Copy the key")
            onClicked: form.copyKey()
        }
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        objectName: "registerError"
        text: form.error
        visible: form.error !== "" && form.errorField === ""
    }

    footer: [
        PushButton {
            enabled: !form.busy
            kind: "ghost"
            objectName: "registerTurn"
            text: form.step === "token" ? qsTr("Back") : qsTr("I have a token")
            visible: form.step === "form" || form.step === "token"
            onClicked: {
                form.turn()
                dialog.focusField()
            }
        },
        PushButton {
            enabled: !form.busy && !form.resent
            kind: "ghost"
            objectName: "registerResend"
            text: qsTr("Send again")
            visible: form.step === "token"
            onClicked: form.resend()
        },
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !form.busy
            text: qsTr("Cancel")
            visible: form.step !== "made" && form.step !== "closed"
            onClicked: dialog.close()
        },
        PushButton {
            id: main

            busy: form.busy
            enabled: !busy
            kind: "primary"
            objectName: "registerSubmit"
            text: form.step === "closed" ? qsTr("Close") : form.step === "unknown" ? qsTr("Try again") : form.step === "made" ? qsTr("I stored it: sign in")
                : form.step === "token" ? qsTr("Confirm") : qsTr("Create account")
            onClicked: form.step === "closed" ? dialog.close() : form.step === "made" ? form.enter() : form.submit()
        }
    ]
}
