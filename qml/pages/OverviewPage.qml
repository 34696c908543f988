pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property bool narrow: width < 1000
    readonly property var attention: report.attention
    readonly property var topAccounts: report.topAccounts
    readonly property var hidden: Array.from(preferences.hiddenCards)
    readonly property var cards: [{ value: "revenue", title: qsTr("Revenue") }, { value: "endpoints", title: qsTr("Endpoints") }, { value: "failures", title: qsTr("Failed requests") },
        { value: "models", title: qsTr("Top models") }, { value: "attention", title: qsTr("Needs attention") }, { value: "accounts", title: qsTr("Top accounts") }]
    readonly property var rounds: [{ value: 10, title: qsTr("Refresh every 10 s") }, { value: 60, title: qsTr("Refresh every minute") }, { value: 0, title: qsTr("Refresh by hand") }]
    readonly property var firstRow: shares({ revenue: 8, endpoints: 4 })
    readonly property var secondRow: shares({ failures: 5, models: 3, attention: 4 })

    // Of twelve columns, what each card of a row takes when others are hidden; 0 for those.
    function shares(wanted: var): var {
        const names = Object.keys(wanted).filter(name => !hidden.includes(name))
        const whole = names.reduce((sum, name) => sum + wanted[name], 0)
        const taken = {}
        for (const name of names)
            taken[name] = Math.round(wanted[name] * 12 / whole)
        if (names.length > 0)
            taken[names[0]] += 12 - names.reduce((sum, name) => sum + taken[name], 0)
        return taken
    }
    function show(card: string, shown: bool) {
        preferences.hiddenCards = hidden.filter(name => name !== card).concat(shown ? [] : [card])
    }
    function lookAt(item: var) {
        if (item.kind === "endpoint")
            actions.detailWanted("endpoint", { id: item.subject })
        else
            navigator.open(item.page, item.subject)
    }

    function go(step: var) {
        if (step.action !== "")
            page.actions.start(step.action, { id: page.session.accountId, title: page.session.email })
        else
            page.navigator.open(step.page)
    }
    function refresh() {
        firstSteps.reload()
        report.reload()
        endpoints.reload()
        history.reload()
    }

    Component.onCompleted: if (navigator.period !== "") report.period = navigator.period

    OverviewReport {
        id: report

        session: page.session
    }
    FirstSteps {
        id: firstSteps

        session: page.session
    }
    RecordTable {
        id: endpoints

        facts: history.strips
        kind: "endpoints"
        session: page.session
    }
    EndpointHistory {
        id: history

        session: page.session
    }
    Timer {
        interval: 1000 * page.preferences.refreshSeconds
        repeat: true
        running: interval > 0 && page.visible && !page.session.offline
        onTriggered: page.refresh()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Overview")

            FreshBadge {
                Layout.rightMargin: Theme.space4
                asOf: report.asOf
                every: page.preferences.refreshSeconds
                objectName: "fresh"
                problem: report.error
            }
            LedgerBadge {
                objectName: "ledger"
                session: page.session
                visible: !page.narrow
            }
            Segmented {
                key: "T"
                objectName: "period"
                options: [{ value: "24h", title: qsTr("Today") }, { value: "7d", title: qsTr("7 d") }, { value: "30d", title: qsTr("30 d") }]
                value: report.period
                onPicked: (value) => {
                    page.navigator.period = value
                    report.period = value
                }
            }
            PushButton {
                glyph: Glyphs.slidersHorizontal
                objectName: "customize"
                tip: qsTr("Refreshing and cards")
                onClicked: choices.popup(this, width - choices.width, height + Theme.space4)
            }
            PushButton {
                glyph: Glyphs.refreshCw
                tip: qsTr("Refresh (R)")
                onClicked: page.refresh()
            }
        }
        Item {
            Layout.fillHeight: true
            Layout.fillWidth: true

            Flickable {
                id: flick

                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: grid.implicitHeight + 40
                visible: report.state === "ready" || report.state === "loading"
                ScrollBar.vertical: Scroll {}

                FocusReveal {
                    flick: flick
                    target: page.Window.window
                }
                GridLayout {
                    id: grid

                    columnSpacing: Theme.space14
                    columns: 12
                    rowSpacing: Theme.space14
                    width: flick.width - 48
                    x: 24
                    y: 20

                    Repeater {
                        model: page.attention.filter(each => each.tone === "danger").slice(0, 1)

                        Banner {
                            id: worst

                            required property var modelData

                            Layout.columnSpan: 12
                            Layout.fillWidth: true
                            failed: true
                            text: modelData.text
                            title: modelData.title

                            PushButton {
                                objectName: "viewWorst"
                                small: true
                                text: qsTr("View")
                                onClicked: page.lookAt(worst.modelData)
                            }
                        }
                    }
                    Banner {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        objectName: "partial"
                        text: report.courseError
                        title: report.labels.length > 0 ? qsTr("The charts are those of an earlier answer") : qsTr("The charts couldn't be loaded")
                        visible: text !== "" && report.state === "ready"

                        PushButton {
                            small: true
                            text: qsTr("Try again")
                            onClicked: page.refresh()
                        }
                    }
                    FirstStepsCard {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        objectName: "firstSteps"
                        steps: firstSteps.steps
                        visible: firstSteps.wanted && !page.preferences.hidesFirstSteps
                        onHidden: page.preferences.hidesFirstSteps = true
                        onWanted: (step) => page.go(step)
                    }
                    GridLayout {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        columnSpacing: Theme.space14
                        columns: 5
                        rowSpacing: Theme.space14

                        Repeater {
                            model: report.figures.length > 0 ? report.figures : 5

                            KpiCard {
                                required property int index
                                required property var modelData

                                Layout.fillWidth: true
                                Layout.preferredWidth: 1
                                better: modelData.better ?? true
                                change: modelData.change ?? 0
                                compares: modelData.compares ?? true
                                exact: modelData.exact ?? ""
                                label: modelData.label ?? ""
                                loading: report.figures.length === 0
                                objectName: "figure" + index
                                points: modelData.points ?? []
                                pressable: modelData.page !== undefined
                                tint: Theme.series[[0, 1, 4, 3, 2][index]]
                                unit: modelData.unit ?? ""
                                value: modelData.value ?? ""
                                onPressed: page.navigator.open(modelData.page, modelData.subject, modelData.filters)
                            }
                        }
                    }
                    Card {
                        Layout.columnSpan: page.firstRow.revenue ?? 1
                        Layout.fillWidth: true
                        Layout.preferredHeight: 320
                        Layout.preferredWidth: page.firstRow.revenue ?? 1
                        objectName: "card_revenue"
                        subtitle: qsTr("What calls were charged, in USD")
                        title: qsTr("Revenue")
                        visible: !page.hidden.includes("revenue")
                        actions: Segmented {
                            objectName: "splitBy"
                            options: [{ value: "provider", title: qsTr("Provider") }, { value: "model", title: qsTr("Model") }, { value: "category", title: qsTr("Category") }]
                            value: report.splitBy
                            onPicked: (value) => report.splitBy = value
                        }

                        ChartLegend {
                            Layout.fillWidth: true
                            Layout.leftMargin: -6
                            chart: revenue.chart
                        }
                        ChartView {
                            id: revenue

                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            labels: report.labels
                            loading: report.loading && !report.loaded
                            mode: TimeSeriesChart.StackedArea
                            name: report.splitBy === "model" ? qsTr("Revenue by model") : report.splitBy === "category" ? qsTr("Revenue by category") : qsTr("Revenue by provider")
                            series: report.revenue
                            unit: "$"
                            objectName: "revenue"
                            onPicked: (index, series) => page.navigator.open("usage", "requests", report.drillRevenue(index, series))
                        }
                    }
                    Card {
                        Layout.columnSpan: page.firstRow.endpoints ?? 1
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.minimumHeight: 320
                        Layout.preferredWidth: page.firstRow.endpoints ?? 1
                        objectName: "card_endpoints"
                        subtitle: qsTr("Last 24 hours")
                        visible: !page.hidden.includes("endpoints")
                        title: qsTr("Endpoints")
                        actions: PushButton {
                            Layout.rightMargin: -Theme.space12
                            kind: "ghost"
                            small: true
                            text: qsTr("Show all")
                            onClicked: page.navigator.open("providers")
                        }

                        Repeater {
                            model: endpoints.state === "loading" ? 5 : 0

                            Skeleton {
                                Layout.fillWidth: true
                                Layout.topMargin: Theme.space16
                            }
                        }
                        Repeater {
                            model: endpoints

                            AbstractButton {
                                id: line

                                required property int index
                                required property var cells

                                Accessible.name: qsTr("%1: %2, %3").arg(cells[0].text).arg(cells[2].text).arg(cells[4].text)
                                Layout.fillHeight: true
                                Layout.fillWidth: true
                                Layout.maximumHeight: 46
                                focusPolicy: Qt.StrongFocus
                                implicitHeight: 30
                                objectName: "endpoint" + index
                                Keys.onEnterPressed: clicked()
                                Keys.onReturnPressed: clicked()
                                onClicked: page.actions.detailWanted("endpoint", endpoints.record(index))

                                background: Rectangle {
                                    anchors.fill: parent
                                    anchors.leftMargin: -6
                                    anchors.rightMargin: -6
                                    color: line.hovered ? Theme.hover : "transparent"
                                    radius: Theme.radius

                                    FocusRing { visible: line.visualFocus }
                                }
                                contentItem: RowLayout {
                                    spacing: 10

                                    Rectangle {
                                        color: Theme.toneFill(line.cells[2].tone)
                                        implicitHeight: 7
                                        implicitWidth: 7
                                        radius: 4
                                    }
                                    AppText {
                                        Layout.fillWidth: true
                                        Layout.minimumWidth: 70
                                        text: line.cells[0].text
                                        font.weight: Font.Medium
                                    }
                                    CellStrip {
                                        Layout.preferredHeight: 20
                                        Layout.preferredWidth: Math.min(144, 24 * Math.floor(line.width * 0.36 / 24))
                                        gap: 0
                                        cell: ({ strip: (line.cells[1].strip ?? []).slice(-24), text: line.cells[1].text })
                                    }
                                    AppText {
                                        Layout.preferredWidth: 58
                                        color: line.cells[2].tone === "ok" ? Theme.text2 : Theme.toneText(line.cells[2].tone)
                                        horizontalAlignment: Text.AlignRight
                                        text: line.cells[2].tone === "ok" || line.cells[4].text !== "–" ? line.cells[4].text : line.cells[2].text
                                        font.pixelSize: Theme.small
                                    }
                                }
                            }
                        }
                        AppText {
                            Layout.fillWidth: true
                            color: Theme.text3
                            text: qsTr("None yet: only the built-in models answer.")
                            visible: endpoints.state === "empty"
                            wrapMode: Text.Wrap
                        }
                        Item {
                            Layout.fillHeight: true
                        }
                    }
                    Card {
                        Layout.columnSpan: page.secondRow.failures ?? 1
                        Layout.fillWidth: true
                        Layout.preferredHeight: 290
                        Layout.preferredWidth: page.secondRow.failures ?? 1
                        objectName: "card_failures"
                        visible: !page.hidden.includes("failures")
                        subtitle: qsTr("By cause")
                        title: qsTr("Failed requests")

                        ChartLegend {
                            Layout.fillWidth: true
                            Layout.leftMargin: -6
                            chart: failures.chart
                        }
                        ChartView {
                            id: failures

                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            colors: [Theme.series[7], Theme.series[2], Theme.series[3], Theme.series[5], Theme.series[6]]
                            labels: report.labels
                            loading: report.loading && !report.loaded
                            mode: TimeSeriesChart.Bars
                            name: qsTr("Failed requests by cause")
                            series: report.failures
                            objectName: "failures"
                            onPicked: (index, series) => page.navigator.open("usage", "requests", report.drillFailures(index, series))
                        }
                    }
                    Card {
                        Layout.columnSpan: page.secondRow.models ?? 1
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.minimumHeight: 290
                        Layout.preferredWidth: page.secondRow.models ?? 1
                        objectName: "card_models"
                        visible: !page.hidden.includes("models")
                        subtitle: qsTr("By revenue, last 30 days")
                        title: qsTr("Top models")

                        ShareList {
                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            mono: true
                            objectName: "topModels"
                            pressable: true
                            rows: report.topModels
                            visible: report.topModels.length > 0
                            onPicked: (row) => page.navigator.open("usage", "requests", { model: row.id })
                        }
                        AppText {
                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            color: Theme.text3
                            horizontalAlignment: Text.AlignHCenter
                            text: qsTr("Nothing in this time")
                            verticalAlignment: Text.AlignVCenter
                            visible: report.state === "ready" && report.topModels.length === 0
                        }
                    }
                    Card {
                        Layout.columnSpan: page.secondRow.attention ?? 1
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.minimumHeight: 290
                        Layout.preferredWidth: page.secondRow.attention ?? 1
                        objectName: "card_attention"
                        visible: !page.hidden.includes("attention")
                        subtitle: report.attention.length > 0 ? qsTr("%n open", "", report.attention.length) : report.loaded ? qsTr("Nothing") : ""
                        title: qsTr("Needs attention")

                        Repeater {
                            model: report.attention

                            AbstractButton {
                                id: item

                                required property var modelData

                                Accessible.name: text
                                Layout.fillHeight: true
                                Layout.fillWidth: true
                                Layout.maximumHeight: 48
                                focusPolicy: Qt.StrongFocus
                                implicitHeight: 40
                                text: modelData.title
                                Keys.onEnterPressed: clicked()
                                Keys.onReturnPressed: clicked()
                                onClicked: page.lookAt(modelData)

                                background: Rectangle {
                                    anchors.fill: parent
                                    anchors.leftMargin: -6
                                    anchors.rightMargin: -6
                                    color: item.hovered ? Theme.hover : "transparent"
                                    radius: Theme.radius

                                    FocusRing { visible: item.visualFocus }
                                }
                                contentItem: RowLayout {
                                    spacing: 11

                                    Rectangle {
                                        color: Theme.toneSoft(item.modelData.tone)
                                        implicitHeight: 30
                                        implicitWidth: 30
                                        radius: 7

                                        Icon {
                                            anchors.centerIn: parent
                                            color: Theme.toneText(item.modelData.tone)
                                            glyph: Glyphs.named(item.modelData.glyph)
                                            size: 15
                                        }
                                    }
                                    ColumnLayout {
                                        Layout.fillWidth: true
                                        spacing: 1

                                        AppText {
                                            Layout.fillWidth: true
                                            text: item.modelData.title
                                            font.weight: Font.Medium
                                        }
                                        AppText {
                                            Layout.fillWidth: true
                                            color: Theme.text3
                                            text: item.modelData.text
                                            visible: text !== ""
                                            font.pixelSize: Theme.small
                                        }
                                    }
                                    Icon {
                                        color: Theme.text3
                                        glyph: Glyphs.chevronRight
                                        size: 14
                                    }
                                }
                            }
                        }
                        Item {
                            Layout.fillHeight: true
                        }
                    }
                    Card {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        subtitle: qsTr("By revenue")
                        title: qsTr("Top accounts")
                        objectName: "card_accounts"
                        visible: report.topAccounts.length > 0 && !page.hidden.includes("accounts")

                        GridLayout {
                            Layout.fillWidth: true
                            columnSpacing: Theme.space32
                            columns: 2
                            rowSpacing: 0

                            ShareList {
                                Layout.fillWidth: true
                                Layout.preferredHeight: 120
                                Layout.preferredWidth: 1
                                objectName: "topAccounts0"
                                pressable: true
                                rows: page.topAccounts.slice(0, 3)
                                onPicked: (row) => page.navigator.open("accounts", row.id)
                            }
                            ShareList {
                                Layout.fillWidth: true
                                Layout.preferredHeight: 120
                                Layout.preferredWidth: 1
                                objectName: "topAccounts3"
                                pressable: true
                                rows: page.topAccounts.slice(3, 6)
                                onPicked: (row) => page.navigator.open("accounts", row.id)
                            }
                        }
                    }
                }
            }
            PageState {
                anchors.fill: parent
                error: report.error
                offlineRetry: page.session.retrySeconds
                requestId: report.requestId
                state: report.state === "loading" ? "" : report.state
                onDetailsWanted: report.copyDetails()
                onRetried: page.refresh()
            }
        }
    }
    ContextMenu {
        id: choices

        Instantiator {
            model: page.rounds

            delegate: ContextMenuItem {
                required property var modelData

                Accessible.checkable: true
                Accessible.checked: page.preferences.refreshSeconds === modelData.value
                glyph: page.preferences.refreshSeconds === modelData.value ? Glyphs.check : ""
                objectName: "refresh_" + modelData.value
                text: modelData.title
                onTriggered: page.preferences.refreshSeconds = modelData.value
            }
            onObjectAdded: (index, object) => choices.insertItem(index, object as ContextMenuItem)
            onObjectRemoved: (index, object) => choices.removeItem(object as ContextMenuItem)
        }
        MenuSeparator {
            contentItem: Rectangle {
                color: Theme.border
                implicitHeight: 1
            }
        }
        Instantiator {
            model: page.cards

            delegate: ContextMenuItem {
                required property var modelData
                readonly property bool shown: !page.hidden.includes(modelData.value)

                Accessible.checkable: true
                Accessible.checked: shown
                glyph: shown ? Glyphs.check : ""
                objectName: "show_" + modelData.value
                text: modelData.title
                onTriggered: page.show(modelData.value, !shown)
            }
            onObjectAdded: (index, object) => choices.addItem(object as ContextMenuItem)
            onObjectRemoved: (index, object) => choices.removeItem(object as ContextMenuItem)
        }
    }
}
