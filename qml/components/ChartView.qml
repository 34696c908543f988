pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console

// A chart with what follows the pointer or the arrow keys. Dragging zooms, a double press or Escape goes back.
FocusScope {
    id: view

    property alias series: chart.series
    property alias labels: chart.labels
    property alias mode: chart.mode
    property alias unit: chart.unit
    property alias colors: chart.colors
    property alias chart: chart
    property bool loading: false
    property string emptyText: qsTr("Nothing in this time")
    property string name
    property bool totals: chart.mode !== TimeSeriesChart.Line && chart.mode !== TimeSeriesChart.Area
    property int pointed: -1
    readonly property bool empty: chart.count === 0 || chart.empty
    readonly property bool bars: chart.mode === TimeSeriesChart.Bars
    readonly property bool points: pointed >= 0 && pointed < chart.count

    /// `series`: which part of the bar; -1 for all of it.
    signal picked(index: int, series: int)

    function seriesAt(index: int, y: real): int {
        let bottom = chart.plot.y + chart.plot.height
        for (let i = 0; i < chart.series.length; ++i) {
            if (Array.from(chart.hidden).includes(i))
                continue
            const top = chart.yAt(i, index)
            if (y <= bottom && y >= top)
                return i
            bottom = top
        }
        return -1
    }

    function move(by: int) {
        const first = Math.max(0, chart.firstShown)
        const last = chart.lastShown < 0 ? chart.count - 1 : chart.lastShown
        pointed = pointed < 0 ? (by > 0 ? first : last) : Math.max(first, Math.min(last, pointed + by))
    }

    Accessible.description: points ? chart.labelAt(pointed) + ": " + chart.totalText(pointed) : ""
    Accessible.name: name
    Accessible.role: Accessible.Chart
    activeFocusOnTab: true
    Keys.onEscapePressed: (event) => {
        event.accepted = pointed >= 0 || chart.firstShown >= 0
        pointed = -1
        chart.zoomOut()
    }
    Keys.onLeftPressed: move(-1)
    Keys.onEnterPressed: if (points) picked(pointed, -1)
    Keys.onReturnPressed: if (points) picked(pointed, -1)
    Keys.onRightPressed: move(1)
    onActiveFocusChanged: if (!activeFocus) pointed = -1

    TimeSeriesChart {
        id: chart

        anchors.fill: parent
        colors: Theme.series
        fontFamily: Theme.sans
        gridColor: Theme.grid
        opacity: view.loading && count > 0 ? 0.5 : 1
        textColor: Theme.text3
        visible: count > 0
    }
    Skeleton {
        anchors.fill: parent
        anchors.bottomMargin: 26
        anchors.leftMargin: 46
        opacity: 0.5
        radius: Theme.radiusPopup
        visible: view.loading && chart.count === 0
    }
    AppText {
        anchors.centerIn: parent
        color: Theme.text3
        text: view.emptyText
        visible: !view.loading && view.empty
    }
    FocusRing {
        anchors.margins: 0
        visible: view.activeFocus
    }
    MouseArea {
        id: mouse

        property real from: -1

        anchors.fill: parent
        hoverEnabled: true
        onDoubleClicked: {
            pick.stop()
            chart.zoomOut()
        }
        onExited: view.pointed = -1
        onPositionChanged: (event) => view.pointed = chart.indexAt(event.x)
        onPressed: (event) => {
            from = event.x
            view.pointed = chart.indexAt(event.x)
        }
        onReleased: (event) => {
            if (Math.abs(event.x - from) > 12)
                chart.zoom(from, event.x)
            else if (view.points)
                pick.begin(view.pointed, view.bars ? view.seriesAt(view.pointed, event.y) : -1)
            from = -1
        }
    }
    // While it is zoomed, a press may be the first of the two that go back.
    Timer {
        id: pick

        property int index
        property int series

        function begin(at: int, part: int) {
            index = at
            series = part
            if (chart.firstShown >= 0)
                restart()
            else
                view.picked(index, series)
        }

        interval: 400
        onTriggered: view.picked(index, series)
    }
    Rectangle {
        color: Theme.accent
        height: chart.plot.height
        opacity: 0.12
        visible: mouse.pressed && mouse.from >= 0
        width: Math.abs(mouse.mouseX - mouse.from)
        x: Math.min(mouse.mouseX, mouse.from)
        y: chart.plot.y
    }
    Rectangle {
        color: view.bars ? Theme.text : Theme.borderStrong
        height: chart.plot.height
        opacity: view.bars ? 0.06 : 1
        visible: view.points
        width: view.bars ? chart.plot.width / Math.max(1, chart.count) : 1
        x: Math.round(chart.xAt(view.pointed)) - (view.bars ? width / 2 : 0)
        y: chart.plot.y
    }
    Repeater {
        model: view.bars ? [] : chart.series

        Rectangle {
            id: mark

            required property int index

            border.color: chart.colors[index % chart.colors.length]
            border.width: 2
            color: Theme.card
            height: 8
            radius: 4
            visible: view.points && !Array.from(chart.hidden).includes(index)
            width: 8
            x: chart.xAt(view.pointed) - 4
            y: chart.yAt(index, view.pointed) - 4
        }
    }
    Rectangle {
        readonly property real at: chart.xAt(view.pointed)

        border.color: Theme.borderStrong
        border.width: 1
        color: Theme.raised
        height: facts.implicitHeight + 18
        radius: Theme.radiusPopup
        visible: view.points
        width: facts.implicitWidth + Theme.space24
        x: at + 14 + width > view.width ? Math.max(0, at - width - 14) : at + 14
        y: chart.plot.y + 4
        z: 2

        Shadow { blur: 14 }
        ColumnLayout {
            id: facts

            anchors.centerIn: parent
            spacing: 5
            width: Math.max(implicitWidth, 120)

            AppText {
                color: Theme.text3
                text: chart.labelAt(view.pointed)
                font.pixelSize: Theme.caption
                font.weight: Font.Medium
            }
            Repeater {
                model: chart.series

                RowLayout {
                    id: fact

                    required property int index
                    required property var modelData

                    spacing: 7
                    visible: !Array.from(chart.hidden).includes(index)

                    Rectangle {
                        color: chart.colors[fact.index % chart.colors.length]
                        implicitHeight: 8
                        implicitWidth: 8
                        radius: 2
                    }
                    AppText {
                        Layout.fillWidth: true
                        Layout.maximumWidth: 200
                        Layout.rightMargin: 18
                        color: Theme.text2
                        text: fact.modelData.name
                        font.pixelSize: Theme.small
                    }
                    AppText {
                        text: view.points ? chart.valueText(fact.index, view.pointed) : ""
                        font.pixelSize: Theme.small
                        font.weight: Font.Medium
                    }
                }
            }
            RowLayout {
                visible: view.totals && chart.series.length > 1

                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: qsTr("Together")
                    font.pixelSize: Theme.small
                }
                AppText {
                    text: view.points ? chart.totalText(view.pointed) : ""
                    font.pixelSize: Theme.small
                    font.weight: Font.DemiBold
                }
            }
        }
    }
}
