pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Models

// What an ordinary account sees first: its own money and use.
Page {
    id: page

    function refresh() {
        usage.reload()
        balance.reload()
        profile.reload()
    }

    function create() {
        actions.start("key.createOwn", {})
    }
    function drill(row: int, place: int) {
        const filters = usage.drill(row, place)
        if (Object.keys(filters).length > 0)
            navigator.open("usage", "requests", filters)
    }

    BalanceReport {
        id: balance

        session: page.session
    }
    ProfileReport {
        id: profile

        session: page.session
    }
    UsageReport {
        id: usage

        period: "30d"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Home")

            FreshBadge {
                asOf: usage.asOf
                every: 0
                visible: asOf !== "" && page.width > 800
            }
            PushButton {
                glyph: Glyphs.refreshCw
                tip: qsTr("Refresh (R)")
                onClicked: page.refresh()
            }
            PushButton {
                glyph: Glyphs.ticket
                text: qsTr("Redeem a voucher")
                onClicked: page.actions.start("voucher.redeem", {})
            }
            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newKey"
                text: qsTr("New key")
                onClicked: page.create()
            }
        }
        Flickable {
            id: flick

            Layout.fillHeight: true
            Layout.fillWidth: true
            visible: !whole.visible
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            contentHeight: column.implicitHeight + 40
            ScrollBar.vertical: Scroll {}

            FocusReveal {
                flick: flick
                target: page.Window.window
            }
            ColumnLayout {
                id: column

                spacing: Theme.space14
                width: flick.width - 48
                x: 24
                y: 20

                UnprovedBanner {
                    Layout.fillWidth: true
                    actionCenter: page.actions
                    profile: profile
                }
                Banner {
                    Layout.fillWidth: true
                    objectName: "partial"
                    text: balance.error !== "" ? balance.error : usage.error
                    title: balance.error !== "" ? qsTr("The balance couldn't be loaded") : qsTr("The usage couldn't be loaded")
                    visible: text !== "" && !whole.visible

                    PushButton {
                        small: true
                        text: qsTr("Try again")
                        onClicked: page.refresh()
                    }
                }
                RowLayout {
                    spacing: Theme.space14

                    Repeater {
                        model: balance.figures.length + usage.summary.length > 0 ? [...balance.figures, ...usage.summary].slice(0, balance.figures.length + 2) : 4

                        KpiCard {
                            required property int index
                            required property var modelData

                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            compares: false
                            exact: modelData.exact ?? ""
                            implicitHeight: 96
                            label: modelData.label ?? ""
                            loading: modelData.label === undefined
                            note: index === 1 && usage.loaded ? usage.lasts(balance.available) : ""
                            objectName: "home" + index
                            pressable: !loading
                            value: modelData.value ?? ""
                            onPressed: page.navigator.open(index < balance.figures.length ? "billing" : "usage")
                        }
                    }
                }
                Card {
                    Layout.fillWidth: true
                    Layout.preferredHeight: 340
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
                    Layout.fillWidth: true
                    title: qsTr("Models")

                    ShareList {
                        Layout.fillWidth: true
                        mono: true
                        objectName: "models"
                        pressable: true
                        onPicked: (row) => page.navigator.open("usage", "requests", { model: row.name })
                        rows: Array.from(usage.rows).slice(0, 6).map(row => ({ name: row.name, value: row.cost, exact: row.exact, share: row.share }))
                    }
                    AppText {
                        Layout.fillWidth: true
                        color: Theme.text3
                        elide: Text.ElideNone
                        objectName: "unused"
                        text: qsTr("Nothing was called in the last 30 days. Make an API key for your programs, or ask a model in the playground.")
                        visible: usage.loaded && usage.rows.length === 0
                        wrapMode: Text.Wrap
                    }
                    PushButton {
                        glyph: Glyphs.messageSquare
                        objectName: "toPlayground"
                        text: qsTr("Go to the playground")
                        visible: usage.loaded && usage.rows.length === 0
                        onClicked: page.navigator.open("playground")
                    }
                }
            }
        }
        PageState {
            id: whole

            Layout.fillHeight: true
            Layout.fillWidth: true
            error: balance.error
            offlineRetry: page.session.retrySeconds
            requestId: balance.requestId
            state: balance.state === usage.state && balance.state !== "ready" && balance.state !== "loading" ? balance.state : ""
            onDetailsWanted: balance.copyDetails()
            onRetried: page.refresh()
        }
    }
}
