pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// A table's search and filters under a name of one's own, on this computer.
Item {
    id: control

    required property RecordTable table
    required property Preferences preferences
    readonly property var filtered: Object.assign({}, table.filters, table.search !== "" ? { search: table.search } : {})
    readonly property bool narrowed: Object.keys(filtered).length > 0
    property var views: []
    readonly property var shown: views.find(view => same(view.filters, filtered))

    function same(one: var, other: var): bool {
        const names = Object.keys(one)
        return names.length === Object.keys(other).length && names.every(name => one[name] === other[name])
    }
    function load() {
        views = preferences.savedViews(table.kind)
    }
    function show(filters: var) {
        const rest = Object.assign({}, filters)
        delete rest.search
        table.search = filters.search ?? ""
        table.filters = rest
    }
    function save() {
        if (name.text.trim() === "")
            return
        preferences.saveView(table.kind, name.text.trim(), filtered)
        load()
        dialog.close()
    }
    function forget() {
        preferences.forgetView(table.kind, shown.name)
        load()
    }

    Component.onCompleted: load()
    implicitHeight: button.implicitHeight
    implicitWidth: button.implicitWidth

    Connections {
        target: control.table

        function onSpecChanged() {
            control.load()
        }
    }
    PushButton {
        id: button

        glyph: Glyphs.bookmark
        objectName: "views"
        text: control.narrowed && control.shown !== undefined ? control.shown.name : ""
        tip: qsTr("Saved views")
        onClicked: menu.popup(this, 0, height + 4)
    }
    ContextMenu {
        id: menu

        ContextMenuItem {
            enabled: control.narrowed && control.shown === undefined
            glyph: Glyphs.save
            objectName: "saveView"
            opacity: enabled ? 1 : 0.5
            text: qsTr("Save this view…")
            onTriggered: dialog.open()
        }
        ContextMenuItem {
            enabled: visible
            glyph: Glyphs.trash2
            objectName: "forgetView"
            text: qsTr("Forget this view")
            visible: control.narrowed && control.shown !== undefined
            onTriggered: control.forget()
        }
        Instantiator {
            model: control.views

            delegate: ContextMenuItem {
                required property int index
                required property var modelData

                glyph: control.shown === modelData ? Glyphs.check : Glyphs.bookmark
                objectName: "view" + index
                text: modelData.name
                onTriggered: control.show(modelData.filters)
            }
            onObjectAdded: (index, object) => menu.addItem(object as ContextMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
        }
    }
    FormDialog {
        id: dialog

        glyph: Glyphs.bookmark
        parent: control.Window.window ? control.Window.window.contentItem : control
        text: qsTr("The search and the filters as they are now, kept on this computer.")
        title: qsTr("Save this view")
        onSubmitted: control.save()
        onOpened: {
            name.text = ""
            name.forceActiveFocus(Qt.TabFocusReason)
        }

        FormRow {
            Layout.fillWidth: true
            label: qsTr("Name")

            Field {
                id: name

                Accessible.name: qsTr("Name")
                Layout.fillWidth: true
                objectName: "viewName"
                onAccepted: control.save()
            }
        }

        footer: [
            Item { Layout.fillWidth: true },
            PushButton {
                text: qsTr("Cancel")
                onClicked: dialog.close()
            },
            PushButton {
                enabled: name.text.trim() !== ""
                kind: "primary"
                objectName: "keepView"
                text: qsTr("Save")
                onClicked: control.save()
            }
        ]
    }
}
