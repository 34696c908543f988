import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

FocusScope {
    id: page

    required property Session session
    required property Preferences preferences

    Component.onCompleted: (editor.address === "" ? address : editor.email === "" ? email : password).forceActiveFocus()

    SignInEditor {
        id: editor

        preferences: page.preferences
        session: page.session
    }

    Connections {
        target: editor

        function onChanged() {
            if (editor.error === "")
                return
            const field = editor.errorField
            ;(field === "address" ? address : field === "email" ? email : password).forceActiveFocus()
        }
    }

    ColumnLayout {
        anchors.centerIn: parent
        spacing: 18
        width: 380

        BrandMark { size: 40 }
        ColumnLayout {
            spacing: Theme.space4

            AppText {
                text: qsTr("Connect to a Beaver server")
                font.letterSpacing: -0.4
                font.pixelSize: Theme.hero
                font.weight: Font.DemiBold
            }
            AppText {
                color: Theme.text2
                text: qsTr("Sign in with an administrator's account.")
                font.pixelSize: Theme.lead
            }
        }
        Banner {
            Layout.fillWidth: true
            text: page.session.notice
            visible: text !== ""
        }
        FormRow {
            Layout.fillWidth: true
            Layout.topMargin: Theme.space6
            error: editor.errorField === "address" ? editor.error : ""
            help: editor.insecure ? qsTr("Not encrypted: everybody on the way can read your password.") : ""
            label: qsTr("Server address")
            warning: editor.insecure

            Field {
                id: address

                Accessible.name: qsTr("Server address")
                Layout.fillWidth: true
                failed: editor.errorField === "address"
                glyph: editor.encrypted ? Glyphs.lock : Glyphs.globe
                implicitHeight: Theme.controlLarge
                inputMethodHints: Qt.ImhUrlCharactersOnly
                objectName: "address"
                placeholderText: "https://beaver.example.com"
                readOnly: editor.busy
                text: editor.address
                onAccepted: editor.submit()
                onTextEdited: editor.address = text
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
                glyph: Glyphs.mail
                implicitHeight: Theme.controlLarge
                inputMethodHints: Qt.ImhEmailCharactersOnly
                objectName: "email"
                readOnly: editor.busy
                text: editor.email
                onAccepted: editor.submit()
                onTextEdited: editor.email = text
            }
        }
        FormRow {
            Layout.fillWidth: true
            error: editor.errorField === "password" ? editor.error : ""
            label: qsTr("Password")

            Field {
                id: password

                Accessible.name: qsTr("Password")
                Accessible.passwordEdit: true
                Layout.fillWidth: true
                echoMode: reveal.checked ? TextInput.Normal : TextInput.Password
                failed: editor.errorField === "password"
                glyph: Glyphs.keyRound
                implicitHeight: Theme.controlLarge
                inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
                objectName: "password"
                passwordCharacter: "•"
                readOnly: editor.busy
                rightPadding: reveal.width + Theme.space8
                text: editor.password
                onAccepted: editor.submit()
                onTextEdited: editor.password = text

                IconButton {
                    id: reveal

                    anchors.right: parent.right
                    anchors.rightMargin: Theme.space4
                    anchors.verticalCenter: parent.verticalCenter
                    checkable: true
                    glyph: checked ? Glyphs.eyeOff : Glyphs.eye
                    tip: checked ? qsTr("Hide the password") : qsTr("Show the password")
                }
            }
        }
        Banner {
            Layout.fillWidth: true
            failed: true
            text: editor.error
            visible: editor.error !== "" && editor.errorField === ""
        }
        PushButton {
            Layout.fillWidth: true
            Layout.topMargin: Theme.space4
            busy: editor.busy
            implicitHeight: Theme.controlLarge
            kind: "primary"
            objectName: "connect"
            text: editor.busy ? qsTr("Connecting…") : qsTr("Connect")
            onClicked: editor.submit()
        }
    }

    ThemeButton {
        anchors.bottom: parent.bottom
        anchors.margins: Theme.space16
        anchors.right: parent.right
        preferences: page.preferences
    }
}
