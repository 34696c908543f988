pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models
import Beaver.Session

// The playground's model, system prompt and parameters under a name of one's own, on this computer.
Item {
    id: control

    required property Playground playground
    required property Preferences preferences
    property var presets: []

    function load() {
        presets = preferences.savedViews("playground")
    }
    function save() {
        if (name.text.trim() === "")
            return
        preferences.saveView("playground", name.text.trim(), playground.preset())
        load()
        dialog.close()
    }
    function forget(named: string) {
        preferences.forgetView("playground", named)
        load()
    }

    Component.onCompleted: load()
    implicitHeight: button.implicitHeight
    implicitWidth: button.implicitWidth

    PushButton {
        id: button

        glyph: Glyphs.bookmark
        objectName: "presets"
        tip: qsTr("Presets: model, system prompt and parameters")
        onClicked: menu.popup(this, 0, height + 4)
    }
    ContextMenu {
        id: menu

        ContextMenuItem {
            glyph: Glyphs.save
            objectName: "savePreset"
            text: qsTr("Save as a preset…")
            onTriggered: dialog.open()
        }
        Instantiator {
            model: control.presets

            delegate: ContextMenuItem {
                required property int index
                required property var modelData

                glyph: Glyphs.bookmark
                objectName: "preset" + index
                text: modelData.name
                onTriggered: control.playground.takePreset(modelData.filters)
            }
            onObjectAdded: (index, object) => menu.addItem(object as ContextMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
        }
        Instantiator {
            model: control.presets

            delegate: ContextMenuItem {
                required property int index
                required property var modelData

                glyph: Glyphs.trash2
                objectName: "forgetPreset" + index
                text: qsTr("Forget “%1”").arg(modelData.name)
                onTriggered: control.forget(modelData.name)
            }
            onObjectAdded: (index, object) => menu.addItem(object as ContextMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
        }
    }
    FormDialog {
        id: dialog

        glyph: Glyphs.bookmark
        parent: control.Window.window ? control.Window.window.contentItem : control
        text: qsTr("The first column's model, the system prompt and the parameters as they are now, kept on this computer.")
        title: qsTr("Save as a preset")
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
                objectName: "presetName"
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
                objectName: "keepPreset"
                text: qsTr("Save")
                onClicked: control.save()
            }
        ]
    }
}
