pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

// What a new gateway needs, one after the other; the first that is left stands out.
Card {
    id: card

    property var steps: []
    readonly property int next: steps.findIndex(step => !step.done)

    signal wanted(step: var)
    signal hidden()

    subtitle: qsTr("What a new gateway needs")
    title: qsTr("First steps")

    actions: IconButton {
        glyph: Glyphs.close
        objectName: "hideFirstSteps"
        tip: qsTr("Don't show this any more")
        onClicked: card.hidden()
    }

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.space24

        Repeater {
            model: card.steps

            ColumnLayout {
                id: step

                required property int index
                required property var modelData

                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.space4

                RowLayout {
                    spacing: Theme.space8

                    Rectangle {
                        border.color: step.modelData.done ? "transparent" : Theme.borderStrong
                        border.width: 1
                        color: step.modelData.done ? Theme.okSoft : "transparent"
                        implicitHeight: 22
                        implicitWidth: 22
                        radius: 11

                        Icon {
                            anchors.centerIn: parent
                            color: Theme.ok
                            glyph: Glyphs.check
                            size: 13
                            visible: step.modelData.done
                        }
                        AppText {
                            anchors.centerIn: parent
                            color: Theme.text2
                            text: step.index + 1
                            visible: !step.modelData.done
                            font.pixelSize: Theme.small
                        }
                    }
                    AppText {
                        Accessible.name: step.modelData.done ? qsTr("%1: done").arg(text) : text
                        Layout.fillWidth: true
                        color: step.modelData.done ? Theme.text3 : Theme.text
                        text: step.modelData.title
                        font.weight: Font.Medium
                    }
                }
                AppText {
                    Layout.fillHeight: true
                    Layout.fillWidth: true
                    color: Theme.text3
                    elide: Text.ElideNone
                    text: step.modelData.text
                    verticalAlignment: Text.AlignTop
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.small
                }
                PushButton {
                    Layout.topMargin: Theme.space6
                    kind: step.index === card.next ? "primary" : "secondary"
                    objectName: "firstStep" + step.index
                    small: true
                    text: step.modelData.button
                    onClicked: card.wanted(step.modelData)
                }
            }
        }
    }
}
