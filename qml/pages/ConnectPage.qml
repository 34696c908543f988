pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

FocusScope {
    id: page

    required property Session session
    required property Preferences preferences
    required property LocalGateway gateway

    function fieldOf(name: string): Item {
        return name === "address" ? address : name === "email" ? email : name === "apiKey" ? apiKey : name === "code" ? code : password
    }

    // Where to is said before anything is sent there.
    function resetPassword() {
        if (editor.checkAddress())
            reset.begin(editor.address, editor.email)
    }

    function register() {
        if (editor.checkAddress())
            registration.begin(editor.address, editor.email)
    }

    Component.onCompleted: (editor.address === "" ? address : editor.byKey ? apiKey : editor.email === "" ? email : password).forceActiveFocus()

    SignInEditor {
        id: editor

        preferences: page.preferences
        session: page.session
    }
    ServerCheck {
        id: check

        address: editor.wantsCode ? "" : editor.address
        session: page.session
    }
    Connections {
        target: page.gateway

        function onFailed(error: string) {
            problem.text = error
        }
        function onReady(address: string, email: string, password: string) {
            editor.signInTo(address, email, password)
        }
    }
    Connections {
        target: editor

        function onChanged() {
            if (editor.error !== "")
                page.fieldOf(editor.errorField).forceActiveFocus()
            else if (editor.wantsCode && !code.activeFocus && !editor.busy)
                code.forceActiveFocus()
        }
    }

    // In a small window, what has the focus is scrolled into sight.
    Connections {
        function onActiveFocusItemChanged() {
            scroll.reveal(page.Window.activeFocusItem)
        }

        target: page.Window.window
    }
    Flickable {
        id: scroll

        function reveal(item: Item) {
            for (let each = item; each; each = each.parent)
                if (each === form) {
                    const top = item.mapToItem(contentItem, 0, 0).y
                    contentY = Math.max(0, Math.min(top - 40, Math.max(contentY, top + item.height + 40 - height), contentHeight - height))
                    return
                }
        }

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: Math.max(height, form.implicitHeight + 80)
        onContentHeightChanged: grown.start()

        // Where things stand now is known a moment later.
        Timer {
            id: grown

            interval: 0
            onTriggered: scroll.reveal(page.Window.activeFocusItem)
        }
        ScrollBar.vertical: Scroll {}

        ColumnLayout {
            id: form

            anchors.centerIn: parent
            spacing: Theme.space16
            width: 400

            BrandMark { size: 40 }
            ColumnLayout {
                Layout.bottomMargin: Theme.space8
                spacing: Theme.space4

                AppText {
                    Accessible.role: Accessible.Heading
                    text: editor.wantsCode ? qsTr("Second factor") : qsTr("Connect to a Beaver server")
                    font.letterSpacing: -0.4
                    font.pixelSize: Theme.hero
                    font.weight: Font.DemiBold
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text2
                    text: editor.wantsCode ? qsTr("Enter the code that your authenticator shows, or one of your recovery codes.")
                                           : qsTr("Sign in with your account, or with an admin key.")
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.lead
                }
            }
            Banner {
                Layout.fillWidth: true
                text: page.session.notice
                visible: text !== ""
            }
            Banner {
                id: wasSet

                Layout.fillWidth: true
                glyph: Glyphs.info
                objectName: "passwordSet"
                visible: text !== ""
            }
            FormRow {
                Layout.fillWidth: true
                error: editor.errorField === "address" ? editor.error : ""
                help: editor.insecure ? qsTr("Not encrypted: everybody on the way can read your password.") : ""
                label: qsTr("Server address")
                visible: !editor.wantsCode
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
                PushButton {
                    glyph: Glyphs.history
                    implicitHeight: Theme.controlLarge
                    tip: qsTr("Servers you were connected to")
                    visible: page.preferences.servers.length > 1
                    onClicked: known.popup(this, 0, height + 4)
                }
            }
            RowLayout {
                Layout.topMargin: -Theme.space6
                objectName: "check"
                spacing: Theme.space6
                visible: check.state !== "" && !editor.wantsCode && editor.errorField !== "address"

                Icon {
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: 1
                    color: checked.color
                    glyph: ({ asking: Glyphs.clock, verified: Glyphs.shieldCheck, local: Glyphs.laptop, untrusted: Glyphs.shieldAlert, plain: Glyphs.shieldAlert })[check.state] ?? Glyphs.circleAlert
                    size: 14
                }
                AppText {
                    id: checked

                    Layout.fillWidth: true
                    color: check.tone === "neutral" ? Theme.text3 : Theme.toneText(check.tone)
                    elide: Text.ElideNone
                    objectName: "checked"
                    text: check.text
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.small
                }
                PushButton {
                    glyph: Glyphs.refreshCw
                    kind: "ghost"
                    objectName: "lookAgain"
                    small: true
                    tip: qsTr("Look again")
                    visible: check.state === "gone"
                    onClicked: check.look()
                }
            }
            Rectangle {
                Layout.fillWidth: true
                border.color: Theme.border
                border.width: 1
                color: Theme.card
                implicitHeight: certificate.implicitHeight + 28
                radius: Theme.radiusPopup
                visible: editor.fingerprint !== ""

                ColumnLayout {
                    id: certificate

                    anchors.fill: parent
                    anchors.margins: Theme.space14
                    spacing: Theme.space8

                    AppText {
                        text: qsTr("Fingerprint of the certificate (SHA-256)")
                        font.pixelSize: Theme.small
                        font.weight: Font.Medium
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text2
                        mono: true
                        text: editor.fingerprint
                        wrapMode: Text.WrapAnywhere
                        font.pixelSize: Theme.caption
                    }
                    PushButton {
                        glyph: Glyphs.shieldAlert
                        objectName: "trust"
                        small: true
                        text: qsTr("It is the one: trust it until I quit")
                        onClicked: editor.trust()
                    }
                }
            }
            Segmented {
                Layout.fillWidth: true
                objectName: "way"
                options: [{ value: "password", title: qsTr("Email and password") }, { value: "key", title: qsTr("Admin key") }]
                stretch: true
                value: editor.byKey ? "key" : "password"
                visible: !editor.wantsCode
                onPicked: (value) => editor.byKey = value === "key"
            }
            FormRow {
                Layout.fillWidth: true
                error: editor.errorField === "email" ? editor.error : ""
                label: qsTr("Email")
                visible: !editor.byKey && !editor.wantsCode

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
                visible: !editor.byKey && !editor.wantsCode

                Field {
                    id: password

                    Accessible.description: qsTr("Password") // Qt tells no names of these
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
                    atEnd: reveal.width + Theme.space8
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
            PushButton {
                Layout.alignment: Qt.AlignRight
                Layout.rightMargin: -Theme.space12
                Layout.topMargin: -Theme.space8
                enabled: !editor.busy
                kind: "ghost"
                objectName: "forgot"
                small: true
                text: qsTr("Forgot your password?")
                visible: !editor.byKey && !editor.wantsCode
                onClicked: page.resetPassword()
            }
            FormRow {
                Layout.fillWidth: true
                error: editor.errorField === "apiKey" ? editor.error : ""
                label: qsTr("Admin key")
                visible: editor.byKey && !editor.wantsCode

                Field {
                    id: apiKey

                    Accessible.description: qsTr("Admin key") // Qt tells no names of these
                    Accessible.name: qsTr("Admin key")
                    Accessible.passwordEdit: true
                    Layout.fillWidth: true
                    echoMode: TextInput.Password
                    failed: editor.errorField === "apiKey"
                    glyph: Glyphs.keyRound
                    implicitHeight: Theme.controlLarge
                    mono: true
                    objectName: "apiKey"
                    passwordCharacter: "•"
                    placeholderText: "beaver_…"
                    readOnly: editor.busy
                    text: editor.apiKey
                    onAccepted: editor.submit()
                    onTextEdited: editor.apiKey = text
                }
            }
            ColumnLayout {
                spacing: Theme.space4
                visible: editor.byKey && !editor.wantsCode

                Check {
                    checked: editor.keep && enabled
                    enabled: editor.keepProblem === ""
                    opacity: enabled ? 1 : 0.6
                    text: qsTr("Keep it in the system's keychain")
                    onToggled: editor.keep = checked
                }
                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: editor.keepProblem
                    visible: text !== ""
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.small
                }
            }
            FormRow {
                Layout.fillWidth: true
                error: editor.errorField === "code" ? editor.error : ""
                label: qsTr("Code")
                visible: editor.wantsCode

                Field {
                    id: code

                    Accessible.name: qsTr("Code")
                    Layout.fillWidth: true
                    failed: editor.errorField === "code"
                    glyph: Glyphs.shieldCheck
                    implicitHeight: Theme.controlLarge
                    mono: true
                    objectName: "code"
                    placeholderText: "123456"
                    readOnly: editor.busy
                    text: editor.code
                    onAccepted: editor.submit()
                    onTextEdited: editor.code = text
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
                text: editor.busy ? qsTr("Connecting…") : editor.wantsCode ? qsTr("Continue") : qsTr("Connect")
                onClicked: editor.submit()
            }
            PushButton {
                Layout.fillWidth: true
                Layout.topMargin: -Theme.space8
                enabled: !editor.busy
                kind: "ghost"
                objectName: "register"
                text: check.registration === "invite" ? qsTr("Create an account with an invitation") : qsTr("Create an account")
                visible: !editor.byKey && !editor.wantsCode && editor.named && check.registration !== "closed"
                onClicked: page.register()
            }
            AppText {
                Layout.fillWidth: true
                Layout.topMargin: -Theme.space8
                color: Theme.text3
                horizontalAlignment: Text.AlignHCenter
                objectName: "registrationClosed"
                text: qsTr("Accounts are made by who runs this server.")
                visible: !editor.byKey && !editor.wantsCode && check.registration === "closed"
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
            }
            PushButton {
                Layout.fillWidth: true
                kind: "ghost"
                text: qsTr("Back")
                visible: editor.wantsCode
                onClicked: editor.startOver()
            }
            RowLayout {
                spacing: Theme.space12
                visible: !editor.wantsCode

                Rectangle {
                    Layout.fillWidth: true
                    color: Theme.border
                    implicitHeight: 1
                }
                AppText {
                    color: Theme.text3
                    text: qsTr("or")
                    font.pixelSize: Theme.small
                }
                Rectangle {
                    Layout.fillWidth: true
                    color: Theme.border
                    implicitHeight: 1
                }
            }
            PushButton {
                Layout.fillWidth: true
                busy: page.gateway.starting
                enabled: !busy && page.gateway.problem === ""
                glyph: Glyphs.laptop
                implicitHeight: Theme.controlLarge
                objectName: "startLocal"
                text: page.gateway.running ? qsTr("Sign in to the gateway on this computer") : qsTr("Start a gateway on this computer")
                visible: !editor.wantsCode
                onClicked: page.gateway.running ? page.gateway.offer() : page.gateway.start()
            }
            PushButton {
                Layout.alignment: Qt.AlignHCenter
                kind: "ghost"
                objectName: "stopLocal"
                small: true
                text: qsTr("Stop the gateway on this computer")
                visible: page.gateway.running && !editor.wantsCode
                onClicked: page.gateway.stop()
            }
            AppText {
                id: problem

                Layout.fillWidth: true
                color: Theme.text3
                horizontalAlignment: Text.AlignHCenter
                text: page.gateway.problem !== "" ? page.gateway.problem : qsTr("With a database in your own folder; nothing else to set up.")
                visible: !editor.wantsCode
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
            }
        }
    }
    PasswordResetDialog {
        id: reset

        parent: page
        session: page.session
        onPasswordSet: (known) => {
            editor.email = known
            editor.password = ""
            wasSet.text = qsTr("The new password is set. Sign in with it.")
        }
        onClosed: password.forceActiveFocus(Qt.PopupFocusReason)
    }
    RegistrationDialog {
        id: registration

        parent: page
        preferences: page.preferences
        session: page.session
        onProved: (known) => {
            editor.email = known
            wasSet.text = qsTr("Your address is confirmed. Sign in with your password.")
        }
        onClosed: password.forceActiveFocus(Qt.PopupFocusReason)
    }
    ContextMenu {
        id: known

        Instantiator {
            model: page.preferences.servers

            delegate: ContextMenuItem {
                required property string modelData

                glyph: Glyphs.server
                text: modelData
                onTriggered: editor.address = modelData
            }
            onObjectAdded: (index, object) => known.insertItem(index, object as ContextMenuItem)
            onObjectRemoved: (index, object) => known.removeItem(object as ContextMenuItem)
        }
    }
    ThemeButton {
        anchors.bottom: parent.bottom
        anchors.margins: Theme.space16
        anchors.right: parent.right
        preferences: page.preferences
    }
}
