import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property bool mayMake: !session.operates || session.mayCreate

    function refresh() {
        keys.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (mayMake)
            actions.start(session.operates ? "key.create" : "key.createOwn", {})
    }

    RecordTable {
        id: keys

        kind: page.session.operates ? "keys" : "ownKeys"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: keys.countText
            title: qsTr("API keys")

            PushButton {
                glyph: Glyphs.timer
                narrow: page.width < 1000
                objectName: "revokeUnused"
                text: qsTr("Revoke unused…")
                tip: qsTr("Of all that match, those that nobody used for 90 days")
                visible: page.session.operates && page.session.mayCreate
                onClicked: page.actions.startOn("key.revokeUnused", keys)
            }
            ExportButton {
                actions: page.actions
                table: keys
            }
            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newKey"
                text: qsTr("New key")
                visible: page.mayMake
                onClicked: page.create()
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: page.session.operates ? qsTr("Search by name, key or account") : qsTr("Search by name or key")
            navigator: page.navigator
            preferences: page.preferences
            table: keys

            AppText {
                color: Theme.text2
                text: qsTr("%n selected", "", keys.selectedCount)
                visible: keys.selectedCount > 0
            }
            PushButton {
                glyph: Glyphs.trash2
                objectName: "revokeSelected"
                small: true
                text: qsTr("Revoke")
                visible: keys.selectedCount > 0
                onClicked: page.actions.startOn("key.revoke", keys)
            }
            PushButton {
                glyph: Glyphs.ban
                objectName: "disableSelected"
                small: true
                text: qsTr("Switch off")
                visible: keys.selectedCount > 0
                onClicked: page.actions.startOn("key.disable", keys)
            }
            PushButton {
                kind: "ghost"
                small: true
                text: qsTr("Clear")
                visible: keys.selectedCount > 0
                onClicked: keys.clearSelection()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        DataTable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: page.actions
            focus: true
            newAction: page.mayMake ? (page.session.operates ? "key.create" : "key.createOwn") : ""
            newText: qsTr("New key")
            objectName: "keys"
            selectable: page.mayMake
            table: keys
            onOpened: (row) => page.actions.detailWanted("key", keys.record(row))
        }
    }
}
