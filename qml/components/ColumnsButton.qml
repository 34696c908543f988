pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// Which columns a table shows and in which order, kept on this computer. In the list arrows move, Space shows or hides,
// Alt with an arrow moves the column.
Item {
    id: control

    required property RecordTable table
    required property Preferences preferences
    readonly property int of: table.columnChoices.length
    property string met // the table whose columns were taken up

    function meet() {
        if (of === 0 || met === table.kind)
            return
        met = table.kind
        table.chosenColumns = preferences.tableColumns(table.kind, of)
    }
    function keep() {
        preferences.setTableColumns(table.kind, of, table.chosenColumns)
    }
    function turn(row: int) {
        const choice = table.columnChoices[row]
        if (!choice)
            return
        table.showColumn(choice.place, !choice.shown)
        keep()
        list.currentIndex = table.columnChoices.findIndex(each => each.place === choice.place)
    }
    function move(row: int, by: int) {
        const choice = table.columnChoices[row]
        if (!choice || !choice.shown)
            return
        table.moveColumn(choice.place, by)
        keep()
        list.currentIndex = table.columnChoices.findIndex(each => each.place === choice.place)
    }

    Component.onCompleted: meet()
    implicitHeight: button.implicitHeight
    implicitWidth: button.implicitWidth
    onTableChanged: meet()

    Connections {
        function onSpecChanged() {
            control.meet()
        }

        target: control.table
    }
    PushButton {
        id: button

        glyph: Glyphs.columns3
        objectName: "columns"
        tip: qsTr("Columns")
        onClicked: popup.open()
    }
    Popup {
        id: popup

        dim: false
        focus: true
        margins: Theme.space8
        modal: true
        objectName: "columnsPopup"
        padding: Theme.space4
        width: 300
        y: control.height + 4
        onClosed: button.forceActiveFocus(Qt.PopupFocusReason)
        onOpened: {
            list.currentIndex = 0
            list.forceActiveFocus(Qt.PopupFocusReason)
        }

        background: Rectangle {
            border.color: Theme.borderStrong
            border.width: 1
            color: Theme.raised
            radius: Theme.radiusPopup

            Shadow { blur: 18 }
        }
        contentItem: ColumnLayout {
            Accessible.name: qsTr("Columns")
            Accessible.role: Accessible.Dialog
            spacing: Theme.space4

            ListView {
                id: list

                Accessible.name: qsTr("Columns")
                Accessible.role: Accessible.List
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(contentHeight, 380)
                activeFocusOnTab: true
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                highlightMoveDuration: 0
                keyNavigationEnabled: true
                model: control.table.columnChoices
                objectName: "columnList"
                ScrollBar.vertical: Scroll {}
                Keys.onPressed: (event) => {
                    event.accepted = true
                    if (event.key === Qt.Key_Space || event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                        control.turn(currentIndex)
                    else if (event.key === Qt.Key_Up && event.modifiers === Qt.AltModifier)
                        control.move(currentIndex, -1)
                    else if (event.key === Qt.Key_Down && event.modifiers === Qt.AltModifier)
                        control.move(currentIndex, 1)
                    else
                        event.accepted = false
                }

                delegate: Rectangle {
                    id: row

                    required property var modelData
                    required property int index
                    readonly property bool current: ListView.isCurrentItem && list.activeFocus

                    Accessible.checkable: true
                    Accessible.checked: modelData.shown
                    Accessible.name: modelData.title
                    Accessible.role: Accessible.ListItem
                    color: current ? Theme.active : over.hovered ? Theme.hover : Theme.raised
                    implicitHeight: 32
                    objectName: "choice" + index
                    radius: Theme.radiusSmall
                    width: ListView.view ? ListView.view.width : 0

                    HoverHandler {
                        id: over
                    }
                    TapHandler {
                        onTapped: control.turn(row.index)
                    }
                    Check {
                        id: box

                        anchors.left: parent.left
                        anchors.leftMargin: Theme.space8
                        anchors.verticalCenter: parent.verticalCenter
                        checked: row.modelData.shown
                        focusPolicy: Qt.NoFocus
                        Accessible.name: qsTr("Show %1").arg(row.modelData.title)
                        onToggled: control.turn(row.index)
                    }
                    AppText {
                        anchors.left: box.right
                        anchors.leftMargin: Theme.space8
                        anchors.right: down.left
                        anchors.verticalCenter: parent.verticalCenter
                        color: row.modelData.shown ? Theme.text : Theme.text3
                        text: row.modelData.title
                    }
                    IconButton {
                        id: down

                        anchors.right: up.left
                        anchors.verticalCenter: parent.verticalCenter
                        focusPolicy: Qt.NoFocus
                        glyph: Glyphs.arrowDown
                        objectName: "columnDown" + row.index
                        tip: qsTr("Move down")
                        visible: row.modelData.shown
                        onClicked: control.move(row.index, 1)
                    }
                    IconButton {
                        id: up

                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        focusPolicy: Qt.NoFocus
                        glyph: Glyphs.arrowUp
                        objectName: "columnUp" + row.index
                        tip: qsTr("Move up")
                        visible: row.modelData.shown
                        onClicked: control.move(row.index, -1)
                    }
                }
            }
            Rectangle {
                Layout.fillWidth: true
                color: Theme.border
                implicitHeight: 1
            }
            PushButton {
                Layout.fillWidth: true
                enabled: control.table.chosenColumns.length > 0
                glyph: Glyphs.rotateCcw
                kind: "ghost"
                objectName: "resetColumns"
                text: qsTr("Reset to default")
                onClicked: {
                    control.table.chosenColumns = []
                    control.keep()
                    list.forceActiveFocus(Qt.TabFocusReason)
                }
            }
        }
    }
}
