import QtQuick
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Models

// How long first bytes took, hour by hour; cells are read by mouse or with the arrow keys.
Card {
    id: card

    required property LatencyReport report
    property int column: -1
    property int band: -1

    objectName: "latency"
    subtitle: qsTr("Time to the first byte, share of each hour's calls, last 24 h")
    title: qsTr("Latency")

    Item {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: 100000
        Layout.minimumHeight: 150

        HeatmapChart {
            id: chart

            function step(columns: int, bands: int) {
                const first = card.column < 0
                card.column = first ? card.report.columns.length - 1 : Math.max(0, Math.min(card.report.columns.length - 1, card.column + columns))
                card.band = first ? 0 : Math.max(0, Math.min(card.report.bands.length - 1, card.band + bands))
            }

            Accessible.description: card.report.describe(card.column, card.band)
            Accessible.name: card.title + ". " + card.subtitle
            Accessible.role: Accessible.Chart
            activeFocusOnTab: true
            anchors.fill: parent
            bands: card.report.bands
            color: Theme.series[0]
            columns: card.report.columns
            empty: Theme.hover
            fontFamily: Theme.sans
            labels: card.report.labels
            objectName: "heatmap"
            textColor: Theme.text3
            visible: card.report.loaded && !card.report.empty
            onActiveFocusChanged: if (!activeFocus) card.column = -1
            Keys.onDownPressed: step(0, -1)
            Keys.onLeftPressed: step(-1, 0)
            Keys.onRightPressed: step(1, 0)
            Keys.onUpPressed: step(0, 1)

            HoverHandler {
                onHoveredChanged: if (!hovered && !chart.activeFocus) card.column = -1
                onPointChanged: {
                    const cell = chart.cellAt(point.position.x, point.position.y)
                    card.column = cell.x
                    card.band = cell.y
                }
            }
            FocusRing {
                visible: chart.activeFocus && card.column < 0
            }
            Rectangle {
                readonly property rect cell: chart.rectOf(card.column, card.band)

                border.color: Theme.text
                border.width: 1
                color: "transparent"
                height: cell.height
                radius: 3
                visible: card.column >= 0
                width: cell.width
                x: cell.x
                y: cell.y

                Tip {
                    text: card.report.describe(card.column, card.band)
                    visible: parent.visible
                }
            }
        }
        PageState {
            anchors.fill: parent
            error: card.report.error
            glyph: Glyphs.activity
            requestId: card.report.requestId
            state: card.report.loaded ? (card.report.empty ? "empty" : "ready") : card.report.state
            text: qsTr("As soon as calls are answered, you see here how fast.")
            title: qsTr("No calls in the last 24 hours")
            onDetailsWanted: card.report.copyDetails()
            onRetried: card.report.reload()
        }
    }
}
