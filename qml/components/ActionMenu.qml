pragma ComponentBehavior: Bound

import QtQuick
import Beaver.Console
import Beaver.Editors

// What can be done to one record.
ContextMenu {
    id: menu

    required property ActionCenter actions
    property var entries: []
    property var record: ({})

    Instantiator {
        model: menu.entries

        delegate: ContextMenuItem {
            required property var modelData

            dangerous: modelData.dangerous
            enabled: !modelData.separator
            glyph: Glyphs.named(modelData.glyph)
            implicitHeight: modelData.separator ? 9 : Theme.control
            objectName: "action_" + modelData.id
            text: modelData.text
            onTriggered: menu.actions.start(modelData.id, menu.record)

            Rectangle {
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.border
                height: 1
                visible: parent.modelData.separator
            }
        }
        onObjectAdded: (index, object) => menu.insertItem(index, object as ContextMenuItem)
        onObjectRemoved: (index, object) => menu.removeItem(object as ContextMenuItem)
    }
}
