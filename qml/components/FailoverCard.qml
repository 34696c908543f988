pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors

// The endpoints of one model in the order in which they are asked: dragged by their handle, or moved with Alt and the
// arrow keys.
Card {
    id: card

    required property FailoverOrder order
    property bool changeable: false
    readonly property int step: 54

    function move(from: int, to: int) {
        if (!changeable || order.busy || to < 0 || to >= order.count || from === to)
            return
        list.currentIndex = to
        order.place(from, to)
    }

    objectName: "failover"
    subtitle: qsTr("Asked from top to bottom")
    title: qsTr("Failover order")

    actions: [
        PushButton {
            glyph: Glyphs.rotateCcw
            objectName: "undoOrder"
            small: true
            text: qsTr("Undo")
            visible: card.order.undoable && card.changeable
            onClicked: card.order.undo()
        },
        SelectBox {
            implicitWidth: 190
            name: qsTr("Model")
            objectName: "failoverModel"
            options: card.order.models
            value: card.order.model
            visible: card.order.count > 0 || card.order.model !== ""
            onPicked: (value) => card.order.model = value
        }
    ]

    ColumnLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        spacing: Theme.space8

        Banner {
            Layout.fillWidth: true
            failed: true
            text: card.order.error
            visible: card.order.error !== ""

            PushButton {
                small: true
                text: qsTr("Try again")
                onClicked: card.order.reload()
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.space8
            visible: card.order.state === "loading"

            Repeater {
                model: 3

                Skeleton {
                    Layout.fillWidth: true
                    implicitHeight: card.step - 8
                }
            }
        }
        AppText {
            Layout.fillWidth: true
            color: Theme.text3
            text: card.order.model === "" ? qsTr("No model yet") : qsTr("No endpoint serves %1.").arg(card.order.model)
            visible: card.order.state === "ready" && card.order.count === 0
            wrapMode: Text.Wrap
        }
        ListView {
            id: list

            Accessible.name: qsTr("Failover order of %1").arg(card.order.model)
            Accessible.role: Accessible.List
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: 100000
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            currentIndex: -1
            interactive: contentHeight > height
            keyNavigationEnabled: true
            model: card.order
            objectName: "failoverList"
            opacity: card.order.busy ? 0.6 : 1
            visible: card.order.count > 0
            onActiveFocusChanged: if (activeFocus && currentIndex < 0) currentIndex = 0
            Keys.onPressed: (event) => {
                event.accepted = true
                if (event.modifiers === Qt.AltModifier && event.key === Qt.Key_Up)
                    card.move(currentIndex, currentIndex - 1)
                else if (event.modifiers === Qt.AltModifier && event.key === Qt.Key_Down)
                    card.move(currentIndex, currentIndex + 1)
                else
                    event.accepted = false
            }

            delegate: Item {
                id: row

                required property int index
                required property string endpointId
                required property string name
                required property string note
                required property string stateText
                required property string tone
                required property int step

                Accessible.name: qsTr("%1. %2, %3, %4").arg(step).arg(name).arg(note).arg(stateText)
                Accessible.role: Accessible.ListItem
                height: card.step
                objectName: "failover" + index
                width: ListView.view.width
                z: grip.drag.active ? 2 : 1

                Rectangle {
                    id: box

                    border.color: grip.drag.active ? Theme.accent : Theme.border
                    border.width: 1
                    color: grip.drag.active || hover.hovered ? Theme.hover : Theme.surface
                    height: parent.height - 8
                    radius: Theme.radiusPopup
                    width: parent.width

                    HoverHandler {
                        id: hover
                    }
                    TapHandler {
                        onTapped: {
                            list.currentIndex = row.index
                            list.forceActiveFocus(Qt.MouseFocusReason)
                        }
                    }
                    RowLayout {
                        anchors.fill: parent
                        anchors.leftMargin: Theme.space8
                        anchors.rightMargin: Theme.space12
                        spacing: Theme.space12

                        Item {
                            Layout.preferredHeight: 28
                            Layout.preferredWidth: 20
                            objectName: "grip" + row.index
                            visible: card.changeable

                            Icon {
                                anchors.centerIn: parent
                                color: Theme.text3
                                glyph: Glyphs.gripVertical
                            }
                            MouseArea {
                                id: grip

                                anchors.fill: parent
                                cursorShape: drag.active ? Qt.ClosedHandCursor : Qt.OpenHandCursor
                                drag.axis: Drag.YAxis
                                drag.target: box
                                drag.threshold: 2
                                enabled: !card.order.busy
                                preventStealing: true
                                onCanceled: {
                                    box.y = 0
                                    card.order.held = false
                                }
                                onPressed: card.order.held = true
                                onReleased: {
                                    const to = Math.max(0, Math.min(card.order.count - 1, row.index + Math.round(box.y / card.step)))
                                    box.y = 0
                                    card.move(row.index, to)
                                    card.order.held = false
                                }
                            }
                        }
                        AppText {
                            Layout.preferredWidth: 14
                            color: Theme.text3
                            horizontalAlignment: Text.AlignHCenter
                            text: row.step
                        }
                        ColumnLayout {
                            Layout.fillWidth: true
                            spacing: 0

                            AppText {
                                Layout.fillWidth: true
                                text: row.name
                                font.weight: Font.Medium
                            }
                            AppText {
                                Layout.fillWidth: true
                                color: Theme.text3
                                text: row.note
                                font.pixelSize: Theme.small
                            }
                        }
                        Badge {
                            dot: true
                            text: row.stateText
                            tone: row.tone
                        }
                    }
                    FocusRing {
                        radius: box.radius + 2
                        visible: row.ListView.isCurrentItem && list.activeFocus
                    }
                }
            }
            ScrollBar.vertical: Scroll {}
        }
        AppText {
            Layout.fillWidth: true
            color: Theme.text3
            text: qsTr("Drag, or move with Alt+↑ and Alt+↓. A priority belongs to the endpoint: its other models follow it.")
            visible: card.changeable && card.order.count > 1
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
        }
    }
}
