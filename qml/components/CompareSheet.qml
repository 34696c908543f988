pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// Two calls side by side; what isn't the same stands out.
Sheet {
    id: sheet

    required property Session session
    required property string firstId
    required property string secondId

    title: qsTr("Two calls compared")
    width: Math.min(760, parent ? parent.width - 40 : 760)

    CallComparison {
        id: comparison

        firstId: sheet.firstId
        secondId: sheet.secondId
        session: sheet.session
    }
    PageState {
        Layout.fillWidth: true
        Layout.preferredHeight: 320
        error: comparison.error
        offlineRetry: sheet.session.retrySeconds
        requestId: comparison.requestId
        state: comparison.state === "loading" ? "" : comparison.state
        onDetailsWanted: comparison.copyDetails()
        onRetried: comparison.reload()
    }
    Repeater {
        model: comparison.state === "loading" ? 8 : 0

        Skeleton {
            Layout.fillWidth: true
            Layout.topMargin: Theme.space8
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        objectName: "comparison"
        spacing: 0
        visible: comparison.rows.length > 0

        Repeater {
            model: comparison.rows

            Rectangle {
                id: row

                required property int index
                required property var modelData
                readonly property bool heads: modelData.first === undefined

                Accessible.name: heads ? modelData.label : modelData.differs ? qsTr("%1: %2, and %3").arg(modelData.label).arg(modelData.first).arg(modelData.second)
                                                                            : qsTr("%1: %2 in both").arg(modelData.label).arg(modelData.first)
                Accessible.role: heads ? Accessible.Heading : Accessible.Row
                Layout.fillWidth: true
                Layout.topMargin: heads ? Theme.space14 : 0
                color: modelData.differs === true ? Theme.warnSoft : "transparent"
                implicitHeight: 30
                objectName: "compared" + index
                radius: Theme.radiusSmall

                AppText {
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.space8
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.modelData.label
                    visible: row.heads
                    font.weight: Font.DemiBold
                }
                RowLayout {
                    anchors.fill: parent
                    anchors.leftMargin: Theme.space8
                    anchors.rightMargin: Theme.space8
                    spacing: Theme.space12
                    visible: !row.heads

                    AppText {
                        Layout.preferredWidth: 124
                        color: Theme.text3
                        text: row.modelData.label
                        font.pixelSize: Theme.small
                    }
                    AppText {
                        Layout.preferredWidth: 12
                        color: Theme.warn
                        text: row.modelData.differs === true ? "≠" : ""
                    }
                    ExactText {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1
                        elide: Text.ElideMiddle
                        exact: row.modelData.firstExact ?? ""
                        mono: row.modelData.mono === true
                        text: row.modelData.first ?? ""
                        font.pixelSize: Theme.small
                    }
                    ExactText {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1
                        elide: Text.ElideMiddle
                        exact: row.modelData.secondExact ?? ""
                        mono: row.modelData.mono === true
                        text: row.modelData.second ?? ""
                        font.pixelSize: Theme.small
                    }
                }
            }
        }
    }
}
