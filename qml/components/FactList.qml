pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors

// Labels with what they tell, one below the other or side by side.
GridLayout {
    id: list

    property var facts: []
    property ActionCenter actions: null
    property int across: 1

    columnSpacing: Theme.space24
    columns: across
    rowSpacing: Theme.space8

    Repeater {
        model: list.facts

        RowLayout {
            id: fact

            required property var modelData
            readonly property var cell: modelData.cell

            Layout.fillWidth: true
            Layout.preferredWidth: 1
            spacing: Theme.space12

            AppText {
                Layout.alignment: value.lineCount > 1 ? Qt.AlignTop : Qt.AlignVCenter
                Layout.preferredWidth: 132
                color: Theme.text3
                text: fact.modelData.label
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
            }
            Badge {
                text: fact.cell.text ?? ""
                tone: fact.cell.tone ?? "neutral"
                visible: fact.cell.tone !== undefined && fact.cell.sub === undefined
            }
            ExactText {
                id: value

                Layout.fillWidth: true
                color: fact.cell.tone ? Theme.toneText(fact.cell.tone) : Theme.text
                elide: fact.cell.mono ? Text.ElideMiddle : Text.ElideRight
                exact: fact.cell.exact ?? ""
                maximumLineCount: 6
                mono: fact.cell.mono === true
                objectName: "fact_" + fact.modelData.label
                text: fact.cell.text ?? ""
                visible: !(fact.cell.tone !== undefined && fact.cell.sub === undefined)
                wrapMode: fact.cell.mono ? Text.NoWrap : Text.Wrap
                font.pixelSize: Theme.small
            }
            IconButton {
                glyph: Glyphs.copy
                size: 22
                tip: qsTr("Copy")
                visible: fact.cell.copyable === true && list.actions !== null
                onClicked: list.actions.copy(fact.cell.text, fact.modelData.label)
            }
            Item {
                Layout.fillWidth: true
                visible: fact.cell.tone !== undefined && fact.cell.sub === undefined
            }
        }
    }
}
