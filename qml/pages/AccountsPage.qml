pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

FocusScope {
    id: page

    required property Session session
    readonly property bool searching: search.text !== ""

    function openDialog(name: string, properties: var) {
        dialog.setSource(name + ".qml", Object.assign({ session: page.session, parent: page }, properties))
    }
    function createAccount() {
        openDialog("NewAccountDialog", {})
    }
    function openMenu(row: AccountRow, item: Item, x: real, y: real) {
        list.currentIndex = row.index
        menu.accountId = row.accountId
        menu.email = row.email
        menu.balance = row.exactBalance
        menu.popup(item, x, y)
    }

    AccountListModel {
        id: accounts

        session: page.session
    }
    AccountFilterModel {
        id: found

        search: search.text
        sourceModel: accounts
    }
    AccountColumns {
        id: widths

        narrow: page.width < 960
    }
    TextEdit {
        id: clipboard

        function copyText(text: string) {
            clipboard.text = text
            selectAll()
            copy()
        }

        visible: false
    }

    Shortcut {
        sequence: "/"
        onActivated: search.forceActiveFocus(Qt.ShortcutFocusReason)
    }
    Shortcut {
        enabled: page.session.mayCreate
        sequence: "C"
        onActivated: page.createAccount()
    }
    Shortcut {
        sequences: ["F5", "Ctrl+R", "R"]
        onActivated: accounts.reload()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.maximumHeight: 56
            Layout.minimumHeight: 56
            Layout.rightMargin: Theme.space20
            spacing: Theme.space8

            AppText {
                text: qsTr("Accounts")
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
            }
            AppText {
                Layout.fillWidth: true
                Layout.leftMargin: Theme.space4
                color: Theme.text3
                text: accounts.loaded ? Number(accounts.count).toLocaleString(Qt.locale(), "f", 0) + (accounts.hasMore ? "+" : "") : ""
            }
            LedgerBadge {
                Layout.rightMargin: Theme.space4
                objectName: "ledger"
                session: page.session
            }
            PushButton {
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newAccount"
                text: qsTr("New account")
                visible: page.session.mayCreate
                onClicked: page.createAccount()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        RowLayout {
            Layout.bottomMargin: Theme.space12
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space20
            Layout.rightMargin: Theme.space20
            Layout.topMargin: Theme.space12
            spacing: Theme.space8

            Field {
                id: search

                Accessible.name: qsTr("Search the loaded accounts")
                glyph: Glyphs.search
                hint: "/"
                implicitWidth: 320
                objectName: "search"
                placeholderText: qsTr("Search by email, name or ID")
                Keys.onDownPressed: list.forceActiveFocus(Qt.TabFocusReason)
                Keys.onEscapePressed: text = ""
            }
            AppText {
                Layout.fillWidth: true
                Layout.leftMargin: Theme.space4
                color: Theme.text3
                text: !page.searching ? "" : accounts.hasMore
                      ? qsTr("%1 of the %2 loaded; there are more on the server").arg(found.count).arg(accounts.count)
                      : qsTr("%1 of %2").arg(found.count).arg(accounts.count)
                font.pixelSize: Theme.small
            }
            IconButton {
                enabled: !accounts.loading
                glyph: Glyphs.refreshCw
                objectName: "reload"
                size: Theme.control
                tip: qsTr("Refresh (R)")
                onClicked: accounts.reload()
            }
        }
        Banner {
            Layout.bottomMargin: Theme.space12
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space20
            Layout.rightMargin: Theme.space20
            failed: true
            text: accounts.error
            visible: accounts.error !== "" && accounts.loaded

            PushButton {
                text: qsTr("Try again")
                onClicked: accounts.retry()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space20
            Layout.maximumHeight: 36
            Layout.minimumHeight: 36
            Layout.rightMargin: Theme.space12
            spacing: widths.gap

            HeaderCell { Layout.fillWidth: true; text: qsTr("Account") }
            HeaderCell { Layout.preferredWidth: widths.plan; text: qsTr("Plan") }
            HeaderCell { Layout.preferredWidth: widths.status; text: qsTr("Status") }
            HeaderCell { objectName: "balanceHeader"; Layout.preferredWidth: widths.balance; horizontalAlignment: Text.AlignRight; text: qsTr("Balance") }
            HeaderCell { Layout.preferredWidth: widths.held; horizontalAlignment: Text.AlignRight; text: qsTr("Held") }
            HeaderCell { Layout.leftMargin: widths.gap; Layout.preferredWidth: widths.created; opacity: widths.narrow ? 0 : 1; text: qsTr("Created") }
            Item {
                Layout.preferredWidth: widths.actions
                visible: page.session.mayTopUp
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        Item {
            Layout.fillHeight: true
            Layout.fillWidth: true

            ListView {
                id: list

                function showMenu() {
                    if (currentItem)
                        (currentItem as ItemDelegate).pressAndHold()
                }

                Accessible.name: qsTr("Accounts")
                Accessible.role: Accessible.List
                activeFocusOnTab: true
                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                currentIndex: -1
                focus: true
                highlightFollowsCurrentItem: true
                highlightMoveDuration: 0
                keyNavigationEnabled: true
                model: found
                objectName: "list"
                opacity: accounts.loading && accounts.loaded ? 0.6 : 1
                reuseItems: true
                onAtYEndChanged: if (atYEnd && count > 0 && !page.searching && accounts.error === "") accounts.loadMore()
                onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
                Keys.onMenuPressed: showMenu()
                Keys.onReturnPressed: showMenu()

                delegate: AccountRow {
                    actionable: page.session.mayTopUp
                    columns: widths
                    current: ListView.isCurrentItem && ListView.view.activeFocus
                    width: ListView.view.width
                    onClicked: {
                        list.currentIndex = index
                        list.forceActiveFocus(Qt.MouseFocusReason)
                    }
                    onMenuWanted: (item, x, y) => page.openMenu(this, item, x, y)
                }
                ScrollBar.vertical: Scroll {}
            }
            Column {
                anchors.fill: parent
                clip: true
                visible: !accounts.loaded && accounts.loading

                Repeater {
                    model: 12

                    Item {
                        id: bones

                        required property int index

                        height: 48
                        width: parent.width

                        Skeleton { implicitHeight: 26; implicitWidth: 26; x: 20; y: 11 }
                        Skeleton { implicitWidth: 150 + bones.index * 37 % 80; x: 56; y: 11 }
                        Skeleton { implicitHeight: 8; implicitWidth: 96; x: 56; y: 29 }
                        Skeleton { anchors.right: parent.right; anchors.rightMargin: 20; implicitWidth: 220; y: 18 }
                    }
                }
            }
            EmptyState {
                anchors.centerIn: parent
                failed: true
                glyph: Glyphs.unplug
                text: accounts.error + (accounts.requestId !== "" ? "\n" + qsTr("Request %1").arg(accounts.requestId) : "")
                title: qsTr("The accounts couldn't be loaded")
                visible: !accounts.loaded && accounts.error !== ""

                PushButton {
                    glyph: Glyphs.refreshCw
                    text: qsTr("Try again")
                    onClicked: accounts.retry()
                }
            }
            EmptyState {
                anchors.centerIn: parent
                glyph: Glyphs.users
                text: qsTr("An account has a balance and API keys. Create the first one and give it some credit.")
                title: qsTr("No accounts yet")
                visible: accounts.loaded && accounts.count === 0

                PushButton {
                    glyph: Glyphs.plus
                    kind: "primary"
                    text: qsTr("New account")
                    visible: page.session.mayCreate
                    onClicked: page.createAccount()
                }
            }
            EmptyState {
                anchors.centerIn: parent
                glyph: Glyphs.search
                text: accounts.hasMore ? qsTr("None of the %1 accounts loaded so far holds “%2”.").arg(accounts.count).arg(search.text)
                                       : qsTr("No account holds “%1”.").arg(search.text)
                title: qsTr("No match")
                visible: accounts.loaded && accounts.count > 0 && found.count === 0

                PushButton {
                    text: qsTr("Clear the search")
                    onClicked: search.clear()
                }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
            visible: accounts.hasMore
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space20
            Layout.maximumHeight: 44
            Layout.minimumHeight: 44
            Layout.rightMargin: Theme.space12
            visible: accounts.hasMore

            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: qsTr("The newest %1 accounts are loaded.").arg(accounts.count)
                font.pixelSize: Theme.small
            }
            PushButton {
                busy: accounts.loading
                implicitHeight: 28
                objectName: "loadMore"
                text: qsTr("Load more")
                onClicked: accounts.loadMore()
            }
        }
    }

    ContextMenu {
        id: menu

        property string accountId
        property string email
        property string balance

        ContextMenuItem {
            glyph: Glyphs.wallet
            objectName: "topUp"
            text: qsTr("Top up…")
            onTriggered: page.openDialog("TopUpDialog", { accountId: menu.accountId, email: menu.email, balance: menu.balance })
        }
        ContextMenuItem {
            glyph: Glyphs.keyRound
            objectName: "newKey"
            text: qsTr("Create API key…")
            visible: page.session.mayCreate
            onTriggered: page.openDialog("NewKeyDialog", { accountId: menu.accountId, email: menu.email })
        }
        ContextMenuItem {
            glyph: Glyphs.copy
            text: qsTr("Copy account ID")
            onTriggered: {
                clipboard.copyText(menu.accountId)
                toast.show(qsTr("Account ID copied"))
            }
        }
    }
    Loader {
        id: dialog

        onLoaded: (item as FormDialog).open()

        Connections {
            ignoreUnknownSignals: true
            target: dialog.item

            function onClosed() {
                dialog.source = ""
                list.forceActiveFocus(Qt.PopupFocusReason)
            }
            function onFinished(message: string) {
                toast.show(message)
            }
        }
    }
    Toast {
        id: toast

        anchors.bottom: parent.bottom
        anchors.bottomMargin: accounts.hasMore ? 60 : Theme.space20
        anchors.margins: Theme.space20
        anchors.right: parent.right
        objectName: "toast"
    }

    component HeaderCell: AppText {
        color: Theme.text3
        font.pixelSize: Theme.small
        font.weight: Font.Medium
    }
}
