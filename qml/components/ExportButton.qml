import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models

// Writes the whole table, as filtered, into the download folder.
RowLayout {
    id: control

    required property RecordTable table
    required property ActionCenter actions
    property bool narrow: false

    spacing: Theme.space6

    Shortcut {
        enabled: control.visible && control.enabled
        sequence: "Ctrl+E"
        onActivated: button.clicked()
    }
    TableExport {
        id: run

        onDone: run.error !== "" ? control.actions.failed(run.error)
                                 : control.actions.done(qsTr("%1 rows written to %2").arg(Number(run.written).toLocaleString(Qt.locale(), "f", 0)).arg(run.path), false)
    }
    AppText {
        readonly property int written: run.written

        color: Theme.text2
        objectName: "exported"
        text: qsTr("%1 rows").arg(Number(run.written).toLocaleString(Qt.locale(), "f", 0))
        visible: run.running
    }
    PushButton {
        id: button

        glyph: run.running ? Glyphs.close : Glyphs.download
        narrow: control.narrow
        objectName: "export"
        text: run.running ? qsTr("Stop") : qsTr("Export")
        tip: run.running ? "" : qsTr("All rows that the filters find (Ctrl+E)")
        onClicked: run.running ? run.cancel() : menu.popup(this, 0, height + 4)
    }
    ContextMenu {
        id: menu

        ContextMenuItem {
            glyph: Glyphs.fileText
            objectName: "exportCsv"
            text: qsTr("CSV")
            onTriggered: run.start(control.table, "csv")
        }
        ContextMenuItem {
            glyph: Glyphs.code
            text: qsTr("JSON Lines")
            onTriggered: run.start(control.table, "jsonl")
        }
    }
}
