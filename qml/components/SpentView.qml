pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Charts
import Beaver.Console
import Beaver.Editors
import Beaver.Models

// What a key or a project was used for: figures, a bar for each day that leads to its calls, models.
ColumnLayout {
    id: view

    required property SpentReport report
    required property ActionCenter actions
    property bool leads: true // to the calls
    property int mostModels: 5

    signal leaving()

    spacing: Theme.space14

    Banner {
        Layout.fillWidth: true
        failed: true
        objectName: "spentError"
        text: view.report.error
        visible: view.report.error !== ""

        PushButton {
            objectName: "spentAgain"
            small: true
            text: qsTr("Try again")
            onClicked: view.report.reload()
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columnSpacing: Theme.space14
        columns: view.width < 420 ? 2 : 5
        rowSpacing: Theme.space12
        visible: view.report.loaded && view.report.used

        Repeater {
            model: view.report.figures

            ColumnLayout {
                id: figure

                required property int index
                required property var modelData

                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.space2

                AppText {
                    Layout.fillWidth: true
                    color: Theme.text3
                    text: figure.modelData.label
                    font.pixelSize: Theme.small
                }
                ExactText {
                    exact: figure.modelData.exact
                    objectName: "spent" + figure.index
                    text: figure.modelData.value
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                }
            }
        }
    }
    ChartView {
        Layout.fillWidth: true
        Layout.preferredHeight: 128
        labels: view.report.labels
        loading: view.report.loading
        mode: TimeSeriesChart.Bars
        name: qsTr("Spent by day")
        objectName: "spentByDay"
        series: view.report.series
        unit: "$"
        visible: view.report.used
        onPicked: (index) => {
            if (!view.leads)
                return
            view.leaving()
            view.actions.start(view.report.kind + ".calls", view.report.drill(index))
        }
    }
    ShareList {
        Layout.fillWidth: true
        mono: true
        rows: Array.from(view.report.models).slice(0, view.mostModels)
        visible: view.report.used
    }
    AppText {
        Layout.fillWidth: true
        color: Theme.text3
        objectName: "spentNothing"
        text: qsTr("It wasn't used in the last 30 days.")
        visible: view.report.loaded && !view.report.used
        font.pixelSize: Theme.small
    }
    Skeleton {
        Layout.fillWidth: true
        Layout.preferredHeight: 128
        visible: !view.report.loaded && view.report.error === ""
    }
}
