pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

Page {
    id: page

    readonly property var parts: (session.operates ? [{ value: "gateway", title: qsTr("Gateway") }] : []).concat([{ value: "profile", title: qsTr("Your account") }, { value: "security", title: qsTr("Sessions") }, { value: "webhooks", title: qsTr("Webhooks") }]).concat(session.operates ? [{ value: "invitations", title: qsTr("Invitations") }, { value: "mail", title: qsTr("Mail") }, { value: "cache", title: qsTr("Cache") }] : []).concat([{ value: "console", title: qsTr("This console") }, { value: "about", title: qsTr("About") }])
    readonly property string part: navigator.partOf(navigator.subject, parts)
    readonly property string webhook: part === "webhooks" ? navigator.inPart : "" // whose deliveries are shown
    readonly property RecordTable table: part === "security" ? sessions
        : part === "webhooks" ? (webhook !== "" ? deliveries : webhooks) : part === "invitations" ? invitations : part === "mail" ? mail : part === "cache" ? cache : null

    function refresh() {
        if (table !== null)
            table.reload()
    }
    function focusSearch() {
        if (bar.visible)
            bar.focusSearch()
    }

    Shortcut {
        enabled: page.visible && editor.dirty && !editor.busy && editor.meanwhile === ""
        sequences: ["Ctrl+Return", "Ctrl+Enter"]
        onActivated: editor.submit()
    }
    SettingsEditor {
        id: editor

        session: page.session
        onDone: page.actions.done(qsTr("Settings saved"), false)
    }
    AlertsReport {
        id: alerts

        session: page.session
    }
    RecordTable {
        id: sessions

        active: page.part === "security"
        kind: "sessions"
        session: page.session
    }
    RecordTable {
        id: webhooks

        active: page.part === "webhooks"
        kind: "webhooks"
        session: page.session
    }
    RecordTable {
        id: deliveries

        active: page.webhook !== ""
        kind: "deliveries"
        session: page.session
        within: ({ webhook_id: page.webhook })
    }
    RecordTable {
        id: invitations

        active: page.part === "invitations"
        kind: "invitations"
        session: page.session
    }
    RecordTable {
        id: mail

        active: page.part === "mail"
        kind: "mail"
        session: page.session
    }
    RecordTable {
        id: cache

        active: page.part === "cache"
        kind: "cache"
        session: page.session
    }
    DesktopNotifier {
        id: desktop
    }
    OwnDeletionDialog {
        id: deletion

        parent: page
        session: page.session
    }
    ProfileReport {
        id: profile

        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            crumb: page.table === deliveries ? qsTr("Webhooks") : ""
            title: page.table !== deliveries ? qsTr("Settings") : webhooks.count > 0 ? webhooks.titleOf(page.webhook) : page.webhook
            onCrumbPressed: page.navigator.open("settings", "webhooks")

            AppText {
                color: Theme.warn
                text: qsTr("Not saved yet")
                visible: editor.dirty
                font.pixelSize: Theme.small
            }
            PushButton {
                glyph: Glyphs.plus
                kind: "primary"
                objectName: "newWebhook"
                text: qsTr("New webhook")
                visible: page.table === webhooks && (page.session.mayCreate || !page.session.operates)
                onClicked: page.actions.start("webhook.create", {})
            }
            PushButton {
                enabled: !page.session.byKey
                glyph: Glyphs.logOut
                objectName: "signOutEverywhere"
                text: qsTr("Sign out everywhere…")
                visible: page.table === sessions
                onClicked: page.actions.start("session.endAll", {})
            }
            PushButton {
                glyph: Glyphs.plus
                kind: "primary"
                objectName: "invite"
                text: qsTr("Invite somebody")
                visible: page.table === invitations && page.session.mayCreate
                onClicked: page.actions.start("invitation.create", {})
            }
            PushButton {
                glyph: Glyphs.send
                objectName: "testMail"
                text: qsTr("Send a test mail…")
                visible: page.table === mail && page.session.mayCreate
                onClicked: page.actions.start("mail.test", {})
            }
            PushButton {
                enabled: cache.count > 0
                glyph: Glyphs.trash2
                objectName: "clearCache"
                text: qsTr("Forget all")
                visible: page.table === cache && page.session.mayCreate
                onClicked: page.actions.start("cache.clearAll", {})
            }
            PushButton {
                text: qsTr("Discard")
                visible: editor.dirty
                onClicked: editor.revert()
            }
            PushButton {
                busy: editor.busy
                enabled: !busy && editor.meanwhile === ""
                hint: "Ctrl ↵"
                kind: "primary"
                objectName: "saveSettings"
                text: qsTr("Save")
                visible: editor.dirty
                onClicked: editor.submit()
            }
        }
        TabRow {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            tabs: page.parts
            value: page.part
            onPicked: (value) => page.navigator.open("settings", value)
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: qsTr("Address, event, subject")
            navigator: page.navigator
            preferences: page.preferences
            table: page.table ?? sessions
            visible: page.table === mail || page.table === deliveries
        }
        Item {
            Layout.fillHeight: true
            Layout.fillWidth: true

            Flickable {
                id: flick

                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: column.implicitHeight + 48
                visible: page.table === null
                ScrollBar.vertical: Scroll {}

                ColumnLayout {
                    id: column

                    spacing: Theme.space16
                    width: Math.min(760, flick.width - 48)
                    x: Theme.mirrored ? flick.width - width - 24 : 24
                    y: 24

                    UnprovedBanner {
                        Layout.fillWidth: true
                        actionCenter: page.actions
                        profile: profile
                        visible: unproved && page.part === "profile"
                    }
                    Repeater {
                        model: page.part === "gateway" && editor.state === "loading" ? 3 : 0

                        Card {
                            Layout.fillWidth: true
                            pad: Theme.space20

                            Skeleton {
                                Layout.bottomMargin: Theme.space24
                                Layout.preferredWidth: 140
                            }
                            Skeleton {
                                Layout.bottomMargin: Theme.space16
                                Layout.fillWidth: true
                            }
                            Skeleton {
                                Layout.fillWidth: true
                            }
                        }
                    }
                    Repeater {
                        model: page.part === "gateway" ? editor.sections : []

                        Card {
                            id: section

                            required property var modelData

                            Layout.fillWidth: true
                            pad: Theme.space20
                            subtitle: modelData.text
                            title: modelData.title

                            Repeater {
                                model: section.modelData.fields

                                RowLayout {
                                    id: line

                                    required property var modelData

                                    Layout.bottomMargin: Theme.space8
                                    Layout.fillHeight: false
                                    Layout.fillWidth: true
                                    Layout.topMargin: Theme.space8
                                    spacing: Theme.space24

                                    ColumnLayout {
                                        Layout.fillHeight: false
                                        Layout.fillWidth: true
                                        spacing: Theme.space2

                                        AppText {
                                            Layout.fillWidth: true
                                            text: line.modelData.label
                                            font.weight: Font.Medium
                                        }
                                        AppText {
                                            Layout.fillWidth: true
                                            color: editor.errorField === line.modelData.name ? Theme.danger : Theme.text3
                                            text: editor.errorField === line.modelData.name ? editor.error : line.modelData.help
                                            visible: text !== ""
                                            font.pixelSize: Theme.small
                                        }
                                    }
                                    Toggle {
                                        checked: editor.values[line.modelData.name] === true
                                        enabled: page.session.mayCreate
                                        text: line.modelData.label
                                        visible: line.modelData.kind === "toggle"
                                        onToggled: editor.setValue(line.modelData.name, checked)
                                    }
                                    SelectBox {
                                        Layout.preferredWidth: 340
                                        enabled: page.session.mayCreate
                                        name: line.modelData.label
                                        options: line.modelData.options
                                        value: editor.values[line.modelData.name] ?? ""
                                        visible: line.modelData.kind === "choice"
                                        onPicked: (value) => editor.setValue(line.modelData.name, value)
                                    }
                                    Field {
                                        Accessible.name: line.modelData.label
                                        Layout.preferredWidth: 340
                                        enabled: page.session.mayCreate
                                        failed: editor.errorField === line.modelData.name
                                        objectName: "setting_" + line.modelData.name
                                        suffix: line.modelData.suffix
                                        text: editor.values[line.modelData.name] ?? ""
                                        visible: line.modelData.kind === "text"
                                        onTextEdited: editor.setValue(line.modelData.name, text)
                                    }
                                }
                            }
                        }
                    }
                    Banner {
                        Layout.fillWidth: true
                        objectName: "meanwhile"
                        text: (editor.meanwhileBy !== "" ? qsTr("Changed meanwhile by %1:").arg(editor.meanwhileBy) : qsTr("Changed by somebody else meanwhile:")) + "\n" + editor.meanwhile
                        visible: page.part === "gateway" && editor.meanwhile !== ""

                        PushButton {
                            objectName: "review"
                            small: true
                            text: qsTr("Review")
                            onClicked: editor.review()
                        }
                        PushButton {
                            enabled: !editor.busy
                            kind: "danger"
                            objectName: "overwrite"
                            small: true
                            text: qsTr("Overwrite")
                            onClicked: editor.overwrite()
                        }
                    }
                    Banner {
                        Layout.fillWidth: true
                        failed: true
                        text: editor.error
                        visible: editor.error !== "" && editor.errorField === ""
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: profile.email
                        title: qsTr("Profile")
                        visible: page.part === "profile"
                        actions: PushButton {
                            enabled: profile.loaded
                            objectName: "editProfile"
                            text: qsTr("Edit…")
                            onClicked: page.actions.start("profile.edit", profile.record)
                        }

                        Line {
                            label: qsTr("Name")

                            AppText {
                                objectName: "ownName"
                                text: profile.name !== "" ? profile.name : "–"
                            }
                        }
                        Line {
                            help: qsTr("Your days and months begin by it: in reports, limits and invoices")
                            label: qsTr("Time zone")

                            AppText {
                                objectName: "ownTimeZone"
                                text: profile.timeZone
                            }
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: page.session.byKey ? qsTr("You signed in with a key. Sign in with email and password to change these.") : ""
                        title: qsTr("Sign-in")
                        visible: page.part === "profile"

                        Line {
                            help: qsTr("A change ends all your other sessions")
                            label: qsTr("Password")

                            PushButton {
                                enabled: profile.loaded && !page.session.byKey
                                objectName: "changePassword"
                                text: qsTr("Change…")
                                onClicked: page.actions.start("password.change", profile.record)
                            }
                        }
                        Line {
                            help: profile.secondFactor ? qsTr("On: a sign-in asks for a code of your app too") : qsTr("Off: the password alone signs you in")
                            label: qsTr("Second factor")

                            PushButton {
                                enabled: !page.session.byKey
                                objectName: "newCodes"
                                text: qsTr("New recovery codes…")
                                visible: profile.secondFactor
                                onClicked: page.actions.start("factor.codes", profile.record)
                            }
                            PushButton {
                                enabled: !page.session.byKey
                                objectName: "factorOff"
                                text: qsTr("Switch off…")
                                visible: profile.secondFactor
                                onClicked: page.actions.start("factor.disable", profile.record)
                            }
                            PushButton {
                                enabled: profile.loaded && !page.session.byKey
                                objectName: "factorOn"
                                text: qsTr("Set up…")
                                visible: !profile.secondFactor
                                onClicked: page.actions.start("factor.enable", profile.record)
                            }
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: qsTr("What your account is told without asking, by mail and webhooks")
                        title: qsTr("Alerts")
                        visible: page.part === "profile"
                        actions: PushButton {
                            enabled: alerts.loaded && !page.session.byKey && !page.session.offline
                            objectName: "editAlerts"
                            text: qsTr("Change…")
                            onClicked: page.actions.start("alerts.own", alerts.record)
                        }

                        Line {
                            help: qsTr("Told once, until it has risen again")
                            label: qsTr("Low balance")

                            AppText {
                                objectName: "lowBalance"
                                text: alerts.loaded ? alerts.lowBalance : "–"
                            }
                        }
                        Line {
                            help: qsTr("Of the account, its projects and its keys")
                            label: qsTr("Budgets used up")

                            AppText {
                                text: alerts.loaded ? alerts.budgets : "–"
                            }
                        }
                        Line {
                            help: alerts.mail || !alerts.loaded ? profile.email : qsTr("Webhooks are told anyway")
                            label: qsTr("By mail")

                            AppText {
                                objectName: "alertsByMail"
                                text: !alerts.loaded ? "–" : alerts.mail ? qsTr("On") : qsTr("Off")
                            }
                        }
                        Banner {
                            Layout.fillWidth: true
                            failed: true
                            objectName: "alertsError"
                            text: alerts.error
                            visible: alerts.error !== ""

                            PushButton {
                                objectName: "alertsAgain"
                                small: true
                                text: qsTr("Try again")
                                onClicked: alerts.reload()
                            }
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: qsTr("With its keys, and what is left of its balance")
                        title: qsTr("Delete the account")
                        visible: page.part === "profile" && !page.session.operates
                        actions: PushButton {
                            enabled: !page.session.byKey
                            objectName: "deleteOwn"
                            text: qsTr("Delete…")
                            onClicked: deletion.open()
                        }
                    }
                    Banner {
                        Layout.fillWidth: true
                        failed: true
                        text: profile.error
                        visible: page.part === "profile" && profile.error !== ""
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: qsTr("Only on this computer.")
                        title: qsTr("Appearance")
                        visible: page.part === "console"

                        Line {
                            help: qsTr("Ctrl+Shift+L changes it anywhere")
                            label: qsTr("Theme")

                            Segmented {
                                objectName: "theme"
                                options: [{ value: "system", title: qsTr("As the system") }, { value: "light", title: qsTr("Light") }, { value: "dark", title: qsTr("Dark") }]
                                value: page.preferences.theme
                                onPicked: (value) => page.preferences.theme = value
                            }
                        }
                        Line {
                            help: qsTr("More rows at once")
                            label: qsTr("Compact rows")

                            Toggle {
                                checked: page.preferences.compactRows
                                text: qsTr("Compact rows")
                                onToggled: page.preferences.compactRows = checked
                            }
                        }
                        Line {
                            help: qsTr("Nothing slides or fades")
                            label: qsTr("Reduced motion")

                            Toggle {
                                checked: page.preferences.reducedMotion
                                text: qsTr("Reduced motion")
                                onToggled: page.preferences.reducedMotion = checked
                            }
                        }
                        Line {
                            help: desktop.problem !== "" ? desktop.problem : qsTr("What newly needs attention, while this window isn't in front")
                            label: qsTr("Notifications of the desktop")
                            visible: page.session.operates

                            Toggle {
                                checked: page.preferences.notifies && enabled
                                enabled: desktop.problem === ""
                                objectName: "notifies"
                                text: qsTr("Notifications of the desktop")
                                onToggled: page.preferences.notifies = checked
                            }
                        }
                        Line {
                            help: qsTr("Holds from the next start on")
                            label: qsTr("Language")

                            SelectBox {
                                implicitWidth: 220
                                name: qsTr("Language")
                                options: [{ value: "system", title: qsTr("As the system") }, { value: "en", title: "English" }, { value: "de", title: "Deutsch" }]
                                value: page.preferences.language
                                onPicked: (value) => page.preferences.language = value
                            }
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: page.gateway.running ? page.gateway.address : page.gateway.problem !== "" ? page.gateway.problem : qsTr("Not running")
                        title: qsTr("Gateway on this computer")
                        visible: page.part === "console"
                        actions: PushButton {
                            busy: page.gateway.starting
                            enabled: !busy && page.gateway.problem === ""
                            objectName: "localGateway"
                            text: page.gateway.running ? qsTr("Stop") : qsTr("Start")
                            visible: page.gateway.running || page.gateway.starting
                            onClicked: page.gateway.running ? page.gateway.stop() : page.gateway.start()
                        }

                        AppText {
                            Layout.fillWidth: true
                            color: Theme.text3
                            text: qsTr("Its data lies in %1").arg(page.gateway.dataFolder)
                            wrapMode: Text.Wrap
                            font.pixelSize: Theme.small
                        }
                        CodeBlock {
                            Layout.fillWidth: true
                            Layout.topMargin: Theme.space12
                            code: page.gateway.log
                            language: qsTr("log")
                            mostHeight: 240
                            visible: page.gateway.log !== ""
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        title: qsTr("About")
                        visible: page.part === "about"

                        RowLayout {
                            spacing: Theme.space16

                            BrandMark { size: 44 }
                            ColumnLayout {
                                Layout.fillWidth: true
                                spacing: Theme.space2

                                AppText {
                                    text: qsTr("Beaver Console %1").arg(Qt.application.version)
                                    font.weight: Font.DemiBold
                                }
                                AppText {
                                    Layout.fillWidth: true
                                    color: Theme.text2
                                    text: qsTr("Connected to %1, Beaver %2").arg(page.session.host).arg(page.session.serverVersion)
                                }
                            }
                        }
                        AppText {
                            Layout.fillWidth: true
                            Layout.topMargin: Theme.space16
                            color: Theme.text2
                            lineHeight: 1.3
                            text: qsTr("Free software under the GNU General Public License 3. Made with Qt (LGPL 3). The fonts are Inter and JetBrains Mono (SIL Open Font License 1.1), the icons Lucide (ISC).")
                            wrapMode: Text.Wrap
                        }
                    }
                }
            }
            PageState {
                anchors.fill: parent
                error: editor.loadError
                offlineRetry: page.session.retrySeconds
                state: page.part === "gateway" && editor.state !== "ready" && editor.state !== "loading" ? editor.state : ""
                onDetailsWanted: editor.copyDetails()
                onRetried: editor.load()
            }
            DataTable {
                actions: page.actions
                anchors.fill: parent
                objectName: "settingsTable"
                table: page.table ?? sessions
                visible: page.table !== null
                onOpened: (row) => {
                    if (page.table === webhooks)
                        page.navigator.open("settings", "webhooks/" + webhooks.record(row).id)
                }
            }
        }
    }

    component Line: RowLayout {
        id: entry

        property string label
        property string help

        Layout.bottomMargin: Theme.space8
        Layout.fillHeight: false
        Layout.fillWidth: true
        Layout.topMargin: Theme.space8
        spacing: Theme.space24

        ColumnLayout {
            Layout.fillHeight: false
            Layout.fillWidth: true
            spacing: Theme.space2

            AppText {
                Layout.fillWidth: true
                text: entry.label
                font.weight: Font.Medium
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: entry.help
                font.pixelSize: Theme.small
            }
        }
    }
}
