pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console

FormDialog {
    id: dialog

    readonly property var keys: [
        ["Ctrl K", qsTr("Search and commands")], ["/", qsTr("Search on this page")], ["?", qsTr("This list")],
        ["G O", qsTr("Overview")], ["G U", qsTr("Usage & logs")], ["G P", qsTr("Providers & servers")],
        ["G A", qsTr("Accounts")], ["G J", qsTr("Projects")], ["G K", qsTr("API keys")], ["G L", qsTr("Limits & plans")],
        ["G M", qsTr("Models & pricing")], ["G B", qsTr("Billing")], ["G D", qsTr("Audit log")],
        ["G Y", qsTr("Playground")], ["G S", qsTr("Settings")], ["C", qsTr("Create")],
        ["R", qsTr("Refresh")], ["L", qsTr("Live tail")], ["T", qsTr("Next time range")],
        ["E", qsTr("Edit the row")], ["X", qsTr("Select the row")], ["Shift ↑ ↓", qsTr("Select rows")],
        ["Ctrl A", qsTr("Select all; again: all that match")], ["Ctrl C", qsTr("Copy the row's ID")], ["↵", qsTr("Open the row")], [qsTr("Space"), qsTr("Peek at the row")],
        ["Shift F10", qsTr("The row's actions")], ["Alt ←", qsTr("Back")], ["F6", qsTr("Navigation or page")],
        ["Ctrl E", qsTr("Export")], ["Ctrl O", qsTr("Attach pictures")], ["Ctrl Shift C", qsTr("Copy a link to this page")], ["Ctrl ↵", qsTr("Save the form")], ["Ctrl Z", qsTr("Undo")],
        ["Ctrl B", qsTr("Fold the navigation")], ["Ctrl Shift L", qsTr("Light or dark")], ["Esc", qsTr("Close")]
    ]

    glyph: Glyphs.keyboard
    title: qsTr("Keyboard shortcuts")
    width: 620

    GridLayout {
        Layout.fillWidth: true
        columnSpacing: Theme.space24
        columns: 2
        rowSpacing: Theme.space8

        Repeater {
            model: dialog.keys

            RowLayout {
                id: line

                required property var modelData

                Layout.fillWidth: true
                Layout.preferredWidth: 1

                AppText {
                    Layout.fillWidth: true
                    color: Theme.text2
                    text: line.modelData[1]
                }
                Kbd { text: line.modelData[0] }
            }
        }
    }

    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            focus: true
            text: qsTr("Close")
            onClicked: dialog.close()
        }
    ]
}
