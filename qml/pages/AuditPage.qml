import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    function refresh() {
        audit.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }

    RecordTable {
        id: audit

        kind: "audit"
        session: page.session
    }
    AuditProof {
        id: proof

        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: audit.countText
            title: qsTr("Audit log")

            Badge {
                glyph: proof.ok ? Glyphs.shieldCheck : Glyphs.shieldAlert
                large: true
                text: proof.text
                tone: proof.ok ? "ok" : "danger"
                visible: proof.state === "ready"
            }
            PushButton {
                busy: proof.loading
                glyph: Glyphs.shieldCheck
                text: qsTr("Verify the chain")
                onClicked: proof.reload()
            }
            ExportButton {
                actions: page.actions
                table: audit
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: qsTr("Who, action, on what")
            navigator: page.navigator
            preferences: page.preferences
            table: audit
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
            objectName: "audit"
            table: audit
            onOpened: (row) => page.actions.detailWanted("audit", audit.record(row))
        }
    }
}
