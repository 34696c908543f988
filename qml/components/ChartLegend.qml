pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Beaver.Charts
import Beaver.Console

// The names of a chart's series; pressed, a series hides or comes back.
Flow {
    id: legend

    required property TimeSeriesChart chart

    spacing: Theme.space4

    Repeater {
        model: legend.chart.series

        AbstractButton {
            id: entry

            required property int index
            required property var modelData
            readonly property bool shown: !Array.from(legend.chart.hidden).includes(index)

            Accessible.checkable: true
            Accessible.checked: shown
            Accessible.name: text
            focusPolicy: Qt.StrongFocus
            implicitHeight: 22
            implicitWidth: row.implicitWidth + Theme.space12
            text: modelData.name
            Keys.onEnterPressed: clicked()
            Keys.onReturnPressed: clicked()
            onClicked: legend.chart.toggle(index)

            contentItem: Item {
                Row {
                    id: row

                    anchors.centerIn: parent
                    opacity: entry.shown ? 1 : 0.4
                    spacing: Theme.space6

                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        color: legend.chart.colors[entry.index % legend.chart.colors.length]
                        height: entry.modelData.dashed === true ? 2 : 8
                        radius: 2
                        width: 8
                    }
                    AppText {
                        color: entry.hovered ? Theme.text : Theme.text2
                        text: entry.text
                        font.pixelSize: Theme.small
                        font.strikeout: !entry.shown
                    }
                }
            }
            background: Rectangle {
                color: entry.hovered ? Theme.hover : "transparent"
                radius: Theme.radiusSmall

                FocusRing { visible: entry.visualFocus }
            }
        }
    }
}
