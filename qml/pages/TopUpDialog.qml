import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

FormDialog {
    id: dialog

    required property Session session
    required property string accountId
    required property string email
    required property string balance

    signal finished(message: string)

    busy: editor.busy
    glyph: Glyphs.wallet
    text: qsTr("%1\nBalance %2").arg(email).arg(balance)
    title: qsTr("Top up")
    onOpened: amount.forceActiveFocus()

    TopUpEditor {
        id: editor

        accountId: dialog.accountId
        session: dialog.session
        onDone: {
            dialog.finished(qsTr("%1 added to %2: the balance is %3").arg(editor.readableAmount).arg(dialog.email).arg(editor.newBalance))
            dialog.close()
        }
    }

    FormRow {
        Layout.fillWidth: true
        error: editor.errorField === "amount" ? editor.error : ""
        help: qsTr("A top-up goes into the ledger for good.")
        label: qsTr("Amount")

        Field {
            id: amount

            Accessible.name: qsTr("Amount in US dollars")
            Layout.fillWidth: true
            failed: editor.errorField === "amount"
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            objectName: "amount"
            placeholderText: "0.00"
            readOnly: editor.busy
            suffix: "USD"
            text: editor.amount
            onAccepted: editor.submit()
            onTextEdited: editor.amount = text
        }
    }
    FormRow {
        Layout.fillWidth: true
        error: editor.errorField === "description" ? editor.error : ""
        label: qsTr("Description")
        optional: true

        Field {
            Accessible.name: qsTr("Description")
            Layout.fillWidth: true
            failed: editor.errorField === "description"
            placeholderText: qsTr("What the customer reads on the statement")
            readOnly: editor.busy
            text: editor.description
            onAccepted: editor.submit()
            onTextEdited: editor.description = text
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
            text: editor.readableAmount !== "" ? qsTr("Add %1").arg(editor.readableAmount) : qsTr("Top up")
            onClicked: editor.submit()
        }
    ]
}
