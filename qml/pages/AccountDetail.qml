pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

// One account with all that belongs to it.
FocusScope {
    id: page

    property Session session
    property ActionCenter actions
    property string accountId
    property string tab: "overview"

    signal backWanted()
    signal callsWanted(filters: var)

    function drill(row: int, place: int) {
        const filters = usage.drill(row, place)
        if (Object.keys(filters).length > 0)
            callsWanted(filters)
    }

    RecordDetail {
        id: detail

        kind: "account"
        recordId: page.accountId
        session: page.session
        onGoneChanged: if (gone) page.backWanted()
    }
    Connections {
        target: page.session

        function onStored() {
            detail.reload()
        }
    }
    UsageReport {
        id: usage

        accountId: page.accountId
        groupBy: "model"
        period: "30d"
        session: page.accountId !== "" ? page.session : null
    }
    RecordTable {
        id: keys

        active: page.tab === "keys" && page.accountId !== ""
        filters: ({ account_id: page.accountId })
        kind: "keys"
        session: page.session
    }
    RecordTable {
        id: transactions

        active: page.tab === "transactions" && page.accountId !== ""
        filters: ({ account_id: page.accountId })
        kind: "transactions"
        session: page.session
    }
    RecordTable {
        id: calls

        active: page.tab === "calls" && page.accountId !== ""
        filters: ({ account_id: page.accountId })
        kind: "calls"
        session: page.session
    }
    RecordTable {
        id: projects

        active: page.tab === "projects" && page.accountId !== ""
        filters: ({ account_id: page.accountId })
        kind: "projects"
        session: page.session
    }
    RecordTable {
        id: sessions

        active: page.tab === "sessions" && page.accountId !== ""
        kind: "accountSessions"
        session: page.session
        within: ({ account_id: page.accountId })
    }
    RecordTable {
        id: audit

        active: page.tab === "audit" && page.accountId !== ""
        filters: ({ subject: page.accountId })
        kind: "audit"
        session: page.session
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            crumb: qsTr("Accounts")
            title: detail.title
            onCrumbPressed: page.backWanted()

            PushButton {
                glyph: Glyphs.wallet
                kind: "primary"
                objectName: "topUp"
                text: qsTr("Top up")
                visible: page.session ? page.session.mayTopUp : false
                onClicked: page.actions.start("account.topUp", detail.plainRecord())
            }
            PushButton {
                glyph: Glyphs.keyRound
                objectName: "newKey"
                text: qsTr("New key")
                visible: page.session ? page.session.mayCreate : false
                onClicked: page.actions.start("account.newKey", detail.plainRecord())
            }
            PushButton {
                id: more

                glyph: Glyphs.ellipsis
                objectName: "accountMenu"
                tip: qsTr("Actions")
                visible: page.session ? page.session.mayTopUp : false
                onClicked: {
                    const record = detail.plainRecord()
                    const ids = page.session.mayCreate
                        ? ["account.adjust", "account.edit", "account.billing", "account.limits", record.status === "suspended" ? "account.resume" : "account.suspend", "-", "account.delete", "-", "copy.id"] : ["account.adjust", "account.billing", "copy.id"]
                    menu.record = record
                    menu.entries = page.actions.describe(ids)
                    menu.popup(more, more.width - 208, more.height + 4)
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24

            TabRow {
                Layout.fillWidth: true
                line: false
                tabs: [{ value: "overview", title: qsTr("Overview") }, { value: "keys", title: qsTr("API keys") }, { value: "calls", title: qsTr("Calls") },
                       { value: "transactions", title: qsTr("Transactions") }, { value: "statement", title: qsTr("Statement") }, { value: "projects", title: qsTr("Projects") }].concat(page.session?.mayCreate ? [{ value: "sessions", title: qsTr("Sessions") }] : []).concat([{ value: "audit", title: qsTr("Activity") }])
                value: page.tab
                onPicked: (value) => page.tab = value
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

            Flickable {
                id: flick

                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: overview.implicitHeight + 40
                visible: page.tab === "overview" && detail.state !== "error"
                ScrollBar.vertical: Scroll {}

                GridLayout {
                    id: overview

                    columnSpacing: Theme.space14
                    columns: 12
                    rowSpacing: Theme.space14
                    width: flick.width - 48
                    x: 24
                    y: 20

                    Banner {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        failed: true
                        text: detail.remark
                        visible: text !== ""
                    }
                    RowLayout {
                        Layout.columnSpan: 12
                        Layout.fillWidth: true
                        spacing: Theme.space14

                        Repeater {
                            model: [Array.from(detail.facts).find(fact => fact.label === qsTr("Balance")), Array.from(detail.facts).find(fact => fact.label === qsTr("Held by calls under way"))]

                            KpiCard {
                                required property int index
                                required property var modelData

                                Layout.fillWidth: true
                                Layout.preferredWidth: 1
                                compares: false
                                exact: modelData?.cell.exact ?? ""
                                label: modelData?.label ?? ""
                                loading: modelData === undefined
                                note: index === 0 && usage.loaded ? usage.lasts(modelData?.cell.copy ?? "") : ""
                                objectName: index === 0 ? "balance" : "held"
                                value: modelData?.cell.text ?? ""
                            }
                        }
                        Repeater {
                            model: Array.from(usage.summary).slice(0, 2)

                            KpiCard {
                                required property int index
                                required property var modelData

                                Layout.fillWidth: true
                                Layout.preferredWidth: 1
                                compares: false
                                exact: modelData.exact
                                label: modelData.label + qsTr(", 30 days")
                                points: usage.total
                                tint: Theme.series[index]
                                value: modelData.value
                            }
                        }
                    }
                    Card {
                        Layout.columnSpan: 8
                        Layout.fillWidth: true
                        Layout.preferredHeight: Math.max(320, Math.min(520, flick.height - 180))
                        Layout.preferredWidth: 8
                        subtitle: qsTr("By model, last 30 days; press a bar for its calls")
                        title: qsTr("Spend")

                        ChartLegend {
                            Layout.fillWidth: true
                            Layout.leftMargin: -6
                            chart: spend.chart
                        }
                        ChartView {
                            id: spend

                            Layout.fillHeight: true
                            Layout.fillWidth: true
                            labels: usage.labels
                            loading: usage.loading
                            mode: TimeSeriesChart.Bars
                            name: qsTr("Spend by model")
                            objectName: "spend"
                            series: usage.series
                            unit: "$"
                            onPicked: (index, series) => page.drill(series < 7 ? series : -1, index)
                        }
                    }
                    Card {
                        Layout.columnSpan: 4
                        Layout.fillHeight: true
                        Layout.fillWidth: true
                        Layout.preferredWidth: 4
                        title: qsTr("Details")

                        FactList {
                            Layout.alignment: Qt.AlignTop
                            Layout.fillWidth: true
                            actions: page.actions
                            facts: Array.from(detail.facts).filter(fact => fact.label !== qsTr("Balance") && fact.label !== qsTr("Held by calls under way"))
                        }
                        Item {
                            Layout.fillHeight: true
                        }
                    }
                }
            }
            PageState {
                anchors.fill: parent
                error: detail.error
                requestId: detail.requestId
                state: page.tab === "overview" && detail.state !== "ready" && detail.state !== "loading" ? detail.state : ""
                onDetailsWanted: detail.copyDetails()
                onRetried: detail.reload()
            }
            Tab {
                actions: page.actions
                newAction: ""
                table: keys
                visible: page.tab === "keys"
                onOpened: (row) => page.actions.detailWanted("key", keys.record(row))
            }
            Tab {
                actions: page.actions
                table: calls
                visible: page.tab === "calls"
                onOpened: (row) => page.actions.detailWanted("call", calls.record(row))
            }
            Tab {
                actions: page.actions
                table: transactions
                visible: page.tab === "transactions"
            }
            StatementView {
                accountId: page.accountId
                accountTitle: detail.title
                actions: page.actions
                anchors.fill: parent
                session: page.session
                visible: page.tab === "statement"
            }
            Tab {
                actions: page.actions
                table: projects
                visible: page.tab === "projects"
                onOpened: (row) => page.actions.start("project.open", projects.record(row))
            }
            Tab {
                actions: page.actions
                objectName: "accountSessions"
                table: sessions
                visible: page.tab === "sessions"
            }
            Tab {
                actions: page.actions
                table: audit
                visible: page.tab === "audit"
                onOpened: (row) => page.actions.detailWanted("audit", audit.record(row))
            }
        }
    }
    ActionMenu {
        id: menu

        actions: page.actions
    }

    component Tab: DataTable {
        anchors.fill: parent
    }
}
