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

            PushButton {
                glyph: Glyphs.ticket
                text: qsTr("Redeem a voucher")
                onClicked: page.actions.start("voucher.redeem", {})
            }
            PushButton {
                glyph: Glyphs.plus
                kind: "primary"
                text: qsTr("New key")
                onClicked: page.actions.start("key.createOwn", {})
            }
        }
        Flickable {
            id: flick

            Layout.fillHeight: true
            Layout.fillWidth: true
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
                RowLayout {
                    spacing: Theme.space14

                    Repeater {
                        model: [...balance.figures, ...usage.summary].slice(0, balance.figures.length + 2)

                        KpiCard {
                            required property int index
                            required property var modelData

                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            compares: false
                            exact: modelData.exact ?? ""
                            implicitHeight: 96
                            label: modelData.label
                            note: index === 1 && usage.loaded ? usage.lasts(balance.available) : ""
                            objectName: "home" + index
                            value: modelData.value
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
                        rows: Array.from(usage.rows).slice(0, 6).map(row => ({ name: row.name, value: row.cost, exact: row.exact, share: row.share }))
                    }
                }
            }
        }
    }
}
