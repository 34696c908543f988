pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// Search and filters above a table, and at the right what a page adds.
RowLayout {
    id: bar

    required property RecordTable table
    required property Preferences preferences
    property string placeholder: qsTr("Search")
    default property alias actions: slot.data

    function focusSearch() {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
    }

    spacing: Theme.space8

    Field {
        id: search

        Accessible.name: bar.placeholder
        Layout.maximumWidth: 300
        Layout.minimumWidth: 160
        Layout.fillWidth: true
        glyph: Glyphs.search
        hint: "/"
        objectName: "search"
        placeholderText: bar.placeholder
        text: bar.table.search
        onTextEdited: debounce.restart()
        Keys.onEscapePressed: bar.table.search = ""

        Timer {
            id: debounce

            interval: Theme.animated ? 120 : 0
            onTriggered: bar.table.search = search.text
        }
    }
    Repeater {
        model: bar.table.filterChoices

        SelectBox {
            required property var modelData

            objectName: "filter_" + modelData.name
            options: modelData.options
            prefix: modelData.title
            value: bar.table.filters[modelData.name] ?? ""
            implicitWidth: 168
            onPicked: (value) => bar.table.setFilter(modelData.name, value)
        }
    }
    SavedViews {
        preferences: bar.preferences
        table: bar.table
    }
    Item {
        Layout.fillWidth: true
    }
    RowLayout {
        id: slot

        Layout.fillWidth: false
        spacing: Theme.space8
    }
}
