pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property var parts: session.operates
        ? [{ value: "transactions", title: qsTr("Transactions") }, { value: "invoices", title: qsTr("Invoices") }, { value: "refunds", title: qsTr("Refunds") }, { value: "vouchers", title: qsTr("Vouchers") }, { value: "corrections", title: qsTr("Corrections") }]
        : [{ value: "transactions", title: qsTr("Transactions") }, { value: "invoices", title: qsTr("Invoices") }, { value: "statement", title: qsTr("Statement") }]
    readonly property string part: navigator.partOf(navigator.subject, parts)
    readonly property RecordTable table: part === "invoices" ? invoices : part === "refunds" ? refunds : part === "vouchers" ? vouchers : part === "corrections" ? corrections : transactions
    readonly property bool narrow: width < 1060 && newAction !== ""

    readonly property string newAction: part === "invoices" && session.mayTopUp ? "invoice.create" : part === "vouchers" && session.mayTopUp ? "voucher.create" : part === "corrections" && session.mayCreate ? "correction.create" : ""
    readonly property string newText: part === "invoices" ? qsTr("Make an invoice") : part === "corrections" ? qsTr("Correct a past price") : qsTr("New voucher")

    function refresh() {
        table.reload()
        if (!session.operates) {
            own.reload()
            usage.reload()
        }
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (newAction !== "")
            actions.start(newAction, {})
    }

    BillingReport {
        id: own

        session: page.session.operates ? null : page.session
    }
    UsageReport {
        id: usage

        period: "30d"
        session: page.session.operates ? null : page.session
    }
    RecordTable {
        id: transactions

        active: page.part === "transactions"
        kind: page.session.operates ? "transactions" : "ownTransactions"
        session: page.session
    }
    RecordTable {
        id: invoices

        active: page.part === "invoices"
        kind: page.session.operates ? "invoices" : "ownInvoices"
        session: page.session
    }
    RecordTable {
        id: refunds

        active: page.part === "refunds"
        kind: "refunds"
        session: page.session
    }
    RecordTable {
        id: vouchers

        active: page.part === "vouchers"
        kind: "vouchers"
        session: page.session
    }
    RecordTable {
        id: corrections

        active: page.part === "corrections"
        kind: "corrections"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: page.narrow || page.part === "statement" ? "" : page.table.countText
            title: qsTr("Billing")

            LedgerBadge {
                narrow: page.narrow
                objectName: "ledger"
                session: page.session
                visible: page.session.operates
            }
            Segmented {
                objectName: "part"
                options: page.parts
                value: page.part
                onPicked: (value) => page.navigator.open("billing", value)
            }
            ExportButton {
                visible: page.part !== "statement"
                actions: page.actions
                narrow: page.narrow
                table: page.table
            }
            PushButton {
                glyph: Glyphs.ticket
                text: qsTr("Redeem a voucher")
                visible: !page.session.operates
                onClicked: page.actions.start("voucher.redeem", {})
            }
            PushButton {
                glyph: page.part === "corrections" ? Glyphs.history : Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "new"
                text: page.newText
                visible: page.newAction !== ""
                onClicked: page.create()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            Layout.topMargin: Theme.space16
            spacing: Theme.space14
            visible: !page.session.operates && page.height > 520 && own.state !== "forbidden" && own.state !== "error"

            Repeater {
                model: own.figures.length > 0 ? own.figures : 3

                KpiCard {
                    required property int index
                    required property var modelData

                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    compares: false
                    exact: modelData.exact ?? ""
                    implicitHeight: 96
                    label: modelData.label ?? ""
                    loading: own.figures.length === 0
                    note: index === 0 && usage.loaded ? usage.lasts(own.available) : modelData.note ?? ""
                    objectName: "own" + index
                    value: modelData.value ?? ""
                }
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: page.session.operates ? qsTr("Account, reference, number") : qsTr("Reference, number")
            navigator: page.navigator
            preferences: page.preferences
            table: page.table
            visible: page.part !== "statement"
        }
        Rectangle {
            Layout.fillWidth: true
            visible: page.part !== "statement"
            color: Theme.border
            implicitHeight: 1
        }
        DataTable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: page.actions
            focus: true
            newAction: page.newAction
            newText: page.newText
            objectName: "billing"
            visible: page.part !== "statement"
            table: page.table
            onOpened: (row) => page.actions.detailWanted(page.part === "invoices" ? "invoice" : page.part === "refunds" ? "refund" : page.part === "corrections" ? "correction" : "transaction", page.table.record(row))
        }
        StatementView {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: page.actions
            session: page.session
            visible: page.part === "statement"
        }
    }
}
