pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property string part: navigator.subject !== "" ? "requests" : "usage"
    readonly property bool listed: part === "requests"
    // Who serves the calls and who else makes them isn't an account's business.
    readonly property var groups: [{ value: "model", title: qsTr("Model") }, { value: "provider", title: qsTr("Provider") },
        ...(session.operates ? [{ value: "account", title: qsTr("Account") }] : []), { value: "project", title: qsTr("Project") }, { value: "key", title: qsTr("Key") },
        ...(session.operates ? [{ value: "endpoint", title: qsTr("Endpoint") }] : []), { value: "category", title: qsTr("Category") }, { value: "outcome", title: qsTr("Outcome") }]
    readonly property var shown: ({ period: report.period, by: report.groupBy, show: report.metric })

    function refresh() {
        if (!listed)
            return report.reload()
        calls.reload()
        outcomes.reload()
    }
    function show(part: string) {
        if (part === "requests" && failing(calls.filters))
            calls.setFilter("outcome", "")
        navigator.open("usage", part === "usage" ? "" : "requests", part === "errors" ? { outcome: "failed" } : {})
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function toggleLive() {
        if (!listed)
            navigator.open("usage", "requests")
        calls.live = !calls.live
    }
    function take(filters: var) {
        if (navigator.subject !== "")
            return
        report.period = filters.period ?? (navigator.period || report.period)
        report.groupBy = filters.by ?? report.groupBy
        report.metric = filters.show ?? report.metric
        navigator.note(shown)
    }
    // What is the ID of a call leads to it.
    function openCall(id: string) {
        if (/^req_[0-9a-zA-Z]+$/.test(id))
            actions.detailWanted("call", { id: id })
    }
    function failing(filters: var): bool {
        return filters.outcome === "failed"
    }
    function timed(filters: var): bool {
        return filters.from !== undefined
    }
    function drill(row: int, place: int) {
        const filters = report.drill(row, place)
        if (Object.keys(filters).length > 0)
            navigator.open("usage", "requests", filters)
    }

    Component.onCompleted: {
        take(navigator.filters)
        openCall(navigator.subject)
    }
    onShownChanged: if (navigator.subject === "" && report.loaded) navigator.note(shown)

    Connections {
        function onMoved() {
            page.take(page.navigator.filters)
            page.openCall(page.navigator.subject)
        }

        target: page.navigator
    }

    UsageReport {
        id: report

        session: page.session
    }
    RecordTable {
        id: calls

        active: page.listed
        kind: page.session.operates ? "calls" : "ownCalls"
        session: page.session
    }
    UsageReport {
        id: outcomes

        groupBy: "outcome"
        metric: "requests"
        period: "24h"
        session: page.listed ? page.session : null
    }
    // The sums follow the calls by a moment.
    Timer {
        interval: histogram.empty && calls.count > 0 ? 2000 : calls.live ? 4000 : 15000
        repeat: true
        running: page.listed && page.visible && !page.session.offline
        onTriggered: outcomes.reload()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Usage & logs")

            Segmented {
                objectName: "part"
                options: [{ value: "usage", title: qsTr("Usage") }, { value: "requests", title: qsTr("Requests") }, { value: "errors", title: qsTr("Errors") }]
                value: page.listed && page.failing(calls.filters) ? "errors" : page.part
                onPicked: (value) => page.show(value)
            }
            Segmented {
                key: "T"
                objectName: "period"
                options: [{ value: "24h", title: qsTr("24 h") }, { value: "7d", title: qsTr("7 d") }, { value: "30d", title: qsTr("30 d") }]
                value: report.period
                visible: !page.listed
                onPicked: (value) => {
                    page.navigator.period = value
                    report.period = value
                }
            }
            PushButton {
                glyph: Glyphs.radio
                hint: "L"
                kind: calls.live ? "primary" : "secondary"
                objectName: "live"
                text: calls.live ? qsTr("Live") : qsTr("Live tail")
                visible: page.listed
                onClicked: page.toggleLive()
            }
            ExportButton {
                actions: page.actions
                table: calls
                visible: page.listed
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
            visible: !page.listed

            Flickable {
                id: flick

                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: usage.implicitHeight + 40
                ScrollBar.vertical: Scroll {}

                FocusReveal {
                    flick: flick
                    target: page.Window.window
                }
                ColumnLayout {
                    id: usage

                    spacing: Theme.space14
                    width: flick.width - 48
                    x: 24
                    y: 20

                    Banner {
                        Layout.fillWidth: true
                        objectName: "partial"
                        text: qsTr("There is more than could be added up here. A shorter time or another grouping shows all of it.")
                        title: qsTr("Only a part is shown")
                        visible: report.partial
                    }
                    RowLayout {
                        spacing: Theme.space14

                        Repeater {
                            model: report.summary.length > 0 ? report.summary : 5

                            KpiCard {
                                required property int index
                                required property var modelData

                                Layout.fillWidth: true
                                Layout.preferredWidth: 1
                                compares: false
                                exact: modelData.exact ?? ""
                                implicitHeight: 84
                                label: modelData.label ?? ""
                                loading: report.summary.length === 0
                                value: modelData.value ?? ""
                            }
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        Layout.preferredHeight: 340
                        subtitle: qsTr("Local time; press a bar for its calls, drag to zoom, press a name to hide it")
                        title: qsTr("Over time")
                        actions: [
                            SelectBox {
                                implicitWidth: 168
                                objectName: "metric"
                                options: [{ value: "cost", title: qsTr("Spend") }, { value: "requests", title: qsTr("Requests") }, { value: "total_tokens", title: qsTr("Tokens") },
                                          { value: "errors", title: qsTr("Errors") }]
                                prefix: qsTr("Show")
                                value: report.metric
                                onPicked: (value) => report.metric = value
                            },
                            SelectBox {
                                implicitWidth: 168
                                objectName: "groupBy"
                                options: page.groups
                                prefix: qsTr("By")
                                value: report.groupBy
                                onPicked: (value) => report.groupBy = value
                            }
                        ]

                        ChartLegend {
                            Layout.fillWidth: true
                            Layout.leftMargin: -6
                            chart: course.chart
                        }
                        ChartView {
                            id: course

                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            labels: report.labels
                            loading: report.loading
                            mode: TimeSeriesChart.Bars
                            name: qsTr("Usage over time")
                            objectName: "course"
                            series: report.series
                            unit: report.unit
                            onPicked: (index, series) => page.drill(series < 7 ? series : -1, index)
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        title: qsTr("Breakdown")

                        Repeater {
                            model: report.rows

                            AbstractButton {
                                id: line

                                required property int index
                                required property var modelData

                                Accessible.name: qsTr("The calls of %1").arg(modelData.name)
                                Layout.fillWidth: true
                                Layout.leftMargin: -Theme.space8
                                Layout.preferredHeight: 36
                                Layout.rightMargin: -Theme.space8
                                focusPolicy: Qt.StrongFocus
                                leftPadding: Theme.space8
                                objectName: "breakdown" + index
                                rightPadding: Theme.space8
                                Keys.onEnterPressed: clicked()
                                Keys.onReturnPressed: clicked()
                                onClicked: page.drill(index, -1)

                                background: Rectangle {
                                    color: line.hovered ? Theme.hover : "transparent"
                                    radius: Theme.radius

                                    FocusRing { visible: line.visualFocus }
                                }
                                contentItem: RowLayout {
                                    spacing: Theme.space16

                                    Rectangle {
                                        color: line.index < 7 ? Theme.series[line.index] : Theme.text3
                                        implicitHeight: 8
                                        implicitWidth: 8
                                        radius: 2
                                    }
                                    AppText {
                                        Layout.preferredWidth: 230
                                        mono: report.groupBy === "model"
                                        text: line.modelData.name
                                        font.pixelSize: report.groupBy === "model" ? Theme.small : Theme.body
                                    }
                                    Rectangle {
                                        Layout.fillWidth: true
                                        color: Theme.track
                                        implicitHeight: 4
                                        radius: 2

                                        Rectangle {
                                            anchors.left: parent.left
                                            color: Theme.series[0]
                                            height: 4
                                            radius: 2
                                            width: parent.width * line.modelData.share
                                        }
                                    }
                                    AppText {
                                        Layout.preferredWidth: 110
                                        color: Theme.text2
                                        horizontalAlignment: Text.AlignRight
                                        text: qsTr("%1 calls").arg(line.modelData.requests)
                                    }
                                    AppText {
                                        Layout.preferredWidth: 110
                                        color: Theme.text2
                                        horizontalAlignment: Text.AlignRight
                                        text: qsTr("%1 tokens").arg(line.modelData.tokens)
                                    }
                                    ExactText {
                                        Layout.preferredWidth: 100
                                        exact: line.modelData.exact
                                        horizontalAlignment: Text.AlignRight
                                        text: line.modelData.cost
                                        font.weight: Font.Medium
                                    }
                                }
                            }
                        }
                        AppText {
                            color: Theme.text3
                            text: qsTr("Nothing was used in this time.")
                            visible: report.state === "ready" && report.rows.length === 0
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
                onRetried: report.reload()
            }
        }
        ColumnLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: 0
            visible: page.listed

            FilterBar {
                id: bar

                Layout.fillWidth: true
                Layout.leftMargin: Theme.space24
                Layout.margins: Theme.space12
                Layout.rightMargin: Theme.space24
                navigator: page.navigator
                placeholder: page.session.operates ? qsTr("Request ID, model, account") : qsTr("Request ID, model, key")
                preferences: page.preferences
                table: calls
                onTaken: (text) => page.openCall(text)

                AppText {
                    color: Theme.text2
                    text: calls.selectedCount === 1 ? qsTr("Select another call to compare") : qsTr("%n selected", "", calls.selectedCount)
                    visible: calls.selectedCount > 0
                }
                PushButton {
                    enabled: calls.selectedCount === 2
                    glyph: Glyphs.columns2
                    objectName: "compareCalls"
                    small: true
                    text: qsTr("Compare")
                    visible: calls.selectedCount > 0
                    onClicked: {
                        page.actions.startAll("call.compare", calls.selectedRecords())
                        calls.clearSelection()
                    }
                }
            }
            Rectangle {
                Layout.fillWidth: true
                color: Theme.border
                implicitHeight: 1
            }
            ChartView {
                id: histogram

                Layout.fillWidth: true
                Layout.leftMargin: Theme.space14
                Layout.preferredHeight: 128
                Layout.rightMargin: Theme.space14
                colors: [Theme.dark ? "#3a4a78" : "#b9c3f2", Theme.series[4], Theme.warnFill, Theme.dangerFill, Theme.series[7], Theme.series[3]]
                labels: outcomes.labels
                loading: outcomes.loading
                mode: TimeSeriesChart.Bars
                name: qsTr("Requests by outcome, last 24 hours")
                objectName: "outcomes"
                series: outcomes.series
                visible: page.height > 560 && !page.timed(calls.filters)
            }
            Rectangle {
                Layout.fillWidth: true
                color: Theme.border
                implicitHeight: 1
                visible: histogram.visible
            }
            DataTable {
                Layout.fillHeight: true
                Layout.fillWidth: true
                actions: page.actions
                focus: page.listed
                objectName: "calls"
                selectable: true
                table: calls
                onOpened: (row) => page.actions.detailWanted("call", calls.record(row))
            }
        }
    }
}
