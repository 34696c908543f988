pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

// An account's statement of a month, and what stands on its invoices; one's own without an account.
FocusScope {
    id: view

    required property Session session
    required property ActionCenter actions
    property string accountId
    property string accountTitle
    property bool active: visible
    property bool wanted: false // asked for when it is seen first
    readonly property bool mayEdit: session ? (session.operates ? session.mayTopUp : true) : false

    Component.onCompleted: wanted = active
    onActiveChanged: wanted = wanted || active

    StatementReport {
        id: sums

        accountId: view.accountId
        session: view.wanted ? view.session : null
    }
    RecordDetail {
        id: profile

        kind: "billing"
        recordId: view.accountId !== "" ? view.accountId : (view.session?.accountId ?? "")
        session: view.wanted ? view.session : null
    }
    RecordTable {
        id: entries

        active: view.active && (view.accountId !== "" || view.session?.operates === false)
        filters: ({ month: sums.month })
        kind: "statement"
        session: view.session
        within: ({ account_id: view.accountId })
    }
    Connections {
        target: view.session

        function onStored(kind: string) {
            if (kind === "billing")
                profile.reload()
        }
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            spacing: Theme.space8

            SelectBox {
                Layout.preferredWidth: 220
                name: qsTr("Month")
                objectName: "statementMonth"
                options: sums.months
                value: sums.month
                onPicked: (value) => sums.month = value
            }
            Item {
                Layout.fillWidth: true
            }
            PushButton {
                glyph: Glyphs.fileDown
                objectName: "saveStatement"
                text: qsTr("Save as CSV")
                onClicked: view.actions.start("statement.save", { id: view.accountId, month: sums.month, title: view.accountTitle !== "" ? view.accountTitle : qsTr("statement") })
            }
        }
        RowLayout {
            Layout.bottomMargin: Theme.space14
            Layout.fillHeight: false
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            spacing: Theme.space14

            Card {
                Layout.alignment: Qt.AlignTop
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                objectName: "statementSums"
                title: qsTr("Statement")

                FactList {
                    Layout.fillWidth: true
                    facts: sums.lines
                }
                Banner {
                    Layout.fillWidth: true
                    failed: true
                    text: sums.error
                    visible: text !== "" && sums.lines.length === 0
                }
                Item {
                    Layout.fillHeight: true
                }
            }
            Card {
                Layout.alignment: Qt.AlignTop
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                actions: IconButton {
                    glyph: Glyphs.pencil
                    objectName: "editBilling"
                    tip: qsTr("Edit…")
                    visible: view.mayEdit && profile.loaded
                    onClicked: view.actions.start(view.session.operates ? "account.billing" : "billing.own", { id: profile.recordId, title: view.accountTitle })
                }
                subtitle: qsTr("Stands on invoices that are made from now on")
                title: qsTr("Billing details")

                FactList {
                    Layout.fillWidth: true
                    facts: profile.facts
                }
                Banner {
                    Layout.fillWidth: true
                    failed: true
                    text: profile.error
                    visible: text !== "" && profile.facts.length === 0
                }
                Item {
                    Layout.fillHeight: true
                }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        DataTable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: view.actions
            focus: true
            objectName: "statement"
            table: entries
            onOpened: (row) => view.actions.detailWanted("transaction", entries.record(row))
        }
    }
}
