pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Beaver.Console
import Beaver.Models
import Beaver.Session

Popup {
    id: commands

    required property Session session
    required property Navigator navigator

    signal actionWanted(action: string, record: var)

    function take(row: int) {
        commands.close()
        hits.take(row)
    }

    focus: true
    modal: true
    padding: 0
    width: Math.min(600, parent ? parent.width - 80 : 600)
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.min(120, parent.height / 8) : 0
    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }
    onAboutToShow: {
        field.text = ""
        hits.typed = ""
        hits.prepare()
        list.currentIndex = 0
    }
    onOpened: field.forceActiveFocus()

    PaletteModel {
        id: hits

        navigator: commands.navigator
        session: commands.session
        onActionWanted: (action, record) => commands.actionWanted(action, record)
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast }
    }
    background: Rectangle {
        border.color: Theme.borderStrong
        border.width: 1
        color: Theme.raised
        radius: Theme.radiusPanel

        Shadow { radius: Theme.radiusPanel; blur: 34 }
    }
    contentItem: ColumnLayout {
        spacing: 0

        RowLayout {
            Layout.leftMargin: 18
            Layout.margins: Theme.space14
            spacing: 10

            Icon {
                color: Theme.text3
                glyph: Glyphs.search
            }
            TextField {
                id: field

                Accessible.name: qsTr("Search")
                Layout.fillWidth: true
                background: null
                color: Theme.text
                objectName: "paletteField"
                padding: 0
                placeholderText: qsTr("Search accounts, keys, models and calls, or type what to do…")
                placeholderTextColor: Theme.text3
                font.family: Theme.sans
                font.pixelSize: Theme.title
                Keys.onDownPressed: list.incrementCurrentIndex()
                Keys.onEnterPressed: commands.take(list.currentIndex)
                Keys.onReturnPressed: commands.take(list.currentIndex)
                Keys.onUpPressed: list.decrementCurrentIndex()
                onTextEdited: {
                    hits.typed = text
                    list.currentIndex = 0
                }
            }
            Kbd { text: "Esc" }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        ListView {
            id: list

            Layout.fillWidth: true
            Layout.margins: Theme.space6
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0 // rows made ahead are cancelled wrongly by Qt 6.4 when the model shrinks
            clip: true
            highlightMoveDuration: 0
            implicitHeight: Math.max(60, Math.min(contentHeight, 400))
            model: hits
            objectName: "paletteList"
            section.property: "group"
            ScrollBar.vertical: Scroll {}

            delegate: Column {
                id: hit

                required property int index
                required property string label
                required property string sub
                required property string glyph
                required property string keys
                required property string group

                Accessible.name: label
                Accessible.role: Accessible.ListItem
                width: ListView.view.width

                AppText {
                    bottomPadding: Theme.space6
                    color: Theme.text3
                    leftPadding: Theme.space12
                    rightPadding: Theme.space12
                    width: parent.width
                    text: hit.group
                    topPadding: 10
                    visible: hit.ListView.previousSection !== hit.ListView.section
                    font.pixelSize: Theme.caption
                    font.weight: Font.Medium
                }
                Rectangle {
                    color: hit.ListView.isCurrentItem ? Theme.active : "transparent"
                    height: 36
                    radius: 7
                    width: parent.width

                    RowLayout {
                        anchors.fill: parent
                        anchors.leftMargin: Theme.space12
                        anchors.rightMargin: 10
                        spacing: 10

                        Icon { glyph: Glyphs.named(hit.glyph) }
                        AppText {
                            Layout.maximumWidth: 320
                            text: hit.label
                            font.weight: Font.Medium
                        }
                        AppText {
                            Layout.fillWidth: true
                            color: Theme.text3
                            text: hit.sub
                            font.pixelSize: Theme.small
                        }
                        Kbd { text: hit.keys }
                    }
                    // Movement, not hovering: the palette opens under a resting pointer.
                    MouseArea {
                        anchors.fill: parent
                        hoverEnabled: true
                        objectName: "hit" + hit.index
                        onClicked: commands.take(hit.index)
                        onPositionChanged: list.currentIndex = hit.index
                    }
                }
            }
            AppText {
                anchors.centerIn: parent
                color: Theme.text3
                text: hits.searching ? qsTr("Searching…") : qsTr("Nothing found")
                visible: hits.count === 0 && hits.problem === ""
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        RowLayout {
            Layout.leftMargin: Theme.space16
            Layout.margins: 9
            spacing: Theme.space6

            Kbd { text: "↑" }
            Kbd { text: "↓" }
            AppText {
                Layout.rightMargin: 10
                color: Theme.text3
                text: qsTr("to move")
                font.pixelSize: Theme.small
            }
            Kbd { text: "↵" }
            AppText {
                Layout.fillWidth: true
                color: Theme.text3
                text: qsTr("to open")
                font.pixelSize: Theme.small
            }
            AppText {
                Layout.maximumWidth: 280
                Layout.rightMargin: Theme.space6
                color: hits.problem !== "" ? Theme.danger : Theme.text3
                objectName: "paletteState"
                text: hits.problem !== "" ? hits.problem : hits.searching ? qsTr("Searching…") : qsTr("%n result(s)", "", hits.count)
                font.pixelSize: Theme.small
            }
            PushButton {
                focusPolicy: Qt.NoFocus
                objectName: "paletteRetry"
                small: true
                text: qsTr("Try again")
                visible: hits.problem !== ""
                onClicked: hits.ask()
            }
        }
    }
}
