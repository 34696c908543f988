import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property bool showsOne: navigator.subject !== ""

    function refresh() {
        accounts.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (session.mayCreate)
            actions.start("account.create", {})
    }

    ContextMenu {
        id: many

        ContextMenuItem {
            enabled: page.session.mayCreate
            glyph: Glyphs.play
            objectName: "resumeSelected"
            text: qsTr("Activate again")
            onTriggered: page.actions.startOn("account.resume", accounts)
        }
        ContextMenuItem {
            enabled: page.session.mayCreate
            glyph: Glyphs.layers
            objectName: "planSelected"
            text: qsTr("Change the plan…")
            onTriggered: page.actions.startOn("accounts.plan", accounts)
        }
        ContextMenuItem {
            enabled: page.session.mayCreate
            glyph: Glyphs.tags
            objectName: "policySelected"
            text: qsTr("Set the pricing policy…")
            onTriggered: page.actions.startOn("accounts.policy", accounts)
        }
        ContextMenuItem {
            glyph: Glyphs.wallet
            objectName: "creditSelected"
            text: qsTr("Add credit…")
            onTriggered: page.actions.startOn("accounts.credit", accounts)
        }
    }
    RecordTable {
        id: accounts

        kind: "accounts"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        visible: !page.showsOne

        PageHeader {
            Layout.fillWidth: true
            subtitle: accounts.countText
            title: qsTr("Accounts")

            ExportButton {
                actions: page.actions
                table: accounts
            }
            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newAccount"
                text: qsTr("New account")
                visible: page.session.mayCreate
                onClicked: page.create()
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.margins: Theme.space12
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            placeholder: qsTr("Search by name, email or ID")
            navigator: page.navigator
            preferences: page.preferences
            table: accounts

            AppText {
                color: Theme.text2
                text: qsTr("%n selected", "", accounts.selectedCount)
                visible: accounts.selectedCount > 0
            }
            PushButton {
                glyph: Glyphs.ban
                small: true
                text: qsTr("Suspend")
                visible: accounts.selectedCount > 0 && page.session.mayCreate
                objectName: "suspendSelected"
                onClicked: page.actions.startOn("account.suspend", accounts)
            }
            PushButton {
                glyph: Glyphs.ellipsis
                objectName: "moreSelected"
                small: true
                tip: qsTr("More for all that are selected")
                visible: accounts.selectedCount > 0 && page.session.mayTopUp
                onClicked: many.popup(this, 0, height + 4)
            }
            PushButton {
                kind: "ghost"
                small: true
                text: qsTr("Clear")
                visible: accounts.selectedCount > 0
                onClicked: accounts.clearSelection()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        DataTable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: page.actions
            focus: true
            newAction: page.session.mayCreate ? "account.create" : ""
            newText: qsTr("New account")
            objectName: "accounts"
            peeks: "account"
            selectable: page.session.mayTopUp
            table: accounts
            onOpened: (row) => page.navigator.open("accounts", accounts.record(row).id)
        }
    }
    Loader {
        id: one

        active: page.showsOne
        anchors.fill: parent
        focus: page.showsOne
        source: "AccountDetail.qml"
        onLoaded: {
            const detail = item as AccountDetail
            detail.actions = page.actions
            detail.accountId = Qt.binding(() => page.navigator.subject)
            detail.session = page.session
        }

        Connections {
            ignoreUnknownSignals: true
            target: one.item

            function onBackWanted() {
                page.navigator.open("accounts")
            }
            function onCallsWanted(filters: var) {
                page.navigator.open("usage", "requests", filters)
            }
        }
    }
}
