pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors

// Asks before one action on many records, shows how far it is, can be stopped, and says in the end what failed and why.
FormDialog {
    id: dialog

    required property BulkRun run
    readonly property string stage: run.stage
    readonly property int all: run.succeeded + run.failed + run.left

    function number(value: int): string {
        return Number(value).toLocaleString(Qt.locale(), "f", 0)
    }

    busy: stage === "running"
    closePolicy: stage === "running" ? FormDialog.NoAutoClose : FormDialog.CloseOnEscape
    dangerous: stage === "asking" && run.dangerous
    glyph: Glyphs.named(run.glyph)
    objectName: "bulk"
    text: stage === "reading" ? qsTr("Looking for all that match: %1 so far.").arg(number(run.found))
        : stage === "asking" ? (run.consequence + (run.unaffected > 0 ? "\n\n" + qsTr("%n more that match aren't affected.", "", run.unaffected) : "")).trim()
        : stage === "running" ? qsTr("%1 of %2").arg(number(run.succeeded + run.failed)).arg(number(all))
        : stage === "done" ? qsTr("Done for %1.").arg(number(run.succeeded)) + (run.failed > 0 ? " " + qsTr("Failed for %1.").arg(number(run.failed)) : "")
                           + (run.left > 0 ? " " + qsTr("%1 weren't come to.").arg(number(run.left)) : "") : ""
    title: stage === "reading" || stage === "failed" ? run.button : run.question !== "" && stage === "asking" && run.found > 0 ? run.question : stage === "asking" ? qsTr("Nothing to do") : run.button
    width: 480
    onClosed: {
        if (run.stage !== "filling")
            run.close()
    }
    onOpened: if (stage === "asking") typed.forceActiveFocus(Qt.TabFocusReason)
    onSubmitted: if (confirm.visible && confirm.enabled) run.confirm()
    onStageChanged: {
        if (stage === "asking") {
            typed.text = ""
            typed.forceActiveFocus(Qt.TabFocusReason)
        }
    }

    Connections {
        function onChanged() {
            if (dialog.run.stage === "" || dialog.run.stage === "filling")
                dialog.close()
            else if (!dialog.opened)
                dialog.open()
        }

        target: dialog.run
    }
    FormRow {
        Layout.fillWidth: true
        label: qsTr("Type %1 to confirm").arg(dialog.run.word)
        visible: dialog.stage === "asking" && dialog.run.found > 0

        Field {
            id: typed

            Accessible.name: qsTr("Type %1 to confirm").arg(dialog.run.word)
            Layout.fillWidth: true
            focus: true
            objectName: "bulkWord"
            onAccepted: if (confirm.enabled) dialog.run.confirm()
        }
    }
    Rectangle {
        Accessible.name: dialog.text
        Accessible.role: Accessible.ProgressBar
        Layout.fillWidth: true
        color: Theme.track
        implicitHeight: 6
        radius: 3
        visible: dialog.stage === "running" || dialog.stage === "done"

        Rectangle {
            color: Theme.accent
            height: parent.height
            radius: 3
            width: dialog.all > 0 ? parent.width * (dialog.run.succeeded + dialog.run.failed) / dialog.all : 0
            x: Theme.mirrored ? parent.width - width : 0
        }
    }
    MarkdownTable {
        Layout.fillWidth: true
        objectName: "bulkFailures"
        rows: [[qsTr("Failed for"), qsTr("Why")], ...Array.from(dialog.run.failures).map(failure => [failure.title, failure.reason])]
        small: true
        visible: dialog.stage === "done" && dialog.run.failed > 0
    }
    AppText {
        Layout.fillWidth: true
        color: Theme.text3
        text: qsTr("and %n more; copy the list to see all", "", dialog.run.failed - dialog.run.failures.length)
        visible: dialog.stage === "done" && dialog.run.failed > dialog.run.failures.length
    }
    Banner {
        Layout.fillWidth: true
        failed: true
        text: dialog.run.error
        visible: text !== ""
    }

    footer: [
        PushButton {
            glyph: Glyphs.copy
            kind: "ghost"
            objectName: "bulkCopy"
            text: qsTr("Copy the list")
            visible: dialog.stage === "done" && dialog.run.failed > 0
            onClicked: dialog.run.copyFailures()
        },
        Item { Layout.fillWidth: true },
        PushButton {
            glyph: Glyphs.undo2
            objectName: "bulkUndo"
            text: qsTr("Undo")
            visible: dialog.run.undoable
            onClicked: dialog.run.undo()
        },
        PushButton {
            objectName: "bulkRetry"
            text: dialog.run.left > 0 ? qsTr("Go on") : qsTr("Try again")
            visible: dialog.stage === "failed" || (dialog.stage === "done" && dialog.run.failed + dialog.run.left > 0)
            onClicked: dialog.run.retry()
        },
        PushButton {
            objectName: "bulkStop"
            text: qsTr("Stop")
            visible: dialog.stage === "running"
            onClicked: dialog.run.stop()
        },
        PushButton {
            objectName: "bulkClose"
            text: dialog.stage === "asking" || dialog.stage === "reading" ? qsTr("Cancel") : qsTr("Close")
            visible: dialog.stage !== "running"
            onClicked: dialog.close()
        },
        PushButton {
            id: confirm

            enabled: typed.text.trim() === dialog.run.word
            kind: dialog.run.dangerous ? "danger" : "primary"
            objectName: "bulkConfirm"
            text: dialog.run.button
            visible: dialog.stage === "asking" && dialog.run.found > 0
            onClicked: dialog.run.confirm()
        }
    ]
}
