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
            subtitle: accounts.state === "ready" ? Number(accounts.loadedCount).toLocaleString(Qt.locale(), "f", 0) + (accounts.hasMore ? "+" : "") : ""
            title: qsTr("Accounts")

            ExportButton {
                actions: page.actions
                table: accounts
            }
            PushButton {
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
            Layout.leftMargin: Theme.space20
            Layout.rightMargin: Theme.space20
            placeholder: qsTr("Search by name, email or ID")
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
                onClicked: {
                    page.actions.startAll("account.suspend", accounts.selectedRecords())
                    accounts.clearSelection()
                }
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
<<<<<<< Updated upstream
            actions: page.actions
            focus: true
            newAction: page.session.mayCreate ? "account.create" : ""
            newText: qsTr("New account")
            objectName: "accounts"
            selectable: page.session.mayCreate
            table: accounts
            onOpened: (row) => page.navigator.open("accounts", accounts.record(row).id)
=======

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
>>>>>>> Stashed changes
        }
    }
    Loader {
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
            target: parent.item

            function onBackWanted() {
                page.navigator.open("accounts")
            }
        }
    }
}
