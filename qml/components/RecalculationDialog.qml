pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Session

// Shows which models would change their category before it applies that.
FormDialog {
    id: dialog

    required property Session session

    signal finished(message: string)

    busy: recalculation.busy
    glyph: Glyphs.calculator
    text: recalculation.loading ? qsTr("The server works out what would change.")
        : recalculation.changes.length === 0 ? qsTr("Nothing would change: every model lies in the category of its list price.")
        : qsTr("These models would move, and their sale price with them.")
    title: qsTr("Recalculate the categories")
    width: 520
    onOpened: recalculation.preview()
    onSubmitted: if (recalculation.changes.length > 0) recalculation.submit()

    RecalculationEditor {
        id: recalculation

        session: dialog.session
        onDone: {
            dialog.close()
            dialog.finished(qsTr("Categories recalculated"))
        }
    }
    MarkdownTable {
        Layout.fillWidth: true
        rows: [[qsTr("Model"), qsTr("From"), qsTr("To")], ...Array.from(recalculation.changes).map(change => [change.model, change.from, change.to])]
        visible: recalculation.changes.length > 0
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: recalculation.error
        visible: text !== ""
    }

    footer: [
        Item { Layout.fillWidth: true },
        PushButton {
            enabled: !dialog.busy
            text: qsTr("Cancel")
            onClicked: dialog.close()
        },
        PushButton {
            busy: recalculation.busy
            enabled: !busy && recalculation.changes.length > 0
            kind: "primary"
            objectName: "applyRecalculation"
            text: qsTr("Apply")
            onClicked: recalculation.submit()
        }
    ]
}
