pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// Search and filters above a table, at the right what a page adds, and below what only a link or a chart filters by.
// With a navigator, the filters belong to the page's link.
ColumnLayout {
    id: bar

    required property RecordTable table
    required property Preferences preferences
    property Navigator navigator: null
    readonly property bool active: table.active
    // Whose filters the link tells; another table first takes up what the link says.
    property RecordTable met: null
    property string home // the page that the bar is on; while another one comes, this one still stands
    property string placeholder: qsTr("Search")
    default property alias actions: slot.data

    signal taken(text: string) // with Return, or the ID of a call at once when it is there whole

    function focusSearch() {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
    }
    // Not bound: what is being typed is ahead of what is searched for, and no answer takes it away.
    function takeSearch() {
        if (!debounce.running)
            search.text = table.search
    }
    function meet() {
        met = navigator !== null && active && navigator.page === home ? table : null
        if (met === null)
            return
        if (Object.keys(navigator.filters).length > 0)
            views.show(navigator.filters)
        else
            note()
    }
    function note() {
        if (met === table && active && navigator.page === home)
            navigator.note(views.filtered)
    }

    spacing: Theme.space8
    Component.onCompleted: {
        home = navigator?.page ?? ""
        takeSearch()
        meet()
    }
    onActiveChanged: later.restart()
    onTableChanged: {
        debounce.stop()
        takeSearch()
        later.restart()
    }

    Connections {
        function onStateChanged() {
            bar.takeSearch()
        }

        target: bar.table
    }

    Connections {
        function onMoved() {
            later.restart()
        }

        target: bar.navigator
    }
    // Once the page has changed its table, if it does.
    Timer {
        id: later

        interval: 0
        onTriggered: bar.meet()
    }
    RowLayout {
        Layout.fillWidth: true
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
            onAccepted: bar.taken(text.trim())
            onTextEdited: {
                debounce.restart()
                if (/^req_[0-9a-z]{26}$/i.test(text.trim()))
                    bar.taken(text.trim())
            }
            Keys.onEscapePressed: {
                debounce.stop()
                bar.table.search = ""
            }

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
            id: views

            preferences: bar.preferences
            table: bar.table
            onFilteredChanged: bar.note()
        }
        ColumnsButton {
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
    Flow {
        Layout.fillWidth: true
        spacing: Theme.space8
        visible: bar.table.otherFilters.length > 0

        Repeater {
            model: bar.table.otherFilters

            FilterChip {
                required property var modelData

                objectName: "chip_" + modelData.name
                text: modelData.text
                title: modelData.title
                onClicked: bar.table.dropFilter(modelData.name)
            }
        }
    }
}
