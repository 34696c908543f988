import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// First the form, then, once, the key.
FormDialog {
    id: dialog

    required property Session session
    required property string accountId
    required property string email
    readonly property bool made: editor.secret !== ""

    signal finished(message: string)

    busy: editor.busy
    closePolicy: busy || made ? Popup.NoAutoClose : Popup.CloseOnEscape
    glyph: Glyphs.keyRound
    text: made ? qsTr("Copy the key now and keep it safe: nobody can read it again, not even the server.") : email
    title: made ? qsTr("The key “%1”").arg(editor.name.trim()) : qsTr("Create API key")
    width: made ? 520 : 440
    onClosed: editor.forget()
    onOpened: name.forceActiveFocus()

    ApiKeyEditor {
        id: editor

        accountId: dialog.accountId
        session: dialog.session
        onDone: copyButton.forceActiveFocus()
    }

    FormRow {
        Layout.fillWidth: true
        error: editor.errorField === "name" ? editor.error : ""
        help: qsTr("Tells where the key is used, such as “web shop”.")
        label: qsTr("Name")
        visible: !dialog.made

        Field {
            id: name

            Accessible.name: qsTr("Name")
            Layout.fillWidth: true
            failed: editor.errorField === "name"
            maximumLength: 100
            objectName: "keyName"
            readOnly: editor.busy
            text: editor.name
            onAccepted: editor.submit()
            onTextEdited: editor.name = text
        }
    }
    Rectangle {
        Layout.fillWidth: true
        color: Theme.input
        implicitHeight: secret.implicitHeight + Theme.space24
        radius: Theme.radius
        visible: dialog.made
        border.color: Theme.border
        border.width: 1

        TextEdit {
            id: secret

            Accessible.name: qsTr("API key")
            Accessible.readOnly: true
            Accessible.role: Accessible.EditableText
            activeFocusOnTab: true
            anchors.left: parent.left
            anchors.margins: Theme.space12
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.text
            objectName: "secret"
            readOnly: true
            selectByMouse: true
            selectedTextColor: Theme.textOnFill
            selectionColor: Theme.accent
            text: editor.secret
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.WrapAnywhere
            font.family: Theme.mono
            font.pixelSize: Theme.body
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
            objectName: "stored"
            text: dialog.made ? qsTr("I have stored it") : qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            busy: editor.busy
            kind: "primary"
            objectName: "submit"
            text: qsTr("Create key")
            visible: !dialog.made
            onClicked: editor.submit()
        },
        PushButton {
            id: copyButton

            glyph: editor.copied ? Glyphs.check : Glyphs.copy
            kind: "primary"
            objectName: "copyKey"
            text: editor.copied ? qsTr("Copied") : qsTr("Copy key")
            visible: dialog.made
            onClicked: editor.copySecret()
        }
    ]
}
