pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models

// Any RecordTable: sortable header, rows made as they come into sight, the states, the menu, all from the keyboard:
// arrows and Page keys move, Return opens, E edits, the Menu key or Shift+F10 shows the menu, X selects,
// Shift with an arrow a span, Ctrl+A all that are loaded and once more all that match, Escape none, Ctrl+C copies,
// Space turns a row's switch, or shows the row beside the list.
FocusScope {
    id: view

    required property RecordTable table
    required property ActionCenter actions
    property bool selectable: false
    property bool changeable: false // switches in rows may be pressed, or Space
    property int anchor: -1 // where Shift and an arrow began
    property string currentId
    property string peeks // the kind of drawer that Space opens, where Return leaves the page
    property string newAction
    property string newText
    readonly property int gap: Theme.space16
    readonly property int leastWidth: 90
    readonly property bool hasMenu: true
    readonly property bool dense: table.kind.toLowerCase().endsWith("calls") // a log is read line by line
    readonly property int rowHeight: dense ? Theme.rowDense : Theme.row
    readonly property var columns: table.columns
    readonly property var plan: layOut(width)
    readonly property var widths: plan.widths
    readonly property var trails: plan.trails // what figures keep off the words that begin beside them

    signal opened(row: int)

    // Where not all have room, the last columns go.
    function layOut(space: real): var {
        const fitting = columns.map((column, i) => i).filter(i => space >= columns[i].hideBelow)
        while (fitting.length > 1 && restOf(space, fitting) < 0)
            fitting.pop()
        const rest = restOf(space, fitting)
        const open = Math.max(1, fitting.filter(i => columns[i].width === 0).length)
        const trails = columns.map((column, i) => trailAfter(fitting, fitting.indexOf(i)))
        return {
            trails: trails,
            widths: columns.map((column, i) => !fitting.includes(i) ? 0 : column.width > 0 ? column.width + trails[i] : leastWidth + rest / open)
        }
    }
    // What is left when every open column has its least.
    function restOf(space: real, fitting: var): real {
        let rest = space - (selectable ? 52 : Theme.space24) - 52
        fitting.forEach((i, at) => rest -= gap + (columns[i].width > 0 ? columns[i].width + trailAfter(fitting, at) : leastWidth))
        return rest
    }
    function trailAfter(fitting: var, at: int): real {
        return at >= 0 && at + 1 < fitting.length && isRight(columns[fitting[at]].kind) && !isRight(columns[fitting[at + 1]].kind) ? gap : 0
    }
    function count(rows: int): string {
        return Number(rows).toLocaleString(Qt.locale(), "f", 0)
    }
    function isRight(kind: string): bool {
        return kind === "number" || kind === "money" || kind === "strong" || kind === "switch" || kind === "share"
    }
    function openMenu(row: int, item: Item, x: real, y: real) {
        list.currentIndex = row
        const ids = Array.from(table.actions(row))
        menu.entries = actions.describe(ids.length > 0 ? ids.concat(["-", "copy.id", "copy.json"]) : ["copy.id", "copy.json"])
        menu.record = table.record(row)
        menu.popup(item, x, y)
    }
    function turn(row: int) {
        const at = columns.findIndex(column => column.kind === "switch")
        const item = list.itemAtIndex(row) as TableRow
        if (changeable && item && at >= 0 && item.parts[at].action)
            actions.start(item.parts[at].action, table.record(row))
    }
    function extend(by: int) {
        if (anchor < 0)
            anchor = list.currentIndex
        list.currentIndex = Math.max(0, Math.min(list.count - 1, list.currentIndex + by))
        table.selectBetween(anchor, list.currentIndex)
    }
    function edit(row: int) {
        const id = Array.from(table.actions(row)).find(action => action.endsWith(".edit"))
        if (id !== undefined)
            actions.start(id, table.record(row))
    }
    function focusList() {
        list.forceActiveFocus(Qt.TabFocusReason)
    }

    Accessible.role: Accessible.Table

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Banner {
            Layout.fillWidth: true
            Layout.margins: Theme.space12
            failed: true
            text: view.table.error + (view.table.requestId !== "" ? "  " + qsTr("Request %1").arg(view.table.requestId) : "")
            visible: view.table.failedLater

            PushButton {
                small: true
                text: qsTr("Try again")
                onClicked: view.table.retry()
            }
        }
        // All rows that are here aren't all that there are.
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.maximumHeight: 40
            Layout.minimumHeight: 40
            Layout.rightMargin: Theme.space24
            objectName: "matching"
            spacing: Theme.space8
            visible: view.selectable && (view.table.mayMatchAll || view.table.allMatching)

            AppText {
                Accessible.role: Accessible.AlertMessage
                color: Theme.text2
                objectName: "matchingText"
                text: !view.table.allMatching ? qsTr("All %1 loaded rows are selected.").arg(view.count(view.table.loadedCount))
                    : view.table.total >= 0 ? qsTr("All %1 that match are selected.").arg(view.count(view.table.total)) : qsTr("All that match are selected.")
            }
            PushButton {
                objectName: "selectMatching"
                small: true
                text: view.table.total >= 0 ? qsTr("Select all %1 that match").arg(view.count(view.table.total)) : qsTr("Select all that match")
                visible: !view.table.allMatching
                onClicked: {
                    view.table.selectMatching()
                    list.forceActiveFocus(Qt.OtherFocusReason)
                }
            }
            PushButton {
                kind: "ghost"
                objectName: "selectNone"
                small: true
                text: qsTr("Clear selection")
                onClicked: {
                    view.table.clearSelection()
                    list.forceActiveFocus(Qt.OtherFocusReason)
                }
            }
            Item {
                Layout.fillWidth: true
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
            visible: view.selectable && (view.table.mayMatchAll || view.table.allMatching)
        }
        Item {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.tableHeader

            Check {
                anchors.left: parent.left
                anchors.leftMargin: Theme.space24
                anchors.verticalCenter: parent.verticalCenter
                checked: view.table.allMatching || (view.table.selectedCount > 0 && view.table.selectedCount === view.table.count)
                focusPolicy: Qt.NoFocus
                visible: view.selectable
                onToggled: checked ? view.table.selectAll() : view.table.clearSelection()
                Accessible.name: qsTr("Select all")
            }
            Row {
                anchors.left: parent.left
                anchors.leftMargin: view.selectable ? 52 : Theme.space24
                height: parent.height
                spacing: view.gap

                Repeater {
                    model: view.columns

                    AbstractButton {
                        id: head

                        required property int index
                        required property var modelData
                        readonly property bool sorts: view.table.sortColumn === index

                        Accessible.name: qsTr("Sort by %1").arg(text)
                        focusPolicy: Qt.NoFocus
                        height: parent ? parent.height : 0
                        leftPadding: Theme.mirrored ? view.trails[index] ?? 0 : 0
                        objectName: "column" + index
                        rightPadding: Theme.mirrored ? 0 : view.trails[index] ?? 0
                        text: modelData.title
                        visible: width > 0
                        width: view.widths[index] ?? 0
                        onClicked: view.table.sortBy(index)

                        contentItem: Row {
                            layoutDirection: view.isRight(head.modelData.kind) && head.modelData.kind !== "share" ? Qt.RightToLeft : Qt.LeftToRight
                            spacing: Theme.space4

                            AppText {
                                anchors.verticalCenter: parent.verticalCenter
                                color: head.hovered || head.sorts ? Theme.text2 : Theme.text3
                                text: head.text
                                width: Math.min(implicitWidth, head.availableWidth - (head.sorts ? 16 : 0))
                                font.pixelSize: Theme.small
                                font.weight: Font.Medium
                            }
                            Icon {
                                anchors.verticalCenter: parent.verticalCenter
                                color: Theme.text2
                                glyph: !head.sorts ? "" : view.table.descending ? Glyphs.arrowDown : Glyphs.arrowUp
                                size: 12
                            }
                        }
                        background: null
                    }
                }
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

                Accessible.name: qsTr("%1 rows").arg(count)
                Accessible.role: Accessible.List
                activeFocusOnTab: true
                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                cacheBuffer: 0 // rows made ahead are cancelled wrongly by Qt 6.4 when the model shrinks
                clip: true
                currentIndex: -1
                focus: true
                highlightMoveDuration: 0
                keyNavigationEnabled: true
                model: view.table
                objectName: "list"
                opacity: view.table.loading && view.table.loadedCount > 0 && !view.table.live ? 0.7 : 1
                pixelAligned: true
                reuseItems: true
                onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
                onAtYBeginningChanged: if (atYBeginning && view.table.hasEarlier) top.start()
                onAtYEndChanged: if (atYEnd && count > 0 && view.table.state === "ready") view.table.loadMore()
                Keys.onMenuPressed: if (currentItem) view.openMenu(currentIndex, currentItem, 240, currentItem.height)
                Keys.onReturnPressed: if (currentIndex >= 0) view.opened(currentIndex)
                Keys.onEnterPressed: if (currentIndex >= 0) view.opened(currentIndex)
                Keys.onPressed: (event) => {
                    event.accepted = true
                    const extending = event.modifiers === Qt.ShiftModifier && view.selectable && (event.key === Qt.Key_Up || event.key === Qt.Key_Down)
                    if (!extending && event.key !== Qt.Key_Shift)
                        view.anchor = -1
                    const page = Math.max(1, Math.floor(height / view.rowHeight) - 1)
                    if (extending)
                        view.extend(event.key === Qt.Key_Up ? -1 : 1)
                    else if (event.key === Qt.Key_E && event.modifiers === Qt.NoModifier && currentIndex >= 0)
                        view.edit(currentIndex)
                    else if (event.key === Qt.Key_PageDown)
                        currentIndex = Math.min(count - 1, currentIndex + page)
                    else if (event.key === Qt.Key_PageUp)
                        currentIndex = Math.max(0, currentIndex - page)
                    else if (event.key === Qt.Key_Home)
                        currentIndex = 0
                    else if (event.key === Qt.Key_End)
                        currentIndex = count - 1
                    else if (event.key === Qt.Key_Space && view.changeable)
                        view.turn(currentIndex)
                    else if (event.key === Qt.Key_Space && currentIndex >= 0 && view.peeks !== "")
                        view.actions.detailWanted(view.peeks, view.table.record(currentIndex))
                    else if (event.key === Qt.Key_Space && currentIndex >= 0)
                        view.opened(currentIndex)
                    else if (event.key === Qt.Key_X && view.selectable)
                        view.table.toggleSelected(currentIndex)
                    else if (event.key === Qt.Key_A && event.modifiers === Qt.ControlModifier && view.selectable)
                        view.table.mayMatchAll ? view.table.selectMatching() : view.table.selectAll() // pressed again, those that aren't loaded too
                    else if (event.key === Qt.Key_Escape && view.table.selectedCount > 0)
                        view.table.clearSelection()
                    else if (event.key === Qt.Key_C && event.modifiers === Qt.ControlModifier)
                        view.actions.copy(view.table.copyText(currentIndex), qsTr("ID"))
                    else if (event.key === Qt.Key_F10 && event.modifiers === Qt.ShiftModifier && currentItem)
                        view.openMenu(currentIndex, currentItem, 240, currentItem.height)
                    else
                        event.accepted = false
                }

                delegate: TableRow {
                    changeable: view.changeable
                    implicitHeight: view.rowHeight
                    columns: view.columns
                    current: (ListView.isCurrentItem && ListView.view.activeFocus) || (view.currentId !== "" && recordId === view.currentId)
                    hasMenu: view.hasMenu
                    selectable: view.selectable
                    trails: view.trails
                    widths: view.widths
                    width: ListView.view.width
                    onMenuWanted: (item, x, y) => view.openMenu(index, item, x, y)
                    onPressed: {
                        list.currentIndex = index
                        list.forceActiveFocus(Qt.MouseFocusReason)
                        view.opened(index)
                    }
                    onActionWanted: (action) => view.actions.start(action, view.table.record(index))
                    onToggled: view.table.toggleSelected(index)
                }
                ScrollBar.vertical: Scroll {}
            }
            // Rows that were let go shift the view for a moment: what counts is where it stands after.
            Timer {
                id: top

                interval: 0
                onTriggered: if (list.atYBeginning && list.count > 0) view.table.loadEarlier()
            }
            Connections {
                function onEarlierLoaded(rows: int) {
                    list.positionViewAtIndex(rows, ListView.Beginning)
                }

                target: view.table
            }
            PageState {
                anchors.fill: parent
                error: view.table.error
                glyph: Glyphs.named(view.table.emptyGlyph)
                offlineRetry: view.table.session ? view.table.session.retrySeconds : 0
                requestId: view.table.requestId
                rows: true
                rowHeight: view.rowHeight
                rowRights: view.columns.filter((column, i) => view.widths[i] > 0).map(column => view.isRight(column.kind))
                rowStart: view.selectable ? 52 : Theme.space24
                rowWidths: view.widths.filter(width => width > 0)
                state: view.table.state
                text: view.table.emptyText
                title: view.table.emptyTitle
                onCleared: view.table.clearFilters()
                onDetailsWanted: view.table.copyDetails()
                onRetried: view.table.retry()

                PushButton {
                    glyph: Glyphs.plus
                    kind: "primary"
                    text: view.newText
                    visible: view.newAction !== "" && view.table.state === "empty"
                    onClicked: view.actions.start(view.newAction, {})
                }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
            visible: foot.visible
        }
        RowLayout {
            id: foot

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.maximumHeight: 40
            Layout.minimumHeight: 40
            Layout.rightMargin: Theme.space24
            visible: view.table.state === "ready" && (view.table.hasMore || view.table.hasEarlier || view.table.searchesHere)

            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: view.table.searchesHere ? qsTr("%1 of the %2 loaded rows match").arg(view.count(view.table.count)).arg(view.count(view.table.loadedCount))
                    : view.table.hasEarlier ? qsTr("Rows %1 to %2 are loaded; the others come as you scroll").arg(view.count(view.table.letGo + 1)).arg(view.count(view.table.letGo + view.table.loadedCount))
                    : view.table.total >= 0 ? qsTr("The newest %1 of %2 are loaded; more come as you scroll").arg(view.count(view.table.loadedCount)).arg(view.count(view.table.total))
                    : view.table.search !== "" ? qsTr("The newest %1 that match are loaded; more come as you scroll").arg(view.count(view.table.loadedCount))
                    : qsTr("The newest %1 are loaded; more come as you scroll").arg(view.count(view.table.loadedCount))
                font.pixelSize: Theme.small
            }
            PushButton {
                glyph: Glyphs.arrowUp
                objectName: "loadEarlier"
                small: true
                text: qsTr("Load earlier")
                visible: view.table.hasEarlier
                onClicked: view.table.loadEarlier()
            }
            PushButton {
                busy: view.table.loading
                objectName: "loadMore"
                small: true
                text: qsTr("Load more")
                visible: view.table.hasMore
                onClicked: view.table.loadMore()
            }
        }
    }
    ActionMenu {
        id: menu

        actions: view.actions
    }
}
