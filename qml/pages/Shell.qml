pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

// Navigation, the page, and what belongs to all pages: palette, dialogs, drawer, toast, shortcuts.
FocusScope {
    id: shell

    required property Session session
    required property Preferences preferences
    required property LocalGateway gateway
    property alias navigator: navigator
    readonly property Page current: page.item as Page
    readonly property string environment: preferences.environments[session.host] ?? ""
    property bool going: false

    function openForm(kind: string, record: var, draft: var) {
        dialog.setSource("../components/RecordFormDialog.qml", { session: shell.session, kind: kind, record: record, draft: draft, parent: shell })
    }
    function openDetail(kind: string, record: var) {
        if (kind === "calls")
            return dialog.setSource("../components/CompareSheet.qml", { session: shell.session, firstId: record.first, secondId: record.second })
        dialog.setSource("../components/RecordSheet.qml", { session: shell.session, actions: actions, kind: kind, record: record })
    }
    function openPage(name: string) {
        if (Array.from(navigator.pageNames()).includes(name))
            navigator.open(name)
    }
    function take(action: string, record: var) {
        if (action === "console.theme")
            shell.preferences.theme = Theme.dark ? "light" : "dark"
        else if (action === "console.shortcuts")
            shortcuts.open()
        else if (action === "console.copyLink")
            actions.copy(navigator.link(), qsTr("Link"))
        else if (action === "console.signOut")
            shell.session.signOut()
        else
            actions.start(action, record)
    }
    // Where the same person was when their session ended by itself.
    function otherPane() {
        if (page.activeFocus)
            sidebar.focusCurrent()
        else
            page.forceActiveFocus(Qt.TabFocusReason)
    }
    function takeUp(place: var, form: var) {
        if (place.link !== undefined)
            navigator.openLink(place.link)
        if (form.kind !== undefined)
            openForm(form.kind, form.record, form)
    }

    Component.onCompleted: takeUp(session.takeDraft("page"), session.takeDraft("form"))

    Navigator {
        id: navigator

        session: shell.session
    }
    Connections {
        function onEnding() {
            shell.session.keepDraft("page", { link: navigator.link() })
        }
        function onKeyNotKept(reason: string) {
            toast.show2(reason, true, false)
        }

        target: shell.session
    }
    AttentionWatch {
        active: shell.preferences.notifies
        session: shell.session
        onNoticed: (title, text, page) => {
            if (shell.Window.window && !shell.Window.window.active)
                desktop.show(title, text, page)
        }
    }
    DesktopNotifier {
        id: desktop

        onOpened: (page) => {
            shell.openPage(page)
            shell.Window.window?.requestActivate()
        }
    }
    ActionCenter {
        id: actions

        navigator: navigator
        session: shell.session
        onBulkWanted: (action, table, records) => bulk.start(action, table, records)
        onDetailWanted: (kind, record) => shell.openDetail(kind, record)
        onDone: (message, undoable) => toast.show2(message, false, undoable)
        onFailed: (message) => toast.show2(message, true, false)
        onFormWanted: (kind, record) => shell.openForm(kind, record, {})
    }

    Shortcut {
        sequence: "Ctrl+K"
        onActivated: palette.open()
    }
    Shortcut {
        sequences: ["?", "Shift+?"]
        onActivated: shortcuts.open()
    }
    Shortcut {
        sequence: "Ctrl+Shift+L"
        onActivated: shell.take("console.theme", {})
    }
    Shortcut {
        sequence: "Ctrl+B"
        onActivated: shell.preferences.foldedNavigation = !shell.preferences.foldedNavigation
    }
    Shortcut {
        enabled: toast.undoable && toast.text !== ""
        sequence: "Ctrl+Z"
        onActivated: {
            toast.text = ""
            actions.undo()
        }
    }
    Shortcut {
        sequences: ["F6", "Shift+F6"]
        onActivated: shell.otherPane()
    }
    Shortcut {
        sequence: "Ctrl+Shift+C"
        onActivated: shell.take("console.copyLink", {})
    }
    Shortcut {
        sequences: ["Alt+Left", "Back"]
        onActivated: navigator.back()
    }
    Shortcut {
        sequences: ["F5", "Ctrl+R", "R"]
        onActivated: shell.current?.refresh()
    }
    Shortcut {
        sequence: "/"
        onActivated: shell.current?.focusSearch()
    }
    Shortcut {
        sequence: "C"
        onActivated: shell.current?.create()
    }
    Shortcut {
        sequence: "L"
        onActivated: shell.current?.toggleLive()
    }
    Shortcut {
        sequence: "G,O"
        onActivated: shell.openPage(navigator.pageNames()[0])
    }
    Shortcut {
        sequence: "G,U"
        onActivated: shell.openPage("usage")
    }
    Shortcut {
        sequence: "G,P"
        onActivated: shell.openPage("providers")
    }
    Shortcut {
        sequence: "G,A"
        onActivated: shell.openPage("accounts")
    }
    Shortcut {
        sequence: "G,J"
        onActivated: shell.openPage("projects")
    }
    Shortcut {
        sequence: "G,K"
        onActivated: shell.openPage("keys")
    }
    Shortcut {
        sequence: "G,L"
        onActivated: shell.openPage("limits")
    }
    Shortcut {
        sequence: "G,M"
        onActivated: shell.openPage("pricing")
    }
    Shortcut {
        sequence: "G,B"
        onActivated: shell.openPage("billing")
    }
    Shortcut {
        sequence: "G,D"
        onActivated: shell.openPage("audit")
    }
    Shortcut {
        sequence: "G,Y"
        onActivated: shell.openPage("playground")
    }
    Shortcut {
        sequence: "G,S"
        onActivated: shell.openPage("settings")
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        Sidebar {
            id: sidebar

            Layout.fillHeight: true
            compact: shell.width < 1120 || shell.preferences.foldedNavigation
            navigator: navigator
            preferences: shell.preferences
            session: shell.session
            onSearchWanted: palette.open()
        }
        Rectangle {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.leftMargin: 0
            Layout.margins: Theme.space8
            border.color: Theme.border
            border.width: 1
            color: Theme.surface
            radius: Theme.radiusPanel

            ColumnLayout {
                anchors.fill: parent
                anchors.margins: 1
                spacing: 0

                Banner {
                    Layout.fillWidth: true
                    Layout.margins: Theme.space8
                    glyph: Glyphs.wifiOff
                    objectName: "offline"
                    text: (shell.session.lastAnswer !== "" ? qsTr("What is shown is from %1, and nothing can be changed.").arg(shell.session.lastAnswer)
                                                           : qsTr("What is shown may be old, and nothing can be changed.")) + " " + qsTr("Next try in %1 s.").arg(shell.session.retrySeconds)
                    title: qsTr("The server is out of reach")
                    visible: shell.session.offline

                    PushButton {
                        small: true
                        text: qsTr("Try now")
                        onClicked: shell.session.retryNow()
                    }
                }
                Banner {
                    id: version

                    property bool seen: false

                    Layout.fillWidth: true
                    Layout.margins: Theme.space8
                    glyph: Glyphs.info
                    objectName: "versionNotice"
                    text: shell.session.versionNotice
                    visible: text !== "" && !seen

                    PushButton {
                        objectName: "versionSeen"
                        small: true
                        text: qsTr("Close")
                        onClicked: version.seen = true
                    }
                }
                Loader {
                    id: page

                    property string shown

                    function show() {
                        shown = navigator.page
                        const name = navigator.allowed ? navigator.page : "forbidden"
                        const file = name.charAt(0).toUpperCase() + name.slice(1) + "Page.qml"
                        setSource(file, { session: shell.session, preferences: shell.preferences, navigator: navigator, actions: actions, gateway: shell.gateway })
                    }

                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    focus: true
                    objectName: "page"
                    Component.onCompleted: if (shown !== navigator.page) show()

                    Connections {
                        target: navigator

                        function onMoved() {
                            if (page.shown !== navigator.page)
                                page.show()
                        }
                    }
                }
            }
            // Nobody takes this server for the one that customers use.
            Rectangle {
                anchors.left: parent.left
                anchors.leftMargin: Theme.radiusPanel
                anchors.right: parent.right
                anchors.rightMargin: Theme.radiusPanel
                color: shell.environment === "test" ? Theme.series[4] : Theme.warnFill
                height: 2
                objectName: "serverLine"
                visible: shell.environment !== ""
            }
            PanelCorner {}
            PanelCorner { atRight: true }
        }
    }
    CommandPalette {
        id: palette

        navigator: navigator
        objectName: "palette"
        parent: shell
        session: shell.session
        onActionWanted: (action, record) => shell.take(action, record)
    }
    ShortcutsDialog {
        id: shortcuts

        parent: shell
    }
    ConfirmDialog {
        actions: actions
        parent: shell
    }
    BulkRun {
        id: bulk

        session: shell.session
        onFormWanted: (kind, record) => dialog.setSource("../components/RecordFormDialog.qml", { session: shell.session, kind: kind, record: record, collects: true, parent: shell })
    }
    BulkDialog {
        parent: shell
        run: bulk
    }
    Loader {
        id: dialog

        onLoaded: (item as T.Popup).open()

        Connections {
            ignoreUnknownSignals: true
            target: dialog.item

            function onCollected(request: var) {
                bulk.fill(request)
            }
            function onClosed() {
                dialog.source = ""
                if (bulk.stage === "filling")
                    bulk.close()
                if (bulk.stage === "")
                    page.forceActiveFocus(Qt.PopupFocusReason)
            }
            function onFinished(message: string) {
                toast.show(message)
            }
        }
    }
    Toast {
        id: toast

        anchors.bottom: parent.bottom
        anchors.margins: Theme.space24
        anchors.right: parent.right
        objectName: "toast"
        onUndone: actions.undo()
    }
}
