pragma ComponentBehavior: Bound

import QtQuick
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
        interval: 10000
        repeat: true
        running: page.visible && !page.session.offline
        onTriggered: page.refresh()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Overview")

            Badge {
                Layout.rightMargin: Theme.space4
                dot: true
                large: true
                text: report.asOf !== "" ? qsTr("Live, %1").arg(report.asOf) : qsTr("Live")
                tone: "ok"
                visible: report.state === "ready" && !page.session.offline
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
                            text: modelData.text
                            title: modelData.title

                            PushButton {
                                small: true
                                text: qsTr("View")
                                onClicked: page.navigator.open(worst.modelData.page)
                            }
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
                                tint: Theme.series[[0, 1, 4, 3, 2][index]]
                                unit: modelData.unit ?? ""
                                value: modelData.value ?? ""
                            }
                        }
                    }
                    Card {
                        Layout.columnSpan: 8
                        Layout.fillWidth: true
                        Layout.preferredHeight: 320
                        Layout.preferredWidth: 8
                        subtitle: qsTr("What calls were charged, in USD")
                        title: qsTr("Revenue by provider")

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
                            name: qsTr("Revenue by provider")
                            series: report.revenue
                            unit: "$"
                            objectName: "revenue"
                            onPicked: (index) => page.navigator.open("usage", "requests", report.drill(index))
                        }
                    }
                    Card {
                        Layout.columnSpan: 4
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.preferredWidth: 4
                        subtitle: qsTr("Last 24 hours")
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

                            Item {
                                id: line

                                required property var cells

                                Layout.fillHeight: true
                                Layout.fillWidth: true
                                Layout.maximumHeight: 46
                                implicitHeight: 30

                                RowLayout {
                                    anchors.fill: parent
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
                        Layout.columnSpan: 5
                        Layout.fillWidth: true
                        Layout.preferredHeight: 290
                        Layout.preferredWidth: 5
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
                        Layout.columnSpan: 3
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.preferredWidth: 3
                        subtitle: qsTr("By revenue, last 30 days")
                        title: qsTr("Top models")

                        ShareList {
                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            mono: true
                            rows: report.topModels
                            visible: report.topModels.length > 0
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
                        Layout.columnSpan: 4
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.preferredWidth: 4
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
                                onClicked: page.navigator.open(modelData.page)

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
                        visible: report.topAccounts.length > 0

                        GridLayout {
                            Layout.fillWidth: true
                            columnSpacing: Theme.space32
                            columns: 2
                            rowSpacing: 0

                            ShareList {
                                Layout.fillWidth: true
                                Layout.preferredHeight: 120
                                Layout.preferredWidth: 1
                                rows: page.topAccounts.slice(0, 3)
                            }
                            ShareList {
                                Layout.fillWidth: true
                                Layout.preferredHeight: 120
                                Layout.preferredWidth: 1
                                rows: page.topAccounts.slice(3, 6)
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
}
